import { describe, expect, it } from "vitest";
import { type KeyPress, matches } from "./action";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe("shortcuts", () => {
  it.each([
    ["Mod+Z", press("z", { ctrlKey: true }), true],
    ["Mod+Z", press("z", { metaKey: true }), true],
    ["Mod+Z", press("Z", { ctrlKey: true, shiftKey: true }), false],
    ["Mod+Shift+Z", press("Z", { ctrlKey: true, shiftKey: true }), true],
    ["F", press("f"), true],
    ["F", press("f", { ctrlKey: true }), false],
    ["/", press("/", { shiftKey: true }), true],
    ["+", press("+", { shiftKey: true }), true],
    ["Delete", press("Delete"), true],
    ["Alt+ArrowLeft", press("ArrowLeft", { altKey: true }), true],
    ["Alt+ArrowLeft", press("ArrowLeft"), false],
    ["F", press("f", { altKey: true }), false],
  ])("%s", (shortcut, pressed, expected) => {
    expect(matches(shortcut, pressed)).toBe(expected);
  });
});
