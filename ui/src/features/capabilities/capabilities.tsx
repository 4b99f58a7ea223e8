/** The shared vocabulary: every tag that is written anywhere, what is odd about it, and one word in place of several. */
import { CircleAlert, Merge, Plus, Tag, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { Empty } from "../../components/empty";
import { FilterChoice } from "../../components/filter-choice";
import { useLock } from "../../document/lock";
import { type CapabilityTag, platform, type TaggedRecord, type TagOddity } from "../../platform";
import { session } from "../../session/store";
import { useAnswer } from "../audit/use-answer";
import { deleteRecord } from "../inspector/head";
import { RecordLink } from "../inspector/record/record-link";
import { DeskFrame } from "../registry/desk-frame";
import { showPage } from "../registry/places";
import { FILTER_WORDS, FILTERS, type Filter, ODDITY_WORDS } from "./words";
import "./capabilities.css";

export function CapabilitiesSurface() {
  const { answer, failure } = useAnswer("capability tags", () => platform().capabilityTags());
  const locked = useLock() !== null;
  return (
    <DeskFrame
      title="Capability tags"
      icon={Tag}
      testid="capabilities"
      about="The words that agents declare and handoffs ask for. One word for one thing: merge what means the same, and give every word a meaning."
      tools={
        <Button
          icon={Plus}
          disabled={locked}
          onClick={() => session.show({ show: "create", kind: "capability" })}
        >
          New tag
        </Button>
      }
    >
      {failure && (
        <p className="dock-error" role="alert">
          {failure.message}
        </p>
      )}
      {answer?.length === 0 && (
        <Empty title="No capability tag yet">
          <p>
            Tags say what an agent can do, such as <code>refund</code>. Declare them on agents, and
            ask for them on handoffs: Baton tells when nobody can do what is asked.
          </p>
        </Empty>
      )}
      {answer && answer.length > 0 && <Tags tags={answer} />}
    </DeskFrame>
  );
}

function Tags({ tags }: { readonly tags: readonly CapabilityTag[] }) {
  const [filter, setFilter] = useState<Filter>("all");
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const locked = useLock() !== null;
  const shown = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return tags.filter(
      ({ tag, meaning, synonyms, oddities }) =>
        (filter === "all" || oddities.includes(filter)) &&
        `${tag} ${meaning} ${synonyms.join(" ")}`.toLowerCase().includes(wanted),
    );
  }, [tags, filter, query]);
  const picked = shown.filter(({ tag }) => chosen.has(tag)).map(({ tag }) => tag);
  const toggle = (tag: string) =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(tag)) next.add(tag);
      return next;
    });
  return (
    <div className="desk__body">
      <div className="vocabulary__tools">
        <input
          type="search"
          className="input vocabulary__filter"
          aria-label="Only tags with these words"
          placeholder="Filter tags, meanings, synonyms"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <FilterChoice
          label="Which tags"
          value={filter}
          values={FILTERS}
          nameOf={(each) => `${FILTER_WORDS[each]} (${countOf(tags, each)})`}
          data-testid="tag-filter"
          onChange={setFilter}
        />
        <p className="muted" role="status">
          {shown.length === tags.length
            ? `${tags.length} tags`
            : `${shown.length} of ${tags.length} tags`}
        </p>
        <Button
          icon={Merge}
          disabled={locked || picked.length === 0}
          data-testid="merge-tags"
          title={picked.length === 0 ? "Mark tags in the list first" : undefined}
          onClick={() => session.show({ show: "rename-tags", tags: picked })}
        >
          {picked.length > 1 ? `Merge ${picked.length} tags` : "Rename or merge"}
        </Button>
      </div>
      {shown.length === 0 && <p className="muted">No tag fits.</p>}
      <ul className="vocabulary" aria-label="Capability tags">
        {shown.map((tag) => (
          <TagLine
            key={tag.tag}
            tag={tag}
            chosen={chosen.has(tag.tag)}
            onToggle={() => toggle(tag.tag)}
          />
        ))}
      </ul>
    </div>
  );
}

function countOf(tags: readonly CapabilityTag[], filter: Filter): number {
  return filter === "all"
    ? tags.length
    : tags.filter(({ oddities }) => oddities.includes(filter)).length;
}

interface TagLineProps {
  readonly tag: CapabilityTag;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

function TagLine({ tag: one, chosen, onToggle }: TagLineProps) {
  const { tag, defined, meaning, synonyms, agents, asked_by, oddities, same_as, like } = one;
  const locked = useLock() !== null;
  const same = same_as ?? like[0] ?? null;
  return (
    <li className="vocabulary__tag" data-testid={`tag-${tag}`}>
      <input type="checkbox" aria-label={`Mark ${tag}`} checked={chosen} onChange={onToggle} />
      <div className="vocabulary__words">
        <p className="vocabulary__name">
          {defined ? (
            <button
              type="button"
              className="duty__name"
              title="Open its page, to change its meaning and synonyms"
              onClick={() => showPage({ kind: "capability", id: tag })}
            >
              <bdi>{tag}</bdi>
            </button>
          ) : (
            <bdi>{tag}</bdi>
          )}
          {oddities.map((oddity) => (
            <span key={oddity} className={`vocabulary__odd vocabulary__odd--${oddity}`}>
              {GRAVE.has(oddity) && <CircleAlert size={11} aria-hidden />}
              {wordsOf(oddity, one)}
            </span>
          ))}
        </p>
        {meaning !== "" && (
          <p className="muted" dir="auto">
            {meaning}
          </p>
        )}
        {synonyms.length > 0 && <p className="muted">Also called {synonyms.join(", ")}</p>}
      </div>
      <Users words={agents.length === 1 ? "1 agent" : `${agents.length} agents`} records={agents} />
      <Users words={`asked for ${asked_by.length}×`} records={asked_by} />
      <div className="vocabulary__acts">
        {same !== null && (
          <Button
            look="quiet"
            disabled={locked}
            onClick={() => session.show({ show: "rename-tags", tags: [tag, same] })}
          >
            Merge with {same}
          </Button>
        )}
        {!defined && same === null && (
          <Button
            look="quiet"
            disabled={locked}
            data-testid={`define-${tag}`}
            onClick={() =>
              session.show({ show: "create", kind: "capability", given: { tag, id: tag } })
            }
          >
            Define
          </Button>
        )}
        {defined && oddities.includes("unused") && (
          <IconButton
            icon={Trash2}
            label={`Delete ${tag}`}
            disabled={locked}
            onClick={() => void deleteRecord({ kind: "capability", id: tag })}
          />
        )}
      </div>
    </li>
  );
}

const GRAVE: ReadonlySet<TagOddity> = new Set(["unprovided", "undefined"]);

function wordsOf(oddity: TagOddity, { same_as, like }: CapabilityTag): string {
  if (oddity === "synonym") return `means ${same_as}`;
  if (oddity === "alike") return `written like ${like.join(", ")}`;
  return ODDITY_WORDS[oddity];
}

interface UsersProps {
  readonly words: string;
  readonly records: readonly TaggedRecord[];
}

function Users({ words, records }: UsersProps) {
  if (records.length === 0) return <span className="vocabulary__none muted">{words}</span>;
  return (
    <details className="vocabulary__users">
      <summary>{words}</summary>
      <ul>
        {records.map(({ kind, id, name }) => (
          <li key={`${kind}:${id}`}>
            <RecordLink subject={{ kind, id }} label={name} />
          </li>
        ))}
      </ul>
    </details>
  );
}
