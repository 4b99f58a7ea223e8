import { ArrowRight } from "lucide-react";
import { Field, Select, Switch, TextInput } from "../../components/field";
import { TagInput } from "../../components/tag-input";
import { commit } from "../../document/commit";
import { put, withFields } from "../../document/drafts";
import { agentOf, outcomeOf } from "../../document/records";
import { targetName } from "../../document/scene";
import { nameOf, useDocument, useRecords } from "../../document/store";
import type { Criticality, Gate, Handoff, HandoffMode, OwnerModel, Policy } from "../../platform";
import { NameList } from "./name-list";
import {
  FindingsOf,
  Head,
  numberOf,
  responderOf,
  responderValue,
  Section,
  sentence,
  useOptions,
  useResponders,
  wordOptions,
} from "./parts";

const MODES = [
  { value: "transfer", label: "Transfer: control moves" },
  { value: "delegate", label: "Delegate: it returns" },
];
const OWNER_MODELS = [
  { value: "downstream", label: "Downstream: receiver" },
  { value: "platform", label: "Platform: its team" },
  { value: "joint", label: "Joint: both teams" },
];
const CRITICALITIES = wordOptions(["low", "medium", "high", "critical"]);

type Fields<T> = { [K in keyof T]?: T[K] | null | undefined };

export function HandoffInspector({ handoff }: { readonly handoff: Handoff }) {
  const names = useDocument(
    (state) => `${nameOf(state, "agent", handoff.from)}\n${targetName(state, handoff.to)}`,
  );
  const [from = "", to = ""] = names.split("\n");
  const set = (fields: Fields<Handoff>) =>
    void commit([put("handoff", withFields(handoff, fields))]);
  return (
    <div className="inspector" data-testid="inspector">
      <Head what="Handoff" id={handoff.id}>
        <p className="inspector__route" data-testid="inspector-route">
          {from} <ArrowRight size={14} aria-label="to" /> {to}
        </p>
      </Head>
      <FindingsOf kind="handoff" id={handoff.id} />
      <Section title="Who and how">
        <Ends handoff={handoff} set={set} />
        <Field label="Mode">
          {(id) => (
            <Select
              id={id}
              data-testid="inspector-mode"
              value={handoff.mode ?? "transfer"}
              options={MODES}
              onChange={(mode) =>
                set({ mode: mode === "transfer" ? undefined : (mode as HandoffMode) })
              }
            />
          )}
        </Field>
        <Field label="Criticality">
          {(id) => (
            <Select
              id={id}
              value={handoff.criticality ?? "medium"}
              options={CRITICALITIES}
              onChange={(word) =>
                set({ criticality: word === "medium" ? undefined : (word as Criticality) })
              }
            />
          )}
        </Field>
      </Section>
      <Section title="Contract">
        <ContractFields handoff={handoff} set={set} />
      </Section>
      <Section title="Ownership">
        <OwnershipFields handoff={handoff} set={set} />
      </Section>
      <Section title="When it fails">
        <PolicyFields handoff={handoff} set={set} />
      </Section>
      <Section title="Human gate">
        <GateFields handoff={handoff} set={set} />
      </Section>
    </div>
  );
}

interface PartProps {
  readonly handoff: Handoff;
  readonly set: (fields: Fields<Handoff>) => void;
}

function Ends({ handoff, set }: PartProps) {
  const agents = useOptions("agent");
  const outcomes = useRecords("outcome");
  const targets = [
    ...agents.map(({ value, label }) => ({ value: `agent:${value}`, label })),
    ...[...outcomes.values()]
      .filter(({ record }) => record.topology === handoff.topology)
      .map(({ record }) => ({ value: `outcome:${record.id}`, label: `${record.name} (outcome)` })),
  ];
  const agent = agentOf(handoff.to);
  const outcome = outcomeOf(handoff.to);
  const value = agent !== null ? `agent:${agent}` : outcome !== null ? `outcome:${outcome}` : "";
  return (
    <>
      <Field label="From">
        {(id) => (
          <Select
            id={id}
            value={handoff.from}
            options={agents}
            onChange={(next) => set({ from: next })}
          />
        )}
      </Field>
      <Field label="To" name="to">
        {(id) => (
          <Select
            id={id}
            value={value}
            {...(value === "" ? { none: "Whoever has the tags" } : {})}
            options={targets}
            onChange={(next) => {
              const chosen = next.slice(next.indexOf(":") + 1);
              if (next !== "")
                set({ to: next.startsWith("agent:") ? chosen : { outcome: chosen } });
            }}
          />
        )}
      </Field>
      {typeof handoff.to === "object" && "capabilities" in handoff.to && (
        <Field label="Tags" tall>
          {(id) => {
            const query = handoff.to as { capabilities: string[] };
            return (
              <TagInput
                id={id}
                tags={query.capabilities}
                onCommit={(capabilities) => set({ to: { ...query, capabilities } })}
              />
            );
          }}
        </Field>
      )}
    </>
  );
}

function ContractFields({ handoff, set }: PartProps) {
  const contracts = useOptions("contract");
  const all = useRecords("contract_version");
  const versions = [...all.values()]
    .filter(({ record }) => record.contract === handoff.contract)
    .map(({ record }) => ({
      value: record.version,
      label:
        record.state && record.state !== "published"
          ? `${record.version} (${sentence(record.state).toLowerCase()})`
          : record.version,
    }))
    .sort((a, b) => b.value.localeCompare(a.value, undefined, { numeric: true }));
  return (
    <>
      <Field label="Contract" name="contract">
        {(id) => (
          <Select
            id={id}
            data-testid="inspector-contract"
            value={handoff.contract ?? ""}
            none="No contract"
            options={contracts}
            onChange={(contract) =>
              set({
                contract: contract || null,
                version:
                  contract === handoff.contract ? (handoff.version ?? null) : newest(all, contract),
              })
            }
          />
        )}
      </Field>
      {handoff.contract && (
        <Field label="Version" name="version">
          {(id) => (
            <Select
              id={id}
              data-testid="inspector-version"
              value={handoff.version ?? ""}
              none="No version"
              options={versions}
              onChange={(version) => set({ version: version || null })}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** The newest published version: what a handoff is pinned to when its contract is chosen. */
function newest(
  all: ReturnType<typeof useRecords<"contract_version">>,
  contract: string,
): string | null {
  const published = [...all.values()].filter(
    ({ record }) => record.contract === contract && record.state === "published",
  );
  const sorted = published
    .map(({ record }) => record.version)
    .sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
  return sorted[0] ?? null;
}

function OwnershipFields({ handoff, set }: PartProps) {
  const teams = useOptions("team");
  const paths = useOptions("escalation_path");
  const responders = useResponders();
  return (
    <>
      <Field label="Model">
        {(id) => (
          <Select
            id={id}
            data-testid="inspector-owner-model"
            value={handoff.owner_model ?? ""}
            none="Not decided"
            options={OWNER_MODELS}
            onChange={(word) => set({ owner_model: (word || null) as OwnerModel | null })}
          />
        )}
      </Field>
      <Field label="Owners" name="owners" tall>
        {(id) => (
          <NameList
            id={id}
            values={handoff.owners ?? []}
            options={teams}
            add="Add a team"
            onCommit={(owners) => set({ owners: owners.length > 0 ? owners : undefined })}
          />
        )}
      </Field>
      <Field label="Fallback owner" name="fallback-owner">
        {(id) => (
          <Select
            id={id}
            data-testid="inspector-fallback-owner"
            value={responderValue(handoff.fallback_owner)}
            none="Nobody yet"
            options={responders}
            onChange={(value) => set({ fallback_owner: responderOf(value) })}
          />
        )}
      </Field>
      <Field label="Escalation path" name="escalation-path">
        {(id) => (
          <Select
            id={id}
            data-testid="inspector-escalation"
            value={handoff.escalation_path ?? ""}
            none="None yet"
            options={paths}
            onChange={(path) => set({ escalation_path: path || null })}
          />
        )}
      </Field>
    </>
  );
}

function PolicyFields({ handoff, set }: PartProps) {
  const agents = useOptions("agent").filter(({ value }) => value !== handoff.from);
  const policy = handoff.policy ?? {};
  const setPolicy = (fields: Fields<Policy>) => {
    const next = withFields(policy, fields);
    set({ policy: Object.keys(next).length > 0 ? next : undefined });
  };
  return (
    <>
      <Field label="Fallbacks" name="fallbacks" tall>
        {(id) => (
          <NameList
            id={id}
            values={handoff.fallbacks ?? []}
            options={agents}
            add="Add an agent"
            onCommit={(fallbacks) =>
              set({ fallbacks: fallbacks.length > 0 ? fallbacks : undefined })
            }
          />
        )}
      </Field>
      <Field label="Timeout, ms">
        {(id) => (
          <TextInput
            id={id}
            numeric
            value={text(policy.timeout_ms)}
            placeholder="None"
            onCommit={(value) => setPolicy({ timeout_ms: numberOf(value) })}
          />
        )}
      </Field>
      <Field label="Retries">
        {(id) => (
          <TextInput
            id={id}
            numeric
            value={text(policy.retries)}
            placeholder="0"
            onCommit={(value) => setPolicy({ retries: numberOf(value) || undefined })}
          />
        )}
      </Field>
      <Field label="Loop limit" name="loop-limit">
        {(id) => (
          <TextInput
            id={id}
            numeric
            value={text(policy.loop_limit)}
            placeholder="None"
            onCommit={(value) => setPolicy({ loop_limit: numberOf(value) })}
          />
        )}
      </Field>
      <Switch
        label="Validate the payload on entry"
        checked={policy.boundary_validation ?? false}
        onChange={(on) => setPolicy({ boundary_validation: on || undefined })}
      />
    </>
  );
}

function GateFields({ handoff, set }: PartProps) {
  const gate = handoff.gate ?? null;
  const setGate = (fields: Fields<Gate>) => set({ gate: withFields(gate ?? {}, fields) });
  return (
    <>
      <Switch
        label="A person decides before it goes on"
        data-field="gate"
        checked={gate !== null}
        onChange={(on) => set({ gate: on ? {} : null })}
      />
      {gate && (
        <>
          <Field label="Question" tall>
            {(id) => (
              <TextInput
                id={id}
                multiline
                value={gate.question ?? ""}
                placeholder="What the reviewer has to answer"
                onCommit={(value) => setGate({ question: value || undefined })}
              />
            )}
          </Field>
          <Field label="Proposed action" tall>
            {(id) => (
              <TextInput
                id={id}
                multiline
                value={gate.proposed_action ?? ""}
                placeholder="What happens if approved"
                onCommit={(value) => setGate({ proposed_action: value || undefined })}
              />
            )}
          </Field>
          <Field label="Summary" tall>
            {(id) => (
              <TextInput
                id={id}
                multiline
                value={gate.summary ?? ""}
                placeholder="What the reviewer sees"
                onCommit={(value) => setGate({ summary: value || undefined })}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}

function text(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}
