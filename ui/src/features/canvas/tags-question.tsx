/** Which capabilities a receiver must have, with the tags that are known. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { DrawingView } from "../../canvas/view/view";
import { Button } from "../../components/button";
import { TagInput } from "../../components/tag-input";
import { tagsAskedFor } from "../../document/handoffs";
import { type DocumentState, recordsOf, useDocument } from "../../document/store";
import { type Question, session } from "../../session/store";
import { Floating } from "./floating";
import { finishTags } from "./making";

interface TagsQuestionProps {
  readonly question: Extract<Question, { ask: "tags" }>;
  readonly view: DrawingView;
}

export function TagsQuestion({ question, view }: TagsQuestionProps) {
  const card = useRef<HTMLDivElement>(null);
  const { handoff } = question;
  const [tags, setTags] = useState<readonly string[]>(() =>
    handoff === null ? [] : tagsAskedFor(useDocument.getState(), handoff),
  );
  const suggestions = useMemo(() => knownTags(useDocument.getState()), []);
  useEffect(() => card.current?.querySelector<HTMLElement>("#query-tags")?.focus(), []);
  const typed = () => card.current?.querySelector<HTMLInputElement>("#query-tags")?.value.trim();
  const finish = () => {
    const last = typed();
    void finishTags(question, last ? [...new Set([...tags, last])] : tags);
  };
  return (
    <Floating
      view={view}
      at={question.at}
      anchor={question.placed ? "left" : "middle"}
      label="Any agent that can"
      onClose={() => session.set({ question: null })}
      data-testid="tags-question"
    >
      <div
        ref={card}
        className="floating__fields"
        onKeyDownCapture={(event) => {
          // Enter takes the tag that is typed; with nothing typed it is the answer.
          const empty = event.target instanceof HTMLInputElement && typed() === "";
          if (event.key === "Enter" && empty && tags.length > 0) finish();
        }}
      >
        <label htmlFor="query-tags">Any agent that can</label>
        <TagInput
          id="query-tags"
          tags={tags}
          suggestions={suggestions}
          placeholder="refund, billing …"
          onCommit={setTags}
          data-testid="query-tags"
        />
        <p>Whoever declares all of these tags is taken when it happens.</p>
        <div className="floating__foot">
          <Button look="primary" data-testid="query-create" onClick={finish}>
            {handoff === null ? "Draw handoff" : "Change receiver"}
          </Button>
        </div>
      </div>
    </Floating>
  );
}

/** Tags of the vocabulary and of agents. */
function knownTags(state: DocumentState): string[] {
  const tags = new Set<string>();
  for (const { record } of recordsOf(state, "capability").values()) tags.add(record.tag);
  for (const { record } of recordsOf(state, "agent").values())
    for (const tag of record.capabilities ?? []) tags.add(tag);
  return [...tags].sort();
}
