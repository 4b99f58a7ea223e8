/** One record with everything that touches it. */
import { LocateFixed } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { RecordIcon } from "../../components/kind-icon";
import { labelOf } from "../../document/labels";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import type { Kind, RecordKey } from "../../platform";
import { useSession } from "../../session/store";
import { RecordInspector } from "../inspector/record";
import { kindNames } from "./kinds";
import { PageFindings } from "./page-findings";
import { PageHistory } from "./page-history";
import { PageJudged } from "./page-judged";
import { PageRelated } from "./page-related";
import { showTable } from "./places";
import { drawnAt, showOnDrawing } from "./show";
import { StepButtons } from "./step-buttons";
import { useRecordPage } from "./use-record-page";
import "./record-page.css";

export function RecordPageView({ subject }: { readonly subject: RecordKey }) {
  const { kind, id } = subject;
  const there = useDocument((state) => state.records.get(kind)?.has(id) ?? false);
  const title = useDocument((state) => labelOf(state, subject));
  const { page, failure } = useRecordPage(subject);
  return (
    <article
      className="page"
      aria-labelledby="page-title"
      data-testid="record-page"
      data-record={`${kind}/${id}`}
    >
      <header className="page__head">
        <PageTrail subject={subject} title={title} />
        {there && <ShowButton subject={subject} />}
      </header>
      {there ? (
        <div className={`page__parts ${WIDE.has(kind) ? "page__parts--wide" : ""}`}>
          <div className="page__own">
            <PageFindings subject={subject} />
            <section aria-labelledby="page-fields">
              <h2 id="page-fields" className="visually-hidden">
                Fields
              </h2>
              <RecordInspector subject={subject} />
            </section>
          </div>
          <div className="page__around">
            {failure && (
              <p className="dock-error" role="alert">
                What touches it cannot be told: {failure}
              </p>
            )}
            <PageJudged subject={subject} />
            {page && <PageRelated page={page} />}
            {page && <PageHistory entries={page.history} />}
          </div>
        </div>
      ) : (
        <Empty title="This record is gone">
          <p>
            {kindName(kind)} <code>{id}</code> is not in the registry. It may have been deleted;
            undo and the history bring it back.
          </p>
          <Button onClick={() => showTable(kind)}>All {kindNames(kind).toLowerCase()}</Button>
        </Empty>
      )}
    </article>
  );
}

/** These show things side by side, so what touches them stands below. */
const WIDE: ReadonlySet<Kind> = new Set(["contract_version"]);

interface PageTrailProps {
  readonly subject: RecordKey;
  readonly title: string;
}

function PageTrail({ subject, title }: PageTrailProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever has come by keyboard goes on from here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="page__trail">
      <StepButtons />
      <nav aria-label="Where this page is">
        <ol className="page__crumbs">
          <li>
            <button type="button" data-testid="page-kind" onClick={() => showTable(subject.kind)}>
              {kindNames(subject.kind)}
            </button>
          </li>
          <li aria-current="page">
            <h1 id="page-title" ref={heading} tabIndex={-1} title={title}>
              <RecordIcon kind={subject.kind} id={subject.id} size={14} />
              <span>{title}</span>
            </h1>
          </li>
        </ol>
      </nav>
    </div>
  );
}

function ShowButton({ subject }: { readonly subject: RecordKey }) {
  const topology = useSession((state) => state.topology);
  const drawn = useDocument((state) => drawnAt(state, subject, topology) !== null);
  if (!drawn) return null;
  return (
    <Button
      icon={LocateFixed}
      className="page__show"
      data-testid="page-show"
      onClick={() => showOnDrawing(subject)}
    >
      Show on the drawing
    </Button>
  );
}
