/** What the person on call checks, in order. */
import { SortList } from "../../../components/sort-list";
import { TextEntry } from "../../../components/text-entry";
import { inPart, orNone } from "./edit";
import { useFrame } from "./frame";
import { replacedAt, withoutAt } from "./list-edit";
import { TextField } from "./text-field";

export function CheckList({ checks }: { readonly checks: readonly string[] }) {
  const { send } = useFrame();
  const inChecks = (edit: (list: readonly string[]) => readonly string[]) =>
    inPart("runbook", (now) => ({ checks: orNone(edit(now.checks ?? [])) }));
  const at = (key: string) => Number(key);
  return (
    <>
      <SortList
        label="What to check, in order"
        items={checks.map((check, i) => ({
          key: String(i),
          name: `check ${i + 1}`,
          content: (
            <TextField
              multiline
              className="input--plain"
              aria-label={`Check ${i + 1}`}
              value={check}
              change={(words) => inChecks((list) => replacedAt(list, i, words ?? check))}
              data-testid={`runbook-check-${i}`}
            />
          ),
        }))}
        onMove={(keys) => send(inChecks((list) => keys.map((key) => list[at(key)] ?? "")))}
        onRemove={(key) => void send(inChecks((list) => withoutAt(list, at(key))))}
      />
      <TextEntry
        // A field of its own for every further check.
        key={checks.length}
        value=""
        placeholder="Add a check"
        aria-label="Add a check"
        data-testid="runbook-add-check"
        onCommit={(words) => send(inChecks((list) => [...list, words]))}
      />
    </>
  );
}
