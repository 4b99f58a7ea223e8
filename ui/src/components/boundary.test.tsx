import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Boundary } from "./boundary";

let broken = true;
function Fragile() {
  if (broken) throw new Error("a page too many");
  return <p>whole</p>;
}

it("says what failed and tries again, on request or for something else", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const shown = (of: string) => (
    <Boundary name="The inspector" of={of}>
      <Fragile />
    </Boundary>
  );
  const { rerender } = render(shown("a"));
  expect(screen.getByRole("alert").textContent).toContain("The inspector cannot be shown");
  expect(screen.getByText("a page too many")).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.getByText("whole")).toBeTruthy();
  broken = true;
  rerender(shown("a"));
  expect(screen.getByRole("alert")).toBeTruthy();
  broken = false;
  rerender(shown("b"));
  expect(screen.getByText("whole")).toBeTruthy();
});
