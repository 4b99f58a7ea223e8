/** The kinds as a field, where there is no room for their list. */
import { ChevronDown } from "lucide-react";
import type { Kind } from "../../platform";
import { KIND_GROUPS, kindNames } from "./kinds";
import { showTable } from "./places";

export function KindSelect({ current }: { readonly current: Kind }) {
  return (
    <div className="kind-select">
      <select
        aria-label="Kind of records"
        value={current}
        onChange={(event) => showTable(event.target.value as Kind)}
      >
        {KIND_GROUPS.map(({ title, kinds }) => (
          <optgroup key={title} label={title}>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindNames(kind)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </div>
  );
}
