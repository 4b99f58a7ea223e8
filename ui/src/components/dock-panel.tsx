import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./button";

export interface DockPanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly footer?: ReactNode;
  /** False where a list inside scrolls instead of the whole body. */
  readonly scrolls?: boolean;
  readonly children: ReactNode;
}

/** A panel in the dock at the right: a head, a body that scrolls, and what can be decided. */
export function DockPanel({ title, onClose, footer, scrolls = true, children }: DockPanelProps) {
  return (
    <section className="dock-panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        <IconButton icon={X} label="Close" shortcut="Esc" onClick={onClose} />
      </header>
      <div className={`dock-panel__body ${scrolls ? "" : "dock-panel__body--still"}`}>
        {children}
      </div>
      {footer && <footer className="dock-panel__foot">{footer}</footer>}
    </section>
  );
}
