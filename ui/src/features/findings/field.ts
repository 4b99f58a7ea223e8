/** The field of the inspector in which a finding is answered by hand. */
import { onceThere } from "../../components/once-there";
import { session } from "../../session/store";
import { FIELDS as HANDOFF_FIELDS, isField, sectionKey } from "../inspector/handoff/fields";

const FIELDS: Readonly<Record<string, string>> = {
  CAP001: "to",
  CON001: "contract",
  CON003: "version",
  CON010: "version",
  HIL001: "gate",
  OWN001: "team",
  OWN002: "owners",
  OWN003: "fallback-owner",
  OWN004: "escalation-path",
  RES003: "fallbacks",
  TOP003: "loop-limit",
};

/** The name of the field that answers findings of a rule. */
export function fieldOf(code: string): string | undefined {
  return FIELDS[code];
}

/** Brings the field into view and puts the cursor there; without one the inspector alone is shown. */
export function showField(code: string): void {
  const name = fieldOf(code);
  if (name === undefined) return;
  if (code === "OWN001") session.keepSection("agent.what", true);
  if (isField(name)) session.keepSection(sectionKey(HANDOFF_FIELDS[name].section), true);
  // The inspector of what was selected just now is not in the document yet.
  onceThere(
    () => document.querySelector<HTMLElement>(`[data-field="${name}"]`),
    (place) => {
      const control = place.matches("button")
        ? place
        : [...place.querySelectorAll<HTMLElement>("select, input, textarea, button")].find(
            // What explains the field's name answers nothing.
            (each) => !each.closest(".term"),
          );
      control?.scrollIntoView({ block: "nearest" });
      control?.focus();
    },
  );
}
