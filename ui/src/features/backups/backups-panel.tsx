/** All copies of the registry; each can be looked at, and restored once one has seen what that would do. */
import { CopyPlus, FolderSearch } from "lucide-react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { session } from "../../session/store";
import { show } from "../settings/settings-panel";
import { BackupLookPanel } from "./backup-look";
import { backUp, useBackups } from "./use-backups";
import { aboutWords, whenWords } from "./words";
import "./backups.css";

export function BackupsPanel({ look }: { readonly look: string | undefined }) {
  const { backups, again } = useBackups();
  const looked = backups?.copies.find(({ path }) => path === look);
  if (looked) return <BackupLookPanel key={looked.path} copy={looked} />;
  const now = async () => {
    if (await backUp()) again();
  };
  return (
    <DockPanel
      title="Copies of this registry"
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" icon={FolderSearch} onClick={() => void show("backups")}>
            Show the folder
          </Button>
          <Button
            look="primary"
            icon={CopyPlus}
            data-testid="backups-now"
            onClick={() => void now()}
          >
            Copy now
          </Button>
        </>
      }
    >
      {backups?.problem && (
        <p className="dock-error" role="alert">
          Today’s copy could not be made: {backups.problem.message}
        </p>
      )}
      {backups?.copies.length === 0 && (
        <Empty title="No copy has been made yet">
          <p>
            Baton makes one for every day on which something changed. You can also make one now.
          </p>
        </Empty>
      )}
      <ul className="backups" data-testid="backups">
        {backups?.copies.map((copy) => (
          <li key={copy.path}>
            <button
              type="button"
              className="backups__row"
              title={copy.path}
              onClick={() => session.show({ show: "backups", look: copy.path })}
            >
              <span className="backups__when">{whenWords(copy.made)}</span>
              <span className="backups__about">{aboutWords(copy)}</span>
            </button>
          </li>
        ))}
      </ul>
      {backups && <p className="backups__folder selectable">{backups.folder}</p>}
    </DockPanel>
  );
}
