/** The page of a contract version over a registry in memory, with the panel beside it, for tests alone. */
import { EditorView } from "@codemirror/view";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ErrorReply, PlatformError } from "../../platform";
import { session, useSession } from "../../session/store";
import { openRegistry, type TestRecord } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { RecordInspector } from "../inspector/record";
import { CONTRACT, version } from "./testing";
import { VersionPanel } from "./version-panel";

export const SUBJECT = { kind: "contract_version", id: "refund@1.1.0" } as const;
export const PUBLISHED = version("1.0.0", { state: "published" });

/** The document of tests has no layout, which the editor asks for places. */
export function layOut(): void {
  document.execCommand = () => false;
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
}

function Page() {
  const page = useSession((state) => state.page);
  return page && <RecordInspector subject={page} />;
}

function Panel() {
  const dock = useSession((state) => state.dock);
  return dock.show === "version" ? <VersionPanel act={dock.act} id={dock.version} /> : null;
}

/** The page of a version, with the panel beside it. */
export async function openPage(
  records: readonly TestRecord[],
  prepare: (registry: MemoryRegistry) => void = () => {},
  id: string = SUBJECT.id,
) {
  const registry = await openRegistry([CONTRACT, ...records]);
  session.set({ view: "registry", page: { kind: "contract_version", id } });
  prepare(registry);
  await act(async () => {
    render(
      <>
        <Page />
        <Panel />
      </>,
    );
  });
  return { registry, user: userEvent.setup() };
}

export const refusal = (code: ErrorReply["code"], message: string): PlatformError =>
  new PlatformError({ code, kind: "user", message, hints: ["do this next"], conflict: null });

export function editor(): EditorView {
  const content = screen
    .getByTestId("schema-editor")
    .shadowRoot?.querySelector<HTMLElement>(".cm-content");
  const view = content && EditorView.findFromDOM(content);
  if (!view) throw new Error("there is no editor");
  return view;
}

export function write(text: string): void {
  const view = editor();
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
}
