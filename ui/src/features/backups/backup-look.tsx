/** One copy: whether it is whole, what restoring it would do, and the button that does it. */
import { ArrowLeft, CircleCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { useDocument } from "../../document/store";
import {
  asPlatformError,
  type Backup,
  type BackupLook,
  type ErrorReply,
  platform,
} from "../../platform";
import { session } from "../../session/store";
import { isOnServer } from "../start/paths";
import { restore } from "./restore";
import { aboutWords, consequences, whenWords } from "./words";
import "./backups.css";

export function BackupLookPanel({ copy }: { readonly copy: Backup }) {
  const { look, error } = useLook(copy.path);
  const [busy, setBusy] = useState(false);
  const readOnly = useDocument((state) => state.info?.read_only ?? false);
  const onServer = useDocument((state) => isOnServer(state.info?.registry ?? ""));
  const go = async () => {
    setBusy(true);
    await restore(copy.path);
    setBusy(false);
  };
  const back = () => session.show({ show: "backups" });
  return (
    <DockPanel
      title="Restore a copy"
      onClose={back}
      footer={
        <>
          <Button look="quiet" icon={ArrowLeft} onClick={back}>
            All copies
          </Button>
          <Button
            look="primary"
            data-testid="backup-restore"
            disabled={busy || readOnly || onServer || look === null || look.problems.length > 0}
            onClick={() => void go()}
          >
            {busy ? "Restoring…" : "Restore this copy"}
          </Button>
        </>
      }
    >
      <p className="backups__head">
        <strong>{whenWords(copy.made)}</strong>
        <span className="backups__about">{aboutWords(copy)}</span>
      </p>
      {error && (
        <div className="dock-error" role="alert">
          <p>{error.message}</p>
          {error.hints.map((hint) => (
            <p key={hint}>{hint}</p>
          ))}
        </div>
      )}
      {look === null && !error && <p role="status">Reading the copy…</p>}
      {look && <Looked look={look} />}
      {onServer && (
        <p className="muted" data-testid="backup-on-server">
          No file can take the place of a registry on a server. Write this copy into a new schema
          with <code>baton registry copy</code>, and connect to that.
        </p>
      )}
      <p className="backups__folder selectable">{copy.path}</p>
    </DockPanel>
  );
}

function Looked({ look }: { readonly look: BackupLook }) {
  if (look.problems.length > 0)
    return (
      <div className="dock-error" role="alert" data-testid="backup-damaged">
        <p>This copy is damaged and cannot be restored.</p>
        <ul>
          {look.problems.slice(0, 5).map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </div>
    );
  const changes = consequences(look);
  return (
    <>
      <p className="backups__whole">
        <CircleCheck size={14} aria-hidden /> It is whole: {look.records.toLocaleString("en")}{" "}
        {look.records === 1 ? "record" : "records"} at revision {look.revision}.
      </p>
      {changes.length === 0 ? (
        <p>Every record is as it is now. Restoring it would only bring back its history.</p>
      ) : (
        <ul className="backups__changes" data-testid="backup-changes">
          {changes.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <p className="muted">
        The registry as it stands now is kept beside the file and listed here, so this can be taken
        back. To take back single edits, use the history instead.
      </p>
    </>
  );
}

interface Look {
  readonly look: BackupLook | null;
  readonly error: ErrorReply | null;
}

function useLook(path: string): Look {
  const [answer, setAnswer] = useState<Look>({ look: null, error: null });
  useEffect(() => {
    let gone = false;
    const say = (told: Look) => !gone && setAnswer(told);
    platform()
      .lookAtBackup(path)
      .then(
        (look) => say({ look, error: null }),
        (reason: unknown) => say({ look: null, error: asPlatformError(reason).detail }),
      );
    return () => {
      gone = true;
    };
  }, [path]);
  return answer;
}
