// A contract from draft to its end: the schema judged while it is typed, the payload that breaks, publishing, deprecating.
import assert from "node:assert/strict";
import { flow, record, written } from "./lib/page.mjs";

const PUBLISHED = "credit-request@1.0.0";
const DRAFT = "credit-request@1.1.0";

/** Opens the page of the published version, and drafts the next one. */
async function draft(page) {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill("credit-request@1.0.0");
  await page.locator('[role=option][aria-selected="true"]', { hasText: "1.0.0" }).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("contract-editor").waitFor();
  await page.getByTestId("draft-next").click();
  await record(page, "contract_version", DRAFT, (version) => version?.version === "1.1.0");
  await page.getByTestId("version-publish").waitFor();
}

const code = (page) => page.getByTestId("schema-editor").locator(".cm-content");

async function write(page, text) {
  await code(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

const verdict = (page, words) =>
  page.getByTestId("verdict-title").filter({ hasText: words }).waitFor();

/** The schema of the published version with one more field. */
function withField(page, required) {
  return page.evaluate(
    ([id, needed]) => {
      const { payload_schema: schema } = window.__mock.record("contract_version", id);
      const { properties, required: names } = schema;
      return JSON.stringify({
        ...schema,
        properties: { ...properties, urgency: { type: "string" } },
        required: needed ? [...names, "urgency"] : names,
      });
    },
    [PUBLISHED, required],
  );
}

flow(
  "a required field breaks, with the payload that shows it; made optional it is safe",
  async (page) => {
    await draft(page);
    await verdict(page, "Safe against 1.0.0");
    const before = (await written(page)).length;
    await write(page, await withField(page, true));
    await verdict(page, "Breaking against 1.0.0");
    await page.getByTestId("field-/urgency").waitFor();
    const payload = page.getByTestId("counterexample");
    await payload.getByText('"urgency" is a required property').waitFor();
    await page.getByText("Receivers cannot move first").first().waitFor();
    assert.equal((await written(page)).length, before, "nothing is stored while it is typed");
    await page.locator("[data-example='accepted/0'].example--wrong").waitFor();
    await write(page, await withField(page, false));
    await verdict(page, "Safe against 1.0.0");
    await page.locator("[data-example='accepted/0'].example--fine").waitFor();
    await page.keyboard.press("Control+Enter");
    await record(
      page,
      "contract_version",
      DRAFT,
      ({ payload_schema: schema }) => schema.properties.urgency?.type === "string",
    );
  },
);

flow(
  "the editor keeps what is wrong, gives up on Escape, and leaves the tab key to the window",
  async (page) => {
    await draft(page);
    const text = async () => (await code(page).textContent()).slice(0, 200);
    const stored = await text();
    await write(page, '{ "type": object }');
    await page.getByTestId("schema-mistake").getByText("Line 1, column 11").waitFor();
    await page.keyboard.press("Tab");
    assert.equal(
      await page.evaluate(() => document.activeElement?.dataset.testid ?? ""),
      "schema-mistake",
    );
    await page.getByTestId("schema-mistake").getByText("not stored yet").waitFor();
    assert.match(await text(), /"type": object/);
    await page.getByTestId("schema-mistake").click();
    // The first one lets go of what is selected.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByTestId("schema-mistake").waitFor({ state: "detached" });
    assert.equal(await text(), stored);
    await page.keyboard.press("Control+z");
    await page.getByTestId("schema-mistake").waitFor();
  },
);

flow(
  "publishing shows what stands in its way, and takes another number where the change needs it",
  async (page) => {
    await draft(page);
    await write(page, await withField(page, true));
    await page.keyboard.press("Control+Enter");
    await record(page, "contract_version", DRAFT, ({ payload_schema: schema }) =>
      schema.required.includes("urgency"),
    );
    // The examples have no urgency, so they go.
    const { examples: _, ...kept } = await page.evaluate(
      (id) => window.__mock.record("contract_version", id),
      DRAFT,
    );
    await page.evaluate(
      ([id, version]) =>
        window.__mock.outside(
          [
            {
              op: "put",
              kind: "contract_version",
              id,
              record: version,
              base_revision: null,
              operation_id: "examples",
            },
          ],
          "ada",
        ),
      [DRAFT, kept],
    );
    const before = (await written(page)).length;
    await page.getByTestId("version-publish").click();
    await page.getByTestId("publish-needs").getByText("goes up by too little").waitFor();
    assert.ok(await page.getByTestId("publish-confirm").isDisabled());
    await page.locator(".dock-panel").getByText('"urgency" is a required property').waitFor();
    await page.getByTestId("publish-told").getByText("Subscriber Care").waitFor();
    await page.getByTestId("publish-number").fill("1.9");
    await page.getByTestId("publish-number").fill("2.0.0");
    await page.getByTestId("publish-needs").getByText("goes up").waitFor({ state: "detached" });
    assert.equal((await written(page)).length, before, "nothing is stored while it is decided");
    await page.getByTestId("publish-confirm").click();
    await record(page, "contract_version", "credit-request@2.0.0", (v) => v?.state === "published");
    await page.waitForFunction((id) => !window.__mock.record("contract_version", id), DRAFT);
    await page.getByText("Credit request 2.0.0").first().waitFor();
  },
);

flow("a draft gets another number on its page", async (page) => {
  await draft(page);
  await page.getByTestId("version-number").fill("1.5.0");
  await page.getByTestId("version-number").press("Enter");
  await record(page, "contract_version", "credit-request@1.5.0", (v) => v?.version === "1.5.0");
  await page.getByText("Credit request 1.5.0").first().waitFor();
  await page.getByTestId("timeline-1.5.0").waitFor();
  assert.equal(await page.getByTestId("timeline-1.1.0").count(), 0);
});

flow("a version is published, and another one deprecated with the day of its end", async (page) => {
  await draft(page);
  await page.getByTestId("version-publish").click();
  await page.getByTestId("publish-confirm").click();
  await record(page, "contract_version", DRAFT, ({ state }) => state === "published");
  await page.getByText("what was agreed never changes").waitFor();
  await page.getByTestId("timeline-1.0.0").click();
  await page.getByTestId("version-deprecate").click();
  await page.getByLabel("Ends").fill("2027-01-31");
  await page.getByLabel("Ends").press("Enter");
  await page.getByTestId("deprecate-confirm").click();
  await record(
    page,
    "contract_version",
    PUBLISHED,
    ({ state, sunset_date: end }) => state === "deprecated" && end === "2027-01-31",
  );
  await page.getByTestId("version-retire").waitFor();
});
