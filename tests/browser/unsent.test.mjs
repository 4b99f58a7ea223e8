// Text that was typed and never acknowledged, after the page was loaded again in the middle of it.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { accessibility, flow, ready, record, written } from "./lib/page.mjs";

const kept = (page, words) =>
  until(`${words} is kept`, () =>
    page.evaluate((text) => (localStorage.getItem("baton.session") ?? "").includes(text), words),
  );

async function half(page, words) {
  await page.getByTestId("outline-agent:web-chat-greeter").click();
  const name = page.getByTestId("inspector-name");
  await name.fill(words);
  await kept(page, words);
  // The page dies without a word to anybody.
  await page.reload();
  await ready(page);
}

flow("is offered, put back into its field and stored when its author goes on", async (page) => {
  await half(page, "Chat desk of the night");
  const offer = page.getByTestId("unsent");
  await offer.getByText("Chat desk of the night").waitFor();
  await offer.getByText("Web Chat Greeter").waitFor();
  assert.equal((await written(page)).length, 0);
  await page.getByTestId("unsent-put-back").click();
  const name = page.getByTestId("inspector-name");
  await until(
    "it stands in its field",
    async () => (await name.inputValue()) === "Chat desk of the night",
  );
  await offer.waitFor({ state: "detached" });
  assert.equal((await written(page)).length, 0, "nothing is stored by itself");
  await name.press("Enter");
  await record(
    page,
    "agent",
    "web-chat-greeter",
    (agent) => agent.name === "Chat desk of the night",
  );
  await page.reload();
  await ready(page);
  assert.equal(await page.getByTestId("unsent").count(), 0);
});

flow("is given up when its author says so", async (page) => {
  await half(page, "Something else");
  await page.getByTestId("unsent-discard").click();
  await page.getByTestId("unsent").waitFor({ state: "detached" });
  await until("it is kept no more", () =>
    page.evaluate(() => !localStorage.getItem("baton.session").includes("Something else")),
  );
  assert.equal((await written(page)).length, 0);
});

flow("of a handoff comes back into the field that it was typed in", async (page) => {
  await page.getByTestId("outline-agent:web-chat-greeter").click();
  await page.locator(".outline [role=treeitem]", { hasText: "Triage" }).nth(1).click();
  const field = page.locator("[data-testid=inspector] textarea:visible").last();
  await field.fill("A half of a thought");
  await kept(page, "A half of a thought");
  await page.reload();
  await ready(page);
  await page.getByTestId("unsent-put-back").click();
  await until("it stands in a field", () =>
    page.evaluate(() =>
      [...document.querySelectorAll("[data-testid=inspector] textarea")].some(
        ({ value }) => value === "A half of a thought",
      ),
    ),
  );
  assert.equal((await written(page)).length, 0);
});

flow("of a record that does not exist yet is offered, and its form opened again", async (page) => {
  await page.keyboard.press("Control+Shift+R");
  await page.getByTestId("kind-capability").click();
  await page.getByTestId("registry-new").click();
  const fields = page.locator(".create input[type=text], .create textarea");
  await fields.first().fill("tea-making");
  await fields.nth(1).fill("Makes tea for");
  await kept(page, "Makes tea for");
  await page.reload();
  await ready(page);
  await page.getByTestId("unsent").getByText("tea-making, Makes tea for").waitFor();
  assert.deepEqual(await accessibility(page), []);
  await page.getByTestId("unsent-put-back").click();
  await page.getByTestId("unsent").waitFor({ state: "detached" });
  await until("both stand in their fields", async () => {
    const values = await fields.evaluateAll((all) => all.map(({ value }) => value));
    return values[0] === "tea-making" && values[1] === "Makes tea for";
  });
  assert.equal((await written(page)).length, 0, "nothing is stored by itself");
  await page.getByTestId("create-apply").click();
  await record(page, "capability", "tea-making", ({ meaning }) => meaning === "Makes tea for");
  await page.reload();
  await ready(page);
  assert.equal(await page.getByTestId("unsent").count(), 0);
});
