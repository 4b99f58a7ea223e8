/** The inspector of one record over a registry in memory, for tests alone. */
import { act, render, screen } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { EMPTY_DOCUMENT, useDocument } from "../document/store";
import { receive, start } from "../document/sync";
import { RecordInspector } from "../features/inspector/record";
import {
  type EditCommand,
  type Kind,
  type RecordKey,
  replacePlatform,
  type StoredRecord,
} from "../platform";
import { session } from "../session/store";
import { type MemoryRegistry, memoryRegistry } from "./platform";
import { giveSizes } from "./sizes";
import { RECORDS } from "./support";

export type TestRecord = Omit<StoredRecord, "revision">;

export const record = (kind: Kind, fields: { readonly id: string }): TestRecord => ({
  kind,
  id: fields.id,
  record: fields,
});

export interface Opened {
  readonly user: UserEvent;
  readonly registry: MemoryRegistry;
  /** The record as the registry has it now. */
  readonly now: () => unknown;
}

/** A registry with the small support desk and these records. */
export async function openRegistry(records: readonly TestRecord[]): Promise<MemoryRegistry> {
  localStorage.clear();
  giveSizes();
  const own = new Set(records.map(({ kind, id }) => `${kind}:${id}`));
  const others = RECORDS.filter(({ kind, id }) => !own.has(`${kind}:${id}`));
  const registry = memoryRegistry({ records: [...others, ...records] });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({
    notices: [],
    past: null,
    page: null,
    sections: {},
    view: "drawing",
    dock: { show: "inspector" },
  });
  await start();
  return registry;
}

export async function inspect(
  subject: RecordKey,
  records: readonly TestRecord[] = [],
  prepare: (registry: MemoryRegistry) => void = () => {},
): Promise<Opened> {
  const registry = await openRegistry(records);
  prepare(registry);
  // What is asked for at first has come.
  await act(async () => {
    render(<RecordInspector subject={subject} />);
  });
  return {
    user: userEvent.setup(),
    registry,
    now: () => registry.record(subject.kind, subject.id),
  };
}

/** Somebody else stores a record meanwhile. */
export function elsewhere(
  { platform }: MemoryRegistry,
  kind: Kind,
  fields: { readonly id: string },
): Promise<void> {
  const edit = {
    op: "put",
    kind,
    id: fields.id,
    record: fields,
    base_revision: null,
    operation_id: "elsewhere",
  } as EditCommand;
  return act(async () => receive(await platform.applyEdits([edit], false)));
}

export const field = (name: string | RegExp) => screen.getByLabelText(name);
