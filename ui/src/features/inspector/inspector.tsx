/** The selected thing's fields. Each is committed on its own, when it is left. */
import { MousePointerClick } from "lucide-react";
import { Empty } from "../../components/empty";
import { later } from "../../components/later";
import { recordOfBox } from "../../document/boxes";
import { useSession } from "../../session/store";
import { RecordInspector } from "./record";
import "./inspector.css";

const SelectionInspector = later(async () => (await import("./several")).SelectionInspector);

export function Inspector() {
  const selection = useSession((state) => state.selection);
  const topology = useSession((state) => state.topology);
  const count = selection.boxes.length + selection.edges.length;
  const [box] = selection.boxes;
  const [edge] = selection.edges;
  if (count > 1) return <SelectionInspector />;
  if (edge) return <RecordInspector key={edge} subject={{ kind: "handoff", id: edge }} />;
  if (box) return <RecordInspector key={box} subject={recordOfBox(box)} />;
  if (topology)
    return <RecordInspector key={topology} subject={{ kind: "topology", id: topology }} />;
  return (
    <Empty title="Nothing selected">
      <MousePointerClick size={18} aria-hidden />
      <p>Select an agent or a handoff to see and change its fields.</p>
    </Empty>
  );
}
