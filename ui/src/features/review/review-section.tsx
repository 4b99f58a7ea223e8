/** What the owning teams of both sides say about a contract version or a topology, and the remarks on it. */
import { useId } from "react";
import type { RecordKey } from "../../platform";
import { AskReview } from "./ask-review";
import { Comments, type CommentsProps } from "./comments";
import { ReviewView } from "./review-view";
import { useReviews } from "./use-reviews";
import { counts, isStale } from "./words";
import "./review.css";

export interface ReviewSectionProps extends CommentsProps {
  readonly subject: RecordKey;
  /** What a topology is compared with, where that is settled already. */
  readonly baseline?: string;
  /** There is nothing that anybody could agree to. */
  readonly unchanged?: boolean;
}

export function ReviewSection({
  subject,
  baseline,
  unchanged = false,
  ...comments
}: ReviewSectionProps) {
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
      {reviews && !waits && (
        <AskReview
          subject={subject}
          again={reviews.length > 0}
          unchanged={unchanged}
          {...(baseline !== undefined && { baseline })}
        />
      )}
      <Comments subject={subject} {...comments} />
    </section>
  );
}
