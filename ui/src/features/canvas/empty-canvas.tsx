import { Empty } from "../../components/empty";

export function EmptyCanvas() {
  return (
    <div className="canvas__empty">
      <Empty title="Nothing is drawn yet">
        <p>
          Double-click anywhere to add the first agent, or drag one from the tools below. Then drag
          from the edge of its card to draw a handoff; drop it on empty space to make the receiver
          there.
        </p>
      </Empty>
    </div>
  );
}
