/** All templates with their pictures, to look through and to narrow down. */
import { Search } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { FilterChoice } from "../../components/filter-choice";
import type { Pattern, TemplateInfo } from "../../platform";
import { session, useSession } from "../../session/store";
import { PATTERNS } from "../inspector/handoff/words";
import { fitting, patternsOf, type Wanted } from "./narrow";
import { TemplateCard } from "./template-card";
import { useTemplates } from "./use-templates";

export interface GalleryProps {
  /** The template that is shown first, and larger, while nothing is looked for. */
  readonly first?: string | null;
}

const ANY: Wanted = { words: "", pattern: "any", gate: false, regulated: false, languages: false };

export function Gallery({ first = null }: GalleryProps) {
  const { answer: templates, failure, retry } = useTemplates();
  const [wanted, setWanted] = useState(ANY);
  const shown = useMemo(() => {
    const found = fitting(templates ?? [], wanted);
    return wanted === ANY && first !== null
      ? found.toSorted((a, b) => Number(b.id === first) - Number(a.id === first))
      : found;
  }, [templates, wanted, first]);
  useReturn();
  const narrow = (change: Partial<Wanted>) => setWanted({ ...wanted, ...change });
  return (
    <div className="gallery">
      {templates && templates.length > 4 && (
        <Narrowing templates={templates} wanted={wanted} onNarrow={narrow} />
      )}
      {failure && (
        <div className="start__failure" role="alert">
          <p>
            <strong>The templates cannot be shown.</strong> {failure.message}{" "}
            {failure.detail.hints.join(" ")}
          </p>
          <p>Nothing was changed, and a blank registry can be begun.</p>
          <Button onClick={retry}>Try again</Button>
        </div>
      )}
      <ul className="templates" aria-busy={templates === null && failure === null}>
        {shown.map((template) => (
          <TemplateCard
            key={template.id}
            template={template}
            first={wanted === ANY && template.id === first}
            onOpen={(id) => session.set({ template: id })}
          />
        ))}
      </ul>
      {templates && shown.length === 0 && (
        <Empty title="No template fits">
          <p>Look for fewer words, or allow any pattern.</p>
          <Button onClick={() => setWanted(ANY)}>Show all {templates.length}</Button>
        </Empty>
      )}
    </div>
  );
}

/** Whoever comes back from a template's page stands at its card again. */
function useReturn(): void {
  const template = useSession((state) => state.template);
  const left = useRef<string | null>(null);
  useEffect(() => {
    if (template === null && left.current !== null)
      document.querySelector<HTMLElement>(`[data-testid="template-${left.current}"]`)?.focus();
    left.current = template;
  }, [template]);
}

interface NarrowingProps {
  readonly templates: readonly TemplateInfo[];
  readonly wanted: Wanted;
  readonly onNarrow: (change: Partial<Wanted>) => void;
}

function Narrowing({ templates, wanted, onNarrow }: NarrowingProps) {
  const patterns = useMemo(() => patternsOf(templates), [templates]);
  const found = fitting(templates, wanted).length;
  return (
    <search className="gallery__narrow">
      <label className="gallery__search">
        <Search size={15} aria-hidden />
        <input
          type="search"
          className="input"
          aria-label="Search templates"
          placeholder="Search: refund, triage, returns …"
          data-testid="templates-search"
          value={wanted.words}
          onChange={(event) => onNarrow({ words: event.target.value })}
        />
      </label>
      <FilterChoice<Pattern | "any">
        label="Pattern"
        value={wanted.pattern}
        values={["any", ...patterns]}
        nameOf={(pattern) => (pattern === "any" ? "Any pattern" : PATTERNS[pattern])}
        onChange={(pattern) => onNarrow({ pattern })}
        data-testid="templates-pattern"
      />
      <Toggle on={wanted.gate} onToggle={(gate) => onNarrow({ gate })}>
        Human gate
      </Toggle>
      <Toggle on={wanted.regulated} onToggle={(regulated) => onNarrow({ regulated })}>
        Regulated
      </Toggle>
      <Toggle on={wanted.languages} onToggle={(languages) => onNarrow({ languages })}>
        Several languages
      </Toggle>
      <span className="gallery__count" role="status">
        {found === templates.length ? `${found} templates` : `${found} of ${templates.length}`}
      </span>
    </search>
  );
}

interface ToggleProps {
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly children: string;
}

function Toggle({ on, onToggle, children }: ToggleProps) {
  return (
    <button
      type="button"
      className="gallery__toggle"
      aria-pressed={on}
      onClick={() => onToggle(!on)}
    >
      {children}
    </button>
  );
}
