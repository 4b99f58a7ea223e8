/** The time that is asked about: now, the dead of a Sunday night, or any other; the backend reads what is typed. */
import { Clock } from "lucide-react";
import { useEffect, useState } from "react";
import { FieldError } from "../../components/field-error";
import { localZone } from "../../components/zone";
import type { ErrorReply, MomentTold } from "../../platform";
import { session, useSession } from "../../session/store";
import "./on-call.css";

/** When nobody wants to be called. */
const NIGHT = "sunday 02:00";

export interface AskedTimeProps {
  /** The time as the backend has understood it. */
  readonly told: MomentTold | null;
  readonly failure: ErrorReply | null;
}

export function AskedTime({ told, failure }: AskedTimeProps) {
  const asked = useSession((state) => state.askedTime);
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  const ask = (time: string) => session.set({ askedTime: time.trim() });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these change what is shown.
    <div className="asked-time" role="group" aria-label="The time that is asked about">
      <Choice label="Now" chosen={asked === ""} onChoose={() => ask("")} />
      <Choice label="Sunday 02:00" chosen={asked === NIGHT} onChoose={() => ask(NIGHT)} />
      <input
        type="text"
        className="input asked-time__input"
        aria-label="Another time"
        aria-invalid={failure?.code === "invalid_input"}
        placeholder="2026-11-29 02:00, friday 18:30"
        autoComplete="off"
        spellCheck={false}
        data-testid="asked-time"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => ask(typed)}
        onKeyDown={(event) => {
          if (event.key === "Enter") ask(typed);
          else if (event.key === "Escape") setTyped(asked);
        }}
      />
      <p className="asked-time__told" role="status">
        {told && (
          <>
            <Clock size={12} aria-hidden />
            <time dateTime={told.at}>{told.words}</time>
            <span className="muted">{told.zone}</span>
          </>
        )}
      </p>
      {told?.note && <p className="asked-time__note">{told.note}</p>}
      <FieldError>{failure && [failure.message, ...failure.hints]}</FieldError>
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Choice({ label, chosen, onChoose }: ChoiceProps) {
  return (
    <button type="button" className="asked-time__choice" aria-pressed={chosen} onClick={onChoose}>
      {label}
    </button>
  );
}

/** The time that is asked about, for questions to the backend. */
export function useAskedTime(): { readonly at: string; readonly zone: string } {
  const at = useSession((state) => state.askedTime);
  return { at, zone: localZone() };
}
