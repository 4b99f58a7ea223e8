/** A template among others: what it looks like, what it is, how large. */
import { LayoutTemplate } from "lucide-react";
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
  const { id, name, summary, about } = template;
  const picture = useTemplatePicture(id);
  return (
    <li className={first ? "templates__first" : ""}>
      <button
        type="button"
        className="template"
        data-testid={`template-${id}`}
        onClick={() => onOpen(id)}
      >
        <span className="template__picture">
          {picture && picture.boxes.length > 0 ? (
            <TemplatePictureView name={name} picture={picture} />
          ) : (
            <LayoutTemplate size={24} aria-hidden />
          )}
        </span>
        <span className="template__words">
          <span className="template__name">{name}</span>
          <span className="template__summary">{summary}</span>
          <TemplateFacts about={about} />
        </span>
      </button>
    </li>
  );
}
