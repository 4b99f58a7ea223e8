/** A day or an instant, typed: web views differ too much in what they offer to pick one. */
import { FieldError } from "./field-error";
import { dateFrom, dayOf, instantFrom, instantText, zoneName } from "./instant-text";
import { useTyped } from "./typed";

export interface InstantInputProps {
  readonly id?: string;
  readonly value: string;
  /** `date` is a day; `instant` an RFC 3339 instant, shown in this machine's time zone. */
  readonly what: "date" | "instant";
  /** Empty for an empty field. */
  readonly onCommit: (value: string) => Promise<boolean> | boolean;
  readonly required?: boolean;
  readonly "aria-label"?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
}

export function InstantInput(props: InstantInputProps) {
  const { value, what, onCommit, required = false, ...native } = props;
  const typed = useTyped<string>({
    stored: what === "date" ? value : instantText(value),
    read: (text) => {
      if (text === "") return { value: "" };
      const read = what === "date" ? dateFrom(text) : instantFrom(text);
      return read === null ? { wrong: `Write it like ${exampleOf(what)}.` } : { value: read };
    },
    onCommit,
    required,
    name: native["aria-label"],
  });
  const zone = what === "instant" && value ? zoneName(new Date(value)) : null;
  return (
    <div className="instant">
      <input
        type="text"
        className="input"
        autoComplete="off"
        spellCheck={false}
        placeholder={what === "date" ? "YYYY-MM-DD" : "YYYY-MM-DD HH:MM"}
        title={zone ? `${value}, shown in ${zone}` : undefined}
        {...native}
        {...typed.bind}
      />
      <FieldError>{typed.wrong}</FieldError>
    </div>
  );
}

function exampleOf(what: "date" | "instant"): string {
  const now = new Date();
  return what === "date" ? dayOf(now) : instantText(now.toISOString()).slice(0, 16);
}
