/** The selected thing's fields. Each is committed on its own, when it is left. */
import { MousePointerClick } from "lucide-react";
import { Empty } from "../../components/empty";
import { recordOfBox } from "../../document/boxes";
import { useRecord } from "../../document/store";
import { useSession } from "../../session/store";
import { AgentInspector } from "./agent";
import { HandoffInspector } from "./handoff";
import { SelectionInspector } from "./several";
import { EntryInspector, GroupInspector, NoteInspector, OutcomeInspector } from "./small";
import { TopologyInspector } from "./topology";
import "./inspector.css";

export function Inspector() {
  const selection = useSession((state) => state.selection);
  const topology = useSession((state) => state.topology);
  const count = selection.boxes.length + selection.edges.length;
  const [box] = selection.boxes;
  const [edge] = selection.edges;
  if (count > 1) return <SelectionInspector />;
  if (edge) return <HandoffById id={edge} />;
  if (box) return <BoxInspector key={box} box={box} />;
  if (topology) return <TopologyInspector id={topology} />;
  return (
    <Empty title="Nothing selected">
      <MousePointerClick size={18} aria-hidden />
      <p>Select an agent or a handoff to see and change its fields.</p>
    </Empty>
  );
}

function BoxInspector({ box }: { readonly box: string }) {
  const { kind, id } = recordOfBox(box);
  switch (kind) {
    case "agent":
      return <AgentById id={id} />;
    case "handoff":
      return <HandoffById id={id} />;
    case "outcome":
      return <OutcomeInspector id={id} />;
    case "entry":
      return <EntryInspector id={id} />;
    case "note":
      return <NoteInspector id={id} />;
    case "group":
      return <GroupInspector id={id} />;
  }
}

function AgentById({ id }: { readonly id: string }) {
  const agent = useRecord("agent", id);
  return agent ? <AgentInspector key={id} agent={agent} /> : null;
}

function HandoffById({ id }: { readonly id: string }) {
  const handoff = useRecord("handoff", id);
  return handoff ? <HandoffInspector key={id} handoff={handoff} /> : null;
}
