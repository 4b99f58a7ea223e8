// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { selectionOf } from "../canvas/selection";
import { setCurrentController } from "../features/canvas/current";
import { session } from "../session/store";
import { ACTION_GROUPS, type KeyPress } from "./action";
import { ACTIONS, action, actionFor, keysFor } from "./all";
import { type Desktop, menusOf } from "./menu";

const NONE = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

/** The key press that a shortcut is. */
function pressOf(shortcut: string): KeyPress {
  const plus = shortcut.endsWith("+");
  const parts = (plus ? shortcut.slice(0, -1) : shortcut).split("+").filter(Boolean);
  const key = plus ? "+" : (parts.pop() ?? "");
  return {
    key,
    code: /^[A-Z]$/.test(key) ? `Key${key}` : key,
    ctrlKey: parts.includes("Mod"),
    metaKey: false,
    shiftKey: parts.includes("Shift"),
    altKey: parts.includes("Alt"),
  };
}

describe("the actions", () => {
  it("have ids and titles of their own", () => {
    expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length);
    expect(new Set(ACTIONS.map(({ title }) => title)).size).toBe(ACTIONS.length);
  });

  it("have keys of their own: each key press is one action's", () => {
    for (const each of ACTIONS)
      for (const keys of keysFor(each))
        expect([keys, actionFor(pressOf(keys))?.id]).toEqual([keys, each.id]);
  });

  it.each([
    ["palette", "Mod+K"],
    ["undo", "Mod+Z"],
    ["redo", "Mod+Shift+Z"],
    ["cut", "Mod+X"],
    ["copy", "Mod+C"],
    ["paste", "Mod+V"],
    ["duplicate", "Mod+D"],
    ["delete", "Delete"],
    ["fit", "F"],
    ["search", "/"],
    ["shortcuts", "?"],
  ])("keep the habit %s: %s", (id, keys) => {
    expect(action(id).shortcut).toBe(keys);
  });

  it("leave to fields what is typed in them", () => {
    for (const each of ACTIONS.filter(({ inFields }) => inFields))
      for (const keys of keysFor(each)) expect(keys).toMatch(/^Mod\+|F\d$/);
  });

  it("with Alt are found by place where the keyboard types another letter", () => {
    expect(actionFor({ ...NONE, key: "å", code: "KeyA", altKey: true })?.id).toBe("align-left");
  });
});

describe("without a drawing", () => {
  beforeEach(() => {
    setCurrentController(null);
    session.set({ selection: selectionOf(["agent:triage"]), clip: "{}" });
  });

  it("nothing is offered that is done on one", () => {
    for (const { id, group, enabled } of ACTIONS) {
      const drawn = group === "Add" || group === "Handoff" || group === "Arrange";
      if (drawn) expect([id, enabled()]).toEqual([id, false]);
    }
    for (const id of ["copy", "paste", "delete", "rename", "select-all", "fit", "focus-1"])
      expect([id, action(id).enabled()]).toEqual([id, false]);
  });
});

describe("the native menu", () => {
  it("holds every action in its group", () => {
    const menus = menusOf(ACTIONS, "linux");
    expect(menus.map(({ title }) => title)).toEqual([...ACTION_GROUPS]);
    const ids = menus.flatMap(({ rows }) => rows.flatMap((row) => ("id" in row ? row.id : [])));
    expect(ids).toEqual(
      ACTION_GROUPS.flatMap((group) =>
        ACTIONS.filter((each) => each.group === group).map(({ id }) => id),
      ),
    );
  });

  it("ends where the desktop has an item for it", () => {
    const last = (desktop: Desktop) =>
      menusOf(ACTIONS, desktop).find((menu) => menu.rows.at(-1)?.row === "system")?.title;
    expect([last("linux"), last("windows"), last("mac")]).toEqual([undefined, "File", "Baton"]);
  });

  it("only tells the keys where they would be taken from text fields", () => {
    const rows = menusOf(ACTIONS, "linux").flatMap((menu) => menu.rows);
    expect(rows).toContainEqual(
      expect.objectContaining({ id: "undo", text: "Undo    Ctrl+Z", accelerator: null }),
    );
    expect(rows.every((row) => !("accelerator" in row) || row.accelerator === null)).toBe(true);
  });

  it("has real keys on a Mac, and the system's own items for text", () => {
    const [own, ...menus] = menusOf(ACTIONS, "mac");
    const rows = menus.flatMap((menu) => menu.rows);
    expect(own?.title).toBe("Baton");
    expect(rows).toContainEqual({ row: "system", item: "Copy" });
    expect(rows).toContainEqual(
      expect.objectContaining({ id: "redo", text: "Redo", accelerator: "Cmd+Shift+Z" }),
    );
    expect(rows).toContainEqual(expect.objectContaining({ id: "fit", accelerator: null }));
    expect(rows).toContainEqual(
      expect.objectContaining({ id: "text-larger", accelerator: "Cmd+Plus" }),
    );
  });
});
