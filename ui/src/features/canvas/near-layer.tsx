/** Real elements over the cards that can be read: focusable, named, and with a handle to draw a handoff from. */
import { memo, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { isArea } from "../../canvas/hit";
import { readingOrder } from "../../canvas/order";
import type { Scene, SceneBox } from "../../canvas/scene";
import { selectionOf } from "../../canvas/selection";
import type { DrawingView } from "../../canvas/view/view";
import { lockNow } from "../../document/lock";
import { session, useSession } from "../../session/store";
import { rename } from "./intents";

/** The layer follows the camera by its transform alone; React hears only of boxes that come and go. */
export function NearLayer({ view, scene }: { readonly view: DrawingView; readonly scene: Scene }) {
  const layer = useRef<HTMLDivElement>(null);
  const renaming = useSession((state) => state.renaming);
  const near = useSyncExternalStore(
    (listener) => view.onNear(listener),
    () => view.near,
  );
  useLayoutEffect(() => {
    const follow = () => {
      if (!layer.current) return;
      const { x, y, zoom } = view.camera;
      const { style } = layer.current;
      style.transform = `scale(${zoom}) translate(${-x}px, ${-y}px)`;
      style.setProperty("--zoom", String(zoom));
    };
    follow();
    return view.onCamera(follow);
  }, [view]);
  // The focus comes in at the first one, as it goes on from there.
  const boxes = useMemo(
    () => readingOrder(near.flatMap((id) => scene.boxes.get(id) ?? [])),
    [near, scene],
  );
  const renamed = renaming ? scene.boxes.get(renaming) : undefined;
  return (
    <div ref={layer} className="near">
      {boxes.map((box) => (
        <NearBox key={box.id} box={box} />
      ))}
      {renamed && renamed.shape !== "note" && <RenameField box={renamed} zoom={view.camera.zoom} />}
    </div>
  );
}

/** Longer names may be cut on their card. */
const WHOLE = 20;

const NearBox = memo(function NearBox({ box }: { readonly box: SceneBox }) {
  const selected = useSession((state) => state.selection.boxes.includes(box.id));
  const { x, y, width, height } = box.rect;
  const id = box.id.slice(box.id.indexOf(":") + 1);
  return (
    <div className="near__box" style={{ left: x, top: y, width, height }}>
      <button
        type="button"
        className="near__body"
        data-box={box.id}
        data-testid={`${box.shape}-${id}`}
        aria-label={box.spoken}
        aria-pressed={selected}
        title={box.title.length > WHOLE ? box.title : undefined}
        onFocus={(event) => {
          if (event.currentTarget.matches(":focus-visible")) session.select(selectionOf([box.id]));
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || lockNow() !== null) return;
          event.preventDefault();
          session.set({ renaming: box.id });
        }}
      />
      {box.shape === "agent" && (
        <span
          className="near__handle"
          data-testid={`connect-${id}`}
          title="Drag to draw a handoff"
        />
      )}
    </div>
  );
});

function RenameField({ box, zoom }: { readonly box: SceneBox; readonly zoom: number }) {
  const { x, y, width, height } = box.rect;
  const done = useRef(false);
  const finish = (text: string) => {
    if (done.current) return;
    done.current = true;
    void rename(box.id, text.trim());
  };
  return (
    <input
      data-control
      data-testid="rename"
      className="near__rename"
      aria-label={`Rename ${box.title}`}
      style={{
        left: x,
        // An open group has its name at the top.
        top: isArea(box) ? y : y + Math.max(0, height / 2 - 15 / Math.min(1, zoom)),
        width: width * Math.min(1, zoom),
      }}
      defaultValue={box.title}
      // biome-ignore lint/a11y/noAutofocus: the user asked for this field by double click or key.
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(event.currentTarget.value);
        if (event.key === "Escape") {
          done.current = true;
          session.set({ renaming: null });
        }
      }}
    />
  );
}
