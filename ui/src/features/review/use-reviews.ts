/** Reviews as the registry tells them, asked for anew whenever it changes. */
import {
  type BaselineRow,
  platform,
  type RecordKey,
  type ReviewPage,
  type ReviewRow,
} from "../../platform";
import { useAsked } from "./use-asked";

export interface Reviews {
  readonly reviews: readonly ReviewRow[] | null;
  readonly failure: string | null;
}

/** Of one subject, or of all; only those that still count unless `all`. */
export function useReviews(subject: RecordKey | null, all: boolean): Reviews {
  const key = subject && `${subject.kind}:${subject.id}`;
  const { answer, failure } = useAsked<ReviewRow[]>(`${key}|${all}`, () =>
    platform().reviews(subject, all),
  );
  return { reviews: answer, failure };
}

export interface ReviewAnswer {
  readonly page: ReviewPage | null;
  readonly failure: string | null;
}

export function useReview(id: string): ReviewAnswer {
  const { answer, failure } = useAsked<ReviewPage>(id, () => platform().reviewPage(id));
  return { page: answer, failure };
}

export interface Baselines {
  readonly baselines: readonly BaselineRow[] | null;
  readonly failure: string | null;
}

/** Of one topology, the newest first. */
export function useBaselines(topology: string): Baselines {
  const { answer, failure } = useAsked<BaselineRow[]>(topology, () =>
    platform().baselines(topology),
  );
  return { baselines: answer, failure };
}
