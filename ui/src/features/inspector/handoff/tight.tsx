/** A field of a sentence and the sign behind it, which never begins a line. */
import type { ReactNode } from "react";

export interface TightProps {
  readonly after: string;
  readonly children: ReactNode;
}

export function Tight({ after, children }: TightProps) {
  return (
    <span className="sentence__tight">
      {children}
      {after}
    </span>
  );
}
