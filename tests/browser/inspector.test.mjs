// Fields of what is selected: each is an edit of its own, written when it is left.
import assert from "node:assert/strict";
import { exists } from "./lib/hand.mjs";
import { flow as anyFlow, record, written } from "./lib/page.mjs";

/** In a window that is high enough for the whole outline. */
function flow(name, run) {
  anyFlow(name, run, { viewport: { width: 1440, height: 1700 } });
}

/** Opens a row of the outline; the inspector follows. */
async function inspect(page, key) {
  await page.getByTestId(`outline-${key}`).click();
  await page.locator(".inspector__id", { hasText: key.slice(key.indexOf(":") + 1) }).waitFor();
}

/** Opens the page of a record by searching for it. */
async function openPage(page, words, heading = words) {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(words);
  await page.locator('[role=option][aria-selected="true"]', { hasText: heading }).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("record-page").waitFor();
}

/** Opens a section that may be closed. */
async function section(page, name) {
  const head = page.locator(".section__head", { hasText: name });
  if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
}

const handoff = (page, id, holds) => record(page, "handoff", id, holds);

flow(
  "the trigger reads as a sentence, and each word of it is changed where it stands",
  async (page) => {
    await inspect(page, "handoff:account-to-person");
    const sentence = page.getByTestId("trigger-sentence");
    await page.getByTestId("trigger-on").selectOption("confidence_below");
    await handoff(page, "account-to-person", ({ trigger }) => trigger.on === "confidence_below");
    const value = page.getByTestId("trigger-value");
    await value.fill("0.8");
    await value.press("Enter");
    await handoff(page, "account-to-person", ({ trigger }) => trigger.value === 0.8);
    await page.getByTestId("trigger-decided-by").selectOption("observer");
    await handoff(page, "account-to-person", ({ trigger }) => trigger.decided_by === "observer");
    const wait = page.getByTestId("trigger-wait");
    await wait.fill("30 s");
    await wait.press("Enter");
    await handoff(page, "account-to-person", ({ trigger }) => trigger.debounce_seconds === 30);
    const words = (await sentence.locator("[aria-hidden]").allTextContents()).join(" ");
    for (const part of ["confidence", "0.8", "observer", "30 s"])
      assert.ok(words.includes(part), `${part} stands in: ${words}`);
    await page.keyboard.press("Control+z");
  },
);

flow("the policy takes times as people write them", async (page) => {
  await inspect(page, "handoff:triage-to-account");
  await section(page, "If it fails");
  const timeout = page.getByTestId("policy-timeout");
  await timeout.fill("2.5 s");
  await timeout.press("Enter");
  await handoff(page, "triage-to-account", ({ policy }) => policy.timeout_ms === 2500);
  const retries = page.getByTestId("policy-retries");
  await retries.fill("4");
  await retries.press("Tab");
  await handoff(page, "triage-to-account", ({ policy }) => policy.retries === 4);
  await page.getByTestId("policy-backoff").selectOption("fixed");
  await handoff(page, "triage-to-account", ({ policy }) => policy.backoff === "fixed");
  await timeout.fill("soon");
  await timeout.press("Tab");
  await handoff(page, "triage-to-account", ({ policy }) => policy.timeout_ms === 2500);
});

flow("Escape gives up what was typed, and nothing is written", async (page) => {
  await inspect(page, "agent:triage-desk");
  const name = page.getByTestId("inspector-name");
  await name.fill("Something else");
  await name.press("Escape");
  await page.waitForFunction(
    () => document.querySelector("[data-testid=inspector-name]").value === "Triage",
  );
  assert.deepEqual(await written(page), []);
});

flow("fallbacks are put in order by keyboard, added and removed", async (page) => {
  await inspect(page, "handoff:triage-to-account");
  const before = (await handoff(page, "triage-to-account", () => true)).fallbacks ?? [];
  await section(page, "Fallbacks");
  const add = page.getByTestId("inspector-add-fallback");
  await add.click();
  await add.fill("credit");
  await add.press("Enter");
  await handoff(page, "triage-to-account", ({ fallbacks }) => fallbacks?.includes("credit-agent"));
  const last = page.getByRole("button", { name: /^Move Credit Agent/ });
  await last.focus();
  await last.press("Alt+ArrowUp");
  await handoff(
    page,
    "triage-to-account",
    ({ fallbacks }) => fallbacks.indexOf("credit-agent") === before.length - 1,
  );
  await page.getByRole("button", { name: "Remove Credit Agent" }).click();
  await handoff(
    page,
    "triage-to-account",
    ({ fallbacks }) => JSON.stringify(fallbacks ?? []) === JSON.stringify(before),
  );
});

flow("a human gate is written as the card that the reviewer gets", async (page) => {
  await inspect(page, "handoff:triage-to-account");
  await section(page, "Human gate");
  await page.getByTestId("inspector-gate").click();
  await handoff(page, "triage-to-account", ({ gate }) => gate !== undefined);
  const question = page.getByTestId("gate-question");
  await question.fill("May it go on?");
  await question.press("Tab");
  await handoff(page, "triage-to-account", ({ gate }) => gate.question === "May it go on?");
  const insert = page.getByTestId("gate-insert");
  await insert.click();
  await insert.fill("ticket");
  await insert.press("Enter");
  await page.getByTestId("gate-action").focus();
  await handoff(page, "triage-to-account", ({ gate }) => /ticket/.test(gate.summary ?? ""));
  await page.getByTestId("gate-preview").getByText("ticket").waitFor();
});

flow(
  "capabilities are completed from the vocabulary, and a new word can be defined",
  async (page) => {
    await inspect(page, "agent:triage-desk");
    const add = page.getByTestId("capability-add");
    await add.click();
    await add.fill("outage");
    await page.getByRole("option", { name: /outage-handling/ }).waitFor();
    await add.press("Enter");
    await record(page, "agent", "triage-desk", ({ capabilities }) =>
      capabilities.includes("outage-handling"),
    );
    await add.fill("tea-making");
    await add.press("Enter");
    await record(page, "agent", "triage-desk", ({ capabilities }) =>
      capabilities.includes("tea-making"),
    );
    await page.getByRole("button", { name: "Define tea-making: say what it means" }).click();
    await page.getByTestId("create-apply").waitFor();
  },
);

flow("an accepted range says which versions it matches while it is typed", async (page) => {
  await page.getByTestId("view-registry").click();
  await page.getByTestId("kind-agent_version").click();
  await page.getByTestId("row-triage-desk@2.5.0").locator(".records__name").click();
  const range = page.getByRole("textbox", { name: "Range of support-ticket that is taken" });
  await range.fill("<1.1.0");
  const versions = page.getByRole("list", { name: "Versions of support-ticket" });
  await versions.getByText(/1\.0\.0.* taken/).waitFor();
  await versions.getByText(/1\.1\.0.* not taken/).waitFor();
  await range.press("Enter");
  await record(page, "agent_version", "triage-desk@2.5.0", ({ accepts }) =>
    accepts.some(({ contract, range }) => contract === "support-ticket" && range === "<1.1.0"),
  );
});

flow("a contract shows its fields as a table and as JSON", async (page) => {
  await page.getByTestId("view-registry").click();
  await page.getByTestId("kind-contract_version").click();
  await page.getByTestId("row-credit-request@1.0.0").locator(".records__name").click();
  const table = page.locator("table.fields");
  await table.getByText("verbatim").waitFor();
  assert.match(await table.getByRole("row", { name: /verbatim/ }).textContent(), /required/);
  assert.ok((await table.getByLabel("sensitive").count()) > 0);
  await page.getByText("what was agreed never changes").waitFor();
});

flow(
  "an escalation path is a ladder with times, and its rungs change places by key",
  async (page) => {
    await openPage(page, "Subscriber Care ladder");
    const first = (await record(page, "escalation_path", "desk-care-escalation", () => true)).steps;
    const minutes = page.getByRole("textbox", { name: "Minutes after the start, step 2" });
    await minutes.fill("15");
    await minutes.press("Tab");
    await record(
      page,
      "escalation_path",
      "desk-care-escalation",
      ({ steps }) => steps[1].after_minutes === 15,
    );
    const rung = page.getByRole("button", { name: /^Move .*, 2 of 3/ });
    await rung.focus();
    await rung.press("Alt+ArrowUp");
    const { steps } = await record(
      page,
      "escalation_path",
      "desk-care-escalation",
      ({ steps }) => steps[0].notify.id === first[1].notify.id,
    );
    assert.deepEqual(
      steps.map(({ after_minutes }) => after_minutes),
      [0, 15, 25],
      "the times stay where they are",
    );
  },
);

flow("several agents are changed at once, as one edit", async (page) => {
  await page.getByTestId("outline-agent:credit-agent").click();
  await page.getByTestId("outline-agent:retention-agent").click({ modifiers: ["Control"] });
  const team = page.getByTestId("several-team");
  await team.click();
  await team.fill("network");
  await team.press("Enter");
  for (const id of ["credit-agent", "retention-agent"])
    await record(page, "agent", id, (agent) => agent.team === "desk-network");
  assert.equal((await written(page)).length, 1);
});

flow("a field is found by its name, and what is not it is put away", async (page) => {
  await inspect(page, "handoff:triage-to-account");
  await page.getByTestId("field-filter").fill("dead letter");
  await page.getByTestId("policy-dead-letter").waitFor();
  await page.getByTestId("trigger-sentence").waitFor({ state: "detached" });
});

flow(
  "a name may be renamed where it stands, and the drawing and the outline follow",
  async (page) => {
    await inspect(page, "agent:triage-desk");
    const name = page.getByTestId("inspector-name");
    await name.fill("Front line");
    await name.press("Enter");
    await page.getByTestId("outline-agent:triage-desk").getByText("Front line").waitFor();
    await record(page, "agent", "triage-desk", (agent) => agent.name === "Front line");
    await page.getByTestId("undo").click();
    await page.getByTestId("outline-agent:triage-desk").getByText("Triage").waitFor();
    await exists(page, "agent", "triage-desk");
  },
);
