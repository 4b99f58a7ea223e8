// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { placeFrom, placeOf } from "./place";
import { useSession } from "./store";

const REGISTRY = "/home/maria/desk.baton";

describe("the place of a window", () => {
  it("is read as it was kept", () => {
    const state = {
      ...useSession.getState(),
      topology: "desk",
      view: "registry" as const,
      page: { kind: "agent" as const, id: "triage" },
      selection: { boxes: ["agent:triage"], edges: ["to-risk"] },
    };
    const place = placeOf(state, REGISTRY);
    expect(placeFrom(JSON.parse(JSON.stringify(place)), REGISTRY)).toEqual(place);
  });

  it.each([[null], ["desk"], [[1]], [{}], [{ registry: "/another.baton", topology: "desk" }]])(
    "is none in this registry: %j",
    (value) => {
      expect(placeFrom(value, REGISTRY)).toBeNull();
    },
  );

  it("falls back where it does not fit, and keeps no more than can be seen", () => {
    const many = Array.from({ length: 500 }, (_, i) => `agent:${i}`);
    const place = placeFrom(
      { registry: REGISTRY, topology: 7, view: "moon", page: { kind: 1 }, boxes: many, edges: [3] },
      REGISTRY,
    );
    expect(place).toMatchObject({ topology: null, view: "drawing", page: null, edges: [] });
    expect(place?.boxes).toHaveLength(100);
  });
});
