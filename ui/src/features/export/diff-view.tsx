/** What an export would change in one file, line by line, in the place of the drawing. */
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "../../components/button";
import { Empty } from "../../components/empty";
import { VirtualRows } from "../../components/virtual-rows";
import { useDocument } from "../../document/store";
import { asPlatformError, type DiffLine, type FileDiff, platform } from "../../platform";
import { session, useSession } from "../../session/store";
import { changesIn, countsIn, type DiffRow, diffRows } from "./diff";
import { useRequest } from "./request";
import "./diff.css";

export function DiffView() {
  const file = useSession(({ dock }) => (dock.show === "export" ? dock.file : undefined));
  return file === undefined ? null : <Differences key={file} path={file} />;
}

const LINE_PX = 20;
const heightOf = () => LINE_PX;
const keyOf = ({ key }: DiffRow) => key;
const close = () => session.show({ show: "export" });

function Differences({ path }: { readonly path: string }) {
  const { diff, failure } = useDiff(path);
  const rows = useMemo(() => diffRows(diff?.lines ?? []), [diff]);
  const changes = useMemo(() => changesIn(rows), [rows]);
  const { added, removed } = useMemo(() => countsIn(diff?.lines ?? []), [diff]);
  const [at, setAt] = useState(-1);
  const view = useRef<HTMLElement>(null);
  useEffect(() => view.current?.focus(), []);

  const step = (by: 1 | -1) =>
    setAt((n) => Math.max(0, Math.min(changes.length - 1, n < 0 ? 0 : n + by)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "n" || event.key === "F7") step(event.shiftKey ? -1 : 1);
    else if (event.key === "p") step(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section
      ref={view}
      className="diff"
      tabIndex={-1}
      aria-label={`What changes in ${path}`}
      data-testid="diff-view"
      onKeyDown={onKeyDown}
    >
      <header className="diff__head">
        <h2 className="selectable">{path}</h2>
        {diff?.text && (
          <p className="diff__counts" role="status">
            <span className="diff__count--added">+{added}</span>{" "}
            <span className="diff__count--removed">−{removed}</span>
            <span className="visually-hidden">
              {added} lines added, {removed} lines removed
            </span>
          </p>
        )}
        <IconButton
          icon={ArrowUp}
          label="The change before"
          shortcut="P"
          disabled={at <= 0}
          onClick={() => step(-1)}
        />
        <IconButton
          icon={ArrowDown}
          label="The change after"
          shortcut="N"
          disabled={changes.length === 0 || at >= changes.length - 1}
          onClick={() => step(1)}
        />
        <IconButton icon={X} label="Close" shortcut="Esc" onClick={close} />
      </header>
      {failure && <p className="dock-error">{failure}</p>}
      {diff && !diff.text && (
        <Empty title="Not a text">
          <p>This file has no lines to compare. It is written whole.</p>
        </Empty>
      )}
      {diff?.text && rows.length === 0 && (
        <Empty title="Nothing changes">
          <p>The folder holds this file exactly as it would be written.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <VirtualRows
          className="diff__lines"
          items={rows}
          keyOf={keyOf}
          estimate={heightOf}
          cursor={changes[at] ?? -1}
          tabIndex={0}
          aria-label="Lines. N and P go to the next and the previous change."
          row={(row, i) => <Line row={row} here={i === changes[at]} />}
        />
      )}
    </section>
  );
}

const SIGNS: Record<DiffLine["change"], string> = { same: "", added: "+", removed: "−" };

function Line({ row, here }: { readonly row: DiffRow; readonly here: boolean }) {
  if (row.is === "gap") {
    return <div className="diff__gap">Unchanged lines</div>;
  }
  const { change, text, old_line, new_line } = row.line;
  return (
    <div aria-current={here ? "true" : undefined} className={`diff__line diff__line--${change}`}>
      <span className="diff__number">{old_line}</span>
      <span className="diff__number">{new_line}</span>
      <span className="diff__sign" aria-hidden>
        {SIGNS[change]}
      </span>
      {change !== "same" && <span className="visually-hidden">{change}: </span>}
      <code className="diff__text selectable">{text}</code>
    </div>
  );
}

interface Answer {
  readonly diff: FileDiff | null;
  readonly failure: string | null;
}

function useDiff(path: string): Answer {
  const { folder, kinds, topology } = useRequest();
  const revision = useDocument((state) => state.revision);
  const [answer, setAnswer] = useState<Answer>({ diff: null, failure: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision writes other lines.
  useEffect(() => {
    if (folder === null || kinds.length === 0) return;
    let current = true;
    platform()
      .exportFileDiff(folder, [...kinds], topology, path)
      .then(
        (diff) => current && setAnswer({ diff, failure: null }),
        (reason: unknown) =>
          current && setAnswer({ diff: null, failure: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [folder, kinds, topology, path, revision]);
  return answer;
}
