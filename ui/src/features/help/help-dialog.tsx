/** A dialog over everything, with a title, its text, and a way out: Escape, the button, or a click beside it. */
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { IconButton } from "../../components/button";
import { keepFocusWithin } from "./keep-focus";
import "./help-dialog.css";

interface HelpDialogProps {
  readonly title: string;
  /** The name by which tests find it; its parts are styled by it. */
  readonly name: string;
  /** What has the focus at first: the part that scrolls. */
  readonly reader: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function HelpDialog({ title, name, reader, onClose, children }: HelpDialogProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    reader.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [reader]);
  return (
    <div
      className="help-dialog"
      role="presentation"
      onPointerDown={(event) => {
        if (!box.current?.contains(event.target as Node)) onClose();
      }}
    >
      <div
        ref={box}
        role="dialog"
        aria-modal
        aria-label={title}
        className={`help-dialog__box ${name}__box`}
        data-testid={name}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          else keepFocusWithin(event, box.current);
        }}
      >
        <div className="help-dialog__head">
          <h2>{title}</h2>
          <IconButton icon={X} label="Close" shortcut="Esc" onClick={onClose} />
        </div>
        {children}
      </div>
    </div>
  );
}
