/** One incident: what went wrong and when, what ran then, what was learnt; resolved, or opened again. */
import { CircleCheck, CircleDot, ExternalLink } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "../../components/button";
import { CopyButton } from "../../components/copy-button";
import { acknowledged } from "../../document/commit";
import { useLock } from "../../document/lock";
import { type IncidentRow, platform } from "../../platform";
import { When } from "../review/when";
import { useKeptWords } from "../unsent/kept-words";
import { showRisk } from "./places";
import { dayWords } from "./words";
import "./incidents.css";

export interface IncidentRowProps {
  readonly incident: IncidentRow;
  /** Says at which handoff it happened. */
  readonly named?: boolean;
}

export function IncidentRowView({ incident, named = false }: IncidentRowProps) {
  const { id, handoff, handoff_name, at, cause, versions, link, lesson, resolved_at } = incident;
  const open = resolved_at === null;
  const Mark = open ? CircleDot : CircleCheck;
  return (
    <article className="incident" data-testid={`incident-${id}`} data-open={open}>
      <header className="incident__head">
        <span className={`incident__state ${open ? "is-open" : ""}`}>
          <Mark size={13} aria-hidden />
          {open ? "Open" : `Resolved ${dayWords(resolved_at)}`}
        </span>
        <span className="muted">
          <When at={at} />
        </span>
      </header>
      {named && (
        <button
          type="button"
          className="incident__handoff"
          title="Why it is risky"
          onClick={() => showRisk(handoff)}
        >
          <bdi>{handoff_name}</bdi>
        </button>
      )}
      <p className="incident__cause selectable" dir="auto">
        {cause}
      </p>
      {lesson !== "" && (
        <p className="incident__lesson selectable" dir="auto">
          <b>Learnt:</b> {lesson}
        </p>
      )}
      {(versions.length > 0 || link) && (
        <p className="incident__beside muted">
          {versions.map((version) => (
            <code key={version}>{version}</code>
          ))}
          {link && (
            <span className="incident__link selectable" title="Where its record stands">
              <ExternalLink size={12} aria-hidden />
              {link}
              <CopyButton text={link} label="Copy the address" />
            </span>
          )}
        </p>
      )}
      <Resolving incident={incident} />
    </article>
  );
}

function Resolving({ incident: { id, resolved_at, lesson } }: { readonly incident: IncidentRow }) {
  const [asking, setAsking] = useState(false);
  const [learnt, setLearnt] = useKeptWords({
    kind: "incident",
    id,
    field: "lesson",
    label: "What was learnt",
  });
  const [busy, setBusy] = useState(false);
  const field = useId();
  const lock = useLock();
  if (lock !== null) return null;
  const send = async (resolved: boolean) => {
    setBusy(true);
    const done = await acknowledged(
      () => platform().resolveIncident(id, resolved, resolved ? learnt : ""),
      "The incident is as it was",
      [],
    );
    setBusy(false);
    if (done) giveUp();
  };
  const giveUp = () => {
    setAsking(false);
    setLearnt("");
  };
  if (resolved_at !== null)
    return (
      <Button
        look="quiet"
        className="incident__act"
        disabled={busy}
        data-testid={`reopen-${id}`}
        onClick={() => void send(false)}
      >
        Open again
      </Button>
    );
  // What an earlier page has kept stands in the form at once.
  if (!asking && learnt === "")
    return (
      <Button
        look="quiet"
        className="incident__act"
        data-testid={`resolve-${id}`}
        onClick={() => {
          setLearnt(lesson);
          setAsking(true);
        }}
      >
        Resolve
      </Button>
    );
  return (
    <form
      className="incident-form"
      aria-label="Resolve the incident"
      onSubmit={(event) => {
        event.preventDefault();
        void send(true);
      }}
    >
      <label className="field__label" htmlFor={field}>
        What was learnt
      </label>
      <textarea
        id={field}
        className="input"
        rows={2}
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: the form has just been asked for.
        autoFocus
        data-testid="resolve-lesson"
        value={learnt}
        onChange={(event) => setLearnt(event.target.value)}
      />
      <div className="incident-form__buttons">
        <Button look="quiet" onClick={giveUp}>
          Not now
        </Button>
        <Button look="primary" type="submit" disabled={busy} data-testid="resolve-send">
          Resolve
        </Button>
      </div>
    </form>
  );
}
