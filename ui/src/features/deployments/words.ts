/** How a deployed version stands, in words. */
import type { MatrixState } from "../../platform";

export const STATE_WORDS: Readonly<Record<MatrixState, string>> = {
  absent: "",
  newest: "the newest version",
  behind: "an older version than the newest",
  ahead: "not tried in an environment before this one",
  unknown: "a version that is not recorded",
};
