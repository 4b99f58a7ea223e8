import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { useDocument } from "../../document/store";
import { session } from "../../session/store";
import { openRegistry } from "../../testing/inspector";
import { UNOWNED } from "../../testing/support";
import { FirstSteps } from "./first-steps";

it("begins with an agent where there is none, and with a handoff where there are some", async () => {
  await openRegistry([]);
  session.set({ firstSteps: true, tour: null });
  act(() => useDocument.setState({ findings: [] }));
  render(<FirstSteps />);
  const first = () => screen.getAllByRole("listitem")[0]?.textContent;
  expect(first()).toContain("Drag from an agent");
  act(() => useDocument.setState({ findings: [UNOWNED] }));
  expect(first()).toContain("Click a finding");
  act(() => session.set({ topology: "another" }));
  expect(first()).toBe("Double-click the drawing, or press A: that is an agent.");
  act(() => session.set({ topology: "desk" }));
  act(() => useDocument.setState({ records: new Map() as never, findings: [] }));
  expect(first()).toBe("Double-click the drawing, or press A: that is an agent.");
});
