/** The program as a whole, for tests: settings, copies, a log, links and windows in memory. */
import type {
  Arrival,
  Backup,
  BackupLook,
  DesktopSettings,
  Json,
  Platform,
  Present,
  Whereabouts,
} from "../platform";

export type Program = Pick<
  Platform,
  | "onRegistryTurned"
  | "onRegistryAway"
  | "onLinkArrived"
  | "takeLink"
  | "recordLink"
  | "settings"
  | "changeSettings"
  | "openOwnFolder"
  | "backups"
  | "backUp"
  | "lookAtBackup"
  | "restoreBackup"
  | "logEntries"
  | "openWindow"
  | "keepPlace"
  | "meet"
  | "keptSession"
  | "keepSession"
  | "tellFinished"
>;

export interface ProgramMemory {
  readonly copies: Backup[];
  readonly links: Arrival[];
  settings: DesktopSettings;
  place: Json | null;
  /** Paths that were restored, and what was told by notifications. */
  readonly restored: string[];
  readonly told: string[];
  /** Places of the windows that were opened. */
  readonly windows: (Json | null)[];
  /** Who else is there; null where nobody else can be. */
  others: Present[] | null;
  /** Where the window looked, as it was told. */
  readonly looked: Whereabouts[];
}

const FOLDER = "/home/maria/.local/share/baton/backups/support-1a2b3c4d";

export function backup(day: string, revision: number): Backup {
  return {
    path: `${FOLDER}/${day}T08-00-00Z-r${revision}.baton`,
    made: `${day}T08:00:00Z`,
    revision,
    kilobytes: 412,
    reason: "copy",
  };
}

export function programMemory(): ProgramMemory {
  return {
    copies: [
      backup("2026-11-21", 148),
      backup("2026-11-20", 131),
      {
        ...backup("2026-11-02", 0),
        path: "/home/maria/registries/support.baton.backup-v1",
        revision: null,
        kilobytes: 1380,
        reason: "before_format",
      },
    ],
    links: [],
    settings: {
      daily_backups: true,
      registries: "/home/maria/.local/share/baton",
      version: "0.1.0",
    },
    place: null,
    restored: [],
    told: [],
    windows: [],
    others: null,
    looked: [],
  };
}

const LOOK: BackupLook = {
  revision: 131,
  records: 143,
  changed_at: "2026-11-20T07:58:11Z",
  problems: [],
  removed: 2,
  changed: 5,
  returned: 1,
};

export function programOf(memory: ProgramMemory): Program {
  return {
    onRegistryTurned: async () => () => {},
    onRegistryAway: async () => () => {},
    onLinkArrived: async () => () => {},
    takeLink: async () => memory.links.shift() ?? null,
    recordLink: async ({ kind, id }) => `baton://registry/${kind}/${id}`,
    settings: async () => memory.settings,
    changeSettings: async ({ daily_backups, registries }) => {
      memory.settings = {
        ...memory.settings,
        daily_backups: daily_backups ?? memory.settings.daily_backups,
        registries: registries ?? memory.settings.registries,
      };
      return memory.settings;
    },
    openOwnFolder: async () => null,
    backups: async () => ({ folder: FOLDER, copies: [...memory.copies], problem: null }),
    backUp: async () => {
      const made = backup("2026-11-22", 152);
      if (!memory.copies.some(({ path }) => path === made.path)) memory.copies.unshift(made);
      return made;
    },
    lookAtBackup: async () => LOOK,
    restoreBackup: async (path) => {
      memory.restored.push(path);
      return { kept: "/home/maria/registries/support.baton.replaced-1" };
    },
    logEntries: async () => [
      entry("03:47:12.480", "command", "apply_edits", "", 6.2),
      entry(
        "03:47:11.102",
        "error",
        "refused",
        "triage-desk was changed by somebody else (conflict)",
        null,
      ),
      entry("03:46:58.020", "command", "simulate", "", 412.7),
      entry("03:46:30.311", "command", "snapshot", "", 3.4),
      entry("03:46:30.010", "info", "registry", "opened ~/registries/support.baton", null),
    ],
    openWindow: async (place) => {
      memory.windows.push(place);
      return null;
    },
    meet: async (place) => {
      memory.looked.push(place);
      return memory.others;
    },
    keepPlace: async (place) => {
      memory.place = place;
      return null;
    },
    keptSession: () => null,
    keepSession: async () => null,
    tellFinished: async (title, body) => {
      memory.told.push(`${title}: ${body}`);
      return null;
    },
  };
}

function entry(
  time: string,
  level: "command" | "info" | "error",
  what: string,
  message: string,
  took_ms: number | null,
) {
  return { at: `2026-11-22T${time}Z`, level, what, message, took_ms };
}
