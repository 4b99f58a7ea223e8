/** Payloads that the version must accept, and payloads that it must reject, each with the reason. */
import { ChevronRight, CircleCheck, CircleX, Plus, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../../components/button";
import { FieldError } from "../../../components/field-error";
import { JsonArea } from "../../../components/json-area";
import { TextEntry } from "../../../components/text-entry";
import type { Examples } from "../../../platform";
import { useExampleProblem, useVersionDraft } from "../../contract/version-draft";
import { useField } from "../edit";
import { Editable } from "../generated/auto-field";

const GROUPS = [
  { list: "accepted", title: "Accepted", none: "No payload that must be accepted." },
  { list: "rejected", title: "Rejected", none: "No payload that must be rejected." },
] as const;

type Group = (typeof GROUPS)[number];

interface Example {
  readonly name: string;
  readonly payload: unknown;
  readonly reason?: string;
}

export function ExamplesEditor({ frozen }: { readonly frozen: boolean }) {
  return GROUPS.map((group) => <ExampleList key={group.list} group={group} frozen={frozen} />);
}

interface ExampleListProps {
  readonly group: Group;
  readonly frozen: boolean;
}

function ExampleList({ group: { list, title, none }, frozen }: ExampleListProps) {
  const edit = useField<Examples | undefined>("examples");
  const [adding, setAdding] = useState(false);
  const examples: readonly Example[] = edit.value?.[list] ?? [];
  const change = (update: (before: readonly Example[]) => readonly Example[]) =>
    edit.save((before) => {
      const { [list]: old, ...kept } = before ?? {};
      const next = update(old ?? []);
      const all = next.length > 0 ? { ...kept, [list]: next } : kept;
      return Object.keys(all).length > 0 ? (all as Examples) : undefined;
    });
  const add = async (example: Example) => {
    const done = await change((before) => [...before, example]);
    if (done) setAdding(false);
    return done;
  };
  const fields = (
    <div className="examples" data-field={list}>
      <h4 className="examples__title">{title}</h4>
      {examples.length === 0 && !adding && <p className="inspector__hint">{none}</p>}
      {examples.map((example, i) => (
        <ExampleEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: names may be written anew, places stay.
          key={i}
          example={example}
          list={list}
          at={`${list}/${i}`}
          frozen={frozen}
          onSet={(set) =>
            change((before) => before.map((other, at) => (at === i ? { ...other, ...set } : other)))
          }
          onRemove={() => void change((before) => before.filter((_, at) => at !== i))}
        />
      ))}
      {adding && <NewExample list={list} onDone={add} onCancel={() => setAdding(false)} />}
      {!frozen && !adding && (
        <Button
          look="quiet"
          icon={Plus}
          className="add"
          data-testid={`add-${list}`}
          onClick={() => setAdding(true)}
        >
          Add a payload
        </Button>
      )}
      <FieldError>{edit.refusal}</FieldError>
    </div>
  );
  // A frozen text can still be selected and scrolled, so it does not stand in a locked form.
  return frozen ? fields : <Editable edit={edit}>{fields}</Editable>;
}

interface ExampleEditorProps {
  readonly example: Example;
  readonly list: Group["list"];
  /** Its place among the examples. */
  readonly at: string;
  readonly frozen: boolean;
  readonly onSet: (fields: Partial<Example>) => Promise<boolean>;
  readonly onRemove: () => void;
}

function ExampleEditor({ example, list, at, frozen, onSet, onRemove }: ExampleEditorProps) {
  const { name, payload, reason = "" } = example;
  const { typePayload } = useVersionDraft();
  const problem = useExampleProblem(at);
  const state = problem === null ? "" : problem === "fine" ? "example--fine" : "example--wrong";
  return (
    <div className={`example ${state}`} data-example={at}>
      <details>
        <summary>
          <ChevronRight size={13} className="fold-mark" aria-hidden />
          <bdi>{name}</bdi>
          {problem === "fine" && (
            <CircleCheck
              size={14}
              className="tone--good"
              aria-label={`is ${list} as it should be`}
            />
          )}
          {problem !== null && problem !== "fine" && (
            <CircleX size={14} className="tone--bad" aria-label={`is not ${list}`} />
          )}
        </summary>
        {problem !== null && problem !== "fine" && (
          <p className="example__problem" role="status">
            {problem.message}
          </p>
        )}
        {!frozen && (
          <TextEntry
            aria-label={`Name of the example ${name}`}
            required
            value={name}
            onCommit={(next) => onSet({ name: next })}
          />
        )}
        <JsonArea
          aria-label={`Payload of ${name}`}
          readOnly={frozen}
          required
          value={payload}
          onTyped={(typed) => typePayload(at, typed)}
          onCommit={(next) => onSet({ payload: next })}
        />
        {list === "rejected" &&
          (frozen ? (
            <p className="inspector__hint" dir="auto">
              {reason}
            </p>
          ) : (
            <TextEntry
              multiline
              aria-label={`Why ${name} is rejected`}
              placeholder="Why it is rejected"
              value={reason}
              onCommit={(next) => onSet({ reason: next })}
            />
          ))}
      </details>
      {!frozen && (
        <IconButton icon={X} label={`Remove the example ${name}`} size={12} onClick={onRemove} />
      )}
    </div>
  );
}

interface NewExampleProps {
  readonly list: Group["list"];
  readonly onDone: (example: Example) => Promise<boolean>;
  readonly onCancel: () => void;
}

/** Kept here until it has a name and a payload that can be read. */
function NewExample({ list, onDone, onCancel }: NewExampleProps) {
  const [name, setName] = useState("");
  const [payload, setPayload] = useState<unknown>({});
  const [reason, setReason] = useState("");
  const needed = name === "" ? "a name" : list === "rejected" && reason === "" ? "a reason" : null;
  const keep =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      return true;
    };
  return (
    <fieldset className="new-object" aria-label={`New payload to be ${list}`}>
      <TextEntry aria-label="Name" placeholder="Name" value={name} onCommit={keep(setName)} />
      <JsonArea aria-label="Payload" required value={payload} onCommit={keep(setPayload)} />
      {list === "rejected" && (
        <TextEntry
          aria-label="Why it is rejected"
          placeholder="Why it is rejected"
          value={reason}
          onCommit={keep(setReason)}
        />
      )}
      <div className="new-object__foot">
        <span className="inspector__hint" aria-live="polite">
          {needed && `Still needed: ${needed}.`}
        </span>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          look="primary"
          data-testid="new-add"
          onClick={() => {
            if (needed === null)
              void onDone(list === "rejected" ? { name, payload, reason } : { name, payload });
          }}
        >
          Add
        </Button>
      </div>
    </fieldset>
  );
}
