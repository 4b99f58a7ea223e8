/** Remarks on a record or a place in it: said, settled, opened again. */
import { useId, useState } from "react";
import { Button } from "../../components/button";
import { Markdown } from "../../components/markdown";
import { acknowledged } from "../../document/commit";
import { useLock } from "../../document/lock";
import { type CommentRow, platform, type RecordKey } from "../../platform";
import { When } from "./when";

export interface CommentsProps {
  readonly subject: RecordKey;
  readonly comments: readonly CommentRow[];
}

export function Comments({ subject, comments }: CommentsProps) {
  const [settled, setSettled] = useState(false);
  const open = comments.filter(({ resolved }) => !resolved);
  const shown = settled ? comments : open;
  const hidden = comments.length - open.length;
  return (
    <section className="comments" aria-label="Comments">
      <h3 className="review__title">Comments</h3>
      <ul>
        {shown.map((comment) => (
          <li key={comment.id}>
            <Comment comment={comment} about={subject} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className="review__link" onClick={() => setSettled(!settled)}>
          {settled ? "Hide what is settled" : `Show ${hidden} settled`}
        </button>
      )}
      <NewComment subject={subject} />
    </section>
  );
}

interface CommentProps {
  readonly comment: CommentRow;
  readonly about: RecordKey;
}

function Comment({ comment, about }: CommentProps) {
  const { id, text, by, at, pointer, resolved, subject, subject_name } = comment;
  const lock = useLock();
  const elsewhere = subject.kind !== about.kind || subject.id !== about.id;
  return (
    <div className={`comment ${resolved ? "comment--settled" : ""}`} data-testid={`comment-${id}`}>
      <p className="comment__head muted">
        <span>
          {by || "somebody"} {at && <When at={at} />}
          {elsewhere && ` on ${subject_name}`}
          {pointer && (
            <>
              {" at "}
              <code>{pointer}</code>
            </>
          )}
        </span>
        <button
          type="button"
          className="review__link"
          disabled={lock !== null}
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
      </p>
      <Markdown text={text} />
    </div>
  );
}

function NewComment({ subject }: { readonly subject: RecordKey }) {
  const [text, setText] = useState("");
  const [pointer, setPointer] = useState("");
  const [busy, setBusy] = useState(false);
  const lock = useLock();
  const id = useId();
  const add = async () => {
    setBusy(true);
    const done = await acknowledged(
      () => platform().addComment(subject, text.trim(), pointer.trim() || null),
      "No comment was written",
      [],
    );
    setBusy(false);
    if (!done) return;
    setText("");
    setPointer("");
  };
  if (lock !== null) return null;
  return (
    <form
      className="comments__new"
      aria-label="Comment"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label className="visually-hidden" htmlFor={`${id}-text`}>
        Comment
      </label>
      <textarea
        id={`${id}-text`}
        className="input"
        rows={2}
        dir="auto"
        placeholder="Write a comment"
        data-testid="comment-text"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text.trim() !== "" && (
        <div className="comments__place">
          <label className="visually-hidden" htmlFor={`${id}-pointer`}>
            Place in it
          </label>
          <input
            id={`${id}-pointer`}
            type="text"
            className="input input--mono"
            autoComplete="off"
            placeholder="Place, for example /payload_schema/properties/id"
            value={pointer}
            onChange={(event) => setPointer(event.target.value)}
          />
          <Button type="submit" disabled={busy} data-testid="comment-add">
            Comment
          </Button>
        </div>
      )}
    </form>
  );
}
