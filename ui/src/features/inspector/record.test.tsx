import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Kind } from "../../platform";
import { session } from "../../session/store";
import { elsewhere, field, inspect, openRegistry, record } from "../../testing/inspector";
import { CreatePanel } from "./create";
import { KINDS, schemaOf } from "./generated/schemas";
import { type FieldShape, fieldsOf } from "./generated/shape";

/** A value for a field that a record cannot be without. */
function sample({ name, shape }: FieldShape): unknown {
  switch (shape.is) {
    case "number":
      return 3;
    case "reference":
      return { team: "care", agent: "triage", topology: "desk" }[shape.kind as string] ?? "x";
    case "record":
      return { kind: "agent", id: "triage" };
    case "target":
      return "billing";
    case "instant":
      return "2026-03-01T09:00:00Z";
    case "choice":
      return shape.choices[0]?.value;
    default:
      return name === "version" ? "1.0.0" : `some ${name}`;
  }
}

const smallest = (kind: Kind) =>
  Object.fromEntries(
    fieldsOf(schemaOf(kind))
      .filter(({ required }) => required)
      .map((each) => [each.name, each.name === "id" ? "one" : sample(each)]),
  ) as { readonly id: string };

describe("every kind of record", () => {
  it.each(KINDS)("%s is shown with its id and can be deleted", async (kind) => {
    await inspect({ kind, id: "one" }, [record(kind, smallest(kind))]);
    const inspector = screen.getByTestId("inspector");
    expect(within(inspector).getByText("one", { selector: "code" })).toBeTruthy();
    expect(within(inspector).getByTestId("inspector-delete")).toBeTruthy();
  });

  it.each(KINDS)("%s can be made from what it cannot be without", async (kind) => {
    await openRegistry([]);
    render(<CreatePanel kind={kind} />);
    const form = screen.getByRole("form");
    const asked = fieldsOf(schemaOf(kind)).filter((each) => each.required && each.name !== "id");
    for (const { title } of asked)
      expect(within(form).getAllByText(title).length).toBeGreaterThan(0);
  });

  it("says so where it is gone", async () => {
    await inspect({ kind: "team", id: "nobody" });
    expect(screen.getByText("There is no team of that id")).toBeTruthy();
  });
});

const MONEY = { id: "money", name: "Money", purpose: "Bills" };
const money = { kind: "team", id: "money" } as const;

describe("a field", () => {
  it("is stored alone when it is left, and leaves out what is usual", async () => {
    const { user, registry, now } = await inspect(money, [record("team", MONEY)]);
    await user.clear(field("Purpose"));
    await user.tab();
    await waitFor(() => expect(now()).toEqual({ id: "money", name: "Money" }));
    expect(registry.written[0]).toMatchObject([{ op: "put", kind: "team", base_revision: 1 }]);
  });

  it("goes back on Escape", async () => {
    const { user, registry } = await inspect(money, [record("team", MONEY)]);
    await user.type(field("Purpose"), " and more{Escape}");
    expect(field("Purpose")).toHaveProperty("value", "Bills");
    expect(registry.written).toEqual([]);
  });

  it("keeps what is being typed while others change the rest, and loses nothing of theirs", async () => {
    const { user, registry, now } = await inspect(money, [record("team", MONEY)]);
    await user.type(field("Purpose"), " and invoices");
    await elsewhere(registry, "team", { ...MONEY, name: "Finance" } as typeof MONEY);
    expect(field("Purpose")).toHaveProperty("value", "Bills and invoices");
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(now()).toEqual({ id: "money", name: "Finance", purpose: "Bills and invoices" }),
    );
    expect(registry.written.at(-1)).toMatchObject([{ base_revision: 2 }]);
  });

  it("shows what others make of it once it is stored, though the field still has the focus", async () => {
    const { user, registry, now } = await inspect(money, [record("team", MONEY)]);
    await user.type(field("Purpose"), " and invoices{Enter}");
    await waitFor(() => expect(now()).toMatchObject({ purpose: "Bills and invoices" }));
    await elsewhere(registry, "team", { ...MONEY, purpose: "Refunds" } as typeof MONEY);
    await waitFor(() => expect(field("Purpose")).toHaveProperty("value", "Refunds"));
    expect(document.activeElement).toBe(field("Purpose"));
    await user.type(field("Purpose"), " too{Enter}");
    await waitFor(() => expect(now()).toMatchObject({ purpose: "Refunds too" }));
  });

  it("is sent on what the author saw where others changed the very field", async () => {
    const { user, registry } = await inspect(money, [record("team", MONEY)]);
    await user.type(field("Purpose"), " and invoices");
    await elsewhere(registry, "team", { ...MONEY, purpose: "Refunds" } as typeof MONEY);
    expect(field("Purpose")).toHaveProperty("value", "Bills and invoices");
    await user.keyboard("{Enter}");
    // Revision 1 is what was there when typing began: the registry answers with a conflict.
    await waitFor(() =>
      expect(registry.written.at(-1)).toMatchObject([
        { base_revision: 1, record: { purpose: "Bills and invoices" } },
      ]),
    );
  });

  it("keeps a row that is being written while others change the list", async () => {
    const contacts = [{ channel: "slack", address: "#money" }];
    const team = { ...MONEY, contacts };
    const { user, registry } = await inspect(money, [record("team", team)]);
    await user.type(field("Address, slack"), "-desk");
    await elsewhere(registry, "team", { ...MONEY, contacts: [] } as typeof MONEY);
    expect(field("Address, slack")).toHaveProperty("value", "#money-desk");
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(registry.written.at(-1)).toMatchObject([
        {
          base_revision: 1,
          record: { contacts: [{ channel: "slack", address: "#money-desk" }] },
        },
      ]),
    );
  });

  it("says why it was refused and keeps the text to be mended", async () => {
    const { user, registry, now } = await inspect(money, [record("team", MONEY)]);
    registry.refuse = {
      code: "invalid_input",
      kind: "user",
      message: "A purpose is at most 20 characters.",
      hints: [],
      conflict: null,
    };
    await user.type(field("Purpose"), ", and a lot more{Enter}");
    expect(await screen.findByText("A purpose is at most 20 characters.")).toBeTruthy();
    expect(field("Purpose")).toHaveProperty("value", "Bills, and a lot more");
    registry.refuse = null;
    await user.clear(field("Purpose"));
    await user.type(field("Purpose"), "Money{Enter}");
    await waitFor(() => expect(now()).toMatchObject({ purpose: "Money" }));
    expect(screen.queryByText("A purpose is at most 20 characters.")).toBeNull();
  });

  it("cannot be changed while an earlier state is looked at", async () => {
    await inspect(money, [record("team", MONEY)]);
    act(() => session.set({ past: 1 }));
    expect(field("Purpose").closest("fieldset")).toHaveProperty("disabled", true);
    expect(screen.getByTestId("inspector-delete")).toHaveProperty("disabled", true);
  });
});

describe("two edits at once", () => {
  it("are made one on the other", async () => {
    const { user, registry, now } = await inspect(money, [record("team", MONEY)]);
    await user.click(screen.getByRole("switch"));
    await user.type(field("Purpose"), "!{Enter}");
    await waitFor(() => expect(now()).toEqual({ ...MONEY, purpose: "Bills!", platform: true }));
    expect(registry.written.map(([edit]) => edit?.base_revision)).toEqual([1, 2]);
  });
});

describe("a list of objects", () => {
  it("gets a row once nothing that it needs is missing", async () => {
    const { user, registry, now } = await inspect(money, [record("team", MONEY)]);
    await user.click(screen.getByTestId("add-contacts"));
    const row = within(screen.getByRole("group", { name: "New: Contacts" }));
    await user.type(row.getByLabelText(/^Channel/), "slack{Enter}");
    expect(row.getByText("Still needed: address.")).toBeTruthy();
    expect(registry.written).toEqual([]);
    await user.type(row.getByLabelText(/^Address/), "#money");
    await user.click(row.getByTestId("new-add"));
    await waitFor(() =>
      expect(now()).toEqual({ ...MONEY, contacts: [{ channel: "slack", address: "#money" }] }),
    );
  });

  it("loses and moves rows", async () => {
    const contacts = ["a", "b", "c"].map((channel) => ({ channel, address: channel }));
    const { user, now } = await inspect(money, [record("team", { ...MONEY, contacts } as never)]);
    screen.getByRole("button", { name: "Move c, 3 of 3" }).focus();
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    await waitFor(() =>
      expect(now()).toMatchObject({ contacts: [{ channel: "a" }, { channel: "c" }, {}] }),
    );
    await user.click(screen.getByRole("button", { name: "Remove a" }));
    await waitFor(() => expect(now()).toMatchObject({ contacts: [{ channel: "c" }, {}] }));
  });
});

describe("numbers, dates and JSON", () => {
  it("are read, or kept with the reason", async () => {
    const scenario = { id: "busy", name: "Busy", topology: "desk" };
    const subject = { kind: "scenario", id: "busy" } as const;
    const { user, registry, now } = await inspect(subject, [record("scenario", scenario)]);
    await user.type(field("Leaves when asked again"), "a lot{Enter}");
    expect(screen.getByText("Write a number.")).toBeTruthy();
    expect(registry.written).toEqual([]);
    await user.clear(field("Leaves when asked again"));
    await user.type(field("Leaves when asked again"), "35{Enter}");
    await waitFor(() => expect(now()).toEqual({ ...scenario, abandon_on_repeat: 0.35 }));
  });

  it("tell the line of a mistake", async () => {
    const setting = { id: "own", code: "OWN001" };
    const subject = { kind: "rule_setting", id: "own" } as const;
    const { user, registry, now } = await inspect(subject, [record("rule_setting", setting)]);
    await user.click(field("Options"));
    await user.paste('{\n  "strict": yes\n}');
    await user.tab();
    expect(await screen.findByText("Line 2, column 13")).toBeTruthy();
    expect(registry.written).toEqual([]);
    await user.clear(field("Options"));
    await user.click(field("Options"));
    await user.paste('{"strict": true}');
    await user.tab();
    await waitFor(() => expect(now()).toEqual({ ...setting, options: { strict: true } }));
  });

  it("stand in this machine's time and are stored in UTC", async () => {
    const incident = { id: "late", handoff: "triage-to-billing", at: "2026-03-01T09:00:00Z" };
    const subject = { kind: "incident", id: "late" } as const;
    const { user, now } = await inspect(subject, [record("incident", incident)]);
    await user.clear(field("When"));
    await user.type(field("When"), "2026-03-02 10:30 +01:00{Enter}");
    await waitFor(() => expect(now()).toEqual({ ...incident, at: "2026-03-02T09:30:00Z" }));
  });
});

describe("a new record", () => {
  it("gets an id from its name and is opened", async () => {
    const registry = await openRegistry([]);
    render(<CreatePanel kind="team" />);
    const user = userEvent.setup();
    expect(document.activeElement).toBe(screen.getByLabelText(/^Name/));
    expect(screen.queryByText("It is needed.")).toBeNull();
    await user.click(screen.getByTestId("create-apply"));
    expect(registry.written).toEqual([]);
    expect(screen.getByText("Still needed: name.")).toBeTruthy();
    expect(screen.getByText("It is needed.")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText(/^Name/));
    await user.type(screen.getByLabelText(/^Name/), "Money");
    await user.click(screen.getByTestId("create-apply"));
    await waitFor(() =>
      expect(registry.record("team", "money-2")).toEqual({ id: "money-2", name: "Money" }),
    );
    expect(session.get().dock).toEqual({
      show: "record",
      subject: { kind: "team", id: "money-2" },
    });
  });

  it("is joined from what it names", async () => {
    const registry = await openRegistry([record("contract", { id: "c", name: "C" } as never)]);
    render(<CreatePanel kind="contract_version" given={{ contract: "c" }} />);
    await userEvent.setup().type(screen.getByLabelText(/^Version/), "1.0.0{Enter}");
    await waitFor(() =>
      expect(registry.record("contract_version", "c@1.0.0")).toEqual({
        id: "c@1.0.0",
        contract: "c",
        version: "1.0.0",
      }),
    );
  });
});

describe("deleting", () => {
  it("asks first where something hangs on it", async () => {
    const { user, registry } = await inspect({ kind: "agent", id: "billing" });
    await user.click(screen.getByTestId("inspector-delete"));
    await waitFor(() => expect(session.get().dock).toMatchObject({ show: "delete" }));
    expect(registry.record("agent", "billing")).toBeTruthy();
  });

  it("is done at once where nothing does", async () => {
    const { user, now } = await inspect(money, [record("team", MONEY)]);
    await user.click(screen.getByTestId("inspector-delete"));
    await waitFor(() => expect(now()).toBeUndefined());
  });
});
