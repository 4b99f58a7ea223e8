/** A part of an inspector under a title, opened and closed for all records of the kind. */
import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { session, useSession } from "../../session/store";

export interface SectionProps {
  readonly title: string;
  /** What it is remembered by, for example `agent.role`. */
  readonly name: string;
  /** Whether it is open until somebody closes it. */
  readonly open?: boolean;
  /** What is in it, told while it is closed. */
  readonly summary?: string;
  /** Stands beside the title: for example the worst finding about what is inside. */
  readonly mark?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, name, open = true, summary = "", mark, children }: SectionProps) {
  const shown = useSession((state) => state.sections[name] ?? open);
  const bodyId = useId();
  const Chevron = shown ? ChevronDown : ChevronRight;
  return (
    <section className="section" aria-label={title} data-section={name}>
      <h3>
        <button
          type="button"
          className="section__head"
          aria-expanded={shown}
          aria-controls={bodyId}
          onClick={() => session.keepSection(name, !shown)}
        >
          <Chevron size={13} aria-hidden />
          <span className="section__title">{title}</span>
          {mark}
          {!shown && (
            <span className="section__summary" dir="auto">
              {summary}
            </span>
          )}
        </button>
      </h3>
      {shown && (
        <div id={bodyId} className="section__body">
          {children}
        </div>
      )}
    </section>
  );
}

/** Two columns where there is room, one after the other where there is not. */
export function Columns({ main, side }: { readonly main: ReactNode; readonly side: ReactNode }) {
  return (
    <div className="columns">
      <div className="columns__one">{main}</div>
      <div className="columns__one">{side}</div>
    </div>
  );
}
