// Registries on servers: how one is connected to, and what the window does while the server does not answer.
import assert from "node:assert/strict";
import { accessibility, flow, written } from "./lib/page.mjs";

const AWAY = {
  code: "unreachable",
  kind: "environment",
  message: "postgres://maria@db.example.com:5432/baton cannot be reached: connection refused",
  hints: ["what was loaded can still be read; check the network, then try again"],
  conflict: null,
};
const IN_DOUBT = { ...AWAY, code: "unresolved", message: "the connection broke" };

/** Another name for the agent that is selected. */
async function rename(page, name) {
  await page.locator("[data-testid='outline-agent:triage-desk']").click();
  const field = page.locator(".input--title").first();
  await field.fill(name);
  await field.press("Enter");
}

for (const colorScheme of ["light", "dark"]) {
  flow(
    `a server is connected to from the start page, in the ${colorScheme} appearance`,
    async (page) => {
      await page.getByTestId("start-open").click();
      await page.getByTitle("postgres://maria@db.example.com:5432/baton?schema=support").waitFor();
      await page.getByTestId("connect-server").click();
      const dialog = page.getByTestId("connect");
      await dialog.waitFor();
      assert.ok(await page.getByTestId("connect-open").isDisabled());
      await page.keyboard.type("postgres://maria:s3cret@db.example.com/baton");
      assert.deepEqual(await accessibility(page), []);
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "detached" });
    },
    { colorScheme },
  );
}

flow("a dialog that is left connects to nothing", async (page) => {
  await page.getByTestId("start-open").click();
  await page.getByTestId("connect-server").click();
  await page.getByTestId("connect").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("connect").waitFor({ state: "detached" });
});

flow("while the server is away all can be read and nothing is edited", async (page) => {
  await page.evaluate((error) => window.__mock.away(error), AWAY);
  await page.getByTestId("away-banner").getByText("edits wait").waitFor();
  assert.deepEqual(await accessibility(page), []);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("triage");
  await page.getByText("Triage", { exact: false }).first().waitFor();
  await page.keyboard.press("Escape");
  await page.evaluate(() => window.__mock.away(null));
  await page.getByTestId("away-banner").waitFor({ state: "detached" });
  assert.deepEqual(await written(page), []);
});

flow("an edit without an answer is kept, and sent again as the same operation", async (page) => {
  await page.evaluate((error) => window.__mock.refuse(error), IN_DOUBT);
  await rename(page, "Front desk");
  const kept = page.locator(".notice", { hasText: "not known whether this was stored" });
  await kept.waitFor();
  assert.deepEqual(await written(page), [], "it is not sent by itself");
  await page.getByTestId("notice-act").click();
  await kept.waitFor({ state: "detached" });
  const [edits] = await written(page);
  assert.equal(edits[0].record.name, "Front desk");
});
