/** Answers about a contract for tests alone: a version that breaks in one direction, with the payload that shows it. */
import type { ContractVersion, Judgement, VersionComparison } from "../../platform";
import type { TestRecord } from "../../testing/inspector";

export const CONTRACT: TestRecord = {
  kind: "contract",
  id: "refund",
  record: { id: "refund", name: "Refund" },
};

export const SCHEMA = {
  type: "object",
  properties: { amount: { type: "number" }, note: { type: "string" } },
  required: ["amount"],
};

export function version(number: string, fields: Partial<ContractVersion> = {}): TestRecord {
  const id = `refund@${number}`;
  const own = { id, contract: "refund", version: number, payload_schema: SCHEMA };
  return { kind: "contract_version", id, record: { ...own, ...fields } };
}

export const BREAKING: VersionComparison = {
  old: "1.0.0",
  new: "1.1.0",
  mode: "full",
  writers: "strict",
  holds: false,
  backward: {
    verdict: "breaking",
    part: "payload",
    counterexample: { amount: 0 },
    reason: '"order" is a required property',
    pointer: "/required",
  },
  forward: { verdict: "safe", part: null },
  changes: [
    {
      pointer: "/properties/order",
      kind: "field_added",
      breaks: ["backward"],
      message: "the field order was added and is required",
    },
  ],
  bump: "major",
};

export const SAFE: VersionComparison = {
  ...BREAKING,
  holds: true,
  backward: { verdict: "safe", part: null },
  changes: [],
  bump: "minor",
};

export function judgement(fields: Partial<Judgement> = {}): Judgement {
  return {
    version: "1.1.0",
    mode: "full_transitive",
    writers: "strict",
    holds: true,
    against: [SAFE],
    before: SAFE,
    needed: "minor",
    lowest: "1.1.0",
    renames: [],
    refused: null,
    ...fields,
  };
}

export const BROKEN = judgement({
  holds: false,
  against: [BREAKING],
  before: BREAKING,
  needed: "major",
  lowest: "2.0.0",
  refused: { by: "1.0.0", message: "1.1.0 is not compatible with 1.0.0" },
});
