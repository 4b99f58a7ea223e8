/** What adding a template to the open registry would do, before it is done. */
import { useCallback, useState } from "react";
import { Button } from "../../components/button";
import { acknowledged } from "../../document/commit";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import { platform } from "../../platform";
import { session } from "../../session/store";
import { findingsAfter } from "../findings/rehearsal";
import { openTopology } from "../shell/topology";
import { useAsked } from "./use-templates";

/** Renamed records that are listed; the others are counted. */
const SHOWN = 8;

export interface AddTemplateProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function AddTemplate({ id, onClose }: AddTemplateProps) {
  const findings = useDocument((state) => state.findings);
  const { answer, failure } = useAsked(useCallback(() => platform().addTemplate(id, true), [id]));
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    let made: readonly string[] = [];
    const send = async () => {
      const done = await platform().addTemplate(id, false);
      made = done.outline.topologies;
      return done.reply;
    };
    const done = await acknowledged(send, "Nothing was added", []);
    setBusy(false);
    const [topology] = made;
    if (!done || topology === undefined) return;
    session.set({ template: null, startOpen: false });
    openTopology(topology);
    session.notify({
      tone: "success",
      title: "The template was added",
      detail: "Ctrl+Z takes all of it back.",
      hints: [],
    });
  };
  const outline = answer?.outline;
  return (
    <section className="add-template" aria-label="Add to this registry" data-testid="add-template">
      {failure && (
        <p className="dock-error" role="alert">
          {failure.message} Nothing was changed.
        </p>
      )}
      {!outline && !failure && <p role="status">Looking at what is there already …</p>}
      {outline && (
        <>
          <p>
            <strong>{outline.written} records come in</strong> with one more topology
            {outline.shared.length > 0 &&
              `; ${outline.shared.length} are there already and are shared`}
            . Contract versions come as drafts, to be published once both sides agree.
          </p>
          {outline.renamed.length > 0 && (
            <>
              <p>These ids are taken by something else here, so they get others:</p>
              <ul className="add-template__renamed">
                {outline.renamed.slice(0, SHOWN).map(({ kind, from, to }) => (
                  <li key={`${kind} ${from}`}>
                    {kindName(kind)} <code>{from}</code> becomes <code>{to}</code>
                  </li>
                ))}
                {outline.renamed.length > SHOWN && (
                  <li>and {outline.renamed.length - SHOWN} more</li>
                )}
              </ul>
            </>
          )}
          {answer && (
            <p className="muted">
              Findings: {findings.length} now, {findingsAfter(findings, answer.reply)} afterwards.
            </p>
          )}
        </>
      )}
      <div className="start__buttons">
        <Button
          look="primary"
          data-testid="template-add-confirm"
          disabled={busy || !outline}
          onClick={() => void add()}
        >
          {busy ? "Adding…" : "Add it"}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </section>
  );
}
