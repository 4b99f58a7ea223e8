/** Pattern, size and languages of a template, in a line or two. */
import type { TemplateAbout } from "../../platform";
import { PATTERNS } from "../inspector/handoff/words";

/** Patterns that a card names; the page names all. */
const MOST_PATTERNS = 2;

export function TemplateFacts({ about }: { readonly about: TemplateAbout }) {
  const { agents, handoffs, languages, patterns, regulated, gates } = about;
  return (
    <span className="template__facts">
      <span className="template__tags">
        {patterns.slice(0, MOST_PATTERNS).map((pattern) => (
          <span key={pattern} className="template__tag">
            {PATTERNS[pattern]}
          </span>
        ))}
        {gates > 0 && <span className="template__tag template__tag--people">Human gate</span>}
        {regulated && <span className="template__tag">Regulated</span>}
      </span>
      <span className="template__size">
        {agents} agents, {handoffs} handoffs
        {languages.length > 0 && ` · ${languages.join(", ")}`}
      </span>
    </span>
  );
}
