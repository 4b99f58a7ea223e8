/** Whether boxes that were placed by hand are laid out again too. */
import { useEffect, useRef } from "react";
import { Button } from "../../components/button";
import { session } from "../../session/store";
import { layOutEverything } from "./arranging";

export function LayoutQuestion({ pinned }: { readonly pinned: number }) {
  const first = useRef<HTMLDivElement>(null);
  const close = () => session.set({ question: null });
  useEffect(() => first.current?.querySelector("button")?.focus(), []);
  return (
    <div
      ref={first}
      data-control
      role="dialog"
      aria-label="Lay out everything again"
      className="floating floating--foot"
      data-testid="layout-question"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
      }}
    >
      <p className="floating__title">
        {pinned === 1
          ? "One box is pinned where it was put."
          : `${pinned} boxes are pinned where they were put.`}
      </p>
      <p>Everything else is placed by the layout already. Moving them can be undone.</p>
      <div className="floating__foot">
        <Button look="quiet" data-testid="layout-keep" onClick={close}>
          Keep them there
        </Button>
        <Button look="primary" data-testid="layout-move" onClick={() => void layOutEverything()}>
          {pinned === 1 ? "Move it too" : "Move them too"}
        </Button>
      </div>
    </div>
  );
}
