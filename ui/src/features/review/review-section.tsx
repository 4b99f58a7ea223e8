/** What the owning teams of both sides say about a contract version or a topology. */
import { useId } from "react";
import type { RecordKey } from "../../platform";
import { AskReview } from "./ask-review";
import { ReviewView } from "./review-view";
import { useReviews } from "./use-reviews";
import { counts, isStale } from "./words";
import "./review.css";

export function ReviewSection({ subject }: { readonly subject: RecordKey }) {
  const heading = useId();
  const { reviews, failure } = useReviews(subject, false);
  const waits = reviews?.some((row) => counts(row) && !isStale(row)) ?? false;
  return (
    <section className="page__section review" aria-labelledby={heading} data-testid="review">
      <h2 id={heading}>Review</h2>
      {failure && (
        <p className="dock-error" role="alert">
          Its reviews cannot be told: {failure}
        </p>
      )}
      {reviews?.map((row) => (
        <ReviewView key={row.id} id={row.id} />
      ))}
      {reviews && !waits && <AskReview subject={subject} again={reviews.length > 0} />}
    </section>
  );
}
