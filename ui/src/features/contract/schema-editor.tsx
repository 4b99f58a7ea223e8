/** The payload schema as code: judged while it is typed, kept while it is wrong, stored when it is left or with Ctrl+Enter. */
import { useEffect, useMemo, useState } from "react";
import {
  CodeEditor,
  type CodeMark,
  type CodePlace,
} from "../../components/code-editor/code-editor";
import { completeSchema } from "../../components/code-editor/schema-words";
import { readJson } from "../../components/json-text";
import { useTyped } from "../../components/typed";
import { useEdit } from "../inspector/edit";
import { AutoField } from "../inspector/generated/auto-field";
import { schemaMarks, schemaProblems } from "./marks";
import { useVersionDraft } from "./version-draft";

export interface SchemaEditorProps {
  readonly schema: unknown;
  readonly frozen: boolean;
  readonly goTo: CodePlace | null;
  readonly onPlace: (at: string | number) => void;
}

const LABEL = "JSON Schema of the payload";

export function SchemaEditor({ schema, frozen, goTo, onPlace }: SchemaEditorProps) {
  const { judged } = useVersionDraft();
  const marks = useMemo(() => schemaMarks(judged), [judged]);
  if (frozen)
    return (
      <CodeEditor
        readOnly
        label={LABEL}
        value={textOf(schema)}
        marks={marks}
        goTo={goTo}
        data-testid="schema-editor"
      />
    );
  return (
    <AutoField name="payload_schema" title={LABEL} bare>
      {({ value, save }) => (
        <WrittenSchema
          value={value}
          marks={marks}
          goTo={goTo}
          onPlace={onPlace}
          onSave={(next) => save(() => next)}
        />
      )}
    </AutoField>
  );
}

interface WrittenSchemaProps extends Pick<SchemaEditorProps, "goTo" | "onPlace"> {
  readonly value: unknown;
  readonly marks: readonly CodeMark[];
  readonly onSave: (value: unknown) => Promise<boolean>;
}

function WrittenSchema({ value, marks, goTo, onPlace, onSave }: WrittenSchemaProps) {
  const { locked } = useEdit();
  const { typeSchema } = useVersionDraft();
  const stored = useMemo(() => textOf(value), [value]);
  const { text, bind, finish, giveUp } = useTyped<unknown>({
    stored,
    read: (typed) => {
      const reading = readJson(typed);
      return "mistake" in reading ? { wrong: reading.mistake.message } : reading;
    },
    onCommit: onSave,
    required: true,
    lines: true,
    name: "schema-editor",
  });
  const reading = useMemo(() => (text === stored ? null : readJson(text)), [text, stored]);
  useEffect(() => {
    if (reading === null) typeSchema(undefined);
    else if ("value" in reading) typeSchema(reading);
  }, [reading, typeSchema]);
  const [left, setLeft] = useState(false);
  const mistake = reading && "mistake" in reading ? reading.mistake : null;
  const all = useMemo<readonly CodeMark[]>(
    () => (mistake ? [{ at: mistake.at, severity: "error", message: mistake.message }] : marks),
    [mistake, marks],
  );
  return (
    <>
      <CodeEditor
        label={LABEL}
        value={text}
        readOnly={locked}
        marks={all}
        complete={completeSchema}
        goTo={goTo}
        data-testid="schema-editor"
        onChange={(next) => {
          setLeft(false);
          bind.onChange({ target: { value: next } });
        }}
        onBlur={() => {
          setLeft(true);
          bind.onBlur();
        }}
        onCommit={finish}
        {...(text !== stored && { onGiveUp: giveUp })}
      />
      <SchemaFoot unsaved={text !== stored} mistake={mistake} left={left} onPlace={onPlace} />
    </>
  );
}

interface SchemaFootProps {
  readonly unsaved: boolean;
  readonly mistake: {
    readonly line: number;
    readonly column: number;
    readonly at: number;
    readonly message: string;
  } | null;
  readonly left: boolean;
  readonly onPlace: (at: string | number) => void;
}

/** The first mistake with its place, else what is wrong with the schema, else how it is stored. */
function SchemaFoot({ unsaved, mistake, left, onPlace }: SchemaFootProps) {
  const { judged } = useVersionDraft();
  const problems = schemaProblems(judged);
  if (mistake)
    return (
      <button
        type="button"
        className="schema-foot schema-foot--error"
        data-testid="schema-mistake"
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => onPlace(mistake.at)}
      >
        <span className="mono">
          Line {mistake.line}, column {mistake.column}
        </span>{" "}
        <span role="alert">
          {mistake.message}
          {left
            ? " Your text is kept here and not stored yet."
            : " The verdict is about the text as it last could be read."}
        </span>
      </button>
    );
  return (
    <>
      {problems.map(({ pointer, level, message }) => (
        <button
          key={`${pointer} ${message}`}
          type="button"
          className={`schema-foot schema-foot--${level}`}
          data-testid="schema-problem"
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPlace(pointer)}
        >
          <span className="mono">{pointer === "" ? "At the top" : pointer}</span>{" "}
          <span>{message}</span>
        </button>
      ))}
      <p className="schema-foot schema-foot--hint">
        {unsaved
          ? "Judged as you type. Stored when you leave it or press Ctrl+Enter; Escape gives it up."
          : "Stored."}
      </p>
    </>
  );
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? {}, null, 2);
}
