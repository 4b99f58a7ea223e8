import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { FieldRow } from "../../../platform";
import { session } from "../../../session/store";
import { field, inspect, record } from "../../../testing/inspector";

const contract = record("contract", { id: "ticket", name: "Ticket" } as never);
const SCHEMA = { type: "object", properties: { amount: { type: "number" } } };
const version = (fields: object = {}) =>
  record("contract_version", {
    id: "ticket@1.0.0",
    contract: "ticket",
    version: "1.0.0",
    payload_schema: SCHEMA,
    ...fields,
  } as never);
const subject = { kind: "contract_version", id: "ticket@1.0.0" } as const;

const ROWS: readonly FieldRow[] = [
  {
    pointer: "/amount",
    name: "amount",
    depth: 0,
    type_words: "number",
    required: true,
    nullable: false,
    sensitive: true,
    meaning: "What is paid back",
    limits: "0 or more",
  },
];

const open = (fields: object = {}) =>
  inspect(subject, [contract, version(fields)], (registry) => {
    registry.platform.contractFields = async () => [...ROWS];
  });

describe("a contract", () => {
  it("gets a version that begins with what the last one says", async () => {
    const { user, registry } = await inspect({ kind: "contract", id: "ticket" }, [
      contract,
      version({ state: "published", change_note: "First" }),
    ]);
    await user.click(screen.getByTestId("add-version"));
    await user.type(screen.getByTestId("new-version"), "1.1.0{Enter}");
    await waitFor(() =>
      expect(registry.record("contract_version", "ticket@1.1.0")).toEqual({
        id: "ticket@1.1.0",
        contract: "ticket",
        version: "1.1.0",
        payload_schema: SCHEMA,
      }),
    );
    expect(session.get().dock).toMatchObject({ subject: { id: "ticket@1.1.0" } });
  });
});

describe("a version of a contract", () => {
  it("shows the fields that the registry reads out of the schema", async () => {
    await open();
    const row = await screen.findByRole("row", { name: /amount/ });
    expect(within(row).getByText("number")).toBeTruthy();
    expect(within(row).getByText("required")).toBeTruthy();
    expect(within(row).getByLabelText("amount is sensitive: take the mark away")).toBeTruthy();
    expect(within(row).getByText("What is paid back")).toBeTruthy();
    expect(within(row).getByText("0 or more")).toBeTruthy();
  });

  it("is written as JSON while it is a draft", async () => {
    const { user, now } = await open();
    await user.click(screen.getByTestId("payload-json"));
    const text = screen.getByTestId("payload-schema");
    expect(text).toHaveProperty("value", JSON.stringify(SCHEMA, null, 2));
    await user.clear(text);
    await user.click(text);
    await user.paste('{"type": "object"}');
    await user.tab();
    await waitFor(() => expect(now()).toMatchObject({ payload_schema: { type: "object" } }));
  });

  it("says why it cannot be changed once it is published; the dates of its end still move", async () => {
    const { user, now } = await open({
      state: "deprecated",
      sunset_date: "2027-01-01",
      examples: { accepted: [{ name: "one", payload: {} }] },
    });
    expect(screen.getByText(/what was agreed never changes/)).toBeTruthy();
    expect(field("JSON Schema of the payload")).toHaveProperty("readOnly", true);
    expect(field("Payload of one")).toHaveProperty("readOnly", true);
    expect(screen.queryByTestId("add-accepted")).toBeNull();
    expect(screen.queryByTestId("version-publish")).toBeNull();
    expect(screen.getByTestId("version-retire")).toBeTruthy();
    await user.clear(field("Ends"));
    await user.type(field("Ends"), "2027-1-31{Enter}");
    await waitFor(() => expect(now()).toMatchObject({ sunset_date: "2027-01-31" }));
  });

  it("gets examples that must be accepted and rejected", async () => {
    const { user, now } = await open();
    await user.click(screen.getByTestId("add-rejected"));
    const fresh = within(screen.getByRole("group", { name: "New payload to be rejected" }));
    await user.type(fresh.getByLabelText("Name"), "negative");
    await user.clear(fresh.getByLabelText("Payload"));
    await user.click(fresh.getByLabelText("Payload"));
    await user.paste('{"amount": -1}');
    await user.tab();
    await user.click(fresh.getByTestId("new-add"));
    expect(fresh.getByText("Still needed: a reason.")).toBeTruthy();
    await user.type(
      fresh.getByLabelText("Why it is rejected"),
      "Nobody pays back less than nothing",
    );
    await user.click(fresh.getByTestId("new-add"));
    await waitFor(() =>
      expect(now()).toMatchObject({
        examples: {
          rejected: [
            {
              name: "negative",
              payload: { amount: -1 },
              reason: "Nobody pays back less than nothing",
            },
          ],
        },
      }),
    );
  });
});
