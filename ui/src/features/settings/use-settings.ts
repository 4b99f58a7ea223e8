/** What is set for the program as a whole; the desktop keeps it. */
import { useEffect, useState } from "react";
import { report } from "../../document/commit";
import {
  asPlatformError,
  type DesktopSettings,
  platform,
  type SettingsChange,
} from "../../platform";

interface Known {
  /** Null until they are read. */
  readonly settings: DesktopSettings | null;
  readonly change: (change: Partial<SettingsChange>) => Promise<void>;
}

const NOTHING: SettingsChange = { daily_backups: null, registries: null };

export function useSettings(): Known {
  const [settings, setSettings] = useState<DesktopSettings | null>(null);
  useEffect(() => {
    let gone = false;
    platform()
      .settings()
      .then(
        (read) => !gone && setSettings(read),
        (reason: unknown) => report(asPlatformError(reason), "The settings were not read"),
      );
    return () => {
      gone = true;
    };
  }, []);
  const change = async (wanted: Partial<SettingsChange>) => {
    try {
      setSettings(await platform().changeSettings({ ...NOTHING, ...wanted }));
    } catch (reason) {
      report(asPlatformError(reason), "The setting is as it was");
    }
  };
  return { settings, change };
}
