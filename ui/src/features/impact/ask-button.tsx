/** Asks of the record that is looked at who would be hit if it went, and colours the drawing by it. */
import { Radar } from "lucide-react";
import { IconButton } from "../../components/button";
import { useDocument } from "../../document/store";
import type { ImpactQuestion, RecordKey } from "../../platform";
import { useSession } from "../../session/store";
import { questionAbout } from "./questions";
import { showImpact } from "./show";
import { questionTitle } from "./words";

export function AskImpact({ subject }: { readonly subject: RecordKey }) {
  const asked = useDocument((state) => {
    const question = questionAbout(state, subject);
    return question && JSON.stringify([question, questionTitle(state, question)]);
  });
  // Who is hit is told of now alone.
  const past = useSession((state) => state.past !== null);
  if (!asked || past) return null;
  const [question, title] = JSON.parse(asked) as [ImpactQuestion, string];
  return (
    <IconButton
      icon={Radar}
      label={`${title}: who is hit?`}
      size={14}
      data-testid="ask-impact"
      onClick={() => void showImpact(question)}
    />
  );
}
