/** Keys of shared memories that are read or written on the way. */
import { X } from "lucide-react";
import { useMemo } from "react";
import { IconButton } from "../../../components/button";
import { Picker } from "../../../components/picker";
import { nameOf, useDocument, useRecords } from "../../../document/store";
import type { Handoff, MemoryAccess } from "../../../platform";
import { orNone } from "./edit";
import { useFrame } from "./frame";

export interface MemoryListProps {
  readonly handoff: Handoff;
  readonly field: "memory_reads" | "memory_writes";
  readonly label: string;
}

/** Ids hold no such sign. */
const SEPARATOR = " ";

export function MemoryList({ handoff, field, label }: MemoryListProps) {
  const { send } = useFrame();
  const memories = useRecords("memory");
  const accesses = handoff[field] ?? [];
  const options = useMemo(
    () =>
      [...memories.values()].flatMap(({ record }) =>
        (record.keys ?? []).map(({ name, sensitive }) => ({
          value: `${record.id}${SEPARATOR}${name}`,
          label: name,
          note: sensitive ? `${record.id}, sensitive` : record.id,
        })),
      ),
    [memories],
  );
  const taken = new Set(accesses.map(({ memory, key }) => `${memory}${SEPARATOR}${key}`));
  const edit = (change: (list: readonly MemoryAccess[]) => readonly MemoryAccess[]) =>
    void send((now) => ({ [field]: orNone(change(now[field] ?? [])) }));
  return (
    <>
      <ul className="handoff__rows">
        {accesses.map(({ memory, key }) => (
          <li key={`${memory}${SEPARATOR}${key}`} className="handoff__removable">
            <p className="sentence">
              <code>{key}</code> of <MemoryName id={memory} />
            </p>
            <IconButton
              icon={X}
              size={13}
              label={`Remove ${key}`}
              onClick={() =>
                edit((list) => list.filter((one) => one.memory !== memory || one.key !== key))
              }
            />
          </li>
        ))}
      </ul>
      <Picker
        value=""
        aria-label={label}
        placeholder={options.length > 0 ? "Add a memory key" : "The registry has no memory keys"}
        options={options.filter(({ value }) => !taken.has(value))}
        onChange={(value) => {
          const [memory = "", ...key] = value.split(SEPARATOR);
          edit((list) => [...list, { memory, key: key.join(SEPARATOR) }]);
        }}
      />
    </>
  );
}

function MemoryName({ id }: { readonly id: string }) {
  return useDocument((state) => nameOf(state, "memory", id));
}
