/** Names in a row, each of which can be taken away. */
import { X } from "lucide-react";

export interface NameTagsProps {
  readonly names: readonly { readonly key: string; readonly name: string }[];
  readonly onRemove: (key: string) => void;
}

export function NameTags({ names, onRemove }: NameTagsProps) {
  if (names.length === 0) return null;
  return (
    <ul className="name-tags">
      {names.map(({ key, name }) => (
        <li key={key} className="tag">
          <span title={name} dir="auto">
            {name}
          </span>
          <button type="button" aria-label={`Remove ${name}`} onClick={() => onRemove(key)}>
            <X size={11} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
