// Files: what an export writes and what an import brings, both seen before anything happens; registries and templates.
import assert from "node:assert/strict";
import { flow, written } from "./lib/page.mjs";

async function openExport(page) {
  await page.keyboard.press("Control+e");
  await page.getByTestId("export-choose").click();
  await page.locator(".file-tree").waitFor();
}

flow("an export shows every file and what changes in it before it is written", async (page) => {
  await openExport(page);
  await page.getByTestId("export-folder").getByText("/home/maria/exports").waitFor();
  const changed = page.locator(".file-tree__row", { hasText: "changed" }).first();
  await changed.click();
  const diff = page.getByTestId("diff-view");
  await diff.getByText("Weight").waitFor();
  await diff.getByText("Criticality").waitFor();
  await page.keyboard.press("n");
  await page.locator(".diff__line[aria-current=true]").waitFor();
  await page.keyboard.press("Escape");
  await diff.waitFor({ state: "detached" });
  await page.getByTestId("export-write").click();
  await page.getByTestId("export-written").waitFor();
  await page.getByText("Everything is up to date").waitFor();
  assert.deepEqual(await written(page), [], "an export changes nothing in the registry");
});

flow("files that were edited by hand are left alone unless one says otherwise", async (page) => {
  await openExport(page);
  await page.getByText("1 file was edited by hand").waitFor();
  await page.getByTestId("export-refuse").click();
  await page.getByText("Nothing is written while files are edited by hand").waitFor();
  assert.ok(await page.getByTestId("export-write").isDisabled());
  await page.getByTestId("export-keep").click();
  await page.getByTestId("export-write").click();
  await page.getByText("1 edited by hand was left alone").waitFor();
  await page.getByTestId("export-overwrite").click();
  await page.getByTestId("export-write").click();
  await page.getByText("edited by hand. Choose what to do").waitFor({ state: "detached" });
});

flow("what is not ticked is not planned, and the files follow the registry", async (page) => {
  await openExport(page);
  await page.getByTestId("export-kinds-none").click();
  await page.getByText("Nothing to write").waitFor();
  await page.getByTestId("export-family-Operations").click();
  await page.locator("label", { has: page.getByTestId("export-kind-runbooks") }).click();
  await page.getByText("26 files").waitFor();
  await page.getByTestId("outline-agent:triage-desk").click({ modifiers: ["Control"] });
  await page.getByRole("button", { name: "Close", exact: true }).first().waitFor();
});

flow("files are dropped on the window and looked at as a drawing", async (page) => {
  const send = (types) =>
    page.evaluate((types) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["{}"], "desk.json"));
      for (const type of types)
        window.dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }));
    }, types);
  await send(["dragenter"]);
  await page.getByText("Drop to look at what it would bring").waitFor();
  await send(["dragover", "drop"]);
  await page.getByText("Drop to look at what it would bring").waitFor({ state: "detached" });
  await page.getByRole("img", { name: "Research desk: 2 agents" }).waitFor();
  await page.getByText("Import 3 records").waitFor();
  await page.getByTestId("import-cancel").click();
  assert.deepEqual(await written(page), []);
});

flow("an import is looked at before it is written", async (page) => {
  await page.getByTestId("start-open").click();
  await page.getByTestId("import").click();
  await page.getByText("Import 3 records").waitFor();
  await page.getByText("cannot be carried").waitFor();
  await page.getByText("imported-planner").waitFor();
  await page.getByTestId("import-cancel").click();
  await page.getByTestId("import-apply").waitFor({ state: "detached" });
});

flow(
  "the start page begins with a template, opens what was open before, and goes back",
  async (page) => {
    await page.getByTestId("start-open").click();
    await page.getByRole("heading", { level: 1, name: "Baton" }).waitFor();
    await page.getByRole("button", { name: /support .home.maria.registries/ }).waitFor();
    await page.getByRole("heading", { name: "Begin a new registry" }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".templates > li").length >= 3);
    await page.getByTestId("start-back").click();
    await page.waitForFunction(() => window.__baton?.ready === true);
  },
);

flow("a topology is made by typing its name, and another one opened", async (page) => {
  await page.getByTestId("topology-menu").click();
  await page.getByTestId("topology-search").fill("Night desk");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing is drawn yet", { exact: true }).waitFor();
  await page.getByTestId("topology-menu").click();
  await page.getByTestId("topology-sample-support").click();
  await page.getByTestId("outline-group:desk-greeters").waitFor();
});
