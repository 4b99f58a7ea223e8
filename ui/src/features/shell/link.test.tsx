import { waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { type Arrival, replacePlatform } from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { followLinks } from "./link";
import { anotherWindow, linkable } from "./windows";

let registry: MemoryRegistry;
let arrive: () => void = () => {};

const REFUSED: Arrival = {
  is: "refused",
  why: {
    code: "invalid_input",
    kind: "user",
    message: "this link was refused: it is too long",
    hints: ["nothing was opened"],
    conflict: null,
  },
};

beforeEach(async () => {
  registry = memoryRegistry({ records: RECORDS });
  replacePlatform({
    ...registry.platform,
    onLinkArrived: async (handler) => {
      arrive = handler;
      return () => {};
    },
  });
  useDocument.setState(EMPTY_DOCUMENT, true);
  await start();
  session.set({ view: "drawing", page: null, past: null, notices: [], startOpen: false });
});

const [known] = RECORDS;

describe("a link", () => {
  it("opens the record's page, also one that came before the window", async () => {
    if (!known) throw new Error("there are records");
    const key = { kind: known.kind, id: known.id };
    registry.program.links.push({ is: "record", key });
    await followLinks();
    expect(session.get()).toMatchObject({ view: "registry", page: key });

    session.set({ view: "drawing", page: null });
    registry.program.links.push({ is: "record", key });
    arrive();
    await waitFor(() => expect(session.get().page).toEqual(key));
  });

  it("to what is not there opens nothing and says so", async () => {
    registry.program.links.push({ is: "record", key: { kind: "agent", id: "nobody" } });
    await followLinks();
    expect(session.get().page).toBeNull();
    expect(session.get().notices[0]?.title).toBe("This registry has no agent nobody");
  });

  it("that is refused opens nothing and says why", async () => {
    registry.program.links.push(REFUSED);
    await followLinks();
    expect(session.get()).toMatchObject({ page: null, view: "drawing" });
    expect(session.get().notices[0]).toMatchObject({
      tone: "warning",
      title: "This link was refused: it is too long",
    });
  });
});

describe("what a link of this place would lead to", () => {
  it.each([
    [
      { boxes: ["agent:triage"], edges: [] },
      { kind: "agent", id: "triage" },
    ],
    [
      { boxes: ["query:to-risk"], edges: [] },
      { kind: "handoff", id: "to-risk" },
    ],
    [
      { boxes: [], edges: ["to-risk"] },
      { kind: "handoff", id: "to-risk" },
    ],
    [
      { boxes: [], edges: [] },
      { kind: "topology", id: "desk" },
    ],
    [{ boxes: ["agent:a", "agent:b"], edges: [] }, null],
    [{ boxes: ["agent:a"], edges: ["to-risk"] }, null],
  ])("%j", (selection, key) => {
    session.set({ topology: "desk", selection });
    expect(linkable()).toEqual(key);
  });
});

describe("one more window", () => {
  it("opens where this one is", async () => {
    session.set({ topology: "desk", view: "audit" });
    await anotherWindow();
    expect(registry.program.windows).toMatchObject([{ topology: "desk", view: "audit" }]);
  });
});
