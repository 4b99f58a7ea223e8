/** A condition of the trigger as a line of the sentence; several joined ones as a list of such lines. */
import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../../components/button";
import type { Trigger, TriggerClause } from "../../../platform";
import { ChoiceChip } from "./choice-chip";
import { type Change, inPart } from "./edit";
import { useFrame } from "./frame";
import { chosen, conditionAt, type Path, withAdded, withCondition } from "./trigger-edit";
import {
  CONDITIONS,
  GROUPS,
  type GroupWord,
  groupOf,
  OTHERWISE,
  type SimpleOn,
} from "./trigger-words";
import { useKnownWords } from "./use-known-words";
import { ValueChip } from "./value-chip";

const SIMPLE = (Object.keys(CONDITIONS) as SimpleOn[]).map((on) => ({
  value: on as string,
  label: CONDITIONS[on].head.replace(/:$/, ""),
}));
const SEVERAL = (Object.keys(GROUPS) as GroupWord[]).map((word) => ({
  value: word as string,
  label: `${GROUPS[word].head}:`,
}));
const CHOICES = [
  { label: "One condition", options: SIMPLE },
  { label: "Several conditions", options: SEVERAL },
];
const DEFAULT_ROUTE = {
  label: "Default route",
  options: [{ value: "otherwise", label: OTHERWISE }],
};

export interface ConditionProps {
  readonly trigger: Trigger;
  readonly path: Path;
}

export function Condition({ trigger, path }: ConditionProps) {
  const isRoot = path.length === 0;
  const otherwise = isRoot && trigger.otherwise === true;
  const clause = conditionAt(trigger, path);
  const group = otherwise ? null : groupOf(clause.on);
  const words = group ? null : CONDITIONS[clause.on as SimpleOn];
  const known = useKnownWords(group ? null : (clause.on as SimpleOn));
  const at = (next: TriggerClause) => replacing(path, next);
  return (
    <>
      <ChoiceChip
        label={isRoot ? "What sets it off" : `Condition ${path.map((i) => i + 1).join(".")}`}
        value={otherwise ? "otherwise" : group ? group.word : (clause.on as string)}
        options={isRoot ? [...CHOICES, DEFAULT_ROUTE] : CHOICES}
        {...(isRoot ? { "data-testid": "trigger-on" } : {})}
        change={(choice) =>
          choice === "otherwise"
            ? inPart("trigger", { otherwise: true, on: null, value: null })
            : at(chosen(clause, choice as SimpleOn | GroupWord))
        }
      />
      {!otherwise && !group && (
        <>
          {words?.head.endsWith(":") && clause.value != null ? ": " : " "}
          <ValueChip clause={clause} known={known} change={at} />
          {words?.tail && ` ${words.tail}`}
        </>
      )}
      {group && <Joined trigger={trigger} path={path} word={group.word} clauses={group.clauses} />}
    </>
  );
}

interface JoinedProps extends ConditionProps {
  readonly word: GroupWord;
  readonly clauses: readonly TriggerClause[];
}

function Joined({ trigger, path, word, clauses }: JoinedProps) {
  const { send } = useFrame();
  const { joiner } = GROUPS[word];
  return (
    <div className="joined">
      <ul>
        {clauses.map((_, i) => {
          const place = [...path, i];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place.
            <li key={i}>
              <div className="joined__line">
                <span>
                  {i > 0 && `${joiner} `}
                  <Condition trigger={trigger} path={place} />
                </span>
                <IconButton
                  icon={X}
                  size={12}
                  label="Remove this condition"
                  onClick={() => void send(replacing(place, null))}
                />
              </div>
            </li>
          );
        })}
      </ul>
      <Button
        look="quiet"
        icon={Plus}
        onClick={() =>
          void send(inPart("trigger", (now) => stored(withAdded(now, path, { on: "user_asks" }))))
        }
      >
        {joiner} …
      </Button>
    </div>
  );
}

function replacing(path: Path, clause: TriggerClause | null): Change {
  return inPart("trigger", (now) => stored(withCondition(now, path, clause)));
}

/** Naming a condition ends the default route. */
function stored({ on, value }: Pick<Trigger, "on" | "value">) {
  return { on: on === "done" ? null : on, value: value ?? null, otherwise: null };
}
