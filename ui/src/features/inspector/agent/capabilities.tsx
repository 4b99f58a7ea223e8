/** What the agent can do, in the shared vocabulary; a word that nobody has defined yet can be defined from here. */
import { BookPlus, X } from "lucide-react";
import { useMemo } from "react";
import { IconButton } from "../../../components/button";
import { Picker, type PickerOption } from "../../../components/picker";
import { useRecords } from "../../../document/store";
import { session } from "../../../session/store";
import { AutoField } from "../generated/auto-field";
import { openRecord } from "../record/open";

export function Capabilities() {
  return (
    <AutoField name="capabilities">
      {({ id, describedBy, value, save }) => (
        <CapabilityTags
          id={id}
          describedBy={describedBy}
          tags={Array.isArray(value) ? value : []}
          onCommit={(update) => void save((before) => update((before as string[]) ?? []))}
        />
      )}
    </AutoField>
  );
}

interface CapabilityTagsProps {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly tags: readonly string[];
  readonly onCommit: (update: (before: readonly string[]) => readonly string[]) => void;
}

function CapabilityTags({ id, describedBy, tags, onCommit }: CapabilityTagsProps) {
  const { options, meanings, ids } = useVocabulary();
  const free = useMemo(() => options.filter(({ value }) => !tags.includes(value)), [options, tags]);
  const add = (typed: string) => {
    const added = typed
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "");
    onCommit((before) => [...new Set([...before, ...added])]);
  };
  return (
    <div className="capabilities">
      {tags.length > 0 && (
        <ul className="tag-list">
          {tags.map((tag) => {
            const record = ids.get(tag);
            return (
              <li key={tag} className={`tag ${record ? "" : "tag--unknown"}`}>
                {record ? (
                  <button
                    type="button"
                    title={meanings.get(tag) || undefined}
                    onClick={() => openRecord({ kind: "capability", id: record })}
                  >
                    <bdi>{tag}</bdi>
                  </button>
                ) : (
                  <bdi title="Nobody has said what it means">{tag}</bdi>
                )}
                {!record && (
                  <IconButton
                    icon={BookPlus}
                    label={`Define ${tag}: say what it means`}
                    size={11}
                    onClick={() =>
                      session.show({ show: "create", kind: "capability", given: { tag } })
                    }
                  />
                )}
                <IconButton
                  icon={X}
                  label={`Remove ${tag}`}
                  size={11}
                  onClick={() => onCommit((before) => before.filter((other) => other !== tag))}
                />
              </li>
            );
          })}
        </ul>
      )}
      <Picker
        id={id}
        aria-describedby={describedBy}
        data-testid="capability-add"
        value=""
        options={free}
        placeholder="Add a capability"
        onChange={add}
        onCreate={add}
      />
    </div>
  );
}

/** The words of the vocabulary with their synonyms, then words that agents use without it. */
function useVocabulary() {
  const records = useRecords("capability");
  const agents = useRecords("agent");
  return useMemo(() => {
    const meanings = new Map<string, string>();
    const ids = new Map<string, string>();
    const options: PickerOption[] = [];
    for (const { record } of records.values()) {
      const { tag, meaning = "", synonyms = [] } = record;
      ids.set(tag, record.id);
      meanings.set(tag, meaning);
      const also = synonyms.length > 0 ? `also ${synonyms.join(", ")}. ` : "";
      options.push({ value: tag, label: tag, note: `${also}${meaning}` });
    }
    const used = new Map<string, number>();
    for (const { record } of agents.values())
      for (const tag of record.capabilities ?? []) used.set(tag, (used.get(tag) ?? 0) + 1);
    for (const [tag, count] of used) {
      if (!ids.has(tag))
        options.push({ value: tag, label: tag, note: `used by ${count}, not defined` });
    }
    options.sort((a, b) => a.label.localeCompare(b.label));
    return { options, meanings, ids };
  }, [records, agents]);
}
