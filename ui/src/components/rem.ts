/** One rem in pixels, for what has to be measured in script. It follows the size of text. */
import { useEffect, useState } from "react";
import { useSession } from "../session/store";

export function useRem(): number {
  const textSize = useSession((state) => state.textSize);
  const [rem, setRem] = useState(measured);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the root's font follows the size of text.
  useEffect(() => {
    const frame = requestAnimationFrame(() => setRem(measured()));
    return () => cancelAnimationFrame(frame);
  }, [textSize]);
  return rem;
}

function measured(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
