/** Where a list under a field stands in the window: below it, or above where there is more room. */
import { type CSSProperties, type RefObject, useLayoutEffect, useState } from "react";

const GAP_PX = 4;
const TALL_PX = 300;
const LEAST_WIDTH_PX = 200;

export function usePlace(anchor: RefObject<HTMLElement | null>): CSSProperties {
  const [style, setStyle] = useState<CSSProperties>({ visibility: "hidden" });
  useLayoutEffect(() => {
    const place = () => {
      if (anchor.current) setStyle(styleAt(anchor.current.getBoundingClientRect()));
    };
    place();
    window.addEventListener("resize", place);
    // Any panel around the field may be scrolled.
    window.addEventListener("scroll", place, true);
    return () => {
      window.removeEventListener("resize", place);
      window.removeEventListener("scroll", place, true);
    };
  }, [anchor]);
  return style;
}

function styleAt(field: DOMRect): CSSProperties {
  const below = window.innerHeight - field.bottom - 2 * GAP_PX;
  const above = field.top - 2 * GAP_PX;
  const width = Math.max(field.width, LEAST_WIDTH_PX);
  const left = Math.max(GAP_PX, Math.min(field.left, window.innerWidth - width - GAP_PX));
  const upwards = below < Math.min(TALL_PX, above);
  return {
    left,
    width,
    maxHeight: Math.max(80, Math.min(TALL_PX, upwards ? above : below)),
    ...(upwards
      ? { bottom: window.innerHeight - field.top + GAP_PX }
      : { top: field.bottom + GAP_PX }),
  };
}
