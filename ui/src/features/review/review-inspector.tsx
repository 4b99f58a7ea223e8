/** A review beside a table or on its page: what it is about, and what is said. */
import { useRecord } from "../../document/store";
import { RecordHead } from "../inspector/head";
import type { InspectorProps } from "../inspector/record";
import { RecordLink } from "../inspector/record/record-link";
import { Comments } from "./comments";
import { ReviewView } from "./review-view";

export function ReviewInspector({ id, onClose }: InspectorProps) {
  const subject = useRecord("review", id)?.subject;
  return (
    <>
      <RecordHead onClose={onClose}>
        {subject && (
          <p className="inspector__route">
            <RecordLink subject={subject} />
          </p>
        )}
      </RecordHead>
      <ReviewView id={id} />
      {subject && <Comments subject={subject} />}
    </>
  );
}
