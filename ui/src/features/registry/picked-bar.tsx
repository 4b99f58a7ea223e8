/** How many rows are picked, and what can be done with all of them. */
import { LocateFixed, PencilLine, Trash2, X } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import { Button, IconButton } from "../../components/button";
import { useLock } from "../../document/lock";
import type { Kind } from "../../platform";
import { kindNames } from "./kinds";
import { deletePicked, drawPicked, editPicked, isEditedTogether } from "./picked";
import { isDrawable } from "./show";

export interface PickedBarProps {
  readonly kind: Kind;
  readonly ids: readonly string[];
  readonly onClear: () => void;
  /** It goes while it has the focus. */
  readonly onLeave: () => void;
}

export function PickedBar({ kind, ids, onClear, onLeave }: PickedBarProps) {
  const locked = useLock() !== null;
  const bar = useRef<HTMLDivElement>(null);
  const leave = useRef(onLeave);
  leave.current = onLeave;
  useLayoutEffect(() => {
    const element = bar.current;
    return () => {
      if (element?.contains(document.activeElement)) leave.current();
    };
  }, []);
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={`Selected ${kindNames(kind).toLowerCase()}`}
      className="picked"
      data-testid="picked"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClear();
      }}
    >
      <strong className="picked__count">{ids.length.toLocaleString("en")} selected</strong>
      {isEditedTogether(kind) && (
        <Button
          icon={PencilLine}
          disabled={locked || ids.length < 2}
          title={
            ids.length < 2
              ? "Select two or more to edit them together"
              : "Give all of them an owner, a contract or another field at once"
          }
          data-testid="picked-edit"
          onClick={() => editPicked(kind, ids)}
        >
          Edit together
        </Button>
      )}
      {isDrawable(kind) && (
        <Button icon={LocateFixed} data-testid="picked-show" onClick={() => drawPicked(kind, ids)}>
          Show on the drawing
        </Button>
      )}
      <Button
        icon={Trash2}
        disabled={locked}
        title="Delete (Del)"
        data-testid="picked-delete"
        onClick={() => void deletePicked(kind, ids)}
      >
        Delete
      </Button>
      <IconButton
        icon={X}
        label="Select nothing"
        shortcut="Esc"
        data-testid="picked-clear"
        onClick={onClear}
      />
    </div>
  );
}
