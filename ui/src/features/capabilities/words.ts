/** What is odd about a tag, in words. */
import type { TagOddity } from "../../platform";

export const ODDITY_WORDS: Readonly<Record<TagOddity, string>> = {
  unprovided: "no agent declares it",
  undefined: "not in the vocabulary",
  synonym: "a synonym",
  alike: "written like another",
  unused: "unused",
  unasked: "nobody asks for it",
};

export const FILTERS = [
  "all",
  "unprovided",
  "undefined",
  "synonym",
  "alike",
  "unused",
  "unasked",
] as const;
export type Filter = (typeof FILTERS)[number];

export const FILTER_WORDS: Readonly<Record<Filter, string>> = {
  all: "All tags",
  unprovided: "No agent declares them",
  undefined: "Not in the vocabulary",
  synonym: "Synonyms of others",
  alike: "Written like others",
  unused: "Unused",
  unasked: "Nobody asks for them",
};
