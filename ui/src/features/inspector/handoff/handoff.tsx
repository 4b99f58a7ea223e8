/** Everything about a handoff: sections to be read, each field an edit of its own. */
import { ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import { DraftHome } from "../../../components/draft-home";
import { targetName } from "../../../document/scene-words";
import { nameOf, useDocument } from "../../../document/store";
import type { Handoff } from "../../../platform";
import { useSession } from "../../../session/store";
import { useRecordHome } from "../../unsent/keeper";
import { EditRecord } from "../edit";
import { RecordHead } from "../head";
import { AlertSection } from "./alerts";
import { ContextSection } from "./context";
import { ContractSection } from "./contract";
import { EditContext, useHandoffEdit } from "./edit";
import { FallbackSection } from "./fallbacks";
import { FieldFilter } from "./field-filter";
import { FindingJumps } from "./finding-jumps";
import { GateSection } from "./gate";
import { OwnershipSection } from "./ownership";
import { PeopleSection } from "./people";
import { PolicySection } from "./policy";
import { RouteSection } from "./route";
import { SimulationSection } from "./simulation";
import { TargetSection } from "./targets";
import { TraceSection } from "./traces";
import { TransferSection } from "./transfer";
import { TriggerSection } from "./trigger";
import "./handoff.css";

export interface HandoffInspectorProps {
  readonly handoff: Handoff;
  /** Puts the inspector away, where it stands in place of something else. */
  readonly onClose?: (() => void) | undefined;
}

export function HandoffInspector({ handoff, onClose }: HandoffInspectorProps) {
  const [filter, setFilter] = useState("");
  const edit = useHandoffEdit(handoff, filter.trim());
  const home = useRecordHome("handoff", handoff.id);
  const shownFinding = useSession((state) => state.findingKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a finding that is gone to shows its field, whatever was looked for.
  useEffect(() => setFilter(""), [shownFinding]);
  return (
    <EditContext value={edit}>
      <DraftHome value={home}>
        <div className="inspector handoff" data-testid="inspector">
          <EditRecord subject={{ kind: "handoff", id: handoff.id }}>
            <RecordHead onClose={onClose}>
              <Route handoff={handoff} />
            </RecordHead>
          </EditRecord>
          <FindingJumps />
          <FieldFilter value={filter} onChange={setFilter} />
          <RouteSection handoff={handoff} />
          <TriggerSection handoff={handoff} />
          <ContractSection handoff={handoff} />
          <ContextSection handoff={handoff} />
          <OwnershipSection handoff={handoff} />
          <PolicySection handoff={handoff} />
          <FallbackSection handoff={handoff} />
          <TransferSection handoff={handoff} />
          <GateSection handoff={handoff} />
          <PeopleSection handoff={handoff} />
          <AlertSection handoff={handoff} />
          <TraceSection handoff={handoff} />
          <TargetSection handoff={handoff} />
          <SimulationSection handoff={handoff} />
        </div>
      </DraftHome>
    </EditContext>
  );
}

function Route({ handoff }: { readonly handoff: Handoff }) {
  const from = useDocument((state) => nameOf(state, "agent", handoff.from));
  const to = useDocument((state) => targetName(state, handoff.to));
  return (
    <p className="inspector__route" data-testid="inspector-route">
      <bdi>{from}</bdi> <ArrowRight size={14} aria-label="to" /> <bdi>{to}</bdi>
    </p>
  );
}
