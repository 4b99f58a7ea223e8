/** The inspector of one handoff over a registry in memory, every section open. */
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { EMPTY_DOCUMENT, useDocument, useRecord } from "../document/store";
import { receive, start } from "../document/sync";
import { HandoffInspector } from "../features/inspector/handoff";
import { SECTIONS, type SectionId, sectionKey } from "../features/inspector/handoff/fields";
import {
  type FieldRow,
  type Finding,
  type Handoff,
  replacePlatform,
  type StoredRecord,
} from "../platform";
import { session } from "../session/store";
import { memoryRegistry } from "./platform";
import { RECORDS, TO_BILLING } from "./support";

export interface OpenedHandoff {
  readonly records?: readonly Omit<StoredRecord, "revision">[];
  readonly findings?: readonly Finding[];
  readonly contractFields?: readonly FieldRow[];
  /** Sections that are open; all when left out. */
  readonly open?: readonly SectionId[];
}

/** Nothing has a size here. */
class NoSizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}

export async function openHandoff(fields: Partial<Handoff>, options: OpenedHandoff = {}) {
  const { records = [], findings = [], contractFields = [], open } = options;
  const handoff: Handoff = { ...TO_BILLING, ...fields };
  const { id } = handoff;
  localStorage.clear();
  vi.stubGlobal("ResizeObserver", NoSizes);
  Element.prototype.scrollIntoView = () => {};
  const replaced = new Set([`handoff:${id}`, ...records.map((one) => `${one.kind}:${one.id}`)]);
  const registry = memoryRegistry({
    records: [
      ...RECORDS.filter((one) => !replaced.has(`${one.kind}:${one.id}`)),
      { kind: "handoff", id, record: handoff },
      ...records,
    ],
    findings,
  });
  registry.platform.contractFields = async () => [...contractFields];
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  const ids = Object.keys(SECTIONS) as SectionId[];
  session.set({
    notices: [],
    past: null,
    findingKey: null,
    dock: { show: "inspector" },
    sections: Object.fromEntries(
      ids.map((one) => [sectionKey(one), open === undefined || open.includes(one)]),
    ),
  });
  await start();
  // What is asked for at first, the contract's fields among it, has come.
  await act(async () => {
    render(<Shown id={id} />);
  });
  return {
    registry,
    user: userEvent.setup(),
    /** The handoff as the registry holds it. */
    stored: () => registry.record("handoff", id) as Handoff,
    /** Clears a field and types. */
    type: async (testId: string, text: string) => {
      const user = userEvent.setup();
      const field = screen.getByTestId<HTMLInputElement>(testId);
      await user.clear(field);
      await user.type(field, text);
      return field;
    },
    /** Somebody else stores the handoff. */
    elsewhere: (changed: Partial<Handoff>) =>
      act(async () => {
        const before = registry.record("handoff", id) as Handoff;
        const reply = await registry.platform.applyEdits(
          [
            {
              op: "put",
              kind: "handoff",
              id,
              record: { ...before, ...changed },
              base_revision: null,
              operation_id: "elsewhere",
            },
          ],
          false,
        );
        await receive(reply);
      }),
  };
}

function Shown({ id }: { readonly id: string }) {
  const handoff = useRecord("handoff", id);
  return handoff ? <HandoffInspector handoff={handoff} /> : null;
}
