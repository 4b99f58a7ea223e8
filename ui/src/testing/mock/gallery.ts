/** Templates and parts of a registry in memory: what the backend said of them when it was recorded. */
import type { DeskReply, EditCommand, Platform } from "../../platform";
import { PlatformError } from "../../platform";
import type { Recorded } from "./main";

type OfGallery = Pick<
  Platform,
  "templatePicture" | "templatePage" | "addTemplate" | "parts" | "partPicture" | "insertPart"
>;

/** Only the escalation ladder can be inserted, at the agent where it was recorded; adding a template writes nothing. */
export function galleryOf(
  recorded: Recorded,
  base: Platform,
  write: (edits: EditCommand[], dryRun: boolean) => Promise<DeskReply>,
): OfGallery {
  const { pictures, pages, added, parts, partPictures, ladder } = recorded;
  return {
    templatePicture: async (id) => known(pictures, id),
    templatePage: async (id) => known(pages, id),
    addTemplate: async (id) => ({
      reply: await base.applyEdits([], true),
      outline: known(added, id),
    }),
    parts: async () => parts,
    partPicture: async (id) => known(partPictures, id),
    insertPart: async (id, { agent }, dryRun) => {
      if (id !== "escalation-ladder" || agent !== ladder.agent)
        throw refused(`Only the escalation ladder at ${ladder.agent} is recorded.`);
      const edits = ladder.diff.map(
        ({ kind, id: record, after }) =>
          ({
            op: "put",
            kind,
            id: record,
            record: after,
            base_revision: 0,
            operation_id: "part",
          }) as EditCommand,
      );
      const reply = await write(edits, dryRun);
      return { reply: { ...reply, notes: ladder.notes }, boxes: ladder.boxes };
    },
  };
}

function known<T>(all: Readonly<Record<string, T>>, id: string): T {
  const found = all[id];
  if (found === undefined) throw refused(`There is no ${id}.`);
  return found;
}

function refused(message: string): PlatformError {
  return new PlatformError({
    code: "not_found",
    kind: "user",
    message,
    hints: [],
    conflict: null,
  });
}
