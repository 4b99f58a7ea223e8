// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { goToArea } from "./areas";

afterEach(() => {
  document.body.replaceChildren();
});

describe("the areas of the window", () => {
  it("are gone around in both directions, without those that have nothing to focus", () => {
    document.body.innerHTML = `
      <header class="top-bar"><button id="home"></button></header>
      <div class="side--left"><span></span></div>
      <div data-testid="canvas"><button tabindex="-1"></button><button id="box"></button></div>
      <aside class="side--right"><input disabled /><input id="name" /></aside>`;
    const seen: string[] = [];
    for (const step of [1, 1, 1, 1, -1, -1] as const) {
      goToArea(step);
      seen.push(document.activeElement?.id ?? "");
    }
    expect(seen).toEqual(["home", "box", "name", "home", "name", "box"]);
  });

  it("begin at the end when they are gone around backwards", () => {
    document.body.innerHTML = `
      <header class="top-bar"><button id="home"></button></header>
      <aside class="side--right"><input id="name" /></aside>`;
    goToArea(-1);
    expect(document.activeElement?.id).toBe("name");
  });
});
