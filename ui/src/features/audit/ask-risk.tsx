/** Explains the risk of the handoff that is looked at. */
import { ShieldAlert } from "lucide-react";
import { IconButton } from "../../components/button";
import type { RecordKey } from "../../platform";
import { useSession } from "../../session/store";
import { showRisk } from "./places";

export function AskRisk({ subject: { kind, id } }: { readonly subject: RecordKey }) {
  // Risk is told of now alone.
  const past = useSession((state) => state.past !== null);
  if (kind !== "handoff" || past) return null;
  return (
    <IconButton
      icon={ShieldAlert}
      label="Why is it risky?"
      size={14}
      data-testid="ask-risk"
      onClick={() => showRisk(id)}
    />
  );
}
