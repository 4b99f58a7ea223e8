/** Keeps the view in step with what the session focuses on, and with the handoff that waits for its receiver. */
import { useEffect } from "react";
import { neighbourhood } from "../../canvas/neighbourhood";
import type { Scene } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { markedIn, markingOf } from "../../document/marking";
import { session, useSession } from "../../session/store";
import type { CanvasController } from "./controller";

export function useFocus(view: DrawingView | null, scene: Scene): void {
  const focus = useSession((state) => state.focus);
  const marking = useSession((state) => markingOf(state.dock));
  useEffect(() => {
    if (!view) return;
    const gone = focus !== null && scene.boxes.size > 0 && !scene.boxes.has(focus.box);
    if (gone) session.set({ focus: null });
    const near = focus && !gone ? neighbourhood(scene, view.index, focus.box, focus.hops) : null;
    // While something is marked, all else steps back.
    view.setFocus(marking ? markedIn(scene, marking) : near);
  }, [view, scene, focus, marking]);
  useEffect(() => {
    // Whatever else changes, the drawing stays where it is.
    if (focus) view?.showFocus();
  }, [view, focus]);
}

/** The line of a new handoff stays while it is asked what stands at its end. */
export function useAim(controller: CanvasController | null): void {
  const question = useSession((state) => state.question);
  const newBox = useSession((state) => state.newBox);
  useEffect(() => {
    const asked =
      question?.ask === "what" || (question?.ask === "tags" && question.placed) ? question : null;
    const open = asked ?? newBox;
    controller?.aim(open?.from ? { from: open.from, at: open.at } : null);
  }, [controller, question, newBox]);
}
