/** What became of a topology since a baseline, coloured on the drawing meanwhile, and the review of it. */
import { Bookmark } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { Field, Select } from "../../components/field";
import { useLock } from "../../document/lock";
import { nameOf, useDocument } from "../../document/store";
import { platform, type TopologyDiff } from "../../platform";
import { session, useSession } from "../../session/store";
import { keyOf } from "./anchors";
import { BaselineForm } from "./baseline-form";
import type { Chosen } from "./new-comment";
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
  const chosen = baseline ?? baselines?.[0]?.id ?? null;
  const diff = useSession(({ dock }) => (dock.show === "changes" ? dock.diff : null));
  const changed = useMemo(() => changedIn(diff), [diff]);
  const [about, setAbout] = useState<Chosen | null>(null);
  const comment = useCallback(
    (key: string) => setAbout((before) => ({ key, turn: (before?.turn ?? 0) + 1 })),
    [],
  );
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
          <SetBaseline onClick={() => setNaming(true)} />
        </Empty>
      )}
      {naming && <BaselineForm topology={topology} onDone={() => setNaming(false)} />}
      {!naming && chosen !== null && <SetBaseline onClick={() => setNaming(true)} />}
      {chosen !== null && (
        <Since topology={topology} baseline={baseline} chosen={chosen} onComment={comment} />
      )}
      {chosen !== null && (
        <ReviewSection
          subject={{ kind: "topology", id: topology }}
          baseline={chosen}
          unchanged={diff !== null && isUnchanged(diff)}
          chosen={about}
          changed={changed}
        />
      )}
    </DockPanel>
  );
}

function SetBaseline({ onClick }: { readonly onClick: () => void }) {
  const lock = useLock();
  return (
    <Button
      icon={Bookmark}
      className="changes-panel__set"
      disabled={lock !== null}
      data-testid="baseline-set"
      onClick={onClick}
    >
      Set a baseline here
    </Button>
  );
}

/** Where boxes stand is nothing that anybody has to agree to. */
function isUnchanged({ added, removed, changed }: TopologyDiff): boolean {
  return added.length + removed.length + changed.length === 0;
}

/** What came and what changed, by `keyOf`. */
function changedIn(diff: TopologyDiff | null): ReadonlySet<string> {
  if (!diff) return NONE;
  return new Set([...diff.changed, ...diff.added].map(({ key }) => keyOf(key)));
}

const NONE: ReadonlySet<string> = new Set();

interface SinceProps {
  readonly topology: string;
  readonly baseline: string | null;
  readonly chosen: string;
  /** By `keyOf`. */
  readonly onComment: (key: string) => void;
}

function Since({ topology, baseline, chosen, onComment }: SinceProps) {
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
  return <TopologyChanges diff={answer} onComment={onComment} />;
}
