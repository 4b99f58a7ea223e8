import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ACTIONS } from "../../actions/all";
import { session } from "../../session/store";
import { Shortcuts } from "./shortcuts";

describe("the list of shortcuts", () => {
  it("holds every action that has one", () => {
    render(<Shortcuts />);
    for (const { shortcut, title } of ACTIONS)
      if (shortcut) expect(screen.getAllByText(title).length).toBeGreaterThan(0);
  });

  it("keeps the focus and closes with Escape", async () => {
    const user = userEvent.setup();
    session.set({ help: true });
    render(<Shortcuts />);
    expect(document.activeElement?.className).toBe("shortcuts__list");
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Close" }));
    await user.tab();
    expect(document.activeElement?.className).toBe("shortcuts__list");
    await user.keyboard("{Escape}");
    expect(session.get().help).toBe(false);
  });
});
