/** What happens when a handoff fails, as sentences. */
import type { Backoff, Handoff, OnReject } from "../../../platform";
import { BreakerSentence } from "./breaker";
import { ChoiceChip } from "./choice-chip";
import { inPart } from "./edit";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { LoopSentence } from "./loop";
import { NumberChip } from "./number-chip";
import { BACKOFFS, policyWords, REJECTS } from "./policy-words";
import { SwitchField } from "./switch-field";
import { Tight } from "./tight";
import { TimeChip } from "./time-chip";
import { WordChip } from "./word-chip";

const BACKOFF_OPTIONS = options(BACKOFFS);
const REJECT_OPTIONS = options(REJECTS);

export function PolicySection({ handoff }: { readonly handoff: Handoff }) {
  const policy = handoff.policy ?? {};
  return (
    <HandoffSection id="policy" summary={policyWords(policy)}>
      <Frame name="timeout" bare>
        <p className="sentence">
          Give up an attempt after{" "}
          <Tight after=",">
            <TimeChip
              label="Timeout"
              value={policy.timeout_ms}
              unit="ms"
              placeholder="no time limit"
              change={(timeout_ms) => inPart("policy", { timeout_ms })}
              data-testid="policy-timeout"
            />
          </Tight>{" "}
          then try{" "}
          <NumberChip
            label="Retries"
            value={policy.retries ?? 0}
            integer
            least={0}
            change={(retries) => inPart("policy", { retries: retries || null })}
            data-testid="policy-retries"
          />{" "}
          more {policy.retries === 1 ? "time" : "times"} with{" "}
          <ChoiceChip
            label="Backoff"
            value={policy.backoff ?? "none"}
            options={BACKOFF_OPTIONS}
            change={(word) =>
              inPart("policy", { backoff: word === "none" ? null : (word as Backoff) })
            }
            data-testid="policy-backoff"
          />{" "}
          backoff.
        </p>
      </Frame>
      <Frame name="loop-limit" bare>
        <LoopSentence handoff={handoff} />
      </Frame>
      <Frame name="breaker" bare>
        <BreakerSentence breaker={policy.breaker ?? null} />
      </Frame>
      <Frame name="on-reject" bare>
        <p className="sentence">
          A rejected payload goes to{" "}
          <Tight after=".">
            <ChoiceChip
              label="A rejected payload goes to"
              value={policy.on_reject ?? ""}
              none="nobody in particular"
              options={REJECT_OPTIONS}
              change={(word) => inPart("policy", { on_reject: (word || null) as OnReject | null })}
              data-testid="policy-on-reject"
            />
          </Tight>
        </p>
      </Frame>
      <Frame name="dead-letter" bare>
        <p className="sentence">
          What cannot be delivered goes to the dead letter queue{" "}
          <Tight after=".">
            <WordChip
              label="Dead letter queue"
              value={policy.dead_letter}
              placeholder="none"
              change={(dead_letter) => inPart("policy", { dead_letter })}
              data-testid="policy-dead-letter"
            />
          </Tight>
        </p>
      </Frame>
      <div className="handoff__switches">
        <SwitchField
          name="boundary-validation"
          label="Validate the payload on entry"
          checked={policy.boundary_validation ?? false}
          change={(on) => inPart("policy", { boundary_validation: on || null })}
          data-testid="policy-boundary-validation"
        />
        <SwitchField
          name="acknowledge"
          label="Release control only once the receiver has acknowledged"
          checked={policy.acknowledge ?? false}
          change={(on) => inPart("policy", { acknowledge: on || null })}
        />
        <SwitchField
          name="rollback"
          label="Roll a failed transfer back"
          checked={policy.rollback ?? false}
          change={(on) => inPart("policy", { rollback: on || null })}
        />
        <SwitchField
          name="idempotent-by"
          label="Make repeats harmless, by the handoff id"
          checked={policy.idempotent_by === "handoff_id"}
          change={(on) => inPart("policy", { idempotent_by: on ? "handoff_id" : null })}
        />
        <SwitchField
          name="resync"
          label="Bring people up to date after a dropped connection"
          checked={policy.resync ?? false}
          change={(on) => inPart("policy", { resync: on || null })}
        />
      </div>
    </HandoffSection>
  );
}

function options(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
