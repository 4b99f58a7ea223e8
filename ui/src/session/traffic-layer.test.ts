// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { validated } from "./persist";
import type { SimulationResult } from "./simulation";
import { session } from "./store";

const FOUND = { desk: {} as SimulationResult };
const simulate = () => session.show({ show: "simulation", topology: "desk" });

beforeEach(() => {
  session.set({ dock: { show: "inspector" }, topology: "desk", simulated: {}, past: null });
  session.set({ layer: "health" });
});

/** As a first run leaves it. */
function ran() {
  simulate();
  session.set({ simulated: FOUND, layer: "traffic" });
}

describe("the layer of simulated traffic", () => {
  it("gives way to the layer before it when its simulation is closed, and comes back with it", () => {
    ran();
    session.closeDock();
    expect(session.get().layer).toBe("health");
    simulate();
    expect(session.get().layer).toBe("traffic");
    session.closeDock();
    expect(session.get().layer).toBe("health");
  });

  it("stays while other panels of the simulation are looked at", () => {
    ran();
    session.show({ show: "comparison", topology: "desk", other: "desk", conditions: null });
    simulate();
    expect(session.get().layer).toBe("traffic");
  });

  it("does not come back over a layer that was chosen since", () => {
    ran();
    session.closeDock();
    session.set({ layer: "findings" });
    simulate();
    expect(session.get().layer).toBe("findings");
    session.closeDock();
    ran();
    session.set({ layer: "owner" });
    session.closeDock();
    simulate();
    expect(session.get().layer).toBe("owner");
  });

  it("stays where it was chosen without the panel, until there is nothing to colour by", () => {
    session.set({ simulated: FOUND });
    session.set({ layer: "traffic" });
    session.openTopology("/r", "desk");
    expect(session.get().layer).toBe("traffic");
    session.openTopology("/r", "other");
    expect(session.get().layer).toBe("health");
  });

  it("goes with what was simulated, as when another registry is opened", () => {
    ran();
    session.set({ simulated: {} });
    expect(session.get().layer).toBe("health");
    simulate();
    expect(session.get().layer).toBe("health");
  });

  it("is not what a restart begins with", () => {
    expect(validated({ layer: "traffic" }).layer).toBe("owner");
    expect(validated({ layer: "health" }).layer).toBe("health");
    ran();
    window.dispatchEvent(new Event("pagehide"));
    const kept = JSON.parse(localStorage.getItem("baton.session") ?? "{}");
    expect(kept.layer).toBe("health");
  });
});
