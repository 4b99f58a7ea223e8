import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { type Platform, replacePlatform, type TemplateInfo } from "../../platform";
import { session } from "../../session/store";
import { memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { pageOf, template } from "../../testing/templates";
import { StartPage } from "../start/start-page";
import { fitting, patternsOf } from "./narrow";

const TEMPLATES: TemplateInfo[] = [
  template("care", "Customer care", "A supervisor asks.", {
    patterns: ["supervisor", "escalation"],
    gates: 1,
    words: "invoice refund triage",
  }),
  template("orders", "Orders", "A chain.", { patterns: ["chain"], languages: ["en", "sv"] }),
  template("loan", "Loan decision", "Decides.", { patterns: ["pipeline"], regulated: true }),
  template("returns", "Returns", "Takes back.", { patterns: ["supervisor"] }),
  template("devices", "Device peers", "Peers.", { patterns: ["peer_to_peer"] }),
];
const ANY = { words: "", pattern: "any", gate: false, regulated: false, languages: false } as const;

beforeEach(() => {
  localStorage.clear();
  useDocument.setState(EMPTY_DOCUMENT, true);
});

async function open(changes: Partial<Platform> = {}) {
  const registry = memoryRegistry({ records: RECORDS });
  replacePlatform({
    ...registry.platform,
    templates: async () => TEMPLATES,
    templatePage: async (id) =>
      pageOf(TEMPLATES.find((each) => each.id === id) ?? template(id, id)),
    ...changes,
  });
  await start();
  session.set({
    startOpen: true,
    gallery: true,
    template: null,
    dock: { show: "inspector" },
    notices: [],
  });
  render(<StartPage />);
  await screen.findByTestId("template-care");
  return userEvent.setup();
}

const ids = () => screen.getAllByTestId(/^template-/).map((card) => card.dataset.testid);

describe("what is looked for", () => {
  it.each([
    [{ words: "refund" }, ["care"]],
    [{ words: "peers DEVICE" }, ["devices"]],
    [{ words: "nothing like it" }, []],
    [{ pattern: "supervisor" }, ["care", "returns"]],
    [{ gate: true }, ["care"]],
    [{ regulated: true }, ["loan"]],
    [{ languages: true }, ["orders"]],
    [{ pattern: "supervisor", gate: true, words: "customer" }, ["care"]],
  ] as const)("%j finds %j", (wanted, found) => {
    expect(fitting(TEMPLATES, { ...ANY, ...wanted }).map(({ id }) => id)).toEqual(found);
  });

  it("offers the patterns that there are, the commonest first", () => {
    expect(patternsOf(TEMPLATES)[0]).toBe("supervisor");
    expect(patternsOf(TEMPLATES)).toHaveLength(5);
  });
});

describe("the gallery", () => {
  it("is narrowed by words, and says what to do where nothing is left", async () => {
    const user = await open();
    await user.type(screen.getByRole("searchbox", { name: "Search templates" }), "refund");
    expect(ids()).toEqual(["template-care"]);
    expect(screen.getByText("1 of 5")).toBeTruthy();
    await user.type(screen.getByRole("searchbox", { name: "Search templates" }), "xyz");
    await user.click(screen.getByText("Show all 5"));
    expect(ids()).toHaveLength(5);
  });

  it("is left for the drawing, or for a template's page and back", async () => {
    const user = await open();
    await user.type(screen.getByRole("searchbox", { name: "Search templates" }), "loan");
    await user.click(screen.getByTestId("template-loan"));
    expect(await screen.findByRole("heading", { level: 1, name: "Loan decision" })).toBeTruthy();
    expect(screen.getByText("Use it where Loan decision fits.")).toBeTruthy();
    expect(screen.getByText("1 handoffs")).toBeTruthy();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement?.textContent).toContain("Loan decision"));
    expect(session.get()).toMatchObject({ startOpen: true, gallery: true, template: null });
    session.set({ topology: "desk" });
    await user.click(await screen.findByText("Back to the drawing"));
    expect(session.get()).toMatchObject({ startOpen: false, gallery: false });
  });
});

describe("adding a template to this registry", () => {
  it("is told before it is done, and opens what came", async () => {
    const asked: boolean[] = [];
    const reply = {
      revision: 1,
      diff: [],
      findings: { changed: [], gone: [] },
      can_undo: true,
      can_redo: false,
      notes: [],
    };
    const user = await open({
      addTemplate: async (_id, dryRun) => {
        asked.push(dryRun);
        return {
          reply,
          outline: {
            topologies: ["orders-2"],
            written: 42,
            shared: [{ kind: "team", id: "care" }],
            renamed: [{ kind: "agent", from: "triage", to: "triage-2" }],
          },
        };
      },
    });
    await user.click(screen.getByTestId("template-orders"));
    await user.click(await screen.findByTestId("template-add"));
    const panel = await screen.findByTestId("add-template");
    await waitFor(() => expect(within(panel).getByText("42 records come in")).toBeTruthy());
    expect(within(panel).getByText("triage-2")).toBeTruthy();
    expect(asked).toEqual([true]);
    await user.click(within(panel).getByTestId("template-add-confirm"));
    await waitFor(() => expect(session.get().topology).toBe("orders-2"));
    expect(asked).toEqual([true, false]);
    expect(session.get().startOpen).toBe(false);
  });
});
