import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import {
  type PartInfo,
  type PartPlace,
  type Platform,
  PlatformError,
  replacePlatform,
} from "../../platform";
import { session } from "../../session/store";
import { memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { PartPanel } from "./part-panel";

const ROUTER: PartInfo = {
  id: "router",
  name: "Router with default",
  summary: "A router sends each case on.",
  when: "Several kinds of requests.",
  pattern: "dynamic_routing",
  order: 1,
  counts: [{ key: "specialists", name: "Specialists", default: 3, least: 2, most: 8 }],
};

interface Asked {
  readonly place: PartPlace;
  readonly dryRun: boolean;
}

let asked: Asked[];

beforeEach(() => {
  localStorage.clear();
  useDocument.setState(EMPTY_DOCUMENT, true);
  asked = [];
});

async function open(changes: Partial<Platform> = {}) {
  const registry = memoryRegistry({ records: RECORDS });
  const { platform } = registry;
  const agent = { id: "triage-router", name: "Router", kind: "ai", lifecycle: "experimental" };
  replacePlatform({
    ...platform,
    parts: async () => [ROUTER],
    insertPart: async (_id, place, dryRun) => {
      asked.push({ place, dryRun });
      const edit = {
        op: "put",
        kind: "agent",
        id: agent.id,
        record: agent,
        base_revision: 0,
        operation_id: "",
      } as const;
      const reply = await platform.applyEdits([edit] as never, dryRun);
      return {
        reply: { ...reply, notes: ["the contract is a draft"] },
        boxes: [{ kind: "agent", id: agent.id }],
      };
    },
    ...changes,
  });
  await start();
  session.set({
    dock: { show: "parts", topology: "desk", agent: "triage", at: null },
    notices: [],
  });
  render(<PartPanel topology="desk" agent="triage" at={null} />);
  await userEvent.setup().click(await screen.findByTestId("part-router"));
  return userEvent.setup();
}

describe("a part", () => {
  it("is looked at with every answer before it comes in", async () => {
    const user = await open();
    const preview = await screen.findByTestId("part-preview");
    expect(preview.textContent).toContain("Comes in: 1 agent.");
    expect(preview.textContent).toContain("The contract is a draft.");
    await user.selectOptions(screen.getByTestId("part-specialists"), "5");
    await waitFor(() => expect(asked.at(-1)?.place.settings).toEqual({ specialists: "5" }));
    expect(asked.every(({ dryRun }) => dryRun)).toBe(true);
  });

  it("comes in at the agent and is selected", async () => {
    const user = await open();
    await screen.findByTestId("part-preview");
    await user.click(screen.getByTestId("part-insert"));
    await waitFor(() => expect(session.get().selection.boxes).toEqual(["agent:triage-router"]));
    const done = asked.find(({ dryRun }) => !dryRun);
    expect(done?.place).toEqual({ topology: "desk", agent: "triage", at: null, settings: {} });
    expect(session.get().dock.show).toBe("inspector");
    expect(session.get().notices.at(-1)?.title).toBe("Router with default inserted");
  });

  it("says why it cannot be put there, and stays out", async () => {
    await open({
      insertPart: async () => {
        throw new PlatformError({
          code: "invalid_input",
          kind: "user",
          message: "triage is not drawn in desk",
          hints: [],
          conflict: null,
        });
      },
    });
    expect((await screen.findByRole("alert")).textContent).toContain("triage is not drawn in desk");
    expect(screen.getByTestId("part-insert").hasAttribute("disabled")).toBe(true);
  });
});
