import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { ContractVersion } from "../../platform";
import { session } from "../../session/store";
import type { MemoryRegistry } from "../../testing/platform";
import { BREAKING, BROKEN, judgement, SAFE, SCHEMA, version } from "./testing";
import { editor, layOut, openPage, PUBLISHED, refusal, SUBJECT, write } from "./testing-page";

beforeAll(layOut);

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

  it("shows the first of many changes, and all when asked", async () => {
    const changes = Array.from({ length: 40 }, (_, i) => ({
      ...{ pointer: `/properties/f${i}`, kind: "field_added", breaks: [] },
      message: `the field f${i} was added`,
    }));
    const { user } = await openPage([PUBLISHED, version("1.1.0")], ({ platform }) => {
      platform.versionVerdict = async () => judgement({ before: { ...SAFE, changes } });
    });
    const list = within(await screen.findByTestId("changes"));
    expect(list.getByRole("heading").textContent).toBe("40 changes since 1.0.0");
    expect(list.getAllByRole("listitem").length).toBeLessThan(40);
    await user.click(list.getByText("Show all 40"));
    expect(list.getAllByRole("listitem").length).toBe(40);
  });

  it("folds away the comparisons without a word to say", async () => {
    const against = ["1.4.0", "1.3.0", "1.2.0", "1.1.0"].map((old) => ({ ...SAFE, old }));
    await openPage(
      [PUBLISHED, version("1.5.0")],
      ({ platform }) => {
        platform.versionVerdict = async () =>
          judgement({ against: [...against, { ...BREAKING, old: "1.0.0" }], holds: false });
      },
      "refund@1.5.0",
    );
    await titled("Breaking against 1.0.0");
    const verdict = within(screen.getByTestId("verdict"));
    expect(verdict.getByText("Receivers cannot move first")).toBeTruthy();
    expect(verdict.getByText("Against 4 other versions: safe")).toBeTruthy();
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

describe("the fields beside the schema", () => {
  it("are those of what is being typed, whichever answer comes last", async () => {
    const named = (draft: unknown) =>
      Object.keys(((draft as ContractVersion).payload_schema as typeof SCHEMA).properties).map(
        (name) => ({
          ...{ depth: 0, type_words: "text", required: false, nullable: false, sensitive: false },
          ...{ pointer: `/${name}`, name, meaning: "", limits: "" },
        }),
      );
    const late: (() => void)[] = [];
    const { registry } = await openPage([version("1.1.0")], ({ platform }) => {
      platform.contractFields = (_contract, _version, draft) =>
        new Promise((resolve) => {
          const rows = named(draft);
          if (rows.some(({ name }) => name === "first")) late.push(() => resolve(rows));
          else resolve(rows);
        });
    });
    await screen.findByTestId("field-/note");
    write(JSON.stringify({ properties: { first: {} } }));
    await waitFor(() => expect(late.length).toBe(1));
    write(JSON.stringify({ properties: { second: {} } }));
    await screen.findByTestId("field-/second");
    await act(async () => late[0]?.());
    expect(screen.queryByTestId("field-/first")).toBeNull();
    write('{ "properties": ');
    expect(screen.getByTestId("field-/second")).toBeTruthy();
    expect(registry.written).toEqual([]);
  });
});

describe("the number of a version", () => {
  it("is written anew while it is a draft, and the page goes along", async () => {
    const { user, registry } = await openPage([PUBLISHED, version("1.1.0")]);
    const number = screen.getByTestId("version-number");
    await user.clear(number);
    await user.type(number, "2.0.0{Enter}");
    await waitFor(() =>
      expect(registry.record("contract_version", "refund@2.0.0")).toMatchObject({
        version: "2.0.0",
        payload_schema: SCHEMA,
      }),
    );
    expect(registry.record("contract_version", "refund@1.1.0")).toBeUndefined();
    await waitFor(() =>
      expect(session.get().page).toEqual({ kind: "contract_version", id: "refund@2.0.0" }),
    );
    expect(screen.getByTestId("version-number")).toHaveProperty("value", "2.0.0");
  });

  it("stays as it was typed with the reason where it cannot be given", async () => {
    const { user } = await openPage([PUBLISHED, version("1.1.0")], ({ platform }) => {
      platform.renumberVersion = async () => {
        throw refusal("already_exists", "refund has a version 1.0.0 already");
      };
    });
    const number = screen.getByTestId("version-number");
    await user.clear(number);
    await user.type(number, "1.0.0{Enter}");
    expect(await screen.findByText("Refund has a version 1.0.0 already.")).toBeTruthy();
    expect(number).toHaveProperty("value", "1.0.0");
    await user.type(number, "{Escape}");
    expect(number).toHaveProperty("value", "1.1.0");
    expect(screen.queryByText("Refund has a version 1.0.0 already.")).toBeNull();
  });

  it("of a published version cannot be written", async () => {
    await openPage([PUBLISHED], () => {}, "refund@1.0.0");
    expect(screen.queryByTestId("version-number")).toBeNull();
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
