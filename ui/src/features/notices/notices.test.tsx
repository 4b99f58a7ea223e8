// @vitest-environment jsdom
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { NoticeRow } from "../../platform";
import { session } from "../../session/store";
import { openRegistry } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { NoticesPanel } from "./notices-panel";

const FAILED: NoticeRow = {
  id: "n1",
  to: "money",
  team_name: "Money",
  topic: "review_asked",
  about: { kind: "review", id: "r1" },
  text: "Refund 2.0.0 waits for your word\n\nRefunds *go* by order",
  revision: 7,
  state: "failed",
  reached: [],
  attempts: 2,
  next_try: null,
  last_error: "the webhook answered 503",
};

let registry: MemoryRegistry;
beforeEach(async () => {
  registry = await openRegistry([]);
});

it("tells to whom, about what, where it stands and why it failed; and what delivers it", async () => {
  const notices = vi.spyOn(registry.platform, "notices").mockResolvedValue([FAILED]);
  const user = userEvent.setup();
  render(<NoticesPanel />);
  const row = within(await screen.findByTestId("notice-n1"));
  expect(row.getByText("Money")).toBeTruthy();
  expect(row.getByText("A review waits")).toBeTruthy();
  expect(row.getByText("could not be sent")).toBeTruthy();
  expect(row.getByText(/the webhook answered 503 \(2 tries\)/)).toBeTruthy();
  expect(row.getByText("go").tagName).toBe("EM");
  expect(screen.getByText("baton notices --send")).toBeTruthy();
  await user.click(screen.getByRole("switch"));
  expect(notices).toHaveBeenLastCalledWith(true);
  await user.click(within(await screen.findByTestId("notice-n1")).getByRole("button"));
  expect(session.get().page).toEqual({ kind: "review", id: "r1" });
});

it("says when none waits", async () => {
  render(<NoticesPanel />);
  expect(await screen.findByText("No notice waits")).toBeTruthy();
});
