import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { PlatformError } from "../../../platform";
import { session } from "../../../session/store";
import { field, inspect, record } from "../../../testing/inspector";
import { TRIAGE } from "../../../testing/support";

const triage = { kind: "agent", id: "triage" } as const;
const version = (fields: object = {}) =>
  record("agent_version", {
    id: "triage@1.0.0",
    agent: "triage",
    version: "1.0.0",
    ...fields,
  } as never);
const contract = record("contract", { id: "ticket", name: "Ticket" } as never);
const contractVersion = (number: string, state: string) =>
  record("contract_version", {
    id: `ticket@${number}`,
    contract: "ticket",
    version: number,
    state,
  } as never);

describe("an agent", () => {
  it("is given to a new team in one step", async () => {
    const { user, registry, now } = await inspect(triage);
    await user.click(screen.getByRole("button", { name: "New team" }));
    await user.type(field("Name of the new team"), "Legal{Enter}");
    await waitFor(() => expect(now()).toMatchObject({ team: "legal" }));
    expect(registry.written[0]).toMatchObject([{ kind: "team", id: "legal" }, { kind: "agent" }]);
  });

  it("keeps its role whole when a part of it changes", async () => {
    const role = { scope: { topics: ["bills"] }, talks_to_user: true };
    const { user, now } = await inspect(triage, [record("agent", { ...TRIAGE, role } as never)]);
    await user.type(field("Scope"), "Everything{Enter}");
    await waitFor(() =>
      expect(now()).toMatchObject({
        role: { scope: { topics: ["bills"], text: "Everything" }, talks_to_user: true },
      }),
    );
    await user.click(screen.getByRole("switch", { name: "Talks to the user" }));
    await waitFor(() => expect(now()).toMatchObject({ role: { scope: { text: "Everything" } } }));
    expect(now()).not.toHaveProperty("role.talks_to_user");
  });

  it("has a role no more once nothing stands in it", async () => {
    const role = { talks_to_user: true };
    const { user, now } = await inspect(triage, [record("agent", { ...TRIAGE, role } as never)]);
    await user.click(screen.getByRole("switch", { name: "Talks to the user" }));
    await waitFor(() => expect(now()).toEqual(TRIAGE));
  });

  it("says its state with its source", async () => {
    const { user, now } = await inspect(triage);
    await user.selectOptions(field("State"), "down");
    await waitFor(() => expect(now()).toMatchObject({ health: { state: "down" } }));
  });

  it("leads to its handoffs", async () => {
    const { user } = await inspect(triage);
    await user.click(screen.getByRole("link", { name: "to Billing" }));
    expect(session.get().selection.edges).toEqual(["triage-to-billing"]);
  });
});

describe("capabilities", () => {
  const vocabulary = record("capability", {
    id: "refund",
    tag: "refund",
    meaning: "Gives money back",
    synonyms: ["reimburse"],
  } as never);

  it("are found by their synonyms", async () => {
    const { user, now } = await inspect(triage, [vocabulary]);
    await user.type(screen.getByTestId("capability-add"), "reimb{Enter}");
    await waitFor(() => expect(now()).toMatchObject({ capabilities: ["intake", "refund"] }));
  });

  it("can be new words, which can be defined", async () => {
    const { user, now } = await inspect(triage, [vocabulary]);
    await user.type(screen.getByTestId("capability-add"), "dispute{Enter}");
    await waitFor(() => expect(now()).toMatchObject({ capabilities: ["intake", "dispute"] }));
    await user.click(
      await screen.findByRole("button", { name: "Define dispute: say what it means" }),
    );
    expect(session.get().dock).toEqual({
      show: "create",
      kind: "capability",
      given: { tag: "dispute" },
    });
  });
});

describe("accepted ranges", () => {
  const records = [
    version({ accepts: [{ contract: "ticket", range: "^1" }] }),
    contract,
    contractVersion("1.0.0", "published"),
    contractVersion("2.0.0", "draft"),
  ];
  const matching = async (_: string, range: string) => {
    if (!/^[\^*]/.test(range))
      throw new PlatformError({
        code: "invalid_input",
        kind: "user",
        message: `"${range}" is not a version range`,
        hints: [],
        conflict: null,
      });
    return ["1.0.0", "2.0.0"].map((number) => ({
      version: number,
      state: number === "1.0.0" ? "published" : "draft",
      matches: range === "*" || number.startsWith(range.slice(1)),
    }));
  };
  const open = () =>
    inspect({ kind: "agent_version", id: "triage@1.0.0" }, records, (registry) => {
      registry.platform.matchingVersions = matching;
    });
  const taken = () =>
    within(screen.getByRole("list", { name: "Versions of ticket" }))
      .getAllByRole("listitem")
      .map((item) => item.textContent);

  it("show what they match while they are typed", async () => {
    const { user, registry } = await open();
    const range = field("Range of ticket that is taken");
    await waitFor(() => expect(taken()).toEqual(["1.0.0 taken", "2.0.0draft not taken"]));
    await user.clear(range);
    await user.type(range, "^2");
    await waitFor(() => expect(taken()).toEqual(["1.0.0 not taken", "2.0.0draft taken"]));
    expect(registry.written).toEqual([]);
  });

  it("warn where they match nothing or cannot be read", async () => {
    const { user } = await open();
    const range = field("Range of ticket that is taken");
    await user.clear(range);
    await user.type(range, "^9");
    expect(await screen.findByText("No version is taken.")).toBeTruthy();
    await user.clear(range);
    await user.type(range, "one");
    expect(await screen.findByText('"one" is not a version range')).toBeTruthy();
  });

  it("are stored when they are left", async () => {
    const { user, now } = await open();
    const range = field("Range of ticket that is taken");
    await user.clear(range);
    await user.type(range, "*{Enter}");
    await waitFor(() =>
      expect(now()).toMatchObject({ accepts: [{ contract: "ticket", range: "*" }] }),
    );
  });

  it("begin with every version of a contract", async () => {
    const { user, now } = await inspect({ kind: "agent_version", id: "triage@1.0.0" }, [
      version(),
      contract,
    ]);
    await user.type(screen.getByTestId("accepts-add"), "tick{Enter}");
    await waitFor(() =>
      expect(now()).toMatchObject({ accepts: [{ contract: "ticket", range: "*" }] }),
    );
  });
});

describe("versions and deployments", () => {
  it("begin a version with what the one before sends and takes", async () => {
    const emits = [{ contract: "ticket", version: "1.0.0" }];
    const { user, registry } = await inspect(triage, [
      version({ emits }),
      contract,
      contractVersion("1.0.0", "published"),
    ]);
    await user.click(screen.getByRole("button", { name: "Add a version" }));
    await user.type(screen.getByTestId("new-version"), "1.1.0{Enter}");
    await waitFor(() =>
      expect(registry.record("agent_version", "triage@1.1.0")).toEqual({
        id: "triage@1.1.0",
        agent: "triage",
        version: "1.1.0",
        emits,
      }),
    );
  });

  it("put a version into an environment and take it out", async () => {
    const { user, registry } = await inspect(triage, [
      version(),
      record("environment", { id: "live", name: "Live" } as never),
    ]);
    await user.selectOptions(field("Version in Live"), "1.0.0");
    await waitFor(() =>
      expect(registry.record("deployment", "triage@live")).toMatchObject({
        agent: "triage",
        version: "1.0.0",
        environment: "live",
      }),
    );
    await user.selectOptions(field("Version in Live"), "");
    await waitFor(() => expect(registry.record("deployment", "triage@live")).toBeUndefined());
  });
});
