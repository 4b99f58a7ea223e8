/** The parts of a runbook, each read at a glance. */
import { BellRing, CircleAlert, CircleCheck, LifeBuoy, PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../components/button";
import { CopyButton } from "../../components/copy-button";
import { Markdown } from "../../components/markdown";
import { useLock } from "../../document/lock";
import type { RunbookPage } from "../../platform";
import { IncidentRowView } from "../audit/incident-row";
import { ago } from "../history/ago";
import { showPage } from "../registry/places";

interface PartProps {
  readonly page: RunbookPage;
}

interface PieceProps {
  readonly title: string;
  readonly name: string;
  readonly children: ReactNode;
}

function Piece({ title, name, children }: PieceProps) {
  return (
    <section className="page__section" aria-labelledby={`runbook-${name}`} data-part={name}>
      <h2 id={`runbook-${name}`}>{title}</h2>
      {children}
    </section>
  );
}

/** What somebody has written comes first; what the records say stands in for what nobody has. */
function Derived() {
  return <p className="runbook__derived">Nobody has written this; the registry's records say:</p>;
}

export function Checks({ page: { runbook } }: PartProps) {
  const own = runbook.checks.length > 0;
  const checks = own ? runbook.checks : runbook.derived_checks;
  return (
    <Piece title="Check" name="checks">
      {!own && <Derived />}
      <ol className="runbook__checks">
        {checks.map((check, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal checks are told apart by their place.
          <li key={`${i} ${check}`} className="selectable" dir="auto">
            {check}
          </li>
        ))}
      </ol>
      {runbook.dashboard && <Address what="Dashboard" address={runbook.dashboard} />}
    </Piece>
  );
}

export function Replay({ page: { runbook } }: PartProps) {
  const own = runbook.replay.trim() !== "";
  return (
    <Piece title="Replay" name="replay">
      {own ? (
        <Markdown text={runbook.replay} />
      ) : (
        <>
          <Derived />
          <ul className="runbook__list">
            {runbook.derived_replay.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </Piece>
  );
}

export function Fallbacks({ page: { who, runbook } }: PartProps) {
  return (
    <Piece title="Fall back" name="fallbacks">
      {who.fallbacks.length > 0 ? (
        <ol className="runbook__fallbacks">
          {who.fallbacks.map(({ agent, name }) => (
            <li key={agent}>
              <LifeBuoy size={13} aria-hidden />
              <button
                type="button"
                className="call__link call__link--alone"
                onClick={() => showPage({ kind: "agent", id: agent })}
              >
                <bdi>{name}</bdi>
              </button>
            </li>
          ))}
        </ol>
      ) : (
        <p className="muted">No agent takes over.</p>
      )}
      <ul className="runbook__list">
        {runbook.failure.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {runbook.dead_letter && (
          <li>
            Rejected messages wait in <code className="selectable">{runbook.dead_letter}</code>.
          </li>
        )}
      </ul>
      {runbook.notes.trim() !== "" && <Markdown text={runbook.notes} />}
    </Piece>
  );
}

export function Incidents({ page: { incidents } }: PartProps) {
  return (
    <Piece title="Incidents" name="incidents">
      {incidents.length === 0 && <p className="muted">None is recorded.</p>}
      {incidents.map((incident) => (
        <IncidentRowView key={incident.id} incident={incident} />
      ))}
    </Piece>
  );
}

export interface GapsProps extends PartProps {
  readonly writing: boolean;
  readonly onWrite: () => void;
}

export function Gaps({ page: { gaps }, writing, onWrite }: GapsProps) {
  const locked = useLock() !== null;
  if (gaps.length === 0)
    return (
      <p className="runbook__whole">
        <CircleCheck size={14} aria-hidden />
        Nothing is missing for whoever is called.
      </p>
    );
  return (
    <Piece title="What is missing" name="gaps">
      <ul className="runbook__gaps">
        {gaps.map(({ field, words }) => (
          <li key={field}>
            <CircleAlert size={13} aria-hidden />
            {words}
          </li>
        ))}
      </ul>
      {!writing && (
        <Button
          icon={PencilLine}
          className="page__ask"
          disabled={locked}
          data-testid="runbook-fill"
          onClick={onWrite}
        >
          Write what is missing
        </Button>
      )}
    </Piece>
  );
}

export function Owners({ page: { who, runbook } }: PartProps) {
  return (
    <Piece title="Owner" name="owner">
      {who.owners.length === 0 && <p className="muted">Nobody owns it.</p>}
      <ul className="runbook__owners">
        {who.owners.map(({ team, name, contacts }) => (
          <li key={team}>
            <button
              type="button"
              className="call__link call__link--alone"
              onClick={() => showPage({ kind: "team", id: team })}
            >
              <bdi>{name}</bdi>
            </button>
            {contacts.map(({ channel, address }) => (
              <Address key={`${channel} ${address}`} what={channel} address={address} />
            ))}
          </li>
        ))}
      </ul>
      {runbook.owner_model && <p className="muted">{runbook.owner_model}</p>}
      {runbook.disagreement.map((sentence) => (
        <p key={sentence} className="muted">
          {sentence}
        </p>
      ))}
      <dl className="runbook__facts">
        <dt>Contract</dt>
        <dd>{runbook.contract ?? "none"}</dd>
        <dt>Criticality</dt>
        <dd>{runbook.criticality}</dd>
        <dt>Starts when</dt>
        <dd>{runbook.trigger}</dd>
      </dl>
    </Piece>
  );
}

export function Alerts({ page: { runbook } }: PartProps) {
  return (
    <Piece title="Alerts" name="alerts">
      {runbook.alerts.length === 0 && <p className="muted">No alert covers it.</p>}
      <ul className="runbook__alerts">
        {runbook.alerts.map(({ name, severity, meaning, condition }) => (
          <li key={name}>
            <p className="runbook__alert">
              <BellRing size={13} aria-hidden />
              <strong>{name}</strong>
              <span className="call__channel">{severity}</span>
            </p>
            {meaning !== "" && <p>{meaning}</p>}
            <code className="selectable">{condition}</code>
          </li>
        ))}
      </ul>
    </Piece>
  );
}

export function Changes({ page: { who, runbook } }: PartProps) {
  const now = Date.now();
  return (
    <Piece title="Last changes" name="changes">
      <ul className="runbook__changes">
        {runbook.changes.map(({ what, version, place, note }) => (
          <li key={`${what} ${version} ${place}`}>
            <p>
              <strong>{what}</strong> {version}
            </p>
            <p className="muted">{place}</p>
            {note !== "" && <p dir="auto">{note}</p>}
          </li>
        ))}
        {who.last_changes.map((entry) => (
          <li key={entry.revision}>
            <p>{entry.summary}</p>
            <p className="muted">
              {entry.author} · {ago(Date.parse(entry.at), now)} · revision {entry.revision}
            </p>
          </li>
        ))}
      </ul>
    </Piece>
  );
}

interface AddressProps {
  readonly what: string;
  readonly address: string;
}

function Address({ what, address }: AddressProps) {
  return (
    <p className="runbook__address">
      <span className="muted">{what}</span>
      <span className="selectable" dir="auto">
        {address}
      </span>
      <CopyButton text={address} label={`Copy ${address}`} />
    </p>
  );
}
