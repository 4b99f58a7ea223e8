/** Nothing selected: the topology itself, and what the signs of the drawing mean. */
import { Field, TextInput } from "../../components/field";
import { commit } from "../../document/commit";
import { put, withFields } from "../../document/drafts";
import { useRecord } from "../../document/store";
import { FirstSteps } from "./first-steps";
import { FindingsOf, Section, Title } from "./parts";
import { TeamSelect } from "./team-select";

export function TopologyInspector({ id }: { readonly id: string }) {
  const topology = useRecord("topology", id);
  if (!topology) return null;
  return (
    <div className="inspector" data-testid="inspector">
      <header className="inspector__head">
        <div className="inspector__kind">
          <span>Topology</span>
          <code className="selectable">{id}</code>
        </div>
        <Title
          name={topology.name}
          label="Name of the topology"
          onCommit={(name) => void commit([put("topology", { ...topology, name })])}
        />
      </header>
      <FirstSteps />
      <FindingsOf kind="topology" id={id} />
      <Section title="What it is for">
        <Field label="Purpose" tall>
          {(field) => (
            <TextInput
              id={field}
              multiline
              placeholder="In a sentence"
              value={topology.purpose ?? ""}
              onCommit={(purpose) =>
                void commit([
                  put("topology", withFields(topology, { purpose: purpose || undefined })),
                ])
              }
            />
          )}
        </Field>
        <Field label="Owning team" name="team">
          {(field) => (
            <TeamSelect
              id={field}
              value={topology.team ?? ""}
              onChange={(team, created) =>
                void commit([...created, put("topology", withFields(topology, { team }))])
              }
            />
          )}
        </Field>
      </Section>
      <Section title="Signs">
        <ul className="legend">
          <li>
            <Sample line="solid" /> Transfer: control moves
          </li>
          <li>
            <Sample line="dotted" both /> Delegate: call and return
          </li>
          <li>
            <Sample line="dashed" faint /> Fallback, when a handoff fails
          </li>
          <li>
            <Sample line="solid" people /> Escalation to people
          </li>
          <li>
            <svg width="36" height="14" aria-hidden>
              <path
                d="M18 1 24 7 18 13 12 7Z"
                fill="var(--raised)"
                stroke="var(--gate)"
                strokeWidth="1.75"
              />
              <path d="M18 4.6 20.4 7 18 9.4 15.6 7Z" fill="var(--gate)" />
            </svg>
            Gate: a person decides
          </li>
        </ul>
      </Section>
    </div>
  );
}

interface SampleProps {
  readonly line: "solid" | "dotted" | "dashed";
  readonly both?: boolean;
  readonly faint?: boolean;
  readonly people?: boolean;
}

function Sample({ line, both = false, faint = false, people = false }: SampleProps) {
  const colour = people ? "var(--people)" : faint ? "var(--edge-faint)" : "var(--edge)";
  const dash = { solid: undefined, dotted: "0.5 5", dashed: "5 4" }[line];
  return (
    <svg
      width="36"
      height="14"
      aria-hidden
      fill="none"
      stroke={colour}
      strokeWidth="1.75"
      strokeLinecap="round"
    >
      <path d="M3 7H31" strokeDasharray={dash} />
      {faint ? (
        <path d="M28 4 32 7 28 10" />
      ) : (
        <path d="M27 3.5 34 7 27 10.5 28.5 7Z" fill={colour} stroke="none" />
      )}
      {both && <path d="M8 3.5 3 7 8 10.5" />}
    </svg>
  );
}
