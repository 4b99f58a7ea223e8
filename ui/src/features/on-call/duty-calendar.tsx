/** Rotations as lanes over some weeks: who is on call, where there is nobody, where there are several. */
import { ChevronLeft, ChevronRight, CircleAlert } from "lucide-react";
import { type CSSProperties, useMemo, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { Empty } from "../../components/empty";
import { localZone } from "../../components/zone";
import { type CalendarRow, type CalendarSpan, type OnCallCalendar, platform } from "../../platform";
import { useAnswer } from "../audit/use-answer";
import { showPage } from "../registry/places";
import { useKept } from "./use-kept";
import "./on-call.css";

const WEEKS = 4;
const WEEK_MS = 7 * 86_400_000;
const COLOURS = 10;

export interface DutyCalendarProps {
  /** Only one of them. */
  readonly rotation: string | null;
}

export function DutyCalendar({ rotation }: DutyCalendarProps) {
  const [from, setFrom] = useState("");
  const zone = localZone();
  const { answer: newest, failure } = useAnswer(`calendar ${rotation} ${from} ${zone}`, () =>
    platform().onCallCalendar(rotation, from, zone, WEEKS * 7),
  );
  const answer = useKept(newest);
  const colours = useMemo(() => coloursOf(answer), [answer]);
  if (failure)
    return (
      <p className="dock-error" role="alert">
        {failure.message}
      </p>
    );
  if (!answer) return null;
  if (answer.rotations.length === 0)
    return (
      <Empty title="No rotation yet">
        <p>A rotation says who is on call when. Escalation paths and teams name one.</p>
      </Empty>
    );
  const step = (weeks: number) =>
    setFrom(new Date(Date.parse(answer.from.at) + weeks * WEEK_MS).toISOString());
  return (
    <div className={`calendar ${rotation === null ? "" : "calendar--one"}`}>
      <div className="calendar__tools">
        <IconButton icon={ChevronLeft} label="Earlier weeks" onClick={() => step(-WEEKS)} />
        <IconButton icon={ChevronRight} label="Later weeks" onClick={() => step(WEEKS)} />
        {from !== "" && (
          <Button look="quiet" onClick={() => setFrom("")}>
            From today
          </Button>
        )}
        <span className="muted">
          {WEEKS} weeks from {answer.from.words.split(",")[0]} on · {answer.from.zone}
        </span>
      </div>
      <div className="calendar__row" aria-hidden>
        {rotation === null && <span />}
        <div className="calendar__days">
          {answer.days.map(
            ({ date, offset }, i) =>
              i % 7 === 0 && (
                <span key={date} className="calendar__day" style={{ left: `${offset / 10}%` }}>
                  {date.slice(5)}
                </span>
              ),
          )}
        </div>
      </div>
      {answer.rotations.map((row) => (
        <Lane key={row.id} row={row} colours={colours} named={rotation === null} />
      ))}
    </div>
  );
}

interface LaneProps {
  readonly row: CalendarRow;
  readonly colours: ReadonlyMap<string, string>;
  readonly named: boolean;
}

function Lane({ row, colours, named }: LaneProps) {
  return (
    <div className="calendar__row" data-testid={`lane-${row.id}`}>
      {named && (
        <div className="calendar__who">
          <button
            type="button"
            className="duty__name"
            title="Open its page, to plan shifts"
            onClick={() => showPage({ kind: "rotation", id: row.id })}
          >
            <bdi>{row.name}</bdi>
          </button>
          <span className="muted">{row.team_name}</span>
        </div>
      )}
      <div>
        {row.spans.length > 0 && (
          <ol className="calendar__lane" aria-label={`Who is on call on ${row.name}`}>
            {row.spans.map((span) => (
              <Span key={span.from} span={span} colours={colours} />
            ))}
          </ol>
        )}
        <p className="calendar__facts">{factsOf(row)}</p>
      </div>
    </div>
  );
}

interface SpanProps {
  readonly span: CalendarSpan;
  readonly colours: ReadonlyMap<string, string>;
}

function Span({ span: { people, offset, width, words }, colours }: SpanProps) {
  const [first] = people;
  const who = people.map(({ name }) => name).join(" and ");
  const style = {
    left: `${offset / 10}%`,
    width: `${width / 10}%`,
    "--duty": first && colours.get(first.id),
  } as CSSProperties;
  const kind = first ? (people.length > 1 ? "calendar__span--both" : "") : "calendar__span--gap";
  return (
    <li
      className={`calendar__span ${kind}`}
      style={style}
      title={`${who || "Nobody"}: ${words}`}
      aria-label={`${who || "Nobody"}, ${words}`}
    >
      <span>{who || "Nobody"}</span>
    </li>
  );
}

function factsOf(row: CalendarRow) {
  const { spans, link, gap_minutes, ends_local } = row;
  if (spans.length === 0)
    return link
      ? `Its schedule is kept at ${link}.`
      : "No shifts are planned. Open it to plan turns.";
  const hours = Math.round(gap_minutes / 60);
  return (
    <>
      {gap_minutes > 0 && (
        <span className="duty__hole">
          <CircleAlert size={12} aria-hidden />
          {hours > 0 ? `${hours} h` : `${gap_minutes} min`} without anybody.{" "}
        </span>
      )}
      {ends_local && `Planned until ${ends_local}.`}
    </>
  );
}

/** Everybody keeps a colour over all lanes. */
function coloursOf(calendar: OnCallCalendar | null): ReadonlyMap<string, string> {
  const people = calendar?.rotations.flatMap(({ spans }) =>
    spans.flatMap((span) => span.people.map(({ id }) => id)),
  );
  const sorted = [...new Set(people)].sort();
  return new Map(sorted.map((id, i) => [id, `var(--owner-${(i % COLOURS) + 1})`]));
}
