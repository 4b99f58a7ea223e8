/** What publishing a version would do, with everything that stands in its way, while it is decided about. */
import { useCallback } from "react";
import { useDocument } from "../../document/store";
import { type PublishRequest, platform, type Rehearsal } from "../../platform";
import { type Answered, useAnswer } from "./use-answer";

/** Asked again whenever somebody commits: a team may have agreed, another version may be published. */
export function useRehearsal(request: PublishRequest): Answered<Rehearsal> {
  const revision = useDocument((state) => state.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer rests on everything that is stored.
  const ask = useCallback(() => platform().rehearsePublishing(request), [request, revision]);
  return useAnswer(ask);
}
