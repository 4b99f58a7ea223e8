/** A folder of files in memory, which exports are compared with and written to, and files that can be imported. */
import type {
  DiffLine,
  EditedFiles,
  ExportReport,
  ImportReply,
  PlannedFile,
  Platform,
  StoredRecord,
} from "../../platform";

type Exports = Pick<
  Platform,
  "exportPlan" | "exportWrite" | "exportFileDiff" | "importPreview" | "importApply"
>;

interface Exported {
  readonly path: string;
  readonly kind: string;
  readonly text: string;
}

const KEPT: readonly PlannedFile["change"][] = ["edited", "foreign", "orphaned", "same"];

/** The drawing of what an import would bring. */
const IMPORTED: ImportReply["drawings"][number] = {
  topology: "imported",
  name: "Research desk",
  is_new: true,
  agents: 2,
  handoffs: 2,
  picture: {
    width: 600,
    height: 230,
    boxes: [
      {
        kind: "agent",
        agent_kind: "supervisor",
        name: "Planner",
        x: 0,
        y: 0,
        width: 220,
        height: 76,
      },
      { kind: "agent", agent_kind: "ai", name: "Writer", x: 380, y: 0, width: 220, height: 76 },
      {
        kind: "outcome",
        agent_kind: null,
        name: "Completed",
        x: 400,
        y: 180,
        width: 180,
        height: 48,
      },
    ],
    lines: [
      {
        kind: "transfer",
        points: [
          { x: 220, y: 38 },
          { x: 380, y: 38 },
        ],
      },
      {
        kind: "transfer",
        points: [
          { x: 490, y: 76 },
          { x: 490, y: 180 },
        ],
      },
    ],
  },
};

export function folderOf(all: () => readonly StoredRecord[]): Exports {
  const written = new Map<string, string>();
  const byHand = new Set(["runbooks/triage-to-person.md"]);
  const files = (kinds: readonly string[]) =>
    exportsOf(all()).filter(({ kind }) => kinds.includes(kind));
  // What an earlier export has left: one file older than the registry, one changed by hand.
  for (const { path, text } of files(["runbooks"]).slice(0, 2))
    written.set(path, text.replace("Criticality", "Weight"));
  for (const { path, text } of files(["runbooks"]))
    if (byHand.has(path)) written.set(path, `${text}Ask Rosa first.\n`);

  const change = ({ path, text }: Exported): PlannedFile["change"] => {
    const there = written.get(path);
    if (there === undefined) return "new";
    if (there === text) return "same";
    return byHand.has(path) ? "edited" : "changed";
  };
  const plan = (kinds: readonly string[]): ExportReport => {
    const planned = files(kinds).map((file): PlannedFile => {
      const { path, kind, text } = file;
      return { path, kind, sha256: "", size: text.length, change: change(file) };
    });
    return {
      files: planned,
      current: planned.every((file) => file.change === "same"),
      notes: [],
    };
  };
  const preview: ImportReply = {
    revision: 1,
    created: [
      { kind: "agent", id: "imported-planner" },
      { kind: "agent", id: "imported-writer" },
      { kind: "topology", id: "imported" },
    ],
    updated: [],
    changes: [],
    proposals: [],
    refused: false,
    drawings: [IMPORTED],
    notes: [
      {
        level: "warning",
        path: "/tmp/desk.json/nodes/2",
        message: "The edge condition `lambda x: x` cannot be carried; it is kept as a remark.",
        subject: null,
      },
    ],
  };
  return {
    exportPlan: async (_folder, kinds) => plan(kinds),
    exportWrite: async (_folder, kinds, _topology, edited: EditedFiles) => {
      const report = plan(kinds);
      for (const file of files(kinds)) {
        const is = change(file);
        if (KEPT.includes(is) && !(is === "edited" && edited === "overwrite")) continue;
        written.set(file.path, file.text);
        byHand.delete(file.path);
      }
      return { ...report, current: plan(kinds).current };
    },
    exportFileDiff: async (_folder, kinds, _topology, path) => {
      const file = files(kinds).find((each) => each.path === path);
      const before = written.get(path)?.split("\n") ?? [];
      return { path, text: true, lines: linesOf(before, file?.text.split("\n") ?? []) };
    },
    importPreview: async () => preview,
    importApply: async () => preview,
  };
}

function exportsOf(records: readonly StoredRecord[]): Exported[] {
  return records.flatMap(({ kind, id, record }): Exported[] => {
    const fields = record as Readonly<Record<string, unknown>>;
    if (kind === "contract_version") {
      const { contract, version, payload_schema } = fields;
      const text = `${JSON.stringify(payload_schema, null, 2)}\n`;
      return [{ path: `contracts/${contract}/${version}.schema.json`, kind: "contracts", text }];
    }
    if (kind === "topology")
      return [
        { path: `pictures/${id}.svg`, kind: "pictures", text: `<svg><title>${id}</title></svg>\n` },
      ];
    if (kind !== "handoff") return [];
    const text = `# ${id}\n\nFrom ${fields.from}\nContract ${fields.contract ?? "none"}\nCriticality ${fields.criticality ?? "normal"}\n`;
    return [{ path: `runbooks/${id}.md`, kind: "runbooks", text }];
  });
}

/** Lines that both have in the same place are the same; the others go and come. */
function linesOf(before: readonly string[], after: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = [];
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const old = before[i];
    const now = after[i];
    if (old !== undefined && old === now) {
      lines.push({ change: "same", text: now, old_line: i + 1, new_line: i + 1 });
      continue;
    }
    if (old !== undefined)
      lines.push({ change: "removed", text: old, old_line: i + 1, new_line: null });
    if (now !== undefined)
      lines.push({ change: "added", text: now, old_line: null, new_line: i + 1 });
  }
  return lines;
}
