import { expect, it } from "vitest";
import type { Finding } from "../../platform";
import { UNOWNED } from "../../testing/support";
import { draftsOf, safeFixes, together } from "./fix-all";

const [FIX] = UNOWNED.fixes;
const finding = (key: string, safe: boolean, agent: string): Finding => ({
  ...UNOWNED,
  key,
  fixes: FIX ? [{ ...FIX, safe, edits: FIX.edits.map((edit) => ({ ...edit, id: agent })) }] : [],
});
const keys = (fixes: readonly { finding: Finding }[]) => fixes.map(({ finding: { key } }) => key);

it("takes safe fixes of findings that speak, and no record twice", () => {
  const safe = safeFixes([
    finding("a", true, "triage"),
    finding("b", false, "billing"),
    finding("c", true, "triage"),
    { ...finding("d", true, "fraud"), silenced: "known" },
    finding("e", true, "fraud"),
  ]);
  expect(keys(safe)).toEqual(["a", "c", "e"]);
  const { now, later } = together(safe);
  expect(keys(now)).toEqual(["a", "e"]);
  expect(keys(later)).toEqual(["c"]);
});

it("leaves the revisions that the rule saw behind", () => {
  expect(draftsOf(FIX?.edits ?? [])).toEqual([
    {
      op: "put",
      kind: "agent",
      id: "billing",
      record: { id: "billing", name: "Billing", team: "money" },
    },
  ]);
});
