// Who changed what, and how it was before.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { click, exists } from "./lib/hand.mjs";
import { ink } from "./lib/ink.mjs";
import { flow, place, record, written } from "./lib/page.mjs";

/** Renames Triage twice, so that there is something to look back at. */
async function makeHistory(page) {
  await page.getByTestId("outline-agent:web-chat-greeter").click();
  const name = page.getByTestId("inspector-name");
  for (const next of ["First name", "Second name"]) {
    await name.fill(next);
    await name.press("Enter");
    await record(page, "agent", "web-chat-greeter", (agent) => agent.name === next);
  }
  await page.keyboard.press("Control+h");
  await page.getByTestId("history-3").waitFor();
}

const row = (page, name) => page.getByTestId("outline-agent:web-chat-greeter").getByText(name);

flow("an earlier state is looked at, read only, and left for now", async (page) => {
  await makeHistory(page);
  await page.getByTestId("history-2").click();
  await page.getByText("You are looking at revision 2").waitFor();
  await row(page, "First name").waitFor();
  await page.getByTestId("past-before").click();
  await row(page, "Web Chat Greeter").waitFor();
  await page.getByText("You are looking at revision 1").waitFor();
  assert.equal(await page.locator(".tool-bar").count(), 0, "nothing can be drawn");
  await click(page, "agent:triage-desk");
  await page.keyboard.press("Delete");
  await page.keyboard.press("a");
  await page.keyboard.press("Control+z");
  assert.equal((await written(page)).length, 2, "nothing is written while one looks back");
  await page.getByTestId("past-leave").click();
  await row(page, "Second name").waitFor();
  await page.getByTestId("tool-ai").waitFor();
});

flow("an earlier state is restored as one edit that can be taken back", async (page) => {
  await makeHistory(page);
  await page.getByTestId("history-1").click();
  await page.getByTestId("past-restore").click();
  await page.getByText("1 record changes").waitFor();
  assert.equal((await written(page)).length, 2);
  await page.getByTestId("rewind-apply").click();
  await record(page, "agent", "web-chat-greeter", ({ name }) => name === "Web Chat Greeter");
  await page.getByText("Revision 1 is restored").waitFor();
  await page.getByTestId("undo").click();
  await record(page, "agent", "web-chat-greeter", ({ name }) => name === "Second name");
});

flow("what others do while one looks back is there when one comes back", async (page) => {
  await makeHistory(page);
  await page.getByTestId("history-1").click();
  await row(page, "Web Chat Greeter").waitFor();
  await page.evaluate(() =>
    window.__mock.outside(
      [
        {
          op: "put",
          kind: "agent",
          id: "night",
          record: { id: "night", name: "Night" },
          base_revision: null,
          operation_id: "o",
        },
      ],
      "kim",
    ),
  );
  await row(page, "Web Chat Greeter").waitFor();
  await page.getByTestId("past-leave").click();
  await row(page, "Second name").waitFor();
  await exists(page, "agent", "night");
  await page.keyboard.press("Control+h");
  await page.getByTestId("history-4").getByText("kim").waitFor();
});

flow("the history is filtered by words and by author", async (page) => {
  await makeHistory(page);
  await page.getByTestId("history-filter").fill("template");
  await page.getByTestId("history-1").waitFor();
  await page.getByTestId("history-2").waitFor({ state: "detached" });
  await page.getByTestId("history-filter").fill("");
  await page.evaluate(() =>
    window.__mock.outside(
      [{ op: "delete", kind: "note", id: "start-here", base_revision: null, operation_id: "o" }],
      "kim",
    ),
  );
  await page.getByTestId("history-4").waitFor();
  await page.getByTestId("history-author").selectOption("kim");
  await page.getByTestId("history-3").waitFor({ state: "detached" });
  await page.getByTestId("history-4").waitFor();
});

flow("one looks back edit by edit by keys alone, and Escape leads back to now", async (page) => {
  await makeHistory(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Shift+h");
  await row(page, "First name").waitFor();
  await page.keyboard.press("Control+Shift+h");
  await row(page, "Web Chat Greeter").waitFor();
  await page.getByText("You are looking at revision 1").waitFor();
  await page.keyboard.press("Control+Shift+h");
  await page.keyboard.press("Escape");
  await row(page, "Second name").waitFor();
  await page.getByTestId("past-banner").waitFor({ state: "detached" });
});

flow(
  "what an edit changed is marked on the drawing of its state, and can be left out",
  async (page) => {
    await makeHistory(page);
    await page.getByTestId("history-2").click();
    await page.getByTestId("past-edit").getByText("1 changed").waitFor();
    await page.getByText("Coloured by what this edit changed").waitFor();
    await until("the changed box is marked", async () => (await ink(page, "warning")) > 0);
    await page.getByTestId("past-marks").click();
    await page.getByTestId("layer").waitFor();
  },
);

flow("what an edit took away is shown where it stood before", async (page) => {
  await page.getByTestId("outline-agent:triage-desk").click();
  const middle = await place(page, "agent:triage-desk");
  await page.getByTestId("inspector-delete").click();
  await page.getByTestId("delete-confirm").click();
  await exists(page, "agent", "triage-desk", false);
  await page.keyboard.press("Control+h");
  await page.getByTestId("history-1").click();
  await page.getByText("You are looking at revision 1").waitFor();
  assert.equal(
    await page.getByTestId("past-edit").count(),
    0,
    "nothing was before the first state",
  );
  await page.getByTestId("past-after").click();
  await page.getByTestId("past-edit").getByText("removed").waitFor();
  const ghost = await page.getByTestId("ghost-agent:triage-desk").locator("rect").boundingBox();
  assert.ok(
    Math.abs(ghost.x + ghost.width / 2 - middle.x) < 3,
    "the ghost stands where the box stood",
  );
  await page.getByTestId("ghosts").getByText("Triage", { exact: true }).waitFor();
  await page.getByTestId("past-leave").click();
  await page.getByTestId("ghosts").waitFor({ state: "detached" });
});

flow("what an edit took out of a collapsed group is told at the group", async (page) => {
  await page.getByTestId("outline-group:desk-greeters").click();
  await page.keyboard.press("[");
  await page.getByTestId("outline-agent:phone-greeter").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+R");
  await page.getByTestId("kind-agent").click();
  await page.getByTestId("row-phone-greeter").locator(".records__name").click();
  await page.getByTestId("inspector-delete").click();
  await page.getByTestId("delete-confirm").click();
  await exists(page, "agent", "phone-greeter", false);
  await page.keyboard.press("Control+h");
  await page.getByTestId("history-2").click();
  await page.getByText("You are looking at revision 2").waitFor();
  await page.getByTestId("past-after").click();
  const ghost = page.getByTestId("ghost-within group:desk-greeters");
  await ghost.locator("text", { hasText: "Phone Greeter" }).waitFor();
  const group = await place(page, "group:desk-greeters");
  const mark = await ghost.locator("rect").boundingBox();
  assert.ok(Math.abs(mark.x + mark.width / 2 - group.x) < 3, "the mark is around the group");
});
