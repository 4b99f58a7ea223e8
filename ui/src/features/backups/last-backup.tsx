/** When the last copy was made, and the ways to make or restore one. */
import { ArchiveRestore, CopyPlus } from "lucide-react";
import { Button } from "../../components/button";
import { session } from "../../session/store";
import { backUp, useBackups } from "./use-backups";
import { whenWords } from "./words";

export function LastBackup() {
  const { backups, again } = useBackups();
  const last = backups?.copies[0];
  const now = async () => {
    if (await backUp()) again();
  };
  return (
    <>
      {backups?.problem && (
        <p className="dock-error" role="alert">
          Today’s copy could not be made: {backups.problem.message}
        </p>
      )}
      <p className="muted" role="status" data-testid="last-backup">
        {backups !== null &&
          (last ? `Last copy: ${whenWords(last.made)}` : "No copy has been made yet.")}
      </p>
      <div className="settings__buttons">
        <Button icon={CopyPlus} data-testid="backup-now" onClick={() => void now()}>
          Copy now
        </Button>
        <Button
          icon={ArchiveRestore}
          data-testid="backups-open"
          onClick={() => session.show({ show: "backups" })}
        >
          All copies
        </Button>
      </div>
    </>
  );
}
