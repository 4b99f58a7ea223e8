/** What was told last, while the next answer is under way: only its words change, and nothing jumps. */
import { useRef } from "react";

/** For one subject: a component that shows another one has to be another one. */
export function useKept<T>(answer: T | null): T | null {
  const kept = useRef(answer);
  if (answer !== null) kept.current = answer;
  return kept.current;
}
