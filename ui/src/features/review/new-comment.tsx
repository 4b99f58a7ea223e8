/** A remark being written: its words, and what it is about, chosen from a list or by pointing at it on the drawing. */
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Button } from "../../components/button";
import { Field } from "../../components/field";
import { Picker } from "../../components/picker";
import { recordOfBox } from "../../document/boxes";
import { acknowledged } from "../../document/commit";
import { useLock } from "../../document/lock";
import { kindName } from "../../document/records";
import { useDocument, useRecord } from "../../document/store";
import { type ContractVersion, platform, type RecordKey } from "../../platform";
import { useSession } from "../../session/store";
import { useFields } from "../contract/use-fields";
import { useKeptWords } from "../unsent/kept-words";
import { type AnchorOption, keyOf, placesIn, placesOn } from "./anchors";

/** What somebody has pointed at; a later `turn` says so again. */
export interface Chosen {
  /** By `keyOf`. */
  readonly key: string;
  readonly turn: number;
}

export interface NewCommentProps {
  readonly subject: RecordKey;
  readonly chosen: Chosen | null;
  readonly changed: ReadonlySet<string>;
}

export function NewComment(props: NewCommentProps) {
  const lock = useLock();
  const { kind, id } = props.subject;
  const version = useRecord("contract_version", kind === "contract_version" ? id : null);
  if (lock !== null) return null;
  if (version) return <OnVersion {...props} version={version} />;
  return kind === "topology" ? (
    <OnTopology {...props} />
  ) : (
    <Form {...props} options={[]} hint={null} />
  );
}

function OnVersion(props: NewCommentProps & { readonly version: ContractVersion }) {
  const { version, subject } = props;
  const { answer: fields } = useFields(version);
  const options = useMemo(
    () => placesIn(version, subject, fields ?? []),
    [version, subject, fields],
  );
  return <Form {...props} options={options} hint={null} />;
}

function OnTopology(props: NewCommentProps) {
  const { subject, changed } = props;
  const records = useDocument((state) => state.records);
  // biome-ignore lint/correctness/useExhaustiveDependencies: names come from the records.
  const options = useMemo(
    () => placesOn(useDocument.getState(), subject.id, changed),
    [records, subject.id, changed],
  );
  const drawn = useSession(({ view, topology }) => view === "drawing" && topology === subject.id);
  const hint = drawn ? "Or click on it on the drawing." : null;
  return <Form {...props} options={options} hint={hint} />;
}

interface FormProps extends NewCommentProps {
  readonly options: readonly AnchorOption[];
  readonly hint: string | null;
}

function Form({ subject, chosen, options, hint }: FormProps) {
  const [text, setText] = useKeptWords({ ...subject, field: "comment", label: "Comment" });
  const [about, setAbout] = useState("");
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    if (!chosen) return;
    setAbout(chosen.key);
    area.current?.focus();
  }, [chosen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form has grown by what was chosen.
  useEffect(() => {
    if (chosen) area.current?.form?.scrollIntoView({ block: "nearest" });
  }, [chosen, about]);
  const pointed = usePointedAt(subject);
  useEffect(() => {
    if (pointed !== null) setAbout(pointed);
  }, [pointed]);
  const anchor = options.find(({ value }) => value === about)?.anchor;
  const add = async () => {
    setBusy(true);
    const { subject: on, pointer } = anchor ?? { subject, pointer: null };
    const done = await acknowledged(
      () => platform().addComment(on, text.trim(), pointer),
      "No comment was written",
      [],
    );
    setBusy(false);
    if (!done) return;
    setText("");
    setAbout("");
  };
  return (
    <form
      className="comments__new"
      aria-label="New comment"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label className="visually-hidden" htmlFor={`${id}-text`}>
        Comment
      </label>
      <textarea
        id={`${id}-text`}
        ref={area}
        className="input"
        rows={2}
        dir="auto"
        placeholder="Write a comment"
        data-testid="comment-text"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {options.length > 0 && (text.trim() !== "" || anchor) && (
        <Field label="About">
          {(field) => (
            <Picker
              id={field}
              value={anchor ? about : ""}
              options={options}
              none={`The ${kindName(subject.kind).toLowerCase()} as a whole`}
              onChange={setAbout}
              data-testid="comment-about"
            />
          )}
        </Field>
      )}
      {hint && text.trim() !== "" && <p className="muted">{hint}</p>}
      {text.trim() !== "" && (
        <div className="review__buttons">
          <Button type="submit" disabled={busy} data-testid="comment-add">
            Comment
          </Button>
        </div>
      )}
    </form>
  );
}

/** The one handoff or box that is selected on the drawing beside the comments; null where there is none. */
function usePointedAt({ kind, id }: RecordKey): string | null {
  return useSession(({ view, topology, selection: { boxes, edges } }) => {
    if (view !== "drawing" || kind !== "topology" || topology !== id) return null;
    const [box] = boxes;
    const [edge] = edges;
    if (boxes.length + edges.length !== 1) return null;
    return box === undefined ? `handoff:${edge}` : keyOf(recordOfBox(box));
  });
}
