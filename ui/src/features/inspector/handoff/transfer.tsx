/** Whether the handoff transfers cleanly as it is set up, and the way to the runs that go wrong. */
import { ShieldCheck } from "lucide-react";
import { Button } from "../../../components/button";
import { type Handoff, platform } from "../../../platform";
import { session } from "../../../session/store";
import { Verdict } from "../../protocol/verdict";
import { useAsked } from "../../review/use-asked";
import { Section } from "../section";
import { useEdit } from "./edit";
import "../../protocol/protocol.css";

export function TransferSection({ handoff }: { readonly handoff: Handoff }) {
  const { filter } = useEdit();
  // Nothing in it is a field that could be looked for.
  if (filter !== "") return null;
  return (
    <Section title="Clean transfer" name="handoff.transfer">
      <Verdicts id={handoff.id} />
    </Section>
  );
}

function Verdicts({ id }: { readonly id: string }) {
  const { answer, failure } = useAsked(id, () =>
    platform().verifyTransfer({ kind: "handoff", id }),
  );
  if (failure) return <p className="inspector__hint">It cannot be verified: {failure}</p>;
  if (answer?.subject.id !== id) return <p className="inspector__hint">Exploring…</p>;
  const [passed] = answer.passed_over;
  if (passed) return <p className="inspector__hint">{passed.reason}</p>;
  return (
    <>
      <ul className="transfer__list">
        {answer.properties.map(({ name, holds }) => (
          <li key={name}>
            <span>{answer.about.find((about) => about.name === name)?.title ?? name}</span>
            <Verdict holds={holds} />
          </li>
        ))}
      </ul>
      <Button
        icon={ShieldCheck}
        data-testid="show-transfer"
        onClick={() => session.show({ show: "transfer", subject: { kind: "handoff", id } })}
      >
        Verify the transfer
      </Button>
    </>
  );
}
