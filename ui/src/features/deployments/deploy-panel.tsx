/** A cell of the matrix: which version runs, whether another one may, and the way to say that it does. */
import { CircleCheck, OctagonAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Select } from "../../components/field";
import { commit } from "../../document/commit";
import { type Draft, put, remove } from "../../document/drafts";
import { useLock } from "../../document/lock";
import { nameOf, useDocument, useRecord } from "../../document/store";
import { type CanDeploy, platform } from "../../platform";
import { session } from "../../session/store";
import { useAnswer } from "../audit/use-answer";
import { useVersionsOf } from "../inspector/agent/versions";
import { RecordLink } from "../inspector/record/record-link";
import "./deployments.css";

export interface DeployPanelProps {
  readonly agent: string;
  readonly environment: string;
}

export function DeployPanel({ agent, environment }: DeployPanelProps) {
  const id = `${agent}@${environment}`;
  const running = useRecord("deployment", id);
  const versions = useVersionsOf(agent).map(({ version }) => version);
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const locked = useLock() !== null;
  const agentName = useDocument((state) => nameOf(state, "agent", agent));
  const place = useDocument((state) => nameOf(state, "environment", environment));
  const now = running?.version ?? "";
  const wanted = chosen ?? (now || versions[0] || "");
  const send = async (drafts: readonly Draft[]) => {
    setBusy(true);
    const done = await commit(drafts);
    setBusy(false);
    if (done) setChosen(null);
  };
  const deploy = () =>
    send([
      put("deployment", {
        ...(running ?? { id, agent, environment }),
        version: wanted,
        since: new Date().toISOString(),
      }),
    ]);
  return (
    <DockPanel
      title={`${agentName} in ${place}`}
      onClose={session.closeDock}
      footer={
        <>
          {running && (
            <Button
              look="quiet"
              disabled={busy || locked}
              onClick={() => void send([remove("deployment", id)])}
            >
              It runs no longer
            </Button>
          )}
          <Button
            look="primary"
            disabled={busy || locked || wanted === "" || wanted === now}
            data-testid="deploy-send"
            onClick={() => void deploy()}
          >
            {wanted === "" || wanted === now ? "Nothing to record" : `Record ${wanted}`}
          </Button>
        </>
      }
    >
      <p className="muted">
        {running
          ? `Version ${now} runs there.`
          : "Nothing of it runs there, as far as the registry knows."}{" "}
        Recording a version says that it runs; it deploys nothing.
      </p>
      {versions.length === 0 ? (
        <p className="muted">
          It has no versions yet. <RecordLink subject={{ kind: "agent", id: agent }} />
        </p>
      ) : (
        <>
          <Select
            aria-label="Version"
            value={wanted}
            options={versions.map((version) => ({ value: version, label: version }))}
            onChange={setChosen}
          />
          {wanted !== "" && <May agent={agent} version={wanted} environment={environment} />}
        </>
      )}
    </DockPanel>
  );
}

interface MayProps extends DeployPanelProps {
  readonly version: string;
}

function May({ agent, version, environment }: MayProps) {
  const { answer, failure } = useAnswer(`${agent}@${version} in ${environment}`, () =>
    platform().canIDeploy(agent, version, environment),
  );
  if (failure) return <p className="dock-error">{failure.message}</p>;
  if (!answer) return <p className="muted">Asking whether it may run there…</p>;
  return <Verdict answer={answer} />;
}

function Verdict({ answer }: { readonly answer: CanDeploy }) {
  const { holds, blocked_by, order, no_order, environment, version } = answer;
  const Mark = holds ? CircleCheck : OctagonAlert;
  return (
    <section className="deploy" aria-label="Whether it may run there" data-testid="deploy-verdict">
      <p className={holds ? "deploy__yes" : "deploy__no"}>
        <Mark size={14} aria-hidden />
        {holds
          ? `${version} fits everything that runs in ${environment}.`
          : `${version} does not fit what runs in ${environment}.`}
      </p>
      <ul className="deploy__list">
        {blocked_by.map(({ agent, contract, emits, direction, reason, handoffs }) => (
          <li key={`${agent} ${contract} ${emits} ${direction}`}>
            <p>{reason}</p>
            {handoffs.map((handoff) => (
              <RecordLink key={handoff} subject={{ kind: "handoff", id: handoff }} />
            ))}
          </li>
        ))}
      </ul>
      {!holds && order.length > 0 && (
        <>
          <h3 className="dock-heading">In this order nothing breaks</h3>
          <ol className="deploy__order">
            {order.map(({ agent, from, to, reason }) => (
              <li key={`${agent} ${to}`}>
                <strong>{agent}</strong> {from ?? "nothing"} → {to}
                <p className="muted">{reason}</p>
              </li>
            ))}
          </ol>
        </>
      )}
      {no_order && <p className="muted">{no_order}</p>}
    </section>
  );
}
