/** Which version of the agent runs where, in the order of the environments. */
import { useMemo } from "react";
import { Select } from "../../../components/field";
import { InstantInput } from "../../../components/instant-input";
import { commit } from "../../../document/commit";
import { type Draft, put, remove, withFields } from "../../../document/drafts";
import { useLock } from "../../../document/lock";
import { useRecords } from "../../../document/store";
import type { Deployment, Environment } from "../../../platform";
import { RecordLink } from "../record/record-link";
import { Section } from "../section";
import { useVersionsOf } from "./versions";

export function Deployments({ agent }: { readonly agent: string }) {
  const environments = useRecords("environment");
  const deployments = useRecords("deployment");
  const locked = useLock() !== null;
  const versions = useVersionsOf(agent).map(({ version }) => ({ value: version, label: version }));
  const places = useMemo(
    () =>
      [...environments.values()]
        .map(({ record }) => record)
        .sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || a.name.localeCompare(b.name)),
    [environments],
  );
  const running = (environment: Environment) =>
    [...deployments.values()]
      .map(({ record }) => record)
      .find((record) => record.agent === agent && record.environment === environment.id);
  const set = (environment: Environment, old: Deployment | undefined, version: string) => {
    const drafts: Draft[] = [];
    if (version !== "")
      drafts.push(
        put("deployment", {
          ...(old ?? { id: `${agent}@${environment.id}`, agent, environment: environment.id }),
          version,
          since: new Date().toISOString(),
        }),
      );
    else if (old) drafts.push(remove("deployment", old.id));
    void commit(drafts);
  };
  return (
    <Section
      title="Runs in"
      name="agent.deployments"
      summary={`${places.filter(running).length} of ${places.length}`}
    >
      {places.length === 0 && (
        <p className="inspector__hint">There is no environment yet, such as production.</p>
      )}
      {places.map((environment) => {
        const old = running(environment);
        return (
          <fieldset
            key={environment.id}
            role="presentation"
            className="deployment"
            disabled={locked}
          >
            <RecordLink subject={{ kind: "environment", id: environment.id }} />
            <Select
              aria-label={`Version in ${environment.name}`}
              value={old?.version ?? ""}
              none="Not there"
              options={versions}
              onChange={(version) => set(environment, old, version)}
            />
            {old && (
              <InstantInput
                aria-label={`In ${environment.name} since`}
                what="instant"
                value={old.since ?? ""}
                onCommit={(since) =>
                  commit([put("deployment", withFields(old, { since: since || null }))])
                }
              />
            )}
          </fieldset>
        );
      })}
    </Section>
  );
}
