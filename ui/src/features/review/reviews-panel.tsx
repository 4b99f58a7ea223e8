/** All reviews that still count, and those before them: each leads to its page. */
import { useState } from "react";
import { firstLineOf } from "../../canvas/markdown";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { Switch } from "../../components/field";
import { labelOf } from "../../document/labels";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import type { ReviewRow } from "../../platform";
import { session } from "../../session/store";
import { CutList } from "../impact/cut-list";
import { showPage } from "../registry/places";
import { useReviews } from "./use-reviews";
import { When } from "./when";
import { standing } from "./words";
import "./review.css";

const FIRST = 50;

export function ReviewsPanel() {
  const [all, setAll] = useState(false);
  const { reviews, failure } = useReviews(null, all);
  return (
    <DockPanel title="Reviews" onClose={session.closeDock}>
      <Switch label="Those that are done with, too" checked={all} onChange={setAll} />
      {failure && (
        <p className="dock-error" role="alert">
          The reviews cannot be told: {failure}
        </p>
      )}
      {!reviews && !failure && (
        <p className="muted" role="status">
          Asking for reviews…
        </p>
      )}
      {reviews?.length === 0 && (
        <Empty title={all ? "Nobody has asked for a review yet" : "No review waits"}>
          <p>
            A review is asked for on the page of a contract version, or in the changes of a
            topology.
          </p>
        </Empty>
      )}
      {reviews && (
        <CutList
          className="review-list"
          items={reviews}
          keyOf={({ id }) => id}
          first={FIRST}
          row={(review) => <Row review={review} />}
        />
      )}
    </DockPanel>
  );
}

function Row({ review }: { readonly review: ReviewRow }) {
  const { id, subject, subject_name, message, asked_by, asked_at } = review;
  const state = useDocument((now) => {
    const { tone, words } = standing(review, (kind, other) => labelOf(now, { kind, id: other }));
    return `${tone}|${words}`;
  });
  const [tone, ...words] = state.split("|");
  return (
    <button
      type="button"
      className="review-list__row"
      data-testid={`review-row-${id}`}
      onClick={() => showPage({ kind: "review", id })}
    >
      <span className="review-list__title">
        {subject_name} <span className="muted">{kindName(subject.kind).toLowerCase()}</span>
      </span>
      <span className={`review-list__state review-list__state--${tone}`}>{words.join("|")}</span>
      {message && (
        <span className="review-list__message" dir="auto">
          {firstLineOf(message)}
        </span>
      )}
      <span className="muted">
        {asked_by} {asked_at && <When at={asked_at} />}
      </span>
    </button>
  );
}
