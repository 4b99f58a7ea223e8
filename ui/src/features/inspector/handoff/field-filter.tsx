/** Finds a field among many: only what answers to the words is shown, Enter goes to the first one. */
import { Search, X } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "../../../components/button";
import { answersTo, FIELDS, type FieldName } from "./fields";

export interface FieldFilterProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const NAMES = Object.keys(FIELDS) as FieldName[];
const CONTROLS = "[data-field] :is(select, input, textarea, button)";

export function FieldFilter({ value, onChange }: FieldFilterProps) {
  const input = useRef<HTMLInputElement>(null);
  const words = value.trim();
  const none = words !== "" && !NAMES.some((name) => answersTo(name, words));
  return (
    <div className="handoff-filter">
      <Search size={13} aria-hidden />
      <input
        ref={input}
        type="text"
        className="input"
        aria-label="Find a field"
        placeholder="Find a field"
        autoComplete="off"
        spellCheck={false}
        value={value}
        data-testid="field-filter"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value !== "") {
            event.stopPropagation();
            onChange("");
          } else if (event.key === "Enter") {
            event.preventDefault();
            input.current?.closest(".handoff")?.querySelector<HTMLElement>(CONTROLS)?.focus();
          }
        }}
      />
      {value !== "" && (
        <IconButton
          icon={X}
          size={13}
          label="Show all fields"
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
        />
      )}
      {none && <p className="inspector__hint">No field is called that.</p>}
    </div>
  );
}
