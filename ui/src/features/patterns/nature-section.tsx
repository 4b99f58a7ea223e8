/** What the work is like, declared or inferred, to be changed where it stands. */
import { Sparkles } from "lucide-react";
import type { NatureRead } from "../../platform";
import { NatureSentence } from "../inspector/drawing/nature";
import { EditRecord } from "../inspector/edit";
import { Section } from "../inspector/section";
import { natureRows } from "./words";

export interface NatureSectionProps {
  readonly topology: string;
  readonly nature: NatureRead;
}

export function NatureSection({ topology, nature }: NatureSectionProps) {
  return (
    <section aria-label="Nature of the work">
      <h3 className="patterns__title">Nature of the work</h3>
      <ul className="patterns__nature" data-testid="nature-read">
        {natureRows(nature).map(({ words, declared, because }) => (
          <li key={words}>
            {words}
            {!declared && (
              <span className="patterns__inferred" title={because}>
                <Sparkles size={11} aria-hidden />
                inferred<span className="visually-hidden">: {because}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Section title="Say what it is" name="patterns.nature" open={false}>
        <EditRecord subject={{ kind: "topology", id: topology }}>
          <NatureSentence />
        </EditRecord>
      </Section>
    </section>
  );
}
