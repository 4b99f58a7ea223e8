/** Between the drawing, the registry and the audit: all show the same records. */
import { ShieldAlert, Table2, Workflow } from "lucide-react";
import { shortcutText } from "../../actions/action";
import { action } from "../../actions/all";
import { useSession } from "../../session/store";
import "./view-switch.css";

const VIEWS = [
  { view: "drawing", action: "show-drawing", icon: Workflow, label: "Drawing" },
  { view: "registry", action: "show-registry", icon: Table2, label: "Registry" },
  { view: "audit", action: "show-audit", icon: ShieldAlert, label: "Audit" },
] as const;

export function ViewSwitch() {
  const view = useSession((state) => state.view);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these change what is shown.
    <div className="view-switch" role="group" aria-label="What is shown">
      {VIEWS.map((option) => {
        const show = action(option.action);
        const keys = shortcutText(show);
        return (
          <button
            key={option.view}
            type="button"
            className="view-switch__view"
            aria-pressed={view === option.view}
            title={keys ? `${show.title} (${keys})` : show.title}
            data-testid={`view-${option.view}`}
            onClick={show.perform}
          >
            <option.icon size={14} aria-hidden />
            <span>{option.label}</span>
          </button>
        );
      })}
    </div>
  );
}
