// Copies: within a topology, and to another one.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { onPath } from "../../scripts/lib/process.mjs";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

const named = async (place, word) =>
  (await place.baton("list", "agent")).records.filter(({ name }) => name.includes(word));

windowTest(
  "a copied agent is pasted beside itself, and one undo takes it back",
  async (window, place) => {
    const { driver } = window;
    const revision = await window.revision();
    await driver.click(await window.box("agent:credit-agent"));
    await window.says("inspector-name", "Credit Agent");
    await driver.press("Control", "c");
    await driver.press("Control", "v");
    await window.saved(revision);
    const copies = await named(place, "Credit Agent");
    assert.equal(copies.length, 2);
    assert.equal(copies[0].team, copies[1].team, "a copy belongs to the same team");
    await driver.press("Control", "z");
    await until("the copy is gone", async () => (await named(place, "Credit Agent")).length === 1);
  },
);

windowTest("what is pasted into another topology is the same agent", async (window, place) => {
  const { driver } = window;
  await place.apply([
    { op: "put", kind: "topology", id: "night", record: { id: "night", name: "Night desk" } },
  ]);
  const revision = await window.revision();
  await driver.click(await window.box("agent:credit-agent"));
  await window.says("inspector-name", "Credit Agent");
  await driver.press("Control", "c");
  await driver.press("Control", "k");
  await window.shows("palette-input");
  await driver.type("night desk");
  await window.isTrue(
    "the topology is found",
    "return /Night desk/.test(document.querySelector('[role=option]')?.textContent)",
  );
  await driver.press("Enter");
  await window.isTrue(
    "the other drawing is open",
    "return window.__baton.ready && window.__baton.screenPosition('agent:credit-agent') === null",
  );
  await driver.press("Control", "v");
  await until("it is drawn there", async () => {
    const placements = (await place.baton("list", "placement")).records;
    return placements.some(
      ({ topology, subject }) => topology === "night" && subject.id === "credit-agent",
    );
  });
  assert.ok((await window.revision()) >= revision);
  assert.equal((await named(place, "Credit Agent")).length, 1);
});

windowTest("a copied picture is in the system's clipboard, as pixels", async (window) => {
  if (!onPath("xclip")) {
    console.error("Skipped: xclip is not installed; it reads the clipboard as other programs do.");
    return;
  }
  const held = (...words) =>
    execFileSync("xclip", ["-selection", "clipboard", "-o", ...words], {
      timeout: 20_000,
      maxBuffer: 2 ** 26,
    });
  const { driver } = window;
  await driver.press("Control", "k");
  await window.shows("palette-input");
  await driver.type("copy as png");
  await window.isTrue(
    "the command is found",
    "return /Copy as PNG/.test(document.querySelector('[role=option]')?.textContent)",
  );
  await driver.press("Enter");
  await window.isTrue("it says so", "return /Copied as PNG/.test(document.body.textContent)");
  const picture = held("-t", "image/png");
  assert.equal(picture.subarray(1, 4).toString(), "PNG");
  const [width, height] = [16, 20].map((at) => picture.readUInt32BE(at));
  assert.ok(width > 1000 && height > 300, `${width} x ${height}`);
});
