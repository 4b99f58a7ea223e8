/** What a part asks: whose it is, what travels, how many. Everything has an answer already. */
import { Field, Select } from "../../components/field";
import type { PartInfo } from "../../platform";
import { useIdOptions } from "../inspector/record/options";

/** By the keys of the settings; without an answer the registry decides. */
export type PartAnswers = Readonly<Record<string, string>>;

export interface PartFormProps {
  readonly part: PartInfo;
  /** Whether it begins at an agent, whose team it gets without an answer. */
  readonly atAgent: boolean;
  readonly answers: PartAnswers;
  readonly onAnswer: (answers: PartAnswers) => void;
}

export function PartForm({ part, atAgent, answers, onAnswer }: PartFormProps) {
  const teams = useIdOptions("team");
  const versions = useIdOptions("contract_version");
  const set = (key: string, value: string) => {
    const { [key]: _, ...others } = answers;
    onAnswer(value === "" ? others : { ...others, [key]: value });
  };
  return (
    <div className="part__form">
      {part.counts.map((count) => (
        <Field key={count.key} label={count.name}>
          {(id) => (
            <Select
              id={id}
              value={answers[count.key] ?? String(count.default)}
              options={numbers(count.least, count.most)}
              onChange={(value) => set(count.key, value)}
              data-testid={`part-${count.key}`}
            />
          )}
        </Field>
      ))}
      <Field label="Team">
        {(id) => (
          <Select
            id={id}
            value={answers.team ?? ""}
            none={atAgent ? "The agent's own" : "The topology's own"}
            options={teams}
            onChange={(team) => set("team", team)}
            data-testid="part-team"
          />
        )}
      </Field>
      <Field label="Contract">
        {(id) => (
          <Select
            id={id}
            value={answers.contract ?? ""}
            none="Comes with the parts"
            options={versions}
            onChange={(contract) => set("contract", contract)}
            data-testid="part-contract"
          />
        )}
      </Field>
    </div>
  );
}

function numbers(least: number, most: number) {
  return Array.from({ length: most - least + 1 }, (_, i) => {
    const value = String(least + i);
    return { value, label: value };
  });
}
