/** The words that are explained in place. Their texts are a page of the documentation, so both say the same. */
import { blocksOf } from "../../canvas/markdown";
import { headingId, PAGES } from "./pages";

/** Headings of `docs/terms.md`. */
export type TermId =
  | "alert"
  | "boundary-validation"
  | "capability-tag"
  | "context-fidelity"
  | "contract-version"
  | "escalation-path"
  | "fallback"
  | "fallback-owner"
  | "gate"
  | "handoff-contract"
  | "owner"
  | "runbook";

export interface Explained {
  readonly title: string;
  readonly text: string;
}

let known: Promise<ReadonlyMap<string, Explained>> | null = null;

/** What a term means; undefined where the page does not say. */
export async function explained(term: TermId): Promise<Explained | undefined> {
  known ??= readTerms();
  return (await known).get(term);
}

async function readTerms(): Promise<ReadonlyMap<string, Explained>> {
  const page = PAGES.find(({ id }) => id === "terms");
  return page ? termsOf(await page.read()) : new Map();
}

/** Every heading with the paragraphs below it. */
export function termsOf(text: string): Map<string, Explained> {
  const terms = new Map<string, Explained>();
  let title = "";
  for (const block of blocksOf(text)) {
    if (block.is === "heading") title = block.text;
    else if (block.is === "paragraph" && title !== "") {
      const before = terms.get(headingId(title));
      terms.set(headingId(title), {
        title,
        text: before ? `${before.text}\n\n${block.text}` : block.text,
      });
    }
  }
  return terms;
}
