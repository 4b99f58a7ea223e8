/** Whether a version is safe, at one glance: against which versions, who can move first, which number it needs, and the payload that breaks. */
import {
  ChevronRight,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  LoaderCircle,
} from "lucide-react";
import type { Judgement, VersionComparison, Way } from "../../platform";
import { DirectionView } from "./direction";
import type { Judged } from "./use-judgement";
import { asked, BUMPS, headline, MODES, TONE_OF, type Tone, verdictOf, WRITERS } from "./words";
import "./verdict.css";

export interface VerdictPanelProps {
  readonly judged: Judged;
  /** Takes the editor to a place of the new schema. */
  readonly onPlace?: (pointer: string) => void;
  /** One line alone, where there is little room. */
  readonly brief?: boolean;
  /** The version is published: its number is not in question any more. */
  readonly settled?: boolean;
}

const SIGNS = { good: CircleCheck, bad: CircleX, unsure: CircleHelp, neutral: CircleDashed };

export function VerdictPanel({
  judged,
  onPlace,
  brief = false,
  settled = false,
}: VerdictPanelProps) {
  const { judgement, failure, pending } = judged;
  return (
    <section
      className="verdict"
      aria-label="Compatibility"
      aria-busy={pending}
      data-testid="verdict"
      data-pending={pending}
    >
      {judgement && <Glance judgement={judgement} pending={pending} settled={settled} />}
      {failure && (
        <div className="verdict__head verdict__head--unsure" role="status">
          <CircleHelp size={18} aria-hidden />
          <div>
            <h3>It cannot be judged</h3>
            <p>{failure.message}</p>
          </div>
        </div>
      )}
      {!judgement && !failure && (
        <p className="verdict__waiting" role="status">
          <LoaderCircle size={14} className="is-turning" aria-hidden />
          Comparing with the published versions…
        </p>
      )}
      {judgement && !brief && <Compared judgement={judgement} onPlace={onPlace} />}
    </section>
  );
}

interface GlanceProps {
  readonly judgement: Judgement;
  readonly pending: boolean;
  readonly settled: boolean;
}

function Glance({ judgement, pending, settled }: GlanceProps) {
  const { mode, writers, needed, lowest, refused, version } = judgement;
  const { tone, title } = headline(judgement);
  const Sign = pending ? LoaderCircle : SIGNS[tone];
  return (
    <div className={`verdict__head verdict__head--${tone}`}>
      <Sign size={18} className={pending ? "is-turning" : undefined} aria-hidden />
      <div>
        <h3>
          <span role="status" data-testid="verdict-title">
            {title}
          </span>
        </h3>
        {!settled && (
          <p>
            {needed && `${BUMPS[needed]}; `}
            {needed ? "the lowest number" : "The lowest number"} that may be published now is{" "}
            <b className="mono">{lowest}</b>.
          </p>
        )}
        {!settled && refused && (
          <p className="verdict__refused" data-testid="verdict-refused">
            <b className="mono">{version}</b> would be refused: {refused.message}
          </p>
        )}
        <p className="verdict__terms">
          {MODES[mode]} · {WRITERS[writers]}
        </p>
      </div>
    </div>
  );
}

interface ComparedProps {
  readonly judgement: Judgement;
  readonly onPlace: ((pointer: string) => void) | undefined;
}

/** The first version that stands in the way in full, the others to be opened. */
function Compared({ judgement: { against, before }, onPlace }: ComparedProps) {
  const shown = against.length > 0 ? against : before ? [before] : [];
  const first = shown.find((each) => !each.holds) ?? shown[0];
  if (!first) return null;
  const rest = shown.filter((each) => each !== first);
  const other = (comparison: VersionComparison) => (
    <details key={comparison.old} className="verdict__other">
      <summary>
        <ChevronRight size={12} className="fold-mark" aria-hidden />
        <VerdictDot tone={TONE_OF[verdictOf(comparison)]} />
        <span>
          Against <span className="mono">{comparison.old}</span>: {verdictOf(comparison)}
        </span>
      </summary>
      <Comparison comparison={comparison} onPlace={onPlace} />
    </details>
  );
  const safe = rest.filter(({ holds }) => holds);
  const fold = safe.length >= WORTH_FOLDING;
  return (
    <>
      <Comparison comparison={first} onPlace={onPlace} />
      {rest.length > 0 && (
        <div className="verdict__others">
          {(fold ? rest.filter(({ holds }) => !holds) : rest).map(other)}
          {fold && (
            <details className="verdict__other">
              <summary>
                <ChevronRight size={12} className="fold-mark" aria-hidden />
                <VerdictDot tone="good" />
                <span>Against {safe.length} other versions: safe</span>
              </summary>
              <div className="verdict__others">{safe.map(other)}</div>
            </details>
          )}
        </div>
      )}
    </>
  );
}

/** So many comparisons without a word to say stand under one heading. */
const WORTH_FOLDING = 3;

function VerdictDot({ tone }: { readonly tone: Tone }) {
  const Sign = SIGNS[tone];
  return <Sign size={14} className={`tone--${tone}`} aria-hidden />;
}

const WAYS: readonly Way[] = ["backward", "forward"];

function Comparison({
  comparison,
  onPlace,
}: {
  readonly comparison: VersionComparison;
  readonly onPlace: ((pointer: string) => void) | undefined;
}) {
  const needs = asked(comparison.mode);
  return (
    <ul className="verdict__ways" aria-label={`${comparison.new} against ${comparison.old}`}>
      {WAYS.map((way) => (
        <li key={way}>
          <DirectionView
            way={way}
            comparison={comparison}
            needed={needs.includes(way)}
            onPlace={onPlace}
          />
        </li>
      ))}
    </ul>
  );
}
