/** Records what went wrong at a handoff. */
import { type ReactNode, useId, useMemo, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Picker } from "../../components/picker";
import { acknowledged } from "../../document/commit";
import { useLock } from "../../document/lock";
import { nameOf, recordsOf, useDocument } from "../../document/store";
import { platform } from "../../platform";
import { session } from "../../session/store";
import { ends } from "../impact/words";
import { useKeptWords } from "../unsent/kept-words";
import { showRisk } from "./places";
import "./incidents.css";

export function IncidentPanel({ handoff }: { readonly handoff: string | null }) {
  const [at, setAt] = useState(handoff ?? "");
  const form = useMemo(() => ({ show: "incident", handoff }) as const, [handoff]);
  const about = {
    kind: handoff === null ? "incident" : "handoff",
    id: handoff ?? "",
    form,
  } as const;
  const [cause, setCause] = useKeptWords({
    ...about,
    field: "incident cause",
    label: handoff === null ? "What went wrong in a new incident" : "What went wrong",
  });
  const [when, setWhen] = useState("");
  const [link, setLink] = useState("");
  const [lesson, setLesson] = useKeptWords({
    ...about,
    field: "incident lesson",
    label: handoff === null ? "What was learnt from a new incident" : "What was learnt",
  });
  const [busy, setBusy] = useState(false);
  const lock = useLock();
  const id = useId();
  const close = () => (handoff === null ? session.closeDock() : showRisk(handoff));
  const record = async () => {
    setBusy(true);
    const incident = {
      handoff: at,
      cause,
      at: when === "" ? null : new Date(when).toISOString(),
      versions: [],
      link: link.trim() === "" ? null : link.trim(),
      lesson,
    };
    const done = await acknowledged(
      () => platform().recordIncident(incident),
      "No incident was recorded",
      [],
    );
    setBusy(false);
    if (done) showRisk(at);
  };
  const ready = at !== "" && cause.trim() !== "" && !busy && lock === null;
  return (
    <DockPanel title="Record an incident" onClose={close}>
      <form
        className="incident-form"
        aria-label="Record an incident"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void record();
        }}
      >
        <p className="muted">
          It makes the handoff likelier to fail until it is resolved, and stands in its runbook.
        </p>
        <Row label="Handoff" id={`${id}-handoff`}>
          <HandoffChoice id={`${id}-handoff`} value={at} onChange={setAt} />
        </Row>
        <Row label="What went wrong" id={`${id}-cause`}>
          <textarea
            id={`${id}-cause`}
            className="input"
            rows={3}
            dir="auto"
            required
            // biome-ignore lint/a11y/noAutofocus: the form has just been asked for.
            autoFocus={handoff !== null}
            data-testid="incident-cause"
            value={cause}
            onChange={(event) => setCause(event.target.value)}
          />
        </Row>
        <Row label="When; now if left out" id={`${id}-when`}>
          <input
            id={`${id}-when`}
            type="datetime-local"
            className="input"
            data-testid="incident-when"
            value={when}
            onChange={(event) => setWhen(event.target.value)}
          />
        </Row>
        <Row label="Where its record stands" id={`${id}-link`}>
          <input
            id={`${id}-link`}
            type="url"
            className="input"
            placeholder="https://"
            data-testid="incident-link"
            value={link}
            onChange={(event) => setLink(event.target.value)}
          />
        </Row>
        <Row label="What was learnt, if that is known" id={`${id}-lesson`}>
          <textarea
            id={`${id}-lesson`}
            className="input"
            rows={2}
            dir="auto"
            data-testid="incident-lesson"
            value={lesson}
            onChange={(event) => setLesson(event.target.value)}
          />
        </Row>
        <div className="incident-form__buttons">
          <Button look="quiet" onClick={close}>
            Not now
          </Button>
          <Button look="primary" type="submit" disabled={!ready} data-testid="incident-send">
            Record
          </Button>
        </div>
      </form>
    </DockPanel>
  );
}

interface RowProps {
  readonly label: string;
  readonly id: string;
  readonly children: ReactNode;
}

function Row({ label, id, children }: RowProps) {
  return (
    <div className="incident-form__row">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {children}
    </div>
  );
}

interface HandoffChoiceProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (handoff: string) => void;
}

function HandoffChoice({ id, value, onChange }: HandoffChoiceProps) {
  const handoffs = useDocument((state) => recordsOf(state, "handoff"));
  const options = useMemo(() => {
    const state = useDocument.getState();
    const several = recordsOf(state, "topology").size > 1;
    return [...handoffs.values()].map(({ record }) => ({
      value: record.id,
      label: ends(state, record.id),
      ...(several && { note: nameOf(state, "topology", record.topology) }),
    }));
  }, [handoffs]);
  return (
    <Picker
      id={id}
      value={value}
      options={options}
      placeholder="Type an agent's name"
      data-testid="incident-handoff"
      onChange={onChange}
    />
  );
}
