import { describe, expect, it } from "vitest";
import type { Trigger, TriggerClause } from "../../../platform";
import {
  CONDITIONS,
  conditionText,
  type SimpleOn,
  triggerSentence,
  valueText,
} from "./trigger-words";

describe("a condition reads", () => {
  it.each<[TriggerClause, string]>([
    [{ on: "done" }, "the sender has done its part"],
    [{ on: "confidence_below", value: 0.8 }, "confidence is below 0.80"],
    [{ on: "confidence_below", value: 0.725 }, "confidence is below 0.725"],
    [{ on: "confidence_below" }, "confidence is low"],
    [{ on: "user_asks" }, "the user asks for it"],
    [{ on: "user_asks", value: "a person" }, "the user asks for a person"],
    [{ on: "error" }, "a tool or step failed"],
    [{ on: "error", value: "timeout" }, "a tool or step failed: timeout"],
    [{ on: "intent", value: "billing_question" }, "the intent is billing_question"],
    [{ on: "intent", value: ["refund", "return"] }, "the intent is refund, return"],
    [{ on: "domain_boundary" }, "the request leaves the sender's field"],
    [{ on: "keyword", value: ["lawyer", "court"] }, "somebody says lawyer, court"],
    [{ on: "repeated_clarification", value: 2 }, "the sender asked again 2 times"],
    [{ on: "sentiment", value: -0.5 }, "sentiment is below -0.5"],
    [{ on: "elapsed", value: 90 }, "the time passed exceeds 90 s"],
    [{ on: "elapsed", value: 120 }, "the time passed exceeds 2 min"],
    [{ on: "language", value: ["de", "fr"] }, "the language is de, fr"],
    [{ on: "load", value: 0.9 }, "load is above 0.9"],
    [{ on: "receiver_down" }, "the usual receiver is down"],
    [{ on: "authority_limit", value: 1000 }, "the amount exceeds the sender's authority of 1000"],
    [{ on: "authority_limit" }, "the amount exceeds the sender's authority"],
    [
      { on: { any: [{ on: "user_asks" }, { on: "error" }] } },
      "the user asks for it or a tool or step failed",
    ],
    [
      {
        on: {
          all: [
            { on: "load", value: 0.9 },
            { on: { any: [{ on: "error" }, { on: "receiver_down" }] } },
          ],
        },
      },
      "load is above 0.9 and (a tool or step failed or the usual receiver is down)",
    ],
    [{ on: { any: [] } }, "no condition is given"],
  ])("%j", (clause, text) => {
    expect(conditionText(clause)).toBe(text);
  });

  it("in some words for each thing that sets a handoff off, with and without a value", () => {
    for (const on of Object.keys(CONDITIONS) as SimpleOn[]) {
      expect(conditionText({ on })).toBe(CONDITIONS[on].without);
      expect(conditionText({ on, value: 7 })).toContain(CONDITIONS[on].value ? "7" : "");
    }
  });

  it("shows a value of another shape as it is", () => {
    expect(valueText("share", "low")).toBe("low");
    expect(valueText("count", { most: 3 })).toBe('{"most":3}');
  });
});

describe("a trigger reads", () => {
  it.each<[Trigger, string]>([
    [{}, "when the sender has done its part, decided by a rule"],
    [
      {
        on: "confidence_below",
        value: 0.8,
        decided_by: "observer",
        confirm: true,
        debounce_seconds: 30,
        priority: 2,
      },
      "when confidence is below 0.80, decided by an observer, confirmed by the user, wait 30 s, priority 2",
    ],
    [
      { otherwise: true, priority: 20 },
      "when nothing else applies, decided by a rule, priority 20",
    ],
    [
      { condition: "payload.total > 100.0", decided_by: "model" },
      "when the sender has done its part and payload.total > 100.0, decided by the sender's model",
    ],
    [
      { on: { any: [{ on: "error" }, { on: "user_asks" }] }, condition: "payload.vip" },
      "when (a tool or step failed or the user asks for it) and payload.vip, decided by a rule",
    ],
    [
      { on: { any: [{ on: "user_asks" }] }, decided_by: "user", debounce_seconds: 0 },
      "when the user asks for it, decided by the user",
    ],
  ])("%j", (trigger, text) => {
    expect(triggerSentence(trigger)).toBe(text);
  });
});
