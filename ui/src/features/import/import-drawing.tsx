/** A topology as an import would leave it, before anything is stored. */
import type { ImportDrawing } from "../../platform";
import { TemplatePictureView } from "../templates/template-picture";

export function ImportDrawingView({ drawing }: { readonly drawing: ImportDrawing }) {
  const { name, picture, agents, handoffs, is_new } = drawing;
  return (
    <figure className="import__drawing">
      {picture && (
        <div className="import__picture">
          <TemplatePictureView name={name} picture={picture} named={agents <= 12} />
        </div>
      )}
      <figcaption>
        <strong>{name}</strong>{" "}
        <span className="muted">
          {is_new ? "new" : "as it will be"}, {counted(agents, "agent")},{" "}
          {counted(handoffs, "handoff")}
          {!picture && "; too large to be shown here"}
        </span>
      </figcaption>
    </figure>
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
