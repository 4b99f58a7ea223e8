/** Whom to call, one after the other: when, who that is at the time, and how to reach them. */
import { BellRing, CircleAlert, PhoneCall } from "lucide-react";
import { CopyButton } from "../../components/copy-button";
import type { OnCallCall } from "../../platform";
import { clockOf } from "../inspector/team/rungs";
import { showPage } from "../registry/places";
import "./on-call.css";

export interface CallListProps {
  readonly calls: readonly OnCallCall[];
  /** So many of them are called first. */
  readonly first: number;
  /** How often all of it is done again. */
  readonly repeat: number;
}

export function CallList({ calls, first, repeat }: CallListProps) {
  return (
    <>
      <ol className="calls" aria-label="Whom to call, in order">
        {calls.map((call, i) => (
          <Call
            key={`${call.at} ${call.role} ${call.responder.id}`}
            call={call}
            first={i < first}
          />
        ))}
      </ol>
      {repeat > 0 && (
        <p className="muted calls__repeat">
          If nobody answers, all of it is done {repeat === 1 ? "once" : `${repeat} times`} again.
        </p>
      )}
    </>
  );
}

function Call({ call, first }: { readonly call: OnCallCall; readonly first: boolean }) {
  const { after_minutes, at, local, responder, name, role, channel, people, problem } = call;
  const others = people.filter((person) => person.id !== responder.id);
  const Mark = first ? PhoneCall : BellRing;
  const ways = [
    ...people.flatMap(({ email }) => (email ? [{ channel: "email", address: email }] : [])),
    ...call.contacts,
  ];
  return (
    <li className={`call ${first ? "call--first" : ""}`} data-testid={`call-${responder.id}`}>
      <span className="call__mark">
        <Mark size={14} aria-hidden />
      </span>
      <div className="call__when">
        <strong>{after_minutes === null ? "Else" : clockOf(after_minutes)}</strong>
        <time dateTime={at}>{after_minutes === null ? `the ${role}` : local}</time>
      </div>
      <div className="call__who">
        <p className="call__name">
          {others.length > 0 && (
            <strong dir="auto">{others.map((person) => person.name).join(", ")}</strong>
          )}
          <button
            type="button"
            className={others.length > 0 ? "call__link" : "call__link call__link--alone"}
            title={`Open the page of ${name}`}
            onClick={() => showPage(responder)}
          >
            <bdi>{name}</bdi>
          </button>
          {channel !== "" && <span className="call__channel">{channel}</span>}
        </p>
        {others.map(
          ({ id, name: person, until_local }) =>
            until_local && (
              <p key={id} className="muted">
                {others.length > 1 && `${person}: `}on call until {until_local}
              </p>
            ),
        )}
        {ways.length > 0 && (
          <ul className="call__ways">
            {ways.map((way) => (
              <li key={`${way.channel} ${way.address}`}>
                <span className="muted">{way.channel}</span>
                <span className="selectable" dir="auto">
                  {way.address}
                </span>
                <CopyButton text={way.address} label={`Copy ${way.address}`} />
              </li>
            ))}
          </ul>
        )}
        {problem && (
          <p className="call__problem">
            <CircleAlert size={13} aria-hidden />
            {problem}
          </p>
        )}
      </div>
    </li>
  );
}
