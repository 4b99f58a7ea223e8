// What the rules found, and how it is mended.
import assert from "node:assert/strict";
import { selected } from "./lib/hand.mjs";
import { flow, place, record, written } from "./lib/page.mjs";

flow("a finding is flown to, and the way that it speaks of is drawn", async (page) => {
  const zoom = () => page.evaluate(() => window.__baton.camera.zoom);
  const before = await zoom();
  await page.getByTestId("finding-TOP003").click();
  await selected(page, ["handoff:account-back-to-triage"]);
  await page.waitForFunction((was) => window.__baton.camera.zoom !== was, before);
  const canvas = await page.getByTestId("canvas").boundingBox();
  const at = await place(page, "agent:account-specialist");
  assert.ok(at.x > canvas.x && at.x < canvas.x + canvas.width, "its place is in sight");
  assert.equal(await page.getByTestId("finding-TOP003").getAttribute("aria-current"), "true");
});

flow(
  "where there are no findings their list is as high as its words, until somebody sizes it",
  async (page) => {
    const height = async () =>
      (await page.getByTestId("findings-panel").boundingBox())?.height ?? 0;
    await page.getByText("No findings").waitFor();
    const least = await height();
    assert.ok(least < 90, `${least} px is more than two lines`);
    const edge = page.getByRole("separator", { name: "Height of the findings" });
    await edge.focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowUp");
    await page.waitForFunction(
      () => document.querySelector(".findings").getBoundingClientRect().height > 200,
    );
  },
  { query: "sample=few" },
);

flow("F8 goes from finding to finding", async (page) => {
  const chosen = () => page.locator(".finding__go[aria-current=true]").getAttribute("data-testid");
  await page.keyboard.press("F8");
  const first = await chosen();
  await page.keyboard.press("F8");
  await page.waitForFunction(
    (was) => document.querySelector(".finding__go[aria-current=true]")?.dataset.testid !== was,
    first,
  );
});

flow("findings are divided, ordered, filtered and counted", async (page) => {
  const heads = () => page.locator(".findings h3").allTextContents();
  await page.waitForFunction(() => document.querySelectorAll(".findings h3").length > 0);
  assert.match((await heads())[0], /Errors/);
  await page.getByRole("combobox", { name: "Divide findings" }).selectOption("family");
  await page.waitForFunction(
    () => !/Errors/.test(document.querySelector(".findings h3").textContent),
  );
  await page.getByTestId("count-error").click();
  await page.waitForFunction(() => document.querySelectorAll(".finding").length === 3);
  await page.getByTestId("count-error").click();
  await page.getByTestId("findings-filter").fill("outage");
  await page.getByTestId("finding-OWN001").waitFor();
  await page.getByTestId("finding-TOP003").waitFor({ state: "detached" });
  await page.getByTestId("findings-filter").fill("nothing of the kind");
  await page.getByText("No finding fits").waitFor();
  await page.getByRole("button", { name: "Show all of them" }).click();
  await page.getByTestId("finding-TOP003").waitFor();
});

flow(
  "a fix shows what it changes before anything is written, and undo brings the finding back",
  async (page) => {
    await page.getByTestId("findings-filter").fill("TOP003");
    await page.getByTestId("fix-TOP003").click();
    await page.getByText("Safe", { exact: true }).waitFor();
    await page.getByText("Findings: 7 now, 6 afterwards.").waitFor();
    assert.deepEqual(await written(page), []);
    await page.getByTestId("fix-apply").click();
    await page.getByTestId("finding-TOP003").waitFor({ state: "detached" });
    assert.equal((await written(page)).length, 1);
    await page.getByTestId("undo").click();
    await page.getByTestId("finding-TOP003").waitFor();
  },
);

flow("a fix that needs a decision offers the ways, and says so", async (page) => {
  await page.getByTestId("fix-CAP001").click();
  await page.getByText("2 ways to mend it").waitFor();
  await page.getByTestId("fix-choice-1").click();
  await page.getByText("Somebody has to decide this one").waitFor();
  await page.getByTestId("fix-apply").click();
  await record(
    page,
    "handoff",
    "look-for-outages",
    ({ required_capabilities: tags = [] }) => !tags.includes("network-status"),
  );
});

flow("all safe fixes are looked at and applied together", async (page) => {
  await page.getByTestId("fix-all").click();
  await page.getByText("Untick what you would rather look at yourself").waitFor();
  await page.getByTestId("fix-all-apply").click();
  await page.getByText("1 fix applied").waitFor();
  await page.getByTestId("finding-TOP003").waitFor({ state: "detached" });
});

flow("a finding without a fix leads to the field that a person has to fill in", async (page) => {
  await page.getByTestId("open-CON001").click();
  await selected(page, ["handoff:outage-to-visit"]);
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "inspector-contract");
});

flow("a finding is silenced with a reason, kept in a list, and may speak again", async (page) => {
  await page.getByTestId("finding-RES003").hover();
  await page.getByTestId("silence-RES003").click();
  await page.getByTestId("silence-apply").click();
  await page.getByText("Say why").waitFor();
  assert.deepEqual(await written(page), []);
  await page.getByTestId("silence-reason").fill("The credit agent answers within a second.");
  await page.getByTestId("silence-apply").click();
  await page.getByTestId("finding-RES003").waitFor({ state: "detached" });
  await page.getByTestId("count-silenced").click();
  await page.getByText("Silenced: The credit agent answers within a second.").waitFor();
  await page.getByTestId("speak-RES003").click();
  await page.getByTestId("silence-RES003").waitFor({ state: "attached" });
});

flow("why a finding matters is told where it stands", async (page) => {
  await page.getByRole("button", { name: "Why OWN001 matters" }).click();
  const told = page.locator(".finding", { has: page.getByTestId("finding-OWN001") });
  await page.waitForFunction(
    () => document.querySelector(".finding__line + *")?.textContent.length > 40,
  );
  assert.ok((await told.textContent()).length > 100);
});

flow(
  "where nothing is found the panel says so",
  async (page) => {
    await page.getByText("Every rule holds for what is drawn").waitFor();
  },
  { query: "sample=few" },
);
