import { beforeEach, expect, it } from "vitest";
import type { Kind } from "../platform";
import type { Shade } from "./layers";
import { CHANGE_SHADES, readingBy } from "./marking";
import { EMPTY_DOCUMENT, fromSnapshot, useDocument } from "./store";

const record = (kind: Kind, id: string, fields: object) => ({
  kind,
  id,
  revision: 1,
  record: { id, ...fields },
});

function documentWith(collapsed: boolean) {
  const within = { topology: "desk", group: "back-office" };
  const placement = (kind: Kind, id: string, fields: object) =>
    record("placement", `desk.${kind}.${id}`, {
      topology: "desk",
      subject: { kind, id },
      ...fields,
    });
  return fromSnapshot(EMPTY_DOCUMENT, {
    revision: 1,
    records: [
      record("group", "back-office", { topology: "desk", name: "Back office" }),
      record("group", "ledgers", { topology: "desk", name: "Ledgers", parent: "back-office" }),
      placement("group", "back-office", { collapsed }),
      placement("agent", "billing", within),
      placement("agent", "archive", { topology: "desk", group: "ledgers" }),
      placement("agent", "triage", {}),
    ],
    findings: [],
    can_undo: false,
    can_redo: false,
  });
}

const { added, changed, removed } = CHANGE_SHADES;
const reading = readingBy(
  new Map<string, Shade>([
    ["agent:billing", removed],
    ["agent:archive", changed],
    ["agent:triage", added],
  ]),
);

beforeEach(() => useDocument.setState(EMPTY_DOCUMENT, true));

it("marks a collapsed group by what weighs most in it, at any depth", () => {
  useDocument.setState(documentWith(true), true);
  expect(reading.box("group:back-office")).toBe(changed);
  expect(reading.box("agent:triage")).toBe(added);
});

it("marks no group whose boxes are drawn themselves", () => {
  useDocument.setState(documentWith(false), true);
  expect(reading.box("group:back-office")).toBeNull();
  expect(reading.box("agent:billing")).toBe(removed);
});

it("marks a group that is marked itself as it is", () => {
  useDocument.setState(documentWith(true), true);
  const own = readingBy(
    new Map<string, Shade>([
      ["group:back-office", removed],
      ["agent:billing", added],
    ]),
  );
  expect(own.box("group:back-office")).toBe(removed);
});
