import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { NOTHING } from "../../canvas/selection";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { replacePlatform } from "../../platform";
import { session } from "../../session/store";
import { memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { SAMPLE, STEPS, startTour, tourIsHere } from "./tour";
import { TourBanner } from "./tour-banner";

const sample = {
  kind: "topology" as const,
  id: SAMPLE,
  record: { id: SAMPLE, name: "Support desk" },
};

async function open(records = [...RECORDS, sample]) {
  replacePlatform(memoryRegistry({ records }).platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  await start();
  session.set({
    topology: SAMPLE,
    view: "drawing",
    past: null,
    tour: 0,
    selection: NOTHING,
    findingKey: null,
    simulated: {},
    dock: { show: "inspector" },
  });
}

const title = () => document.querySelector(".tour strong")?.lastChild?.parentElement?.textContent;

beforeEach(() => localStorage.clear());

describe("the guided sample", () => {
  it("goes on as each step is done, and ends", async () => {
    await open();
    render(<TourBanner />);
    const steps: (() => void)[] = [
      () => session.select({ boxes: [], edges: ["a-to-b"] }),
      () => session.set({ findingKey: "OWN001 a-to-b" }),
      () => useDocument.setState((state) => ({ revision: state.revision + 1 })),
      () => session.set({ simulated: { [SAMPLE]: {} as never } }),
      () => session.show({ show: "export" }),
    ];
    for (const [i, step] of steps.entries()) {
      expect(title()).toContain(STEPS[i]?.title);
      act(step);
    }
    expect(session.get().tour).toBeNull();
    expect(screen.getByTestId("tour-ended")).toBeTruthy();
  });

  it("has the button itself that a step asks for, where the bar may show a sign alone", async () => {
    await open();
    const user = userEvent.setup();
    act(() => session.set({ tour: 4 }));
    render(<TourBanner />);
    await user.click(screen.getByTestId("tour-act"));
    expect(session.get().dock.show).toBe("export");
    expect(screen.getByTestId("tour-ended")).toBeTruthy();
  });

  it("is not done by what was so before", async () => {
    await open();
    session.select({ boxes: ["agent:a"], edges: [] });
    render(<TourBanner />);
    act(() => session.set({ palette: false }));
    expect(session.get().tour).toBe(0);
  });

  it("can be skipped step by step, put away, and begun again", async () => {
    await open();
    const user = userEvent.setup();
    render(<TourBanner />);
    await user.click(screen.getByTestId("tour-skip"));
    expect(session.get().tour).toBe(1);
    await user.click(screen.getByTestId("tour-close"));
    expect(screen.queryByTestId("tour")).toBeNull();
    window.dispatchEvent(new Event("pagehide"));
    expect(JSON.parse(localStorage.getItem("baton.session") ?? "{}").tour).toBeNull();
    act(startTour);
    expect(screen.getByTestId("tour")).toBeTruthy();
  });

  it("is for the sample alone", async () => {
    await open([...RECORDS]);
    expect(tourIsHere()).toBe(false);
    session.set({ topology: "desk" });
    render(<TourBanner />);
    expect(screen.queryByTestId("tour")).toBeNull();
  });
});
