// Markup wherever a record holds words: shown as text on every page, and nothing of it runs.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { linkSocket, sendLink } from "./lib/link.mjs";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

const MARKUP = `<img src=x onerror="window.__hit=1"><script>window.__hit=2</script><b id="marked">b</b>`;
const KINDS = [
  ...["team", "person", "rotation", "escalation_path", "trust_domain", "environment", "capability"],
  ...["agent", "contract", "topology", "group", "note", "entry", "outcome", "memory", "handoff"],
  ...["scenario", "incident", "notice", "silence"],
];
/** Fields whose text is read by a program and refused where it is none. */
const NO_WORDS = /^(condition|range|schema|expression|time_zone|pattern)$/;
const SURFACES = [
  "Gates: where people decide",
  "Patterns: what is drawn",
  "Templates",
  "Rules",
  "Notices",
  "Changes of this topology",
];

/** The same value with markup after every text that is meant for people. */
function marked(value, key, count) {
  if (typeof value === "string") {
    const isWords = (key === "name" || value.includes(" ")) && !NO_WORDS.test(key);
    if (isWords) count.fields += 1;
    return isWords ? `${value} ${MARKUP}` : value;
  }
  if (Array.isArray(value)) return value.map((each) => marked(each, key, count));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([own, each]) => [own, marked(each, own, count)]));
}

windowTest("markup in all that people write is text on every page", async (window, place) => {
  const count = { fields: 0 };
  const edits = [];
  for (const kind of KINDS) {
    const { records } = await place.baton("list", kind);
    for (const { record_kind, revision: _, ...fields } of records) {
      if (fields.kind === record_kind) delete fields.kind;
      const record = marked(fields, "", count);
      edits.push({ op: "put", kind, id: fields.id, record, operation_id: "marked" });
    }
  }
  assert.ok(count.fields > 60, `only ${count.fields} fields hold words`);
  const before = await window.revision();
  await place.apply(edits);
  await until("the window shows it", async () => (await window.revision()) > before);

  const harmless = async (where) => {
    const seen = await window.driver.run(`return {
      hit: window.__hit ?? null,
      brought: document.querySelectorAll('img[src=x], #marked, body script:not([src])').length,
    }`);
    assert.deepEqual(seen, { hit: null, brought: 0 }, where);
  };
  await harmless("the drawing");
  const socket = linkSocket(place);
  await until("links are received", () => existsSync(socket));
  for (const { kind, id } of edits) {
    await sendLink(socket, `baton://registry/${kind}/${encodeURIComponent(id)}`);
    await window.isTrue(
      `the page of ${kind} ${id} is open`,
      `return document.querySelector('[data-testid=record-page]')?.dataset.record === arguments[0]
         && document.querySelector('.page__around h2') !== null`,
      `${kind}/${id}`,
    );
    await harmless(`${kind} ${id}`);
  }
  for (const surface of SURFACES) {
    await window.command(surface);
    await harmless(surface);
  }
});
