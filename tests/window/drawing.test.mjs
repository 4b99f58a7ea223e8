// What people do on the drawing.
import assert from "node:assert/strict";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

const COLOURS = `
  const canvas = document.querySelector("[data-testid=canvas] canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4 * 97) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  return seen.size;`;

windowTest("the first start draws the sample", async (window, place) => {
  await until(
    "there is something on the canvas",
    async () => (await window.driver.run(COLOURS)) > 8,
  );
  await window.box("agent:triage-desk");
  await window.shows("findings-panel");
  const { records } = await place.baton("list", "agent");
  assert.equal(records.length, 12);
});

windowTest("a dragged agent is stored where it was dropped", async (window, place) => {
  const before = await window.revision();
  const from = await window.box("agent:triage-desk");
  await window.driver.drag(from, { x: from.x + 64, y: from.y + 96 });
  await window.saved(before);
  const placement = await place.record("placement", "sample-support.agent.triage-desk");
  assert.ok(placement, "the placement is stored");
  const zoom = await window.driver.run("return window.__baton.camera.zoom");
  await until("the drawing shows it there", async () => {
    const now = await window.box("agent:triage-desk");
    return (
      Math.abs(now.x - from.x - 64) <= 5 + 8 * zoom && Math.abs(now.y - from.y - 96) <= 5 + 8 * zoom
    );
  });
});

windowTest("a handoff is drawn from one agent to another", async (window, place) => {
  const before = await window.revision();
  const known = new Set((await place.baton("list", "handoff")).records.map(({ id }) => id));
  const to = await window.box("agent:visit-planner");
  // The handle shows itself to a pointer that is near.
  const handle = await window.at("connect-credit-agent");
  await window.driver.drag(handle, to);
  await window.saved(before);
  const drawn = (await place.baton("list", "handoff")).records.filter(({ id }) => !known.has(id));
  assert.deepEqual(
    drawn.map(({ from, to, topology }) => ({ from, to, topology })),
    [{ from: "credit-agent", to: "visit-planner", topology: "sample-support" }],
  );
});
