/** Which facts a person finds when the handoff reaches them. */
import { Check } from "lucide-react";
import type { SnapshotField } from "../../../platform";
import { orNone } from "./edit";
import { useFrame } from "./frame";
import { SNAPSHOT } from "./words";

const SNAPSHOT_FIELDS = Object.keys(SNAPSHOT) as SnapshotField[];

export function SnapshotChecks({ snapshot }: { readonly snapshot: readonly SnapshotField[] }) {
  const { send } = useFrame();
  // In the order of the list, so that equal choices are equal records.
  const toggle = (field: SnapshotField) =>
    void send(({ snapshot: now = [] }) => ({
      snapshot: orNone(
        SNAPSHOT_FIELDS.filter((one) => (one === field ? !now.includes(one) : now.includes(one))),
      ),
    }));
  return (
    <ul className="handoff__stack">
      {SNAPSHOT_FIELDS.map((field) => (
        <li key={field}>
          <label className="check">
            <input
              type="checkbox"
              checked={snapshot.includes(field)}
              onChange={() => toggle(field)}
              data-testid={`snapshot-${field}`}
            />
            <span className="check__mark" aria-hidden>
              <Check size={11} />
            </span>
            <span>
              {SNAPSHOT[field].label}
              <span className="handoff__help">{SNAPSHOT[field].help}</span>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
