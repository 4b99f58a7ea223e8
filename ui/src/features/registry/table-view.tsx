/** The records of a kind as a table, with the query that chooses among them. */
import { PencilLine, Plus } from "lucide-react";
import { useCallback, useRef } from "react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { KIND_ICONS } from "../../components/kind-icon";
import { useLock } from "../../document/lock";
import { kindName } from "../../document/records";
import type { Kind, RecordKey } from "../../platform";
import { type RegistryView, session, useSession } from "../../session/store";
import { ColumnsMenu } from "./columns-menu";
import { KindSelect } from "./kind-select";
import { canBeMade, countOf, KIND_PURPOSES, kindNames } from "./kinds";
import { editPicked, isEditedTogether } from "./picked";
import { PickedBar } from "./picked-bar";
import { changeTable, keepTable, showPage } from "./places";
import { QueryField } from "./query-field";
import { RecordsTable, type RowsHandle } from "./records-table";
import { showOnDrawing } from "./show";
import { usePicks } from "./use-picks";
import { useRegistryTable } from "./use-registry-table";

export function TableView({ view }: { readonly view: RegistryView }) {
  const { kind } = view;
  const { table, failure, waiting } = useRegistryTable(view);
  const chosen = useSession((state) => state.tables[kind]?.row ?? null);
  const rows = useRef<RowsHandle>(null);
  const picks = usePicks(kind, table, chosen);
  const open = useCallback((id: string) => showPage({ kind, id }), [kind]);
  const leave = useCallback((scroll: number) => keepTable(kind, { scroll }), [kind]);
  return (
    <section className="registry__view" aria-label={kindNames(kind)}>
      <header className="registry__head">
        <h1>{kindNames(kind)}</h1>
        <KindSelect current={kind} />
        <p className="registry__count" role="status">
          {table && shownOf(kind, table.rows.length, table.total)}
        </p>
        <div className="registry__tools">
          {table && <ColumnsMenu kind={kind} columns={table.columns} />}
          {table && table.rows.length > 0 && <CsvButton />}
          {table && isEditedTogether(kind) && table.rows.length > 1 && (
            <EditAllButton kind={kind} ids={table.rows.map(({ id }) => id)} />
          )}
          {canBeMade(kind) && <NewButton kind={kind} />}
        </div>
        <QueryField
          key={kind}
          kind={kind}
          query={view.query}
          failure={failure}
          onChange={(query) => changeTable({ query })}
          onLeave={() => rows.current?.focus()}
        />
      </header>
      {waiting && <div className="registry__waiting" role="presentation" />}
      {table && table.rows.length > 0 && (
        <RecordsTable
          key={kind}
          label={kindNames(kind)}
          kind={kind}
          table={table}
          view={view}
          chosen={chosen}
          picks={picks}
          scroll={session.get().tables[kind]?.scroll ?? 0}
          waiting={waiting}
          handle={rows}
          onSort={(sort, descending) => changeTable({ sort, descending })}
          onOpen={open}
          onShow={show}
          onLeave={leave}
        />
      )}
      {picks.ids.size > 0 && (
        <PickedBar
          kind={kind}
          ids={[...picks.ids]}
          onClear={picks.clear}
          onLeave={() => rows.current?.focus()}
        />
      )}
      {table && table.rows.length === 0 && (
        <NoRows kind={kind} query={view.query} total={table.total} />
      )}
      {!table && failure && (
        <Empty title={`${kindNames(kind)} cannot be listed`}>
          <p>{failure.message}</p>
        </Empty>
      )}
    </section>
  );
}

function show(subject: RecordKey): void {
  if (showOnDrawing(subject)) return;
  session.notify({
    tone: "info",
    title: "It stands on no drawing",
    detail: "Its page says what touches it.",
    hints: [],
  });
}

function shownOf(kind: Kind, shown: number, total: number): string {
  return shown === total
    ? countOf(kind, total)
    : `${shown.toLocaleString("en")} of ${countOf(kind, total)}`;
}

function CsvButton() {
  const { title, icon, perform } = action("export-csv");
  return (
    <Button icon={icon} title={title} data-testid="registry-csv" onClick={perform}>
      <span className="registry__word">CSV</span>
    </Button>
  );
}

interface EditAllProps {
  readonly kind: "agent" | "handoff";
  readonly ids: readonly string[];
}

function EditAllButton({ kind, ids }: EditAllProps) {
  const locked = useLock() !== null;
  return (
    <Button
      icon={PencilLine}
      disabled={locked}
      title="Give everything that is listed an owner, a contract or another field at once"
      data-testid="registry-edit-all"
      onClick={() => editPicked(kind, ids)}
    >
      <span className="registry__word--long">Edit all</span> {ids.length.toLocaleString("en")}
    </Button>
  );
}

function NewButton({ kind }: { readonly kind: Kind }) {
  const locked = useLock() !== null;
  return (
    <Button
      icon={Plus}
      disabled={locked}
      title={`New ${kindName(kind).toLowerCase()}`}
      data-testid="registry-new"
      onClick={() => session.show({ show: "create", kind })}
    >
      <span className="registry__word--long">New {kindName(kind).toLowerCase()}</span>
    </Button>
  );
}

interface NoRowsProps {
  readonly kind: Kind;
  readonly query: string;
  readonly total: number;
}

function NoRows({ kind, query, total }: NoRowsProps) {
  const Mark = KIND_ICONS[kind];
  const names = kindNames(kind).toLowerCase();
  if (total > 0)
    return (
      <Empty title={`No ${kindName(kind).toLowerCase()} fits the filter`}>
        <p>
          None of {countOf(kind, total)} fits <code>{query}</code>. Take a term away, or choose one
          from the list under the field.
        </p>
        <Button data-testid="registry-show-all" onClick={() => changeTable({ query: "" })}>
          Show all {names}
        </Button>
      </Empty>
    );
  return (
    <Empty title={`No ${names} yet`}>
      <Mark size={18} aria-hidden />
      <p>{KIND_PURPOSES[kind]}</p>
    </Empty>
  );
}
