/** A small card at a point of the drawing, kept inside it; Escape gives up, and so does a press elsewhere. */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { toScreen } from "../../canvas/camera";
import type { Point } from "../../canvas/geometry";
import type { DrawingView } from "../../canvas/view/view";
import { useCamera } from "./use-camera";

const MARGIN = 8;

export interface FloatingProps {
  readonly view: DrawingView;
  /** In world units. */
  readonly at: Point;
  readonly label: string;
  /** Beside the point, or around it. */
  readonly anchor?: "left" | "middle";
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly "data-testid"?: string;
}

export function Floating({
  view,
  at,
  label,
  anchor = "middle",
  onClose,
  children,
  ...rest
}: FloatingProps) {
  const card = useRef<HTMLDivElement>(null);
  const camera = useCamera(view);
  const [size, setSize] = useState({ width: 224, height: 96 });
  useLayoutEffect(() => {
    const { offsetWidth: width = 0, offsetHeight: height = 0 } = card.current ?? {};
    setSize((known) =>
      known.width === width && known.height === height ? known : { width, height },
    );
  });
  useEffect(() => {
    const away = (event: PointerEvent) => {
      const { target } = event;
      // Lists that belong to a field of the card stand outside of it.
      const inside =
        target instanceof Element &&
        (card.current?.contains(target) || target.closest(".picker__list"));
      if (!inside) onClose();
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, [onClose]);

  const { x, y } = toScreen(camera, at);
  const left = clamp(anchor === "left" ? x : x - size.width / 2, view.size.width - size.width);
  const top = clamp(y - size.height / 2, view.size.height - size.height);
  return (
    <div
      ref={card}
      data-control
      role="dialog"
      aria-label={label}
      className="floating"
      style={{ left, top }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onClose();
      }}
      {...rest}
    >
      {children}
    </div>
  );
}

function clamp(value: number, most: number): number {
  return Math.max(MARGIN, Math.min(value, most - MARGIN));
}
