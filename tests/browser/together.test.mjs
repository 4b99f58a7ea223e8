// Other people, refusals, a busy or read-only registry, and a window that is loaded again: nothing that was typed is lost.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { beside, click, drag, exists } from "./lib/hand.mjs";
import { accessibility, flow, place, ready, record, written } from "./lib/page.mjs";

/** Another program stores a record of its own, or another value of one that is there. */
function others(page, kind, id, fields, author = "kim") {
  return page.evaluate(
    ([kind, id, fields, author]) => {
      const before = window.__mock.record(kind, id) ?? { id };
      const edit = { op: "put", kind, id, record: { ...before, ...fields }, base_revision: null };
      return window.__mock.outside([{ ...edit, operation_id: "outside" }], author);
    },
    [kind, id, fields, author],
  );
}

const FULL = {
  code: "storage",
  kind: "environment",
  message: "the disk is full",
  hints: ["free some space and try again"],
  conflict: null,
};

const refuse = (page, error = FULL) => page.evaluate((e) => window.__mock.refuse(e), error);

flow("an edit that is refused puts the box back and says what was kept", async (page) => {
  const from = await place(page, "agent:triage-desk");
  await refuse(page);
  await drag(page, from, beside(from, 20, 90));
  const notice = page.locator(".notice", { hasText: "the disk is full" });
  await notice.getByText("Nothing was changed").waitFor();
  await notice.getByText("free some space").waitFor();
  await page.waitForFunction(
    ([x, y]) => {
      const at = window.__baton.screenPosition("agent:triage-desk");
      return Math.abs(at.x - x) < 1 && Math.abs(at.y - y) < 1;
    },
    [from.x, from.y],
  );
  await page.getByRole("button", { name: "Dismiss" }).click();
  await notice.waitFor({ state: "detached" });
});

flow("a field whose value is refused keeps what was typed and says why", async (page) => {
  await click(page, "agent:triage-desk");
  const name = page.getByTestId("inspector-name");
  await name.fill("Front line");
  await refuse(page);
  await name.press("Enter");
  await page.locator(".inspector").getByText("the disk is full").waitFor();
  await page.locator(".inspector").getByText("Nothing was changed").waitFor();
  assert.equal(await name.inputValue(), "Front line");
  await page.getByTestId("outline-agent:triage-desk").getByText("Triage").waitFor();
  await name.press("Enter");
  await record(page, "agent", "triage-desk", (agent) => agent.name === "Front line");
});

flow("a deletion that is refused takes nothing away", async (page) => {
  await click(page, "note:start-here");
  await refuse(page);
  await page.keyboard.press("Delete");
  await page.getByText("Nothing was deleted").waitFor();
  await exists(page, "note", "start-here");
});

flow("what another process draws appears by itself", async (page) => {
  await others(page, "agent", "night-desk", { name: "Night desk" });
  await others(page, "handoff", "to-night", {
    topology: "sample-support",
    from: "triage-desk",
    to: "night-desk",
  });
  await place(page, "agent:night-desk");
  await others(page, "agent", "triage-desk", { name: "Reception" });
  await page.getByTestId("outline-agent:triage-desk").getByText("Reception").waitFor();
  assert.deepEqual(await page.locator(".notice--error").count(), 0);
});

flow(
  "who else is there is shown with what they have selected, and gone to with one press",
  async (page) => {
    const present = (others) => page.evaluate((o) => window.__mock.others(o), others);
    const ana = {
      session: "1/main",
      author: "Ana Ruiz",
      login: "ana",
      place: {
        topology: "sample-support",
        selection: [
          { kind: "agent", id: "outage-specialist" },
          { kind: "handoff", id: "account-to-person" },
        ],
      },
    };
    const bo = { ...ana, session: "2/main", author: "bo", login: "bo" };
    await present([ana, { ...bo, place: { topology: null, selection: [] } }]);
    const there = page.getByRole("button", { name: /^Ana Ruiz \(ana\) looks at / });
    await there.waitFor();
    await page.getByRole("button", { name: "bo is here too" }).waitFor();
    const marks = page.getByTestId("others-layer");
    await marks.getByText("Ana Ruiz").waitFor();
    assert.equal(await marks.locator("rect").count(), 1);
    assert.equal(await marks.locator("polyline").count(), 1);
    assert.deepEqual(await accessibility(page), []);
    await there.click();
    await page.getByText("1 box and 1 handoff selected").waitFor({ state: "attached" });

    await page.getByTestId("outline-group:desk-greeters").click();
    await page.keyboard.press("[");
    await present([
      { ...ana, place: { ...ana.place, selection: [{ kind: "agent", id: "phone-greeter" }] } },
    ]);
    await until("the collapsed group is marked in place of what it holds", async () => {
      const mark = await marks.locator("rect").boundingBox();
      const middle = await place(page, "group:desk-greeters");
      return Math.abs(mark.x + mark.width / 2 - middle.x) < 3;
    });
    await present([]);
    await marks.waitFor({ state: "detached" });
    assert.equal(await page.getByTestId("others").count(), 0);
  },
  { query: "shared" },
);

flow("what somebody types is not touched by what others do to other fields", async (page) => {
  await click(page, "agent:triage-desk");
  const name = page.getByTestId("inspector-name");
  await name.fill("Front line");
  await others(page, "agent", "triage-desk", { team: "desk-billing" });
  await page
    .locator(".inspector")
    .getByText("Billing and Retention")
    .or(page.getByTestId("inspector-team"))
    .first()
    .waitFor();
  assert.equal(await name.inputValue(), "Front line");
  await name.press("Enter");
  const both = await record(page, "agent", "triage-desk", (agent) => agent.name === "Front line");
  assert.equal(both.team, "desk-billing", "both edits are kept");
});

flow("a conflict shows both values, and one click chooses", async (page) => {
  await click(page, "agent:triage-desk");
  const name = page.getByTestId("inspector-name");
  await name.fill("Mine");
  await others(page, "agent", "triage-desk", { name: "Theirs" });
  await page.getByTestId("outline-agent:triage-desk").getByText("Theirs").waitFor();
  assert.equal(await name.inputValue(), "Mine");
  await name.press("Enter");
  await page.getByText("Nothing was overwritten").waitFor();
  const field = page.locator(".conflict__field", { hasText: "name" });
  await field.getByText("Mine", { exact: true }).waitFor();
  await field.getByText("Theirs", { exact: true }).last().waitFor();
  assert.equal((await record(page, "agent", "triage-desk", () => true)).name, "Theirs");
  await page.getByTestId("conflict-save").click();
  await record(page, "agent", "triage-desk", (agent) => agent.name === "Mine");
});

flow("a conflict that is left keeps theirs", async (page) => {
  await click(page, "agent:triage-desk");
  const name = page.getByTestId("inspector-name");
  await name.fill("Mine");
  await others(page, "agent", "triage-desk", { name: "Theirs" });
  await page.getByTestId("outline-agent:triage-desk").getByText("Theirs").waitFor();
  await name.press("Enter");
  await page.getByTestId("conflict-theirs").click();
  await page.waitForFunction(
    () => document.querySelector("[data-testid=inspector-name]")?.value === "Theirs",
  );
  assert.equal((await record(page, "agent", "triage-desk", () => true)).name, "Theirs");
});

flow(
  "while the registry is busy edits are marked as on their way, and the window still answers",
  async (page) => {
    const from = await place(page, "agent:triage-desk");
    await page.evaluate(() => window.__mock.hold());
    await drag(page, from, beside(from, 20, 90));
    await page.getByTestId("status-saved").getByText("Saving").waitFor();
    const dropped = await place(page, "agent:triage-desk");
    assert.ok(Math.abs(dropped.y - from.y) > 60, "the box stays where it was dropped");
    await page.getByRole("progressbar", { name: "Saving" }).waitFor();
    // Everything that needs no answer goes on meanwhile.
    await page.getByTestId("outline-agent:credit-agent").click();
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").waitFor();
    await page.keyboard.press("Escape");
    await page.mouse.move(700, 300);
    const zoom = await page.evaluate(() => window.__baton.camera.zoom);
    await page.mouse.wheel(0, -200);
    await page.waitForFunction((was) => window.__baton.camera.zoom !== was, zoom);
    await page.getByText("The registry is busy; what you see is not stored yet").waitFor();
    await page.getByTestId("status-saved").getByText("Not stored yet").waitFor();
    await page.evaluate(() => window.__mock.release());
    await page.getByTestId("status-saved").getByText("Saved").waitFor();
    await record(page, "placement", "sample-support.agent.triage-desk", ({ pinned }) => pinned);
    assert.equal((await written(page)).length, 1);
  },
);

flow("edits that are made while another one is on its way are all kept, in order", async (page) => {
  await click(page, "agent:triage-desk");
  await page.evaluate(() => window.__mock.hold());
  const name = page.getByTestId("inspector-name");
  await name.fill("One");
  await name.press("Enter");
  await name.fill("Two");
  await name.press("Enter");
  await page.getByTestId("status-saved").getByText("Saving").waitFor();
  await page.evaluate(() => window.__mock.release());
  await record(page, "agent", "triage-desk", (agent) => agent.name === "Two");
  await page.getByTestId("status-saved").getByText("Saved").waitFor();
  assert.equal(await page.locator(".notice--error").count(), 0);
});

flow(
  "a registry that can only be read is looked at, and nothing in it can be changed",
  async (page) => {
    await page.getByTestId("read-only-banner").getByText("Read only").waitFor();
    assert.equal(await page.locator(".tool-bar").count(), 0);
    const from = await place(page, "agent:triage-desk");
    await drag(page, from, beside(from, 60, 60));
    await click(page, "agent:triage-desk");
    assert.ok(await page.getByTestId("inspector-name").isDisabled());
    await page.keyboard.press("Delete");
    await page.keyboard.press("a");
    await page.keyboard.press("Enter");
    assert.equal(await page.getByTestId("rename").count(), 0);
    await page.getByTestId("finding-TOP003").click();
    assert.equal(await page.getByTestId("fix-TOP003").count(), 0);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("triage");
    await page.locator("[role=option]", { hasText: "Triage" }).first().waitFor();
    await page.keyboard.press("Escape");
    assert.deepEqual(await written(page), []);
  },
  { query: "readonly" },
);

flow(
  "a window that is loaded again in the middle of an edit shows what is stored",
  async (page) => {
    await click(page, "agent:triage-desk");
    await page.getByTestId("inspector-name").fill("Half typ");
    const camera = () => page.evaluate(() => ({ ...window.__baton.camera }));
    await page.getByTestId("outline-agent:credit-agent").scrollIntoViewIfNeeded();
    const before = await camera();
    await page.reload();
    await ready(page);
    await page.waitForFunction(() => window.__baton?.ready === true);
    await page.getByTestId("outline-agent:triage-desk").getByText("Triage").waitFor();
    const after = await camera();
    assert.ok(Math.abs(after.zoom - before.zoom) < 0.01, "the place on the drawing is kept");
    await click(page, "agent:triage-desk");
    const name = page.getByTestId("inspector-name");
    await name.fill("Whole");
    await name.press("Enter");
    await record(page, "agent", "triage-desk", (agent) => agent.name === "Whole");
  },
);
