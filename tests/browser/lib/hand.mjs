// What a hand does on the drawing.
import { place } from "./page.mjs";

/** Drags in the steps in which a hand does: a first small move, then the rest. `before` runs with the button still held. */
export async function drag(page, from, to, before) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await before?.();
  await page.mouse.up();
}

export function beside({ x, y }, dx, dy) {
  return { x: x + dx, y: y + dy };
}

/** The middle of an element. */
export async function middleOf(locator) {
  await locator.waitFor({ state: "attached" });
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Where a handoff can be drawn from: the middle of an agent's right edge. */
export function handleOf(page, agent) {
  return middleOf(page.getByTestId(`connect-${agent}`));
}

/** A point of the drawing on screen. */
export function onScreen(page, point) {
  return page.evaluate(({ x, y }) => {
    const { camera } = window.__baton;
    const area = document.querySelector("[data-testid=canvas]").getBoundingClientRect();
    return {
      x: area.left + (x - camera.x) * camera.zoom,
      y: area.top + (y - camera.y) * camera.zoom,
    };
  }, point);
}

/** Clicks a box of the drawing. */
export async function click(page, box, options) {
  const at = await place(page, box);
  const { modifiers = [], ...mouse } = options ?? {};
  for (const key of modifiers) await page.keyboard.down(key);
  await page.mouse.click(at.x, at.y, mouse);
  for (const key of modifiers) await page.keyboard.up(key);
}

/** Waits until exactly these rows of the outline are selected. */
export async function selected(page, keys) {
  await page.waitForFunction((wanted) => {
    const rows = document.querySelectorAll('[role=treeitem][aria-selected="true"]');
    const now = [...rows].map(({ dataset }) => dataset.testid.replace("outline-", ""));
    return JSON.stringify(now.sort()) === JSON.stringify(wanted);
  }, [...keys].sort());
}

/** Waits until a record exists, or with `false` until it does not. */
export function exists(page, kind, id, wanted = true) {
  return page.waitForFunction(
    ([kind, id, wanted]) => (window.__mock.record(kind, id) !== undefined) === wanted,
    [kind, id, wanted],
  );
}
