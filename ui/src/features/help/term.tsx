/** A sign beside a word of the field; it opens what the word means. */
import { CircleHelp } from "lucide-react";
import { useCallback, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { Markdown } from "../../components/markdown";
import { Popover } from "../../components/popover";
import { session } from "../../session/store";
import { type Explained, explained, type TermId } from "./terms";
import "./term.css";

export interface TermProps {
  readonly id: TermId;
  /** As it stands in a question: `a fallback owner`. */
  readonly name: string;
}

/** The explanation spans whatever is positioned around it. */
export function Term({ id, name }: TermProps) {
  const [meaning, setMeaning] = useState<Explained | null>(null);
  const close = useCallback(() => setMeaning(null), []);
  const toggle = async () => setMeaning(meaning ? null : ((await explained(id)) ?? null));
  const more = () => {
    close();
    session.set({ docs: { page: "terms", heading: id } });
  };
  return (
    <span className="term">
      <IconButton
        icon={CircleHelp}
        label={`What is ${name}?`}
        size={12}
        aria-expanded={meaning !== null}
        data-testid={`term-${id}`}
        onClick={() => void toggle()}
      />
      <Popover open={meaning !== null} label={name} onClose={close} className="term__meaning">
        {meaning && (
          <>
            <strong>{meaning.title}</strong>
            <Markdown text={meaning.text} />
            <Button look="quiet" onClick={more}>
              More words
            </Button>
          </>
        )}
      </Popover>
    </span>
  );
}
