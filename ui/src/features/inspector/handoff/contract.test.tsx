import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ContractVersion, FieldRow } from "../../../platform";
import { openHandoff } from "../../../testing/handoff";
import { newestPublished, versionsOf } from "./versions";

const version = (number: string, state: ContractVersion["state"], sunset_date?: string) => ({
  kind: "contract_version" as const,
  id: `case@${number}`,
  record: { id: `case@${number}`, contract: "case", version: number, state, sunset_date },
});
const records = [
  { kind: "contract" as const, id: "case", record: { id: "case", name: "Support case" } },
  version("1.9.0", "deprecated", "2027-01-01"),
  version("1.10.0", "published"),
  version("2.0.0", "draft"),
  {
    kind: "memory" as const,
    id: "case-memory",
    record: { id: "case-memory", keys: [{ name: "identity", sensitive: true }, { name: "steps" }] },
  },
  {
    kind: "outcome" as const,
    id: "solved",
    record: { id: "solved", topology: "desk", name: "Solved", good: true },
  },
];
const phone: FieldRow = {
  pointer: "/phone",
  name: "phone",
  depth: 0,
  type_words: "text",
  required: false,
  nullable: false,
  sensitive: true,
  meaning: "",
  limits: "",
};

describe("versions", () => {
  const all = new Map(
    records
      .filter(({ kind }) => kind === "contract_version")
      .map(({ id, record }) => [id, { revision: 1, record: record as ContractVersion }]),
  );
  it("stand newest first, each with its state", () => {
    expect(versionsOf(all, "case")).toEqual([
      { value: "2.0.0", label: "2.0.0", note: "draft" },
      { value: "1.10.0", label: "1.10.0" },
      { value: "1.9.0", label: "1.9.0", note: "deprecated, ends 2027-01-01" },
    ]);
    expect(newestPublished(all, "case")).toBe("1.10.0");
    expect(newestPublished(all, "other")).toBeNull();
  });
});

describe("what travels", () => {
  it("is pinned to the newest published version when its contract is chosen", async () => {
    const { user, stored } = await openHandoff({}, { records });
    await user.type(screen.getByTestId("inspector-contract"), "Support{Enter}");
    await waitFor(() => expect(stored()).toMatchObject({ contract: "case", version: "1.10.0" }));
    await user.clear(screen.getByTestId("inspector-version"));
    await user.type(screen.getByTestId("inspector-version"), "1.9{Enter}");
    await waitFor(() => expect(stored().version).toBe("1.9.0"));
    const link = screen.getByTitle("Support case 1.9.0");
    expect(link.textContent).toContain("deprecated, ends 2027-01-01");
  });

  it("is masked field by field, by its pointer", async () => {
    const { user, stored } = await openHandoff(
      { contract: "case", version: "1.10.0" },
      { records, contractFields: [phone], open: ["context"] },
    );
    const add = screen.getByTestId("inspector-add-masking");
    await user.click(add);
    const offered = within(await screen.findByRole("listbox")).getAllByRole("option");
    expect(offered.map((option) => option.textContent)).toEqual(["/phonetext, sensitive"]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(stored().masking).toEqual([{ pointer: "/phone" }]));
    await user.selectOptions(screen.getByLabelText("How /phone is masked"), "last_four");
    await waitFor(() =>
      expect(stored().masking).toEqual([{ pointer: "/phone", rule: "last_four" }]),
    );
    await user.click(screen.getByRole("button", { name: "Do not mask /phone" }));
    await waitFor(() => expect(stored().masking).toBeUndefined());
  });

  it("reads keys of shared memories", async () => {
    const { user, stored } = await openHandoff({}, { records, open: ["context"] });
    await user.type(screen.getByLabelText("Add a key that the receiver reads"), "ident{Enter}");
    await waitFor(() =>
      expect(stored().memory_reads).toEqual([{ memory: "case-memory", key: "identity" }]),
    );
  });

  it("has a transport in a sentence", async () => {
    const { type, stored } = await openHandoff({}, { open: ["context"] });
    await type("transport-bus", "nats{Enter}");
    await waitFor(() => expect(stored().transport).toEqual({ bus: "nats" }));
    await type("transport-bus", "{Enter}");
    await waitFor(() => expect(stored().transport).toBeUndefined());
  });
});

describe("from and to", () => {
  it("leads to an agent, an outcome or whoever has the tags", async () => {
    const { user, stored } = await openHandoff({}, { records });
    const to = screen.getByTestId("inspector-to");
    await user.clear(to);
    await user.type(to, "Solved{Enter}");
    await waitFor(() => expect(stored().to).toEqual({ outcome: "solved" }));
    await user.clear(to);
    await user.type(to, "Whoever{Enter}");
    await waitFor(() => expect(stored().to).toEqual({ capabilities: [] }));
    const tags = within(screen.getByTestId("inspector-query-tags"));
    await user.type(tags.getByRole("combobox"), "intake{Enter}");
    await waitFor(() => expect(stored().to).toEqual({ capabilities: ["intake"] }));
    await user.selectOptions(screen.getByTestId("inspector-tie-break"), "cheapest");
    await user.type(screen.getByTestId("inspector-query-default"), "Billing{Enter}");
    await waitFor(() =>
      expect(stored().to).toEqual({
        capabilities: ["intake"],
        tie_break: "cheapest",
        default: "billing",
      }),
    );
  });

  it("delegates alone or at once with others", async () => {
    const { user, type, stored } = await openHandoff({}, { open: ["route"] });
    await user.selectOptions(screen.getByTestId("inspector-mode"), "delegate");
    await waitFor(() => expect(stored().mode).toBe("delegate"));
    await type("inspector-parallel-group", "research{Enter}");
    await waitFor(() => expect(stored().parallel_group).toBe("research"));
    await user.selectOptions(screen.getByTestId("inspector-join"), "n");
    await waitFor(() => expect(stored().join).toEqual({ n: 2 }));
    await type("inspector-parallel-group", "{Enter}");
    await waitFor(() => expect(stored()).not.toHaveProperty("join"));
  });
});
