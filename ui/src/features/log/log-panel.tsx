/** What the program did lately: commands with their time, refusals and failures. */
import { FolderSearch, ListFilter, RefreshCw } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Button } from "../../components/button";
import { CopyButton } from "../../components/copy-button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { FilterChoice } from "../../components/filter-choice";
import { VirtualRows } from "../../components/virtual-rows";
import { report } from "../../document/commit";
import { asPlatformError, type LogEntry, platform } from "../../platform";
import { session } from "../../session/store";
import { show } from "../settings/settings-panel";
import { isMeant, KINDS, LOG_KINDS, type LogKind, lineOf, timeOf, tookWords } from "./words";
import "./log.css";

const ROW_PX = 26;
const LONG_ROW_PX = 44;

export function LogPanel() {
  const { entries, again } = useEntries();
  const [kind, setKind] = useState<LogKind>("all");
  const [text, setText] = useState("");
  const shown = useMemo(
    () => (entries ?? []).filter((entry) => isMeant(entry, kind, text)),
    [entries, kind, text],
  );
  const lines = useMemo(() => shown.map(lineOf).join("\n"), [shown]);
  return (
    <DockPanel
      title="Log"
      scrolls={false}
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" icon={FolderSearch} onClick={() => void show("log")}>
            Show the folder
          </Button>
          <CopyButton label="Copy what is shown" text={lines} />
        </>
      }
    >
      <div className="log__head">
        <label className="filter-field">
          <ListFilter size={13} aria-hidden />
          <input
            type="search"
            aria-label="Filter the log"
            placeholder="Filter by command or words"
            data-testid="log-filter"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <div className="log__kinds">
          <FilterChoice
            label="Which entries"
            value={kind}
            values={LOG_KINDS}
            nameOf={(each) => KINDS[each]}
            data-testid="log-kind"
            onChange={setKind}
          />
          <Button look="quiet" icon={RefreshCw} data-testid="log-again" onClick={again}>
            Read again
          </Button>
        </div>
      </div>
      {entries !== null && shown.length === 0 ? (
        <Empty title={entries.length === 0 ? "Nothing was logged yet" : "No entry fits"}>
          <p>Entries are kept for a while; the oldest ones go first.</p>
        </Empty>
      ) : (
        <VirtualRows
          items={shown}
          keyOf={({ key }) => key}
          estimate={({ message }) => (message === "" ? ROW_PX : LONG_ROW_PX)}
          aria-label="Entries, the newest first"
          row={(entry) => <Line entry={entry} />}
        />
      )}
    </DockPanel>
  );
}

function Line({ entry }: { readonly entry: LogEntry }) {
  return (
    <div className={`log__line log__line--${entry.level} selectable`}>
      <time dateTime={entry.at} title={entry.at}>
        {timeOf(entry)}
      </time>
      <span className="log__what">{entry.what}</span>
      <span className="log__took">{tookWords(entry)}</span>
      {entry.message !== "" && <span className="log__message">{entry.message}</span>}
    </div>
  );
}

interface KeyedEntry extends LogEntry {
  readonly key: string;
}

function useEntries(): { entries: readonly KeyedEntry[] | null; again: () => void } {
  const [entries, setEntries] = useState<readonly KeyedEntry[] | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads it anew.
  useEffect(() => {
    let gone = false;
    platform()
      .logEntries()
      .then(
        (read) =>
          !gone && setEntries(read.map((entry, i) => ({ ...entry, key: `${read.length - i}` }))),
        (reason: unknown) => report(asPlatformError(reason), "The log was not read"),
      );
    return () => {
      gone = true;
    };
  }, [turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  return { entries, again };
}
