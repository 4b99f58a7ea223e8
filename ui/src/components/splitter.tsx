import { type CSSProperties, useState } from "react";

export interface SplitterProps {
  readonly label: string;
  readonly axis: "x" | "y";
  readonly value: number;
  readonly limits: readonly [number, number];
  /** 1 when dragging right or down makes the panel larger, -1 otherwise. */
  readonly grows: 1 | -1;
  /** The size on screen, where that can be another one than the value; 0 where it is not known. */
  readonly measure?: () => number;
  readonly onResize: (pixels: number) => void;
  readonly style?: CSSProperties;
}

const KEY_STEP_PX = 16;

/** The edge of a panel, to be dragged or moved with the arrow keys. */
export function Splitter(props: SplitterProps) {
  const { label, axis, value, limits, grows, measure, onResize, style } = props;
  const [start, setStart] = useState<{ at: number; value: number } | null>(null);
  const shown = () => measure?.() || value;
  const along = (event: { clientX: number; clientY: number }) =>
    axis === "x" ? event.clientX : event.clientY;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a window splitter is the ARIA pattern; <hr> cannot hold a value.
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === "x" ? "vertical" : "horizontal"}
      aria-valuenow={value}
      aria-valuemin={limits[0]}
      aria-valuemax={limits[1]}
      className={`splitter splitter--${axis} ${start ? "is-dragging" : ""}`}
      style={style}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setStart({ at: along(event), value: shown() });
      }}
      onPointerMove={(event) => {
        if (start) onResize(start.value + (along(event) - start.at) * grows);
      }}
      onPointerUp={() => setStart(null)}
      onLostPointerCapture={() => setStart(null)}
      onKeyDown={(event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onResize(shown() + step * KEY_STEP_PX * grows);
      }}
    />
  );
}
