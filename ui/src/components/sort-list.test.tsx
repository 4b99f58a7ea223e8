import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { SortList } from "./sort-list";

function list() {
  const onMove = vi.fn();
  const onRemove = vi.fn();
  const items = ["One", "Two", "Three"].map((name) => ({ key: name, name, content: name }));
  render(<SortList label="Fallbacks" items={items} onMove={onMove} onRemove={onRemove} />);
  for (const [i, row] of screen.getAllByRole("listitem").entries())
    row.getBoundingClientRect = () => new DOMRect(0, i * 30, 200, 28);
  return { onMove, onRemove, handle: screen.getByRole("button", { name: /^Move One/ }) };
}

it("moves by Alt and an arrow, and says where to", async () => {
  const { onMove, handle } = list();
  const user = userEvent.setup();
  handle.focus();
  await user.keyboard("{ArrowDown}");
  expect(onMove).not.toHaveBeenCalled();
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  expect(onMove).not.toHaveBeenCalled();
  await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
  expect(onMove.mock.calls).toEqual([[["Two", "One", "Three"]]]);
  expect(screen.getByText("One is now 2 of 3.")).toBeTruthy();
});

it("moves by dragging, and not when given up", () => {
  const { onMove, handle } = list();
  handle.setPointerCapture = () => {};
  fireEvent.pointerDown(handle, { button: 0, clientY: 14 });
  fireEvent.pointerMove(handle, { clientY: 90 });
  fireEvent.keyDown(handle, { key: "Escape" });
  fireEvent.pointerUp(handle, { clientY: 90 });
  expect(onMove).not.toHaveBeenCalled();
  fireEvent.pointerDown(handle, { button: 0, clientY: 14 });
  fireEvent.pointerMove(handle, { clientY: 90 });
  fireEvent.pointerUp(handle, { clientY: 90 });
  expect(onMove.mock.calls).toEqual([[["Two", "Three", "One"]]]);
});

it("takes one away", async () => {
  const { onRemove } = list();
  await userEvent.setup().click(screen.getByRole("button", { name: "Remove Two" }));
  expect(onRemove.mock.calls).toEqual([["Two"]]);
});
