import { screen, waitFor, within } from "@testing-library/react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { PublishRequest, Rehearsal } from "../../platform";
import { session } from "../../session/store";
import type { TestRecord } from "../../testing/inspector";
import { BREAKING, BROKEN, judgement, version } from "./testing";
import { layOut, openPage, PUBLISHED, refusal } from "./testing-page";

beforeAll(layOut);

const fine = ({ number, version }: PublishRequest): Rehearsal => {
  const id = `refund@${number ?? version}`;
  return {
    id,
    check: { subject: id, holds: true, problems: [] },
    judgement: judgement({ version: number ?? version }),
    open_renames: [],
    clearance: { state: "not_needed" },
    told: [],
    notes: [],
    refusal: null,
  };
};

/** The panel of the draft 1.1.0; `rehearse` says what publishing it would do. */
async function openPanel(
  rehearse: (request: PublishRequest) => Rehearsal | Promise<Rehearsal>,
  others: readonly TestRecord[] = [],
) {
  const opened = await openPage([PUBLISHED, version("1.1.0"), ...others]);
  const { platform } = opened.registry;
  const asked = vi.fn(async (request: PublishRequest) => rehearse(request));
  platform.rehearsePublishing = asked;
  const publish = vi.fn(platform.publishVersion);
  platform.publishVersion = publish;
  await opened.user.click(screen.getByTestId("version-publish"));
  return { ...opened, asked, publish };
}

const confirm = () => screen.getByTestId("publish-confirm");
const panel = () => within(screen.getByLabelText(/^Publish /));

/** What stands in the way once the last question is answered. */
const needs = (words: string) =>
  waitFor(() => {
    expect(panel().getByTestId("verdict").dataset.pending).toBe("false");
    expect(screen.getByTestId("publish-needs").textContent).toBe(words);
  });

describe("what publishing would do", () => {
  it("is told before it is done, and nothing is written for it", async () => {
    let answer = () => {};
    const { registry, asked, publish } = await openPanel(
      (request) =>
        new Promise((resolve) => {
          const told = [{ team: "money", name: "Money", text: "One handoff of yours is touched." }];
          answer = () => resolve({ ...fine(request), told });
        }),
    );
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(confirm()).toHaveProperty("disabled", true);
    answer();
    const told = await screen.findByTestId("publish-told");
    expect(told.textContent).toContain(
      "Money hears that it is hit: One handoff of yours is touched.",
    );
    expect(confirm()).toHaveProperty("disabled", false);
    expect(asked).toHaveBeenLastCalledWith(
      expect.objectContaining({ number: null, dry_run: true }),
    );
    expect(publish).not.toHaveBeenCalled();
    expect(registry.written).toEqual([]);
  });

  it("follows the number while it is typed, up to one that fits", async () => {
    const { user, publish } = await openPanel((request) =>
      request.number === "2.0.0"
        ? fine(request)
        : {
            ...fine(request),
            judgement: BROKEN,
            refusal: refusal("bump_too_small", "it cannot be published").detail,
          },
    );
    await needs("The number goes up by too little.");
    expect(confirm()).toHaveProperty("disabled", true);
    expect(screen.getByText("1.1.0 is not compatible with 1.0.0.")).toBeTruthy();
    expect(panel().getByTestId("counterexample").textContent).toContain(BREAKING.backward.reason);
    await user.click(screen.getByTestId("publish-lowest"));
    expect(screen.getByTestId("publish-number")).toHaveProperty("value", "2.0.0");
    await needs("");
    expect(panel().getByText(/It needs a minor step/)).toBeTruthy();
    await user.click(confirm());
    expect(publish).toHaveBeenCalledWith(
      expect.objectContaining({ version: "1.1.0", number: "2.0.0", dry_run: false }),
    );
    await waitFor(() => expect(session.get().dock).toEqual({ show: "inspector" }));
  });

  it("is not what an earlier number would have done", async () => {
    const late: (() => void)[] = [];
    const { user, asked } = await openPanel((request) =>
      request.number === "1.2.0"
        ? new Promise((resolve) => late.push(() => resolve({ ...fine(request), notes: ["late"] })))
        : fine(request),
    );
    await needs("");
    const number = screen.getByTestId("publish-number");
    await user.clear(number);
    await user.type(number, "1.2.0");
    await waitFor(() => expect(late.length).toBe(1));
    await user.clear(number);
    await user.type(number, "1.3.0");
    await waitFor(() => expect(asked.mock.lastCall?.[0].number).toBe("1.3.0"));
    late[0]?.();
    await needs("");
    expect(screen.getByTestId("publish-review").textContent).not.toContain("Late");
  });

  it("says what a number lacks that is none", async () => {
    const { user } = await openPanel(async (request) => {
      if (request.number === null) return fine(request);
      throw refusal("invalid_input", '"two" is not a version such as 1.2.0');
    });
    const number = screen.getByTestId("publish-number");
    await user.clear(number);
    await user.type(number, "two");
    expect(await screen.findByText('"two" is not a version such as 1.2.0.')).toBeTruthy();
    expect(confirm()).toHaveProperty("disabled", true);
  });

  it("lists what has to be mended", async () => {
    await openPanel((request) => ({
      ...fine(request),
      check: {
        subject: "refund@1.1.0",
        holds: false,
        problems: [{ level: "error", path: "/examples/accepted/0", message: "amount is missing" }],
      },
      refusal: refusal("invalid_input", "it cannot be published").detail,
    }));
    const mistakes = await screen.findByTestId("publish-mistakes");
    expect(mistakes.textContent).toContain("amount is missing /examples/accepted/0");
    await needs("Something has to be mended first.");
  });
});

describe("what is decided before publishing", () => {
  it("is of each rename whether it is meant", async () => {
    const message = "note may have been renamed to remark";
    const renames = [
      { pointer: "/properties/remark", kind: "possible_rename", breaks: [], message },
    ];
    const { user, publish } = await openPanel((request) => ({
      ...fine(request),
      judgement: judgement({ renames }),
      open_renames: request.acknowledged.length > 0 ? [] : renames,
      refusal:
        request.acknowledged.length > 0 ? null : refusal("rename_unconfirmed", message).detail,
    }));
    await needs("Say of each rename that it is meant.");
    await user.click(screen.getByRole("checkbox"));
    await needs("");
    await user.click(confirm());
    expect(publish).toHaveBeenCalledWith(
      expect.objectContaining({ acknowledged: ["/properties/remark"] }),
    );
  });

  it("is a platform team's reason where others have not agreed", async () => {
    const platform = { id: "rails", name: "Rails", platform: true };
    const { user, publish } = await openPanel(
      (request) => ({
        ...fine(request),
        clearance: { state: "waiting", teams: ["money"] },
        refusal: request.override_reason
          ? null
          : refusal("review_missing", "money has not agreed").detail,
      }),
      [{ kind: "team", id: "rails", record: platform }],
    );
    await needs("Not everybody has agreed.");
    expect(screen.getByTestId("publish-review").textContent).toBe(
      "These teams have not agreed yet: Money.",
    );
    await user.type(screen.getByTestId("override-reason"), "It cannot wait");
    await needs("");
    await user.click(confirm());
    expect(publish).toHaveBeenCalledWith(
      expect.objectContaining({ override_reason: "It cannot wait", override_team: "rails" }),
    );
  });

  it("is refused in the backend's words where things changed meanwhile", async () => {
    const { user, registry } = await openPanel(fine);
    registry.platform.publishVersion = async () => {
      throw refusal("review_missing", "refund@1.1.0 cannot be published: money has not agreed");
    };
    await needs("");
    await user.click(confirm());
    const told = await screen.findByTestId("refusal");
    expect(told.textContent).toContain("money has not agreed. Nothing was published.");
    expect(told.textContent).toContain("Do this next.");
  });
});
