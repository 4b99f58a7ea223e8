/** A template among others: what it looks like, what it is, how large. */
import { LayoutTemplate, Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { TemplateInfo } from "../../platform";
import { TemplateFacts } from "./template-facts";
import { TemplatePictureView } from "./template-picture";
import { useTemplatePicture } from "./use-templates";
import "./templates.css";

export interface TemplateCardProps {
  readonly template: TemplateInfo;
  /** Shown larger, for those who begin. */
  readonly first?: boolean;
  readonly onOpen: (template: string) => void;
}

export function TemplateCard({ template, first = false, onOpen }: TemplateCardProps) {
  const { id, name, summary } = template;
  const picture = useTemplatePicture(id);
  return (
    <Card
      testId={`template-${id}`}
      name={name}
      summary={summary}
      first={first}
      facts={<TemplateFacts about={template.about} />}
      onOpen={() => onOpen(id)}
    >
      {picture && picture.boxes.length > 0 ? (
        <TemplatePictureView name={name} picture={picture} />
      ) : (
        <LayoutTemplate size={24} aria-hidden />
      )}
    </Card>
  );
}

export interface BlankCardProps {
  readonly making: boolean;
  readonly onBegin: () => void;
}

export function BlankCard({ making, onBegin }: BlankCardProps) {
  return (
    <Card
      testId="template-blank"
      name="Blank"
      summary={making ? "Making it…" : "An empty registry to draw in."}
      busy={making}
      onOpen={onBegin}
    >
      <Plus size={24} aria-hidden />
    </Card>
  );
}

interface CardProps {
  readonly testId: string;
  readonly name: string;
  readonly summary: string;
  readonly first?: boolean;
  readonly busy?: boolean;
  readonly facts?: ReactNode;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

function Card({ testId, name, summary, first, busy, facts, onOpen, children }: CardProps) {
  return (
    <li className={first ? "templates__first" : ""}>
      <button
        type="button"
        className="template"
        data-testid={testId}
        disabled={busy}
        aria-busy={busy}
        onClick={onOpen}
      >
        <span className="template__picture">{children}</span>
        <span className="template__words">
          <span className="template__name">{name}</span>
          <span className="template__summary">{summary}</span>
          {facts}
        </span>
      </button>
    </li>
  );
}
