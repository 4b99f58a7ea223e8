/** Remarks on what is reviewed or a place in it: said, settled, opened again. */
import { useMemo, useState } from "react";
import { Markdown } from "../../components/markdown";
import { acknowledged } from "../../document/commit";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { useDocument, useRecords } from "../../document/store";
import { type Comment, platform, type RecordKey } from "../../platform";
import { CutList } from "../impact/cut-list";
import { openRecord } from "../inspector/record/open";
import { keyOf, placeWords, recordsOn } from "./anchors";
import { type Chosen, NewComment } from "./new-comment";
import { When } from "./when";

const FIRST = 20;

export interface CommentsProps {
  readonly subject: RecordKey;
  /** What the next one is about, where somebody has pointed at it. */
  readonly chosen?: Chosen | null;
  /** Records that changed, by `keyOf`: they are offered first. */
  readonly changed?: ReadonlySet<string>;
}

export function Comments({ subject, chosen = null, changed = NOTHING }: CommentsProps) {
  const comments = useComments(subject);
  const [settled, setSettled] = useState(false);
  const open = comments.filter(({ resolved }) => !resolved);
  const shown = settled ? comments : open;
  const hidden = comments.length - open.length;
  return (
    <section className="comments" aria-label="Comments" data-testid="comments">
      <h3 className="review__title">Comments</h3>
      {shown.length > 0 && (
        <CutList
          items={shown}
          keyOf={({ id }) => id}
          first={FIRST}
          row={(comment) => <CommentRow comment={comment} about={subject} />}
        />
      )}
      {hidden > 0 && (
        <button
          type="button"
          className="review__link"
          data-testid="comments-settled"
          onClick={() => setSettled(!settled)}
        >
          {settled ? "Hide what is settled" : `Show ${hidden} settled`}
        </button>
      )}
      <NewComment subject={subject} chosen={chosen} changed={changed} />
    </section>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

/** All on the record, on its reviews, and on what stands on a topology; the oldest first. */
export function useComments(subject: RecordKey): readonly Comment[] {
  const { kind, id } = subject;
  const comments = useRecords("comment");
  const reviews = useRecords("review");
  const records = useDocument((state) => state.records);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands on a topology comes from the records.
  return useMemo(() => {
    if (comments.size === 0) return [];
    const meant = new Set([`${kind}:${id}`]);
    for (const { record } of reviews.values())
      if (record.subject.kind === kind && record.subject.id === id)
        meant.add(`review:${record.id}`);
    if (kind === "topology")
      for (const key of recordsOn(useDocument.getState(), id)) meant.add(keyOf(key));
    return [...comments.values()]
      .map(({ record }) => record)
      .filter((comment) => meant.has(keyOf(comment.subject)))
      .sort((a, b) => (a.at ?? "").localeCompare(b.at ?? "") || a.id.localeCompare(b.id));
  }, [comments, reviews, records, kind, id]);
}

interface CommentRowProps {
  readonly comment: Comment;
  readonly about: RecordKey;
}

function CommentRow({ comment, about }: CommentRowProps) {
  const { id, text, by, at = null, resolved = false } = comment;
  const lock = useLock();
  return (
    <div className={`comment ${resolved ? "comment--settled" : ""}`} data-testid={`comment-${id}`}>
      <div className="comment__head muted">
        <span>
          {by || "somebody"} {at && <When at={at} />}
          <Place comment={comment} about={about} />
        </span>
        <button
          type="button"
          className="review__link"
          disabled={lock !== null}
          data-testid={`settle-${id}`}
          onClick={() =>
            void acknowledged(
              () => platform().resolveComment(id, !resolved),
              "The comment stands as it was",
              [],
            )
          }
        >
          {resolved ? "Open again" : "Settle"}
        </button>
      </div>
      <Markdown text={text} />
    </div>
  );
}

/** What it is about, where that is not the whole of what is reviewed. */
function Place({ comment: { subject, pointer = null }, about }: CommentRowProps) {
  const elsewhere = keyOf(subject) !== keyOf(about) && subject.kind !== "review";
  const name = useDocument((state) => labelOf(state, subject));
  const place = pointer === null ? null : placeWords(pointer);
  return (
    <>
      {place && (
        <>
          {" on "}
          <span className="comment__place" title={pointer ?? undefined}>
            {place}
          </span>
        </>
      )}
      {elsewhere && (
        <>
          {place ? " of " : " on "}
          <button
            type="button"
            className="review__link comment__place"
            title="Show it"
            onClick={() => openRecord(subject)}
          >
            <bdi>{name}</bdi>
          </button>
        </>
      )}
    </>
  );
}
