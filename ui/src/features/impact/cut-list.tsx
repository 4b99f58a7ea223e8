/** A list that shows its first rows, and more of them when asked. */
import { type ReactNode, useState } from "react";
import { Button } from "../../components/button";

export interface CutListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly row: (item: T) => ReactNode;
  /** How many are shown at first. */
  readonly first: number;
  readonly className?: string;
}

/** How many more come with each wish. */
const MORE = 50;

export function CutList<T>({ items, keyOf, row, first, className = "" }: CutListProps<T>) {
  const [shown, setShown] = useState(first);
  const rest = items.length - shown;
  const next = Math.min(MORE, rest);
  return (
    <>
      <ul className={className}>
        {items.slice(0, shown).map((item) => (
          <li key={keyOf(item)}>{row(item)}</li>
        ))}
      </ul>
      {rest > 0 && (
        <Button
          look="quiet"
          className="impact__more"
          data-testid="show-more"
          onClick={() => setShown(shown + next)}
        >
          {next === rest ? `Show ${rest} more` : `Show ${next} of ${rest} more`}
        </Button>
      )}
    </>
  );
}
