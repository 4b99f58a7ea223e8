/** Moving through the registry: tables, pages, surfaces, and the way back. */
import type { Kind, RecordKey } from "../../platform";
import type { RegistryDesk } from "../../session/desks";
import {
  type Dock,
  type RegistryPlace,
  type RegistryView,
  type SessionState,
  session,
  type TablePlace,
  type Trail,
  WHOLE_AUDIT,
} from "../../session/store";

/** Places that are remembered in each direction. */
const MOST_PLACES = 50;

export const NO_TRAIL: Trail = { back: [], ahead: [] };

/** The drawing, with what is selected on it beside it instead of a row's fields. */
export function showDrawing(): void {
  session.set(({ dock }) => ({ view: "drawing", startOpen: false, dock: withoutRow(dock) }));
}

/** The table of a kind, as it was left. */
export function showTable(kind: Kind): void {
  const { registry, page, desk, tables } = session.get();
  if (registry.kind === kind && page === null && desk === null) {
    session.set({ view: "registry" });
    return;
  }
  go({
    registry: registry.kind === kind ? registry : tableOf(tables, kind),
    page: null,
    desk: null,
  });
}

/** The table of a kind, filtered. */
export function showQuery(kind: Kind, query: string): void {
  go({ registry: { kind, query, sort: null, descending: false }, page: null, desk: null });
}

/** The page of a record. The table behind it stays that of the kind. */
export function showPage(subject: RecordKey): void {
  const { registry, page, desk, tables } = session.get();
  if (desk === null && page?.kind === subject.kind && page.id === subject.id) {
    session.set({ view: "registry" });
    return;
  }
  go({
    registry: registry.kind === subject.kind ? registry : tableOf(tables, subject.kind),
    page: { kind: subject.kind, id: subject.id },
    desk: null,
  });
}

/** A surface of the registry. The table or page behind it stays. */
export function showDesk(desk: RegistryDesk): void {
  const { registry, page, desk: open } = session.get();
  const same =
    open?.show === desk.show &&
    (open.show !== "runbook" || desk.show !== "runbook" || open.handoff === desk.handoff);
  // Reading and writing a runbook is one place.
  if (same) session.set({ view: "registry", desk });
  else go({ registry, page, desk });
}

export function goBack(): void {
  step("back", "ahead");
}

export function goForward(): void {
  step("ahead", "back");
}

/** What is typed, sorted and scrolled is part of the place, not a step away from it. */
export function changeTable(change: Partial<Omit<RegistryView, "kind">>): void {
  session.set((state) => ({ registry: { ...state.registry, ...change } }));
}

/** Keeps where a kind's table stands. */
export function keepTable(kind: Kind, change: Partial<Pick<TablePlace, "row" | "scroll">>): void {
  session.set((state) => ({
    tables: { ...state.tables, [kind]: { ...placeOfTable(state, kind), ...change } },
  }));
}

/** Ids of another registry mean other records. */
export function forgetPlaces(): void {
  session.set({
    page: null,
    desk: null,
    tables: {},
    trail: NO_TRAIL,
    audit: WHOLE_AUDIT,
    registry: { kind: "agent", query: "", sort: null, descending: false },
  });
}

function go(to: RegistryPlace): void {
  if (session.get().past !== null) {
    session.notify({
      tone: "info",
      title: "The registry's tables and pages show what is now",
      detail: "Go back to now to open them.",
      hints: [],
    });
    return;
  }
  session.set((state) => ({
    ...arrival(state, to),
    trail:
      state.view === "registry"
        ? { back: [...state.trail.back, placeOf(state)].slice(-MOST_PLACES), ahead: [] }
        : state.trail,
  }));
}

function step(from: keyof Trail, to: keyof Trail): void {
  const place = session.get().trail[from].at(-1);
  if (!place) return;
  session.set((state) => ({
    ...arrival(state, place),
    trail: {
      ...state.trail,
      [from]: state.trail[from].slice(0, -1),
      [to]: [...state.trail[to], placeOf(state)],
    },
  }));
}

function arrival(state: SessionState, to: RegistryPlace): Partial<SessionState> {
  const { kind } = state.registry;
  return {
    view: "registry",
    startOpen: false,
    registry: to.registry,
    page: to.page,
    desk: to.desk,
    tables: { ...state.tables, [kind]: placeOfTable(state, kind) },
    dock: withoutRow(state.dock),
  };
}

/** The fields of a row, or of all rows, are not taken along to another place. */
export function withoutRow(dock: Dock): Dock {
  return dock.show === "record" || dock.show === "listed" ? { show: "inspector" } : dock;
}

function placeOf({ registry, page, desk }: SessionState): RegistryPlace {
  return { registry, page, desk };
}

function placeOfTable(state: SessionState, kind: Kind): TablePlace {
  const kept = state.tables[kind];
  const view = state.registry.kind === kind ? state.registry : tableOf(state.tables, kind);
  return { row: kept?.row ?? null, scroll: kept?.scroll ?? 0, view };
}

function tableOf(tables: SessionState["tables"], kind: Kind): RegistryView {
  return tables[kind]?.view ?? { kind, query: "", sort: null, descending: false };
}
