/** Offers texts that were typed and never acknowledged, because the page or the program ended first. Nothing of them is stored by itself. */
import { PencilLine } from "lucide-react";
import { useEffect } from "react";
import { Button } from "../../components/button";
import { offerKept } from "../../document/commit";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import { type SessionState, session, useSession } from "../../session/store";
import { PAGE, type UnsentText, without } from "../../session/unsent";
import { ago } from "../history/ago";
import { showPage } from "../registry/places";
import { showOnDrawing } from "../registry/show";
import { claim, forget } from "./keeper";
import { followPages } from "./pages";
import "../history/history.css";
import "./unsent.css";

/** Rows at once: each takes room from the work. */
const SHOWN = 2;
/** Letters of a text that are shown. */
const LETTERS = 120;

export function UnsentBanner() {
  const registry = useDocument((state) => state.info?.registry);
  const texts = useSession((state) => state.unsentTexts);
  const others = useSession((state) => state.otherPages);
  const past = useSession((state) => state.past !== null);
  useEffect(followPages, []);
  useKeptEdits(registry);
  const lost = Object.entries(texts)
    .filter(([, text]) => text.registry === registry && isLost(text, others))
    .sort(([, a], [, b]) => b.at - a.at);
  if (past || lost.length === 0) return null;
  return (
    <section className="unsent" aria-label="Unsent text" data-testid="unsent">
      {lost.slice(0, SHOWN).map(([key, text]) => (
        <Row key={key} id={key} of={text} />
      ))}
      {lost.length > SHOWN && (
        <p className="muted unsent__more">and {lost.length - SHOWN} more, after these</p>
      )}
    </section>
  );
}

function isLost({ page }: { readonly page: string }, others: SessionState["otherPages"]): boolean {
  return page !== PAGE && !others.includes(page);
}

/** Edits that an earlier page has kept come back as the notices that they were. */
function useKeptEdits(registry: string | undefined): void {
  useEffect(() => {
    if (registry === undefined) return;
    const { unsentEdits, otherPages } = session.get();
    for (const edit of Object.values(unsentEdits))
      if (edit.registry === registry && isLost(edit, otherPages)) offerKept(edit);
  }, [registry]);
}

interface RowProps {
  readonly id: string;
  readonly of: UnsentText;
}

function Row({ id, of }: RowProps) {
  const { kind, text, cut, at, form } = of;
  const subject = { kind, id: of.id };
  const there = useDocument((state) => state.records.get(kind)?.has(of.id) ?? false);
  const waits = useSession((state) => id in state.putBack);
  const locked = useLock() !== null;
  return (
    <div className="read-only" role="status">
      <PencilLine size={16} aria-hidden />
      <p className="past__words">
        <strong>Unsent text</strong> for <What of={of} there={there} />, typed {ago(at, Date.now())}
        : <q className="selectable unsent__text">{shortened(text)}</q>
        {cut && ` Only its first ${text.length.toLocaleString("en")} letters were kept.`}
        {waits && " It stands in its field as soon as that is shown: open its section."}
      </p>
      <div className="past__choices">
        {(there || form) && !waits && (
          <Button
            look="primary"
            disabled={locked}
            data-testid="unsent-put-back"
            onClick={() => {
              if (form?.show === "create") {
                session.show({ ...form, kept: of.field });
                claim(id);
                return;
              }
              session.set({ putBack: beside(of) });
              if (form) session.show(form);
              else if (!showOnDrawing(subject)) showPage(subject);
              session.set(({ panels }) => ({ panels: { ...panels, inspector: true } }));
            }}
          >
            Put back
          </Button>
        )}
        <Button
          data-testid="unsent-discard"
          onClick={() => {
            forget(id);
            if (waits) session.set(({ putBack }) => ({ putBack: without(putBack, id) }));
          }}
        >
          Discard
        </Button>
      </div>
    </div>
  );
}

/** Whose text it is. */
function What({ of: { kind, id, label, form }, there }: WhatProps) {
  const name = useDocument((state) => labelOf(state, { kind, id }));
  const what = kindName(kind).toLowerCase();
  if (id === "") return <>{form?.show === "create" ? `a new ${what}` : label.toLowerCase()}</>;
  return (
    <>
      {label.toLowerCase()} of {what} <bdi>{there ? name : `${id}, which is gone`}</bdi>
    </>
  );
}

interface WhatProps {
  readonly of: UnsentText;
  readonly there: boolean;
}

/** It and what else was typed at the same time into the same form: all of it goes back at once. */
function beside(of: UnsentText): Readonly<Record<string, string>> {
  const same = ({ registry, kind, id, page }: UnsentText) =>
    registry === of.registry && kind === of.kind && id === of.id && page === of.page;
  const { unsentTexts } = session.get();
  return Object.fromEntries(
    Object.entries(unsentTexts).flatMap(([key, each]) => (same(each) ? [[key, each.text]] : [])),
  );
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LETTERS ? `${line.slice(0, LETTERS)}…` : line;
}
