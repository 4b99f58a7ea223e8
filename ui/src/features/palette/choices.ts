/** What was chosen in the palette, so that it comes first the next time. */
import type { RecordKey } from "../../platform";
import { type Choice, MOST_CHOICES } from "../../session/persist";
import { session } from "../../session/store";

export function rememberAction(action: string): void {
  remember({ action });
}

export function rememberRecord(record: RecordKey): void {
  remember({ record });
}

function remember(choice: Choice): void {
  const key = keyOf(choice);
  session.set(({ choices }) => ({
    choices: [choice, ...choices.filter((known) => keyOf(known) !== key)].slice(0, MOST_CHOICES),
  }));
}

function keyOf(choice: Choice): string {
  return "action" in choice ? choice.action : `${choice.record.kind}:${choice.record.id}`;
}
