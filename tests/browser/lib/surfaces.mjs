// Every surface of the window: how it is opened, and how it is left for the next one.
import { press } from "./press.mjs";

const giveUp = (page) => page.keyboard.press("Escape");
const onDrawing = (page) => page.getByTestId("view-drawing").click();
const closeDock = (page) => page.getByRole("button", { name: "Close", exact: true }).last().click();

/** Shows a side that is put away where the window is narrow. */
async function command(page, words, title) {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(`>${words}`);
  await page.locator('[role=option][aria-selected="true"]', { hasText: title }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByTestId("palette-input").waitFor({ state: "detached" });
}

async function find(page, words, name, key = "Enter") {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(words);
  const hits = page.locator("[role=listbox][aria-busy=false]");
  await hits
    .locator("[role=option]", { hasText: name })
    .first()
    .click({
      modifiers: key === "Control+Enter" ? ["Control"] : [],
    });
  await page.getByTestId("palette-input").waitFor({ state: "detached" });
}

const selecting = (words, name) => async (page) => {
  await find(page, words, name);
  await page.locator(".inspector").waitFor();
};

const paging = (words, name) => async (page) => {
  await find(page, words, name, "Control+Enter");
  await page.getByTestId("record-page").waitFor();
};

/** Under the usual faults, once the result is there. */
async function simulating(page) {
  await command(page, "simulate", "Simulate");
  await page.getByTestId("sim-of").waitFor();
  await page.getByTestId("sim-run").waitFor();
}

const table = (kind) => async (page) => {
  await page.getByTestId("view-registry").click();
  await press(page, `[data-testid=kind-${kind}]`);
  await page.locator(".records, .empty").first().waitFor();
};

const auditing = (tab, ready) => async (page) => {
  await page.getByTestId("view-audit").click();
  await press(page, `[data-testid=audit-tab-${tab}]`);
  await page.locator(ready).first().waitFor();
};

export const SURFACES = [
  { name: "drawing", open: (page) => page.getByTestId("canvas").waitFor() },
  { name: "agent", open: selecting("Triage", /^Triage/), leave: giveUp },
  { name: "handoff", open: selecting("triage account", /Triage → Account/), leave: giveUp },
  {
    name: "selection",
    open: async (page) => {
      await command(page, "select all", "Select all");
      await page.locator(".inspector", { hasText: "boxes" }).waitFor();
    },
    leave: giveUp,
  },
  {
    name: "focus",
    open: async (page) => {
      await selecting("Triage", /^Triage/)(page);
      await command(page, "focus", "Focus on the neighbours");
      await page.getByTestId("focus").waitFor();
    },
    leave: async (page) => {
      await giveUp(page);
      await giveUp(page);
      await page.getByTestId("focus").waitFor({ state: "detached" });
      await command(page, "fit", "Fit");
    },
  },
  {
    name: "legend",
    open: async (page) => {
      await page.getByTestId("legend-toggle").click();
      await page.locator("#legend-entries").waitFor();
    },
    leave: (page) => page.getByTestId("legend-toggle").click(),
  },
  {
    name: "palette",
    open: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByTestId("palette-input").fill("billing");
      await page.locator("[role=listbox][aria-busy=false] [role=option]").first().waitFor();
    },
    leave: giveUp,
  },
  {
    name: "shortcuts",
    open: async (page) => {
      await page.keyboard.press("F1");
      await page.getByTestId("shortcuts").waitFor();
    },
    leave: giveUp,
  },
  {
    name: "menu",
    open: async (page) => {
      await selecting("Triage", /^Triage/)(page);
      await command(page, "menu of the selection", "Menu of the selection");
      await page.getByTestId("context-menu").waitFor();
    },
    leave: async (page) => {
      await giveUp(page);
      await giveUp(page);
    },
  },
  {
    name: "text from elsewhere",
    open: async (page) => {
      await command(page, "paste from", "Paste from elsewhere");
      await page.locator("#paste-text").fill("flowchart LR\n  a[Sorter] --> b[Ledger]");
      await page.getByTestId("paste-told").waitFor();
    },
    leave: closeDock,
  },
  {
    name: "note field",
    open: async (page) => {
      await command(page, "add note", "Add note");
      await page.getByTestId("draft-name").fill("# Night shift\n- ask **Maria**");
    },
    leave: giveUp,
  },
  {
    name: "part",
    open: async (page) => {
      await selecting("Triage", /^Triage/)(page);
      await command(page, "insert a part", "Insert a part");
      await page.getByTestId("part-escalation-ladder").click();
      await page.getByTestId("part-preview").waitFor();
    },
    leave: async (page) => {
      await closeDock(page);
      await giveUp(page);
    },
  },
  {
    name: "simulation",
    open: simulating,
    leave: async (page) => {
      await closeDock(page);
      await page.getByTestId("layer").selectOption("owner");
    },
  },
  {
    name: "under load",
    open: async (page) => {
      await command(page, "put under", "Put under load");
      await page.getByTestId("load-run").click();
      await page.getByTestId("load-of").waitFor();
    },
    leave: closeDock,
  },
  {
    name: "simulated traffic",
    open: async (page) => {
      await simulating(page);
      await page.getByTestId("layer").selectOption("traffic");
      await page.locator(".traffic-scale").waitFor();
    },
    leave: async (page) => {
      await page.getByTestId("legend-toggle").click();
      await closeDock(page);
      await page.getByTestId("layer").selectOption("owner");
      await page.getByTestId("legend-toggle").click();
    },
  },
  {
    name: "improvement",
    open: async (page) => {
      await simulating(page);
      await press(page, "[data-testid^=improve-]");
      await page.getByTestId("difference-resolved").waitFor();
    },
    leave: closeDock,
  },
  {
    name: "two designs",
    open: async (page) => {
      await command(page, "beside another", "Simulate beside another design");
      await page.getByTestId("compare-conditions").selectOption("request-10001");
      await page.getByTestId("comparison").waitFor();
    },
    leave: async (page) => {
      await closeDock(page);
      await closeDock(page);
    },
  },
  {
    name: "faults of one's own",
    open: async (page) => {
      await simulating(page);
      await page.getByTestId("scenario-new").click();
      await page.getByTestId("scenario-run").waitFor();
    },
    leave: async (page) => {
      await page.getByTestId("scenario-delete").click();
      await page.getByTestId("sim-of").waitFor();
      await closeDock(page);
    },
  },
  {
    name: "topologies",
    open: async (page) => {
      await page.getByTestId("topology-menu").click();
      await page.getByTestId("topology-search").waitFor();
    },
    leave: giveUp,
  },
  {
    name: "fix",
    open: async (page) => {
      await press(page, "[data-testid=fix-CAP001]");
      await page.getByTestId("fix-apply").waitFor();
      await page.locator(".dock-panel__foot").waitFor();
    },
    leave: (page) => page.getByTestId("fix-cancel").click(),
  },
  {
    name: "silence",
    open: async (page) => {
      await press(page, "[data-testid=silence-CAP001]");
      await page.getByTestId("silence-apply").click();
      await page.getByText("Say why").waitFor();
    },
    leave: (page) => page.getByTestId("silence-cancel").click(),
  },
  {
    name: "history",
    open: async (page) => {
      await page.keyboard.press("Control+h");
      await page.getByTestId("history-1").waitFor();
    },
    leave: closeDock,
  },
  {
    name: "patterns",
    open: async (page) => {
      await command(page, "patterns", "Patterns: what is drawn");
      await page.getByTestId("trade-offs").waitFor();
      await page.locator(".pattern__show").first().click();
    },
  },
  {
    name: "restructuring",
    open: async (page) => {
      await command(page, "patterns", "Patterns: what is drawn");
      await page.locator("[data-testid^=turn-]").first().click();
      await page.getByTestId("restructure-kept").waitFor();
    },
    leave: closeDock,
  },
  {
    name: "gates",
    open: async (page) => {
      await command(page, "gates where", "Gates: where people decide");
      await page.getByTestId("gates-summary").waitFor();
    },
  },
  {
    name: "gate designer",
    open: async (page) => {
      await page.locator("[data-testid^=design-]").first().click();
      await page.getByTestId("review-card").waitFor();
    },
    leave: closeDock,
  },
  {
    name: "export",
    open: async (page) => {
      await page.keyboard.press("Control+e");
      await page.getByTestId("export-choose").click();
      await page.locator(".file-tree__row").first().waitFor();
    },
  },
  {
    name: "kinds of exports",
    open: async (page) => {
      await page.getByTestId("export-family-Operations").click();
      await page.getByTestId("export-kind-runbooks").waitFor();
    },
  },
  {
    name: "differences",
    open: async (page) => {
      await page.locator("[data-testid^=file-]").first().click();
      await page.locator(".diff__line").first().waitFor();
    },
    leave: async (page) => {
      await giveUp(page);
      await page.getByTestId("diff-view").waitFor({ state: "detached" });
      await closeDock(page);
    },
  },
  { name: "agents", open: table("agent") },
  { name: "handoffs", open: table("handoff") },
  {
    name: "all that is listed",
    open: async (page) => {
      await page.getByTestId("registry-edit-all").click();
      await page.getByTestId("listed-panel").waitFor();
    },
    leave: closeDock,
  },
  { name: "contract versions", open: table("contract_version") },
  { name: "reviews", open: table("review") },
  { name: "agent page", open: paging("Triage", /^Triage/) },
  { name: "handoff page", open: paging("triage account", /Triage → Account/) },
  { name: "team page", open: paging("Subscriber Care", /^Subscriber Care/) },
  { name: "ladder page", open: paging("Subscriber Care ladder", /ladder/) },
  {
    name: "contract version page",
    open: async (page) => {
      await paging("credit-request@1.0.0", /1\.0\.0/)(page);
      await page.getByTestId("contract-editor").waitFor();
      await page.getByTestId("verdict-title").waitFor();
    },
    leave: onDrawing,
  },
  {
    name: "deprecating",
    open: async (page) => {
      await paging("credit-request@1.0.0", /1\.0\.0/)(page);
      await page.getByTestId("version-deprecate").click();
      await page.getByTestId("deprecate-confirm").waitFor();
    },
    leave: async (page) => {
      await closeDock(page);
      await onDrawing(page);
    },
  },
  { name: "contract page", open: paging("Credit request", /^Credit request/), leave: onDrawing },
  { name: "audited handoffs", open: auditing("handoffs", ".risks__row") },
  {
    name: "risk",
    open: async (page) => {
      // It may be the first surface of a page.
      await auditing("handoffs", ".risks__row")(page);
      await page.locator(".risks__row").first().click();
      await page.locator(".chart__picture").waitFor();
    },
  },
  {
    name: "recording an incident",
    open: async (page) => {
      await press(page, "[data-testid=risk-record-incident]");
      await page.getByTestId("incident-cause").waitFor();
    },
    leave: async (page) => {
      await closeDock(page);
      await closeDock(page);
    },
  },
  { name: "scorecards", open: auditing("scores", ".chart__picture") },
  { name: "incidents", open: auditing("incidents", ".incident") },
  { name: "agents that stand out", open: auditing("agents", ".sprawl__agent"), leave: onDrawing },
  {
    name: "start",
    open: async (page) => {
      await page.getByTestId("start-open").click();
      await page.locator(".templates > li").first().waitFor();
    },
  },
  {
    name: "template",
    open: async (page) => {
      await page.getByTestId("template-order-fulfilment").click();
      await page.locator(".template-page__picture .template-picture").waitFor();
      await page.getByTestId("template-add").click();
      await page.getByText("records come in").waitFor();
    },
    leave: (page) => page.getByTestId("template-back").click(),
  },
  {
    name: "import",
    open: async (page) => {
      await page.getByTestId("import").click();
      await page.getByTestId("import-apply").waitFor();
    },
    leave: async (page) => {
      await page.getByTestId("import-cancel").click();
      await page.getByTestId("start-back").click();
    },
  },
];
