/** Lists of several records as one: what all have, what only some have, and how to give it to all or to none. */
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../components/button";
import { Picker, type PickerOption } from "../../../components/picker";
import type { Count } from "./shared";

export interface SharedListProps {
  readonly id: string;
  readonly members: readonly Count[];
  /** How many records there are. */
  readonly of: number;
  readonly options: readonly PickerOption[];
  readonly placeholder: string;
  readonly onAdd: (value: string) => void;
  readonly onRemove: (value: string) => void;
  /** Words that are not among the options are taken too. */
  readonly open?: boolean;
  readonly "data-testid": string;
}

/** More at once would bury what is below. */
const FIRST = 12;

export function SharedList({
  members,
  of,
  options,
  onAdd,
  onRemove,
  open = false,
  ...rest
}: SharedListProps) {
  const [all, setAll] = useState(false);
  const shown = all ? members : members.slice(0, FIRST);
  const everywhere = new Set(members.filter(({ count }) => count === of).map(({ value }) => value));
  const nameOf = (value: string) =>
    options.find((option) => option.value === value)?.label ?? value;
  return (
    <>
      {members.length > 0 && (
        <ul className="name-tags">
          {shown.map(({ value, count }) => (
            <li key={value} className={`tag ${count < of ? "tag--some" : ""}`}>
              <span title={nameOf(value)} dir="auto">
                {nameOf(value)}
              </span>
              {count < of && (
                <>
                  <span className="tag__count">
                    {count} of {of}
                  </span>
                  <button
                    type="button"
                    aria-label={`Give ${nameOf(value)} to all`}
                    title="Give it to all"
                    onClick={() => onAdd(value)}
                  >
                    <Plus size={11} aria-hidden />
                  </button>
                </>
              )}
              <button
                type="button"
                aria-label={`Remove ${nameOf(value)} from all`}
                title="Remove it from all"
                onClick={() => onRemove(value)}
              >
                <X size={11} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {shown.length < members.length && (
        <Button look="quiet" onClick={() => setAll(true)}>
          Show all {members.length}
        </Button>
      )}
      <Picker
        {...rest}
        value=""
        options={options.filter(({ value }) => !everywhere.has(value))}
        onChange={onAdd}
        {...(open ? { onCreate: onAdd } : {})}
      />
    </>
  );
}
