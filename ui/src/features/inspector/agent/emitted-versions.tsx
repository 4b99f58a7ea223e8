/** The contract versions that a version of an agent sends: each is pinned. */
import { X } from "lucide-react";
import { IconButton } from "../../../components/button";
import { Select } from "../../../components/field";
import { Picker } from "../../../components/picker";
import { useRecords } from "../../../document/store";
import type { ContractVersion, Emits } from "../../../platform";
import { versionLabel, versionsOf } from "../contract/versions-of";
import type { Save } from "../edit";
import { useIdOptions } from "../record/options";
import { RecordLink } from "../record/record-link";

export interface EmittedVersionsProps {
  readonly value: unknown;
  readonly save: Save;
}

export function EmittedVersions({ value, save }: EmittedVersionsProps) {
  const rows = rowsOf(value);
  const all = useRecords("contract_version");
  const contracts = useIdOptions("contract").filter(
    ({ value: contract }) => versionsOf(all, contract).length > 0,
  );
  const change = (update: (before: readonly Emits[]) => readonly Emits[]) =>
    void save((before) => update(rowsOf(before)));
  return (
    <ul className="ranges">
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two versions of one contract differ by their place.
        <li key={`${row.contract}:${i}`} className="pin">
          <RecordLink subject={{ kind: "contract", id: row.contract }} />
          <Select
            aria-label={`Version of ${row.contract} that is sent`}
            value={row.version}
            options={versionsOf(all, row.contract).map((version) => ({
              value: version.version,
              label: versionLabel(version),
            }))}
            onChange={(version) =>
              change((before) =>
                before.map((other, at) => (at === i ? { ...other, version } : other)),
              )
            }
          />
          <IconButton
            icon={X}
            label={`Send ${row.contract} no longer`}
            size={12}
            onClick={() => change((before) => before.filter((_, at) => at !== i))}
          />
        </li>
      ))}
      <li>
        <Picker
          aria-label="Add a contract that it sends"
          placeholder="Add a contract that it sends"
          value=""
          options={contracts}
          onChange={(contract) => {
            const version = chosenAtFirst(versionsOf(all, contract));
            if (version) change((before) => [...before, { contract, version: version.version }]);
          }}
        />
      </li>
    </ul>
  );
}

/** A published version where there is one. */
function chosenAtFirst(versions: readonly ContractVersion[]): ContractVersion | undefined {
  return versions.find(({ state }) => state === "published") ?? versions[0];
}

function rowsOf(value: unknown): readonly Emits[] {
  return Array.isArray(value) ? value : [];
}
