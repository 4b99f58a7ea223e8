/** Edits that the server did not answer, and the window while it cannot be asked. */
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { action } from "../actions/all";
import { AwayBanner } from "../features/shell/away-banner";
import { Notices } from "../features/shell/notices";
import {
  type DeskReply,
  type EditCommand,
  type ErrorReply,
  PlatformError,
  type RegistryAway,
  replacePlatform,
} from "../platform";
import { session } from "../session/store";
import { memoryRegistry } from "../testing/platform";
import { BILLING, RECORDS } from "../testing/support";
import { attempt, commit, refusalWords, undo } from "./commit";
import { put } from "./drafts";
import { lockNow } from "./lock";
import { EMPTY_DOCUMENT, recordOf, useDocument } from "./store";
import { start } from "./sync";

const refusal = (code: ErrorReply["code"], message: string): ErrorReply => ({
  code,
  kind: "environment",
  message,
  hints: [],
  conflict: null,
});
const AWAY = refusal("unreachable", "db cannot be reached");
const IN_DOUBT = refusal("unresolved", "the connection broke");

let sent: EditCommand[][];
/** What the next edits are refused with; where `stored` says so, though they were stored. */
let refusals: { readonly why: ErrorReply; readonly stored: boolean }[];
let tell: (news: RegistryAway) => void;
let isAway: ErrorReply | null;

const edit = () => commit([put("agent", { ...BILLING, name: "Accounts" })]);
const name = () => recordOf(useDocument.getState(), "agent", BILLING.id)?.name;
const notice = () => screen.getByRole("alert").textContent;
const again = () => userEvent.click(screen.getByTestId("notice-act"));

beforeEach(async () => {
  sent = [];
  refusals = [];
  isAway = null;
  const { platform } = memoryRegistry({ records: RECORDS });
  const done = new Map<string, DeskReply>();
  const refuseNext = () => {
    const next = refusals.shift();
    if (next) throw new PlatformError(next.why);
  };
  replacePlatform({
    ...platform,
    registryInfo: async () => ({ ...(await platform.registryInfo()), away: isAway }),
    // As the backend does it: an operation that was stored is answered with what it did then.
    applyEdits: async (edits, dryRun) => {
      sent.push(edits);
      const operation = edits[0]?.operation_id ?? "";
      const known = done.get(operation);
      if (known) return known;
      if (refusals[0]?.stored) done.set(operation, await platform.applyEdits(edits, dryRun));
      refuseNext();
      const reply = await platform.applyEdits(edits, dryRun);
      done.set(operation, reply);
      return reply;
    },
    undo: async () => {
      refuseNext();
      return platform.undo();
    },
    onRegistryAway: async (handler) => {
      tell = handler;
      return () => {};
    },
  });
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({ past: null, notices: [], saving: 0 });
  await start();
  render(
    <>
      <AwayBanner />
      <Notices />
    </>,
  );
});

describe("an edit that the server did not answer", () => {
  it("is kept where it may have been stored, and sent again as the same operation", async () => {
    refusals.push({ why: IN_DOUBT, stored: true });
    await act(async () => expect(await edit()).toBe(false));
    expect(notice()).toContain("not known whether this was stored");
    expect(notice()).toContain("Agent Accounts changed");
    expect(notice()).not.toContain("Nothing was changed");
    await again();
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect(name()).toBe("Accounts");
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it("is never sent by itself, and stays in doubt until the registry has judged it", async () => {
    refusals.push({ why: IN_DOUBT, stored: false }, { why: AWAY, stored: false });
    await act(async () => void (await edit()));
    await again();
    await waitFor(() => expect(notice()).toContain("db cannot be reached"));
    expect(notice()).toContain("not known whether this was stored");
    expect(sent).toHaveLength(2);
    await again();
    await waitFor(() => expect(name()).toBe("Accounts"));
  });

  it("is kept beside other notices, and dismissed by its own button alone", async () => {
    refusals.push({ why: AWAY, stored: false }, { why: AWAY, stored: false });
    await act(async () => void (await edit()));
    await act(
      async () => void (await commit([put("agent", { ...BILLING, name: "Billing desk" })])),
    );
    act(() => {
      for (const title of ["a", "b", "c", "d", "e"])
        session.notify({ tone: "warning", title, detail: "", hints: [] });
    });
    expect(screen.getAllByTestId("notice-act")).toHaveLength(2);
    await userEvent.click(screen.getByTestId("notices-dismiss"));
    expect(screen.getAllByTestId("notice-act")).toHaveLength(2);
    expect(session.get().notices).toHaveLength(2);
  });

  it("is not sent to another registry", async () => {
    refusals.push({ why: AWAY, stored: false });
    await act(async () => void (await edit()));
    const { info } = useDocument.getState();
    act(() => useDocument.setState({ info: info && { ...info, registry: "/tmp/other.db" } }));
    await again();
    expect(sent).toHaveLength(1);
    expect(screen.getByRole("status").textContent).toContain("belongs to /tmp/test.db");
    expect(screen.getByTestId("notice-act")).toBeTruthy();
  });

  it("opens the choice where somebody else was faster meanwhile", async () => {
    refusals.push({ why: AWAY, stored: false });
    await act(async () => void (await edit()));
    const subject = { kind: "agent" as const, id: BILLING.id };
    const conflict = { subject, pointer: "", yours: null, theirs: null, revision: 2 };
    const why: ErrorReply = { ...AWAY, code: "conflict", kind: "conflict", conflict };
    refusals.push({ why, stored: false });
    await again();
    await waitFor(() => expect(session.get().dock.show).toBe("conflict"));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("is told beside the field, too, without a word too much", async () => {
    refusals.push({ why: IN_DOUBT, stored: false });
    let told: ErrorReply | null = null;
    await act(async () => {
      told = await attempt([put("agent", { ...BILLING, name: "Accounts" })]);
    });
    expect(told).toEqual(IN_DOUBT);
    expect(refusalWords(IN_DOUBT).join(" ")).not.toContain("Nothing was changed");
    expect(screen.getByTestId("notice-act")).toBeTruthy();
  });

  it("is nothing that is told of what cannot be sent twice", async () => {
    refusals.push({ why: IN_DOUBT, stored: false });
    await act(async () => void (await undo()));
    expect(notice()).toContain("not known whether");
    expect(notice()).not.toContain("Nothing was undone");
    expect(screen.queryByTestId("notice-act")).toBeNull();
  });
});

describe("while the server cannot be reached", () => {
  const { turn } = { turn: 1 };

  it("says so, locks editing and keeps what is edited all the same", async () => {
    act(() => tell({ away: AWAY, turn: turn + 1 }));
    expect(screen.queryByTestId("away-banner")).toBeNull();
    act(() => tell({ away: AWAY, turn }));
    expect(screen.getByTestId("away-banner").textContent).toContain(
      "what is loaded can be read, edits wait",
    );
    expect(lockNow()).toBe("away");
    expect(action("undo").enabled()).toBe(false);
    await act(async () => expect(await edit()).toBe(false));
    expect(sent).toEqual([]);
    expect(notice()).toContain("Not stored yet");
    act(() => tell({ away: null, turn }));
    expect(screen.queryByTestId("away-banner")).toBeNull();
    expect(lockNow()).toBeNull();
    expect(name()).toBe("Billing");
    await again();
    await waitFor(() => expect(name()).toBe("Accounts"));
  });

  it("is known to a window that opens meanwhile, and asked about anew", async () => {
    isAway = AWAY;
    await act(async () => void (await start()));
    expect(screen.getByTestId("away-banner")).toBeTruthy();
    isAway = null;
    await userEvent.click(screen.getByText("Try again"));
    await waitFor(() => expect(screen.queryByTestId("away-banner")).toBeNull());
  });
});
