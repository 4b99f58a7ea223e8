import { EditorView } from "@codemirror/view";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type ContractVersion, type ErrorReply, PlatformError } from "../../platform";
import { session, useSession } from "../../session/store";
import { openRegistry, type TestRecord } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { RecordInspector } from "../inspector/record";
import { BROKEN, CONTRACT, judgement, SCHEMA, version } from "./testing";
import { VersionPanel } from "./version-panel";

const SUBJECT = { kind: "contract_version", id: "refund@1.1.0" } as const;
const PUBLISHED = version("1.0.0", { state: "published" });

/** The document of tests has no layout, which the editor asks for places. */
beforeAll(() => {
  document.execCommand = () => false;
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
});

function Panel() {
  const dock = useSession((state) => state.dock);
  return dock.show === "version" ? <VersionPanel act={dock.act} id={dock.version} /> : null;
}

/** The page of a version, with the panel beside it. */
async function openPage(
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
        <RecordInspector subject={{ kind: "contract_version", id }} />
        <Panel />
      </>,
    );
  });
  return { registry, user: userEvent.setup() };
}

const refusal = (code: ErrorReply["code"], message: string): PlatformError =>
  new PlatformError({ code, kind: "user", message, hints: ["do this next"], conflict: null });

function editor(): EditorView {
  const content = screen
    .getByTestId("schema-editor")
    .shadowRoot?.querySelector<HTMLElement>(".cm-content");
  const view = content && EditorView.findFromDOM(content);
  if (!view) throw new Error("there is no editor");
  return view;
}

function write(text: string): void {
  const view = editor();
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
}

const titled = (title: string) =>
  waitFor(() => expect(screen.getByTestId("verdict-title").textContent).toBe(title));

const needsOrder = {
  ...SCHEMA,
  properties: { ...SCHEMA.properties, order: { type: "string" } },
  required: ["amount", "order"],
};

/** Judged by whether the order is required. */
function judging({ platform }: MemoryRegistry): void {
  platform.versionVerdict = vi.fn(async (_contract, _version, draft) => {
    const { required } = (draft as ContractVersion).payload_schema as typeof SCHEMA;
    return required.includes("order") ? BROKEN : judgement();
  });
}

describe("the editor of a contract version", () => {
  it("judges what is typed before it is stored, with the payload that breaks", async () => {
    const { registry } = await openPage([PUBLISHED, version("1.1.0")], judging);
    await titled("Safe against 1.0.0");
    write(JSON.stringify(needsOrder));
    await titled("Breaking against 1.0.0");
    const verdict = within(screen.getByTestId("verdict"));
    expect(verdict.getByText("Receivers cannot move first")).toBeTruthy();
    expect(verdict.getByText("Senders can move first")).toBeTruthy();
    expect(verdict.getByText("A sender of 1.0.0 may write this; 1.1.0 rejects it:")).toBeTruthy();
    expect(verdict.getByText("2.0.0")).toBeTruthy();
    expect(screen.getByTestId("verdict-refused").textContent).toContain("1.1.0 is not compatible");
    const payload = within(screen.getByTestId("counterexample"));
    expect(payload.getByText('"order" is a required property')).toBeTruthy();
    expect(registry.written).toEqual([]);
  });

  it("stores valid JSON when it is left", async () => {
    const { registry } = await openPage([PUBLISHED, version("1.1.0")], judging);
    write(JSON.stringify(needsOrder));
    act(() => {
      editor().contentDOM.dispatchEvent(new FocusEvent("blur"));
    });
    await waitFor(() =>
      expect(registry.record("contract_version", "refund@1.1.0")).toMatchObject({
        payload_schema: needsOrder,
      }),
    );
    await waitFor(() =>
      expect(editor().state.doc.toString()).toBe(JSON.stringify(needsOrder, null, 2)),
    );
  });

  it("keeps what is no JSON, tells the place, and stores nothing", async () => {
    const { registry } = await openPage([PUBLISHED, version("1.1.0")], judging);
    write('{\n  "type": object\n}');
    expect(screen.getByTestId("schema-mistake").textContent).toContain("Line 2, column 11");
    act(() => {
      editor().contentDOM.dispatchEvent(new FocusEvent("blur"));
    });
    await waitFor(() =>
      expect(screen.getByTestId("schema-mistake").textContent).toContain("not stored yet"),
    );
    expect(editor().state.doc.toString()).toContain("object\n");
    expect(registry.written).toEqual([]);
  });

  it("tells a schema that cannot be used, and leads to its place", async () => {
    const { user } = await openPage([version("1.1.0")], ({ platform }) => {
      platform.versionVerdict = async () => {
        throw refusal("invalid_input", "a version of refund cannot be compared");
      };
      platform.checkDraft = async () => ({
        subject: "refund@1.1.0",
        holds: false,
        problems: [
          {
            level: "error",
            path: "/payload_schema/properties/note",
            message: "there is no such type",
          },
        ],
      });
    });
    await screen.findByText("It cannot be judged");
    await user.click(screen.getByTestId("schema-problem"));
    const { from, to } = editor().state.selection.main;
    expect(editor().state.sliceDoc(from, to)).toBe('"note"');
  });

  it("lists the changes, each leading to its place", async () => {
    const schema = { payload_schema: needsOrder };
    const { user } = await openPage([PUBLISHED, version("1.1.0", schema)], judging);
    const changes = within(await screen.findByTestId("changes"));
    expect(changes.getByRole("heading").textContent).toBe("1 change since 1.0.0");
    expect(changes.getByText("receivers cannot move first", { exact: false })).toBeTruthy();
    await user.click(changes.getByText("the field order was added and is required"));
    const { from, to } = editor().state.selection.main;
    expect(editor().state.sliceDoc(from, to)).toBe('"order"');
  });

  it("turns examples green and red", async () => {
    const examples = {
      accepted: [
        { name: "small", payload: { amount: 1 } },
        { name: "empty", payload: {} },
      ],
    };
    await openPage([version("1.1.0", { examples })], ({ platform }) => {
      platform.checkDraft = async () => ({
        subject: "",
        holds: false,
        problems: [
          { level: "error", path: "/examples/accepted/1/payload", message: "amount is missing" },
        ],
      });
    });
    await screen.findByLabelText("is accepted as it should be");
    expect(screen.getByLabelText("is not accepted")).toBeTruthy();
    expect(screen.getByText("amount is missing")).toBeTruthy();
  });

  it("marks fields as sensitive, and shows whom one reaches", async () => {
    const { user, registry } = await openPage([version("1.1.0")], ({ platform }) => {
      const row = { depth: 0, type_words: "number", required: true, nullable: false };
      platform.contractFields = async () => [
        { ...row, pointer: "/amount", name: "amount", sensitive: false, meaning: "", limits: "" },
      ];
    });
    await user.click(await screen.findByRole("button", { name: "Mark amount as sensitive" }));
    await waitFor(() =>
      expect(registry.record("contract_version", "refund@1.1.0")).toMatchObject({
        sensitive: [{ pointer: "/amount" }],
      }),
    );
    await user.click(screen.getByTestId("field-/amount"));
    expect(await screen.findByText("No handoff carries this field.")).toBeTruthy();
  });
});

describe("the timeline", () => {
  it("lists the versions, and drafts the next one", async () => {
    const { user, registry } = await openPage([PUBLISHED], () => {}, "refund@1.0.0");
    expect((await screen.findByTestId("timeline-1.0.0")).getAttribute("aria-current")).toBe("page");
    await user.click(screen.getByTestId("draft-next"));
    await waitFor(() =>
      expect(registry.record("contract_version", "refund@1.1.0")).toMatchObject({
        payload_schema: SCHEMA,
      }),
    );
    expect(session.get().page).toEqual(SUBJECT);
  });
});

describe("publishing", () => {
  it("asks of each rename whether it is meant, and tells a refusal in the backend's words", async () => {
    const message = "note may have been renamed to remark";
    const { user, registry } = await openPage([PUBLISHED, version("1.1.0")], ({ platform }) => {
      platform.versionVerdict = async () =>
        judgement({
          renames: [
            { pointer: "/properties/remark", kind: "possible_rename", breaks: [], message },
          ],
        });
    });
    const publish = vi.fn(registry.platform.publishVersion);
    registry.platform.publishVersion = async () => {
      throw refusal("review_missing", "refund@1.1.0 cannot be published: billing has not agreed");
    };
    await user.click(screen.getByTestId("version-publish"));
    const confirm = screen.getByTestId("publish-confirm");
    await user.click(await screen.findByRole("checkbox"));
    await user.click(confirm);
    const told = await screen.findByTestId("refusal");
    expect(told.textContent).toContain("billing has not agreed. Nothing was published.");
    expect(told.textContent).toContain("do this next");
    registry.platform.publishVersion = publish;
    await user.type(screen.getByTestId("override-reason"), "It cannot wait");
    await user.click(confirm);
    await waitFor(() =>
      expect(registry.record("contract_version", "refund@1.1.0")).toMatchObject({
        state: "published",
      }),
    );
    expect(publish).toHaveBeenCalledWith(
      "refund",
      "1.1.0",
      ["/properties/remark"],
      "It cannot wait",
      null,
      false,
    );
    expect(session.get().dock).toEqual({ show: "inspector" });
  });
});

describe("the end of a version", () => {
  it("is announced with its day", async () => {
    const { user, registry } = await openPage([PUBLISHED], () => {}, "refund@1.0.0");
    await user.click(screen.getByTestId("version-deprecate"));
    expect(screen.getByTestId("deprecate-confirm")).toHaveProperty("disabled", true);
    await user.type(screen.getByLabelText("Ends"), "2027-1-31{Enter}");
    await user.click(screen.getByTestId("deprecate-confirm"));
    await waitFor(() =>
      expect(registry.record("contract_version", "refund@1.0.0")).toMatchObject({
        state: "deprecated",
        sunset_date: "2027-01-31",
      }),
    );
  });

  it("comes earlier only after the reason against it was read", async () => {
    const ending = version("1.0.0", { state: "deprecated", sunset_date: "2099-01-01" });
    const { user, registry } = await openPage([ending], () => {}, "refund@1.0.0");
    const { retireVersion } = registry.platform;
    registry.platform.retireVersion = async (contract, number, anyway) => {
      if (anyway) return retireVersion(contract, number, anyway);
      throw refusal("referenced", "refund@1.0.0 is still used: handoff h pins it");
    };
    await user.click(screen.getByTestId("version-retire"));
    await user.click(screen.getByTestId("retire-confirm"));
    expect((await screen.findByTestId("refusal")).textContent).toContain("handoff h pins it");
    await user.click(screen.getByText("Retire it anyway"));
    await waitFor(() =>
      expect(registry.record("contract_version", "refund@1.0.0")).toMatchObject({
        state: "retired",
      }),
    );
  });
});
