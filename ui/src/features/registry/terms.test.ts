import { describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, fromSnapshot } from "../../document/store";
import type { Kind } from "../../platform";
import { RECORDS, UNOWNED } from "../../testing/support";
import { termsOf } from "./terms";

const DOCUMENT = fromSnapshot(EMPTY_DOCUMENT, {
  revision: 1,
  records: RECORDS.map((record) => ({ ...record, revision: 1 })),
  findings: [UNOWNED],
  can_undo: false,
  can_redo: false,
});

const values = (kind: Kind, name: string) =>
  termsOf(kind, DOCUMENT)
    .find((term) => term.name === name)
    ?.values()
    .map(({ value }) => value);

describe("the terms of a kind", () => {
  it.each<[Kind, string, readonly string[]]>([
    ["agent", "owner", ["care", "money"]],
    ["agent", "tag", ["intake"]],
    ["agent", "topology", ["desk"]],
    ["agent", "finding", ["any", "error", "warning", "advice", "OWN001"]],
    ["agent", "lifecycle", ["experimental", "production", "deprecated", "retired"]],
    ["agent", "stateless", ["true", "false"]],
    ["handoff", "from", ["billing", "triage"]],
    ["contract", "writers", ["as_written", "strict"]],
  ])("%s: %s", (kind, name, expected) => {
    expect(values(kind, name)).toEqual(expected);
  });

  it("ask for the kind's own fields alone", () => {
    expect(values("handoff", "no")).toContain("gate");
    expect(values("team", "no")).not.toContain("gate");
    expect(values("team", "no")).not.toContain("id");
  });
});
