/** What became of a topology since a baseline, coloured on the drawing meanwhile, and the review of it. */
import { Bookmark } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { Field, Select } from "../../components/field";
import { useLock } from "../../document/lock";
import { nameOf, useDocument } from "../../document/store";
import { platform } from "../../platform";
import { session } from "../../session/store";
import { BaselineForm } from "./baseline-form";
import { ReviewSection } from "./review-section";
import { TopologyChanges } from "./topology-changes";
import { useAsked } from "./use-asked";
import { useBaselines } from "./use-reviews";
import "./changes.css";

export interface ChangesPanelProps {
  readonly topology: string;
  /** The newest one without. */
  readonly baseline: string | null;
}

export function ChangesPanel({ topology, baseline }: ChangesPanelProps) {
  const name = useDocument((state) => nameOf(state, "topology", topology));
  const { baselines, failure } = useBaselines(topology);
  const [naming, setNaming] = useState(false);
  const lock = useLock();
  const chosen = baseline ?? baselines?.[0]?.id ?? null;
  return (
    <DockPanel title={`Changes of ${name}`} onClose={session.closeDock}>
      {failure && (
        <p className="dock-error" role="alert">
          Its baselines cannot be told: {failure}
        </p>
      )}
      {baselines && baselines.length > 0 && (
        <Field label="Since">
          {(id) => (
            <Select
              id={id}
              value={chosen ?? ""}
              options={baselines.map(({ id: value, name: label, revision }) => ({
                value,
                label: `${label} (revision ${revision})`,
              }))}
              onChange={(other) =>
                session.set({
                  dock: { show: "changes", topology, baseline: other, diff: null },
                })
              }
              data-testid="baseline"
            />
          )}
        </Field>
      )}
      {baselines?.length === 0 && !naming && (
        <Empty title="No baseline yet">
          <p>
            A baseline names the topology as it is now. Later changes are told, and reviewed,
            against it.
          </p>
        </Empty>
      )}
      {naming ? (
        <BaselineForm topology={topology} onDone={() => setNaming(false)} />
      ) : (
        <Button
          icon={Bookmark}
          className="changes-panel__set"
          disabled={lock !== null}
          data-testid="baseline-set"
          onClick={() => setNaming(true)}
        >
          Set a baseline here
        </Button>
      )}
      {chosen !== null && <Since topology={topology} baseline={baseline} chosen={chosen} />}
      {chosen !== null && <ReviewSection subject={{ kind: "topology", id: topology }} />}
    </DockPanel>
  );
}

interface SinceProps {
  readonly topology: string;
  readonly baseline: string | null;
  readonly chosen: string;
}

function Since({ topology, baseline, chosen }: SinceProps) {
  const { answer, failure } = useAsked(`${topology}|${chosen}`, () =>
    platform().topologyChanges(topology, chosen),
  );
  useEffect(() => {
    const { dock } = session.get();
    if (answer && dock.show === "changes" && dock.diff !== answer)
      session.set({ dock: { show: "changes", topology, baseline, diff: answer } });
  }, [answer, topology, baseline]);
  if (failure)
    return (
      <p className="dock-error" role="alert">
        The changes cannot be told: {failure}
      </p>
    );
  if (!answer)
    return (
      <p className="muted" role="status">
        Comparing with the baseline…
      </p>
    );
  return <TopologyChanges diff={answer} />;
}
