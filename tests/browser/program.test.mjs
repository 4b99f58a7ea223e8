// The program as a whole: the guided sample, settings that last, copies, the log, the documentation, files that are dropped.
import assert from "node:assert/strict";
import { flow } from "./lib/page.mjs";

flow("the sample guides in five steps that are done by doing them", async (page) => {
  const tour = page.getByTestId("tour");
  await tour.getByText("Look at a handoff.").waitFor();
  await page.locator("[data-testid^='outline-handoff:']").first().click();
  await tour.getByText("Let a finding show you its place.").waitFor();
  await page.locator(".finding__go").first().click();
  await tour.getByText("Mend it.").waitFor();
  await page.getByTestId("tour-skip").click();
  await tour.getByText("See what fails, before it does.").waitFor();
  await page.getByTestId("tour-skip").click();
  await page.getByTestId("export-open").click();
  await page.getByTestId("tour-ended").waitFor();
  await page.getByTestId("tour-ended").getByRole("button", { name: "Close the guide" }).click();
  await page.reload();
  await page.waitForFunction(() => window.__baton?.ready === true);
  assert.equal(await page.getByTestId("tour").count(), 0, "it is remembered");
});

flow("what is set lasts, and other windows follow", async (page) => {
  await page.keyboard.press("Control+,");
  await page.getByText("Dark", { exact: true }).click();
  await page.getByText("Compact", { exact: true }).click();
  const look = () => page.evaluate(() => ({ ...document.documentElement.dataset }));
  assert.deepEqual(await look(), { theme: "dark", density: "compact" });
  // What is pressed stays large enough to be hit.
  const small = await page.evaluate(
    () =>
      [...document.querySelectorAll(".top-bar button")].filter(
        (button) => button.getBoundingClientRect().height < 24,
      ).length,
  );
  assert.equal(small, 0);
  await page.reload();
  await page.waitForFunction(() => window.__baton?.ready === true);
  assert.deepEqual(await look(), { theme: "dark", density: "compact" });
});

flow("a copy is made, looked at and restored", async (page) => {
  await page.keyboard.press("Control+,");
  await page.getByText(/Last copy: 21 Nov 2026/).waitFor();
  await page.getByTestId("backup-now").click();
  await page.getByText(/Last copy: 22 Nov 2026/).waitFor();
  await page.getByTestId("backups-open").click();
  await page.getByText("before its format changed").waitFor();
  await page.locator(".backups__row").nth(1).click();
  await page
    .getByTestId("backup-changes")
    .getByText("2 records made since then would go")
    .waitFor();
  await page.getByTestId("backup-restore").click();
  await page.getByText("The copy was restored").waitFor();
});

flow("the log tells what failed and what was slow", async (page) => {
  await page.keyboard.press("Control+,");
  await page.getByTestId("settings-log").click();
  await page.getByText("apply_edits").waitFor();
  await page.getByTestId("log-kind").selectOption("errors");
  await page.getByText("triage-desk was changed by somebody else (conflict)").waitFor();
  assert.equal(await page.locator(".log__line").count(), 1);
});

flow("the documentation is read inside the window", async (page) => {
  await page.keyboard.press("Shift+F1");
  const docs = page.getByTestId("documentation");
  await docs.getByRole("heading", { name: "First steps" }).waitFor();
  await docs.getByRole("button", { name: "boundary validation" }).click();
  await docs.getByRole("heading", { name: "Boundary validation" }).waitFor();
  await page.getByTestId("doc-registry").click();
  await docs.getByRole("table").first().waitFor();
  await page.keyboard.press("Escape");
  await docs.waitFor({ state: "detached" });
});

flow("words of the trade are explained where they stand", async (page) => {
  await page.locator("[data-testid^='outline-handoff:']").first().click();
  await page.getByTestId("term-handoff-contract").click();
  await page.getByText("A contract pinned to a handoff").waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("A contract pinned to a handoff").waitFor({ state: "detached" });
});

flow("files that are dropped are an import that is looked at first", async (page) => {
  const drop = (name) =>
    page.evaluate((file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["{}"], file));
      const fire = (event) =>
        document.body.dispatchEvent(
          new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }),
        );
      fire("dragenter");
      fire("drop");
    }, name);
  await drop("orders.baton");
  await page.getByText("a registry is opened, not imported").first().waitFor();
  await drop("graph.json");
  await page.getByText("Import 3 records").waitFor();
  await page.locator(".import__files").getByText("graph.json").waitFor();
});
