/** Text from elsewhere in a registry in memory: clips, edits, flowcharts of lines like `a[Name] --> b`, and notes. */
import type { DeskReply, EditCommand, Kind, Platform, StoredRecord } from "../../platform";
import { PlatformError } from "../../platform";
import { pasteOf } from "./clip";

type Write = (edits: EditCommand[], dryRun: boolean) => Promise<DeskReply>;

export function outsideOf(
  all: () => readonly StoredRecord[],
  write: Write,
): Pick<Platform, "pasteText"> {
  return {
    pasteText: async (topology, text, at, dryRun) => {
      const said = text.trim();
      if (said.startsWith('{"baton"')) {
        const { edits, pasted } = pasteOf(all(), topology, said, at, false);
        const reply = await write(edits, dryRun);
        return { read_as: "clip", told: "a part of a drawing", reply, notes: [], pasted };
      }
      if (said.startsWith("[")) {
        const edits = editsIn(said);
        const reply = await write(edits, dryRun);
        const told = edits.length === 1 ? "1 edit of records" : `${edits.length} edits of records`;
        return { read_as: "edits", told, reply, notes: [], pasted: drawn(reply) };
      }
      if (said.startsWith("flowchart ")) {
        const reply = await write(chartIn(said, topology), dryRun);
        const note = {
          level: "info" as const,
          path: "pasted.mmd",
          message: "every arrow became a handoff; add their contracts",
          subject: null,
        };
        const told = "a Mermaid flowchart";
        return { read_as: "file", told, reply, notes: [note], pasted: drawn(reply) };
      }
      const place = `${topology}.note.pasted`;
      const edits = [put("note", "pasted", { topology, text: said })];
      if (at)
        edits.push(
          put("placement", place, {
            topology,
            subject: { kind: "note", id: "pasted" },
            ...at,
            pinned: true,
          }),
        );
      const reply = await write(edits, dryRun);
      return { read_as: "note", told: "a note", reply, notes: [], pasted: drawn(reply) };
    },
  };
}

function drawn({ diff }: DeskReply) {
  const kinds: readonly Kind[] = ["agent", "handoff", "note", "outcome"];
  return diff.filter(({ kind }) => kinds.includes(kind)).map(({ kind, id }) => ({ kind, id }));
}

function put(kind: Kind, id: string, fields: object): EditCommand {
  const edit = { op: "put", kind, id, record: { id, ...fields }, base_revision: 0 };
  return { ...edit, operation_id: "" } as unknown as EditCommand;
}

function editsIn(text: string): EditCommand[] {
  try {
    return JSON.parse(text) as EditCommand[];
  } catch {
    throw new PlatformError({
      code: "invalid_input",
      kind: "user",
      message: "line 1, column 2: this is no JSON",
      hints: ["Close what was opened."],
      conflict: null,
    });
  }
}

const ARROW = /^\s*(\w+)(?:\[([^\]]*)\])?\s*-->\s*(\w+)(?:\[([^\]]*)\])?\s*$/;

function chartIn(text: string, topology: string): EditCommand[] {
  const names = new Map<string, string>();
  const arrows: EditCommand[] = [];
  for (const line of text.split("\n")) {
    const [, from, fromName, to, toName] = ARROW.exec(line) ?? [];
    if (!from || !to) continue;
    names.set(from, fromName ?? names.get(from) ?? from);
    names.set(to, toName ?? names.get(to) ?? to);
    arrows.push(put("handoff", `${from}-to-${to}`, { topology, from, to }));
  }
  const agents = [...names].map(([id, name]) => put("agent", id, { name }));
  return [...agents, ...arrows];
}
