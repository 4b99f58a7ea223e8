/** What its owners write for the person on call, beside what that person will see: each field an edit of its own. */
import { useEffect } from "react";
import type { Handoff } from "../../platform";
import { session } from "../../session/store";
import { AlertSection } from "../inspector/handoff/alerts";
import { EditContext, useHandoffEdit } from "../inspector/handoff/edit";
import { FallbackSection } from "../inspector/handoff/fallbacks";
import { type SectionId, sectionKey } from "../inspector/handoff/fields";
import { OwnershipSection } from "../inspector/handoff/ownership";
import "../inspector/inspector.css";
import "../inspector/record.css";
import "../inspector/handoff/handoff.css";

const SECTIONS: readonly SectionId[] = ["ownership", "alerts", "fallbacks"];

export function RunbookEditor({ handoff }: { readonly handoff: Handoff }) {
  const edit = useHandoffEdit(handoff, "");
  // Whoever writes wants the fields, not their headings.
  useEffect(() => {
    for (const section of SECTIONS) session.keepSection(sectionKey(section), true);
  }, []);
  return (
    <section className="runbook__editor" aria-label="What is written" data-testid="runbook-editor">
      <h2 className="visually-hidden">What is written</h2>
      <EditContext value={edit}>
        <div className="inspector handoff">
          <OwnershipSection handoff={handoff} />
          <AlertSection handoff={handoff} />
          <FallbackSection handoff={handoff} />
        </div>
      </EditContext>
    </section>
  );
}
