/** The program as a whole: how it looks, where registries are, copies of them, what it did. */
import { FolderOpen, FolderSearch, ScrollText } from "lucide-react";
import type { ReactNode } from "react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Switch } from "../../components/field";
import { report } from "../../document/commit";
import { useDocument } from "../../document/store";
import { asPlatformError, type OwnFolder, platform } from "../../platform";
import { session } from "../../session/store";
import { LastBackup } from "../backups/last-backup";
import { isOnServer } from "../start/paths";
import { Appearance } from "./appearance";
import { useSettings } from "./use-settings";
import "./settings.css";

export function SettingsPanel() {
  const { settings, change } = useSettings();
  const registry = useDocument((state) => state.info?.registry ?? "");
  const chooseFolder = async () => {
    const folder = await platform().chooseFolder("Folder of new registries");
    if (folder !== null) await change({ registries: folder });
  };
  return (
    <DockPanel title="Settings" onClose={session.closeDock}>
      <Part title="Appearance">
        <Appearance />
      </Part>
      <Part title="Registry">
        <Place label="Open now" path={registry} />
        <div className="settings__buttons">
          <Button icon={FolderOpen} onClick={action("open-registry").perform}>
            Open another
          </Button>
          {!isOnServer(registry) && (
            <Button icon={FolderSearch} onClick={() => void show("registry")}>
              Show its folder
            </Button>
          )}
        </div>
        {settings && <Place label="New registries go to" path={settings.registries} />}
        <div className="settings__buttons">
          <Button data-testid="settings-folder" onClick={() => void chooseFolder()}>
            Choose another folder
          </Button>
        </div>
      </Part>
      <Part title="Backups">
        {settings && (
          <Switch
            label="A copy every day"
            checked={settings.daily_backups}
            onChange={(daily_backups) => void change({ daily_backups })}
            data-testid="settings-daily"
          />
        )}
        <p className="muted">
          Of each day on which something changed, for fourteen days. Before the format of a registry
          changes one is always made.
        </p>
        <LastBackup />
      </Part>
      <Part title="What Baton did">
        <p className="muted">
          Commands with the time that they took, refusals and failures. Nothing that you typed is in
          it, and secrets are taken out. It never leaves this machine.
        </p>
        <div className="settings__buttons">
          <Button
            icon={ScrollText}
            data-testid="settings-log"
            onClick={() => session.show({ show: "log" })}
          >
            Open the log
          </Button>
        </div>
      </Part>
      {settings && <p className="settings__version selectable">Baton {settings.version}</p>}
    </DockPanel>
  );
}

/** Shows a folder of the program's own. */
export async function show(folder: OwnFolder): Promise<void> {
  try {
    await platform().openOwnFolder(folder);
  } catch (reason) {
    report(asPlatformError(reason), "No folder was opened");
  }
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="settings__part" aria-label={title}>
      <h3 className="dock-heading">{title}</h3>
      {children}
    </section>
  );
}

function Place({ label, path }: { readonly label: string; readonly path: string }) {
  return (
    <p className="settings__place">
      <span>{label}</span>
      <span className="settings__path selectable">{path}</span>
    </p>
  );
}
