/** The fields of any record, whether it stands on a drawing or not. */
import { Empty } from "../../components/empty";
import { later } from "../../components/later";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import type { RecordKey } from "../../platform";
import { TopologyInspector } from "./drawing/topology";
import { EditRecord } from "./edit";
import "./record.css";
import "./inspector.css";

export interface RecordInspectorProps {
  readonly subject: RecordKey;
  /** Puts the inspector away, where it stands in place of something else. */
  readonly onClose?: (() => void) | undefined;
}

export interface InspectorProps {
  readonly id: string;
  readonly onClose?: (() => void) | undefined;
}

// The topology is what a window shows first.
const DesignedInspector = later(async () => (await import("./designed")).DesignedInspector);
const HandoffById = later(async () => (await import("./designed")).HandoffById);

export function RecordInspector({ subject, onClose }: RecordInspectorProps) {
  const { kind, id } = subject;
  const known = useDocument((state) => state.records.get(kind)?.has(id) ?? false);
  if (!known)
    return (
      <Empty title={`There is no ${kindName(kind).toLowerCase()} of that id`}>
        <p>
          <code className="selectable">{id}</code> was deleted, or belongs to another registry.
        </p>
      </Empty>
    );
  if (kind === "handoff") return <HandoffById id={id} onClose={onClose} />;
  return (
    <div className="inspector" data-testid="inspector">
      <EditRecord key={`${kind}:${id}`} subject={subject}>
        {kind === "topology" ? (
          <TopologyInspector id={id} onClose={onClose} />
        ) : (
          <DesignedInspector kind={kind} id={id} onClose={onClose} />
        )}
      </EditRecord>
    </div>
  );
}
