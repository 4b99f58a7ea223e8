import { expect, it } from "vitest";
import { differing, merged } from "./merge";

const yours = { id: "a", name: "Mine", team: "care", kind: "ai" };
const theirs = { id: "a", name: "Theirs", kind: "ai", lifecycle: "production" };

it("takes each field from the side that was chosen", () => {
  expect(differing(yours, theirs)).toEqual(["name", "team", "lifecycle"]);
  expect(merged(yours, theirs, (field) => (field === "name" ? "theirs" : "yours"))).toEqual({
    id: "a",
    name: "Theirs",
    team: "care",
    kind: "ai",
  });
});
