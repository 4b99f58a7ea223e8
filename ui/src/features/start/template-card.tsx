/** A way to begin a registry, with a picture of what one gets. */
import { LayoutTemplate, Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { TemplateInfo } from "../../platform";
import { TemplatePictureView } from "./template-picture";
import { useTemplatePicture } from "./use-templates";

export interface BeginningProps {
  /** What is being made at the moment; nothing else can be begun meanwhile. */
  readonly making: string | null;
  readonly onBegin: (template: string | null) => void;
}

export interface TemplateCardProps extends BeginningProps {
  readonly template: TemplateInfo;
  /** Shown larger, for those who begin. */
  readonly first?: boolean;
}

export function TemplateCard({ template, first = false, making, onBegin }: TemplateCardProps) {
  const { id, name, summary } = template;
  const picture = useTemplatePicture(id);
  return (
    <Card
      testId={`template-${id}`}
      name={name}
      summary={summary}
      first={first}
      making={making}
      made={making === id}
      onBegin={() => onBegin(id)}
    >
      {picture && picture.boxes.length > 0 ? (
        <TemplatePictureView name={name} picture={picture} />
      ) : (
        <LayoutTemplate size={24} aria-hidden />
      )}
    </Card>
  );
}

export function BlankCard({ making, onBegin }: BeginningProps) {
  return (
    <Card
      testId="template-blank"
      name="Blank"
      summary="An empty registry to draw in."
      first={false}
      making={making}
      made={making === BLANK}
      onBegin={() => onBegin(null)}
    >
      <Plus size={24} aria-hidden />
    </Card>
  );
}

/** What is said to be made while a blank registry is. */
export const BLANK = "blank";

interface CardProps {
  readonly testId: string;
  readonly name: string;
  readonly summary: string;
  readonly first: boolean;
  readonly making: string | null;
  readonly made: boolean;
  readonly onBegin: () => void;
  readonly children: ReactNode;
}

function Card({ testId, name, summary, first, making, made, onBegin, children }: CardProps) {
  return (
    <li className={first ? "start__first" : ""}>
      <button
        type="button"
        className="template"
        data-testid={testId}
        disabled={making !== null}
        aria-busy={made}
        onClick={onBegin}
      >
        <span className="template__picture">{children}</span>
        <span className="template__words">
          <span className="template__name">{name}</span>
          <span className="template__summary">{made ? "Making it…" : summary}</span>
        </span>
      </button>
    </li>
  );
}
