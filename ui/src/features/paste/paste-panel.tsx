/** A text from elsewhere, what it was read as, and what it would bring, before anybody agrees to it. */
import { useEffect, useRef, useState } from "react";
import type { Point } from "../../canvas/geometry";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { DockPanel } from "../../components/dock-panel";
import { useLock } from "../../document/lock";
import { asPlatformError, type ErrorReply, type PasteTextReply, platform } from "../../platform";
import { session, useSession } from "../../session/store";
import { ImportNotes } from "../import/import-notes";
import { pasteNow } from "./outside";
import "../import/import.css";
import "./paste.css";

export interface PastePanelProps {
  readonly text: string;
  readonly at: Point | null;
}

/** A text is read once the hand rests. */
const REST_MS = 200;
/** Records of a long list that are shown; the others are counted. */
const SHOWN = 60;

type Read =
  | { readonly is: "nothing" }
  | { readonly is: "reading" }
  | { readonly is: "read"; readonly reply: PasteTextReply }
  | { readonly is: "refused"; readonly error: ErrorReply };

export function PastePanel({ text: first, at }: PastePanelProps) {
  const topology = useSession((state) => state.topology);
  const [text, setText] = useState(first);
  const [busy, setBusy] = useState(false);
  const locked = useLock() !== null;
  const read = useRead(topology, text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (first === "") field.current?.focus();
  }, [first]);
  const diff = read.is === "read" ? read.reply.reply.diff : [];
  const confirm = async () => {
    if (topology === null) return;
    setBusy(true);
    if (await pasteNow(topology, text, at)) session.closeDock();
    setBusy(false);
  };
  return (
    <DockPanel
      title="Paste from elsewhere"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" data-testid="paste-cancel" onClick={session.closeDock}>
            Cancel
          </Button>
          <Button
            look="primary"
            data-testid="paste-apply"
            disabled={busy || locked || diff.length === 0}
            onClick={() => void confirm()}
          >
            {busy ? "Pasting…" : pasteWords(read)}
          </Button>
        </>
      }
    >
      <div className="paste__text">
        <label htmlFor="paste-text">Text</label>
        <textarea
          ref={field}
          id="paste-text"
          className="paste__field"
          dir="auto"
          rows={8}
          spellCheck={false}
          placeholder={"flowchart LR\n  triage[Triage] --> refunds[Refunds]"}
          aria-describedby="paste-hint"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <p id="paste-hint" className="paste__hint">
          A Mermaid flowchart, edits as JSON, a part copied from a drawing, a dump of an agent
          framework. Anything else becomes a note.
        </p>
      </div>
      <div role="status">
        {read.is === "reading" && <p className="muted">Reading…</p>}
        {read.is === "refused" && <Refusal error={read.error} />}
        {read.is === "read" && <Told reply={read.reply} />}
      </div>
      {read.is === "read" && <Outcome reply={read.reply} />}
    </DockPanel>
  );
}

function pasteWords(read: Read): string {
  if (read.is !== "read") return "Paste";
  const { length } = read.reply.reply.diff;
  return length === 0 ? "Paste" : `Paste ${length} ${length === 1 ? "record" : "records"}`;
}

function Refusal({ error }: { readonly error: ErrorReply }) {
  return (
    <div className="dock-error" data-testid="paste-refusal">
      <p>{error.message}</p>
      {error.hints.map((hint) => (
        <p key={hint}>{hint}</p>
      ))}
    </div>
  );
}

function Told({ reply: { told, reply } }: { readonly reply: PasteTextReply }) {
  return (
    <p data-testid="paste-told">
      Read as <strong>{told}</strong>.
      {reply.diff.length === 0 && " There is nothing new in it for this registry."}
    </p>
  );
}

function Outcome({ reply }: { readonly reply: PasteTextReply }) {
  const { diff } = reply.reply;
  const notes = reply.notes;
  const files = [...new Set(notes.map(({ path }) => path.split("#")[0] ?? path))];
  return (
    <>
      <ImportNotes notes={notes} files={files} />
      {diff.length > 0 && (
        <section className="import__part" aria-label="What would change">
          <h3 className="dock-heading">
            {diff.length === 1 ? "1 record changes" : `${diff.length} records change`}
          </h3>
          <ChangeList changes={diff.slice(0, SHOWN)} />
          {diff.length > SHOWN && <p className="muted">and {diff.length - SHOWN} more</p>}
        </section>
      )}
    </>
  );
}

function useRead(topology: string | null, text: string): Read {
  const [read, setRead] = useState<Read>({ is: "nothing" });
  useEffect(() => {
    if (topology === null || text.trim() === "") {
      setRead({ is: "nothing" });
      return;
    }
    let current = true;
    setRead((known) => (known.is === "read" ? known : { is: "reading" }));
    const timer = setTimeout(() => {
      platform()
        .pasteText(topology, text, null, true)
        .then(
          (reply) => current && setRead({ is: "read", reply }),
          (reason: unknown) =>
            current && setRead({ is: "refused", error: asPlatformError(reason).detail }),
        );
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [topology, text]);
  return read;
}
