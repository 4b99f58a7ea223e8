import { X } from "lucide-react";
import { useState } from "react";

export interface TagInputProps {
  readonly id?: string;
  readonly tags: readonly string[];
  readonly onCommit: (tags: string[]) => void;
  readonly suggestions?: readonly string[];
  readonly placeholder?: string;
  readonly "data-testid"?: string;
}

/** A list of words: Enter or a comma adds one, Backspace in the empty field takes the last one away. */
export function TagInput({
  id,
  tags,
  onCommit,
  suggestions = [],
  placeholder,
  ...rest
}: TagInputProps) {
  const [text, setText] = useState("");
  const listId = id ? `${id}-list` : undefined;

  const addTyped = () => {
    const added = text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "" && !tags.includes(tag));
    setText("");
    if (added.length > 0) onCommit([...tags, ...new Set(added)]);
  };
  return (
    <div className="tags" {...rest}>
      {tags.map((tag) => (
        <span key={tag} className="tag">
          <span dir="auto" title={tag}>
            {tag}
          </span>
          <button
            type="button"
            aria-label={`Remove ${tag}`}
            onClick={() => onCommit(tags.filter((other) => other !== tag))}
          >
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <input
        id={id}
        value={text}
        list={listId}
        dir="auto"
        autoComplete="off"
        placeholder={tags.length === 0 ? placeholder : undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={addTyped}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" || event.key === ",") {
            event.preventDefault();
            addTyped();
          } else if (event.key === "Backspace" && text === "" && tags.length > 0)
            onCommit(tags.slice(0, -1));
          else if (event.key === "Escape") setText("");
        }}
      />
      {listId && (
        <datalist id={listId}>
          {suggestions.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      )}
    </div>
  );
}
