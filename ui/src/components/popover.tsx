import { type ReactNode, useEffect, useRef } from "react";

export interface PopoverProps {
  readonly open: boolean;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A small surface under its button, entered at its first field; a click elsewhere or Escape closes it. */
export function Popover({ open, label, onClose, children, className = "" }: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const before = document.activeElement;
    (ref.current?.querySelector<HTMLElement>("input") ?? ref.current)?.focus();
    const away = (event: PointerEvent) => {
      const inside =
        event.target instanceof Node && ref.current?.parentElement?.contains(event.target);
      if (!inside) onClose();
    };
    document.addEventListener("pointerdown", away);
    return () => {
      document.removeEventListener("pointerdown", away);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [open, onClose]);
  if (!open) return null;
  return (
    <div
      ref={ref}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={`popover ${className}`}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
    </div>
  );
}
