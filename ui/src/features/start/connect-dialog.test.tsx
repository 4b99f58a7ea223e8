import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { action } from "../../actions/all";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import {
  type ErrorReply,
  type OpenRegistry,
  type Platform,
  PlatformError,
  replacePlatform,
} from "../../platform";
import { session } from "../../session/store";
import { memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { Failure } from "../shell/failure";
import { ConnectDialog } from "./connect-dialog";
import { RecentList } from "./recent-list";

const ADDRESS = "postgres://ana@db.example.com:5432/baton?schema=support";

type Asked = Parameters<Platform["connectRegistry"]>;

let asked: Asked[];
/** What the next calls are refused with, in their order. */
let refusals: ErrorReply[];

const reply = (code: ErrorReply["code"], message: string, hints: string[] = []): ErrorReply => ({
  code,
  kind: "user",
  message,
  hints,
  conflict: null,
});
const refuseNext = () => {
  const refusal = refusals.shift();
  if (refusal) throw new PlatformError(refusal);
};

beforeEach(async () => {
  asked = [];
  refusals = [];
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({ connecting: null, notices: [] });
  const { platform } = memoryRegistry({ records: RECORDS });
  const info: OpenRegistry = { ...(await platform.registryInfo()), registry: ADDRESS };
  replacePlatform({
    ...platform,
    openRegistry: async () => {
      refuseNext();
      return info;
    },
    connectRegistry: async (...call) => {
      asked.push(call);
      refuseNext();
      return info;
    },
  });
  await start();
});

const field = (name: string) => screen.getByTestId<HTMLInputElement>(`connect-${name}`);
const isOpenThere = () =>
  waitFor(() => expect(useDocument.getState().info?.registry).toBe(ADDRESS));

describe("connecting to a server", () => {
  it("opens the registry at an address and closes", async () => {
    render(<ConnectDialog />);
    const user = userEvent.setup();
    act(() => action("connect-server").perform());
    await waitFor(() => expect(document.activeElement).toBe(field("address")));
    expect(field("password").type).toBe("password");
    expect(field("password").autocomplete).toBe("off");
    await user.type(field("address"), ADDRESS);
    await user.type(field("password"), "s3cret");
    await user.click(field("keep"));
    await user.click(field("open"));
    await isOpenThere();
    expect(asked).toEqual([[ADDRESS, "s3cret", true, false]]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("takes a password out of the address that it was typed in", async () => {
    render(<ConnectDialog />);
    const user = userEvent.setup();
    act(() => action("connect-server").perform());
    refusals.push(reply("unreachable", "It does not answer", ["check the network"]));
    await user.type(await screen.findByTestId("connect-address"), ADDRESS.replace("@", ":s3cret@"));
    await user.keyboard("{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("check the network");
    expect(field("address").value).toBe(ADDRESS);
    expect(asked).toEqual([[ADDRESS, "s3cret", false, false]]);
    expect(document.body.textContent).not.toContain("s3cret");
    expect(session.get().notices).toEqual([]);
  });

  it("offers to make a registry where there is none", async () => {
    render(<ConnectDialog />);
    const user = userEvent.setup();
    act(() => action("connect-server").perform());
    refusals.push(reply("not_found", "there is no registry"));
    await user.type(await screen.findByTestId("connect-address"), ADDRESS);
    await user.click(field("open"));
    await screen.findByText("There is no registry there yet.");
    await user.click(screen.getByText("Make an empty one"));
    await isOpenThere();
    expect(asked).toEqual([
      [ADDRESS, null, false, false],
      [ADDRESS, null, false, true],
    ]);
  });

  it("asks for the password that a server wants which was open before", async () => {
    render(
      <>
        <RecentList paths={[ADDRESS]} />
        <ConnectDialog />
      </>,
    );
    const user = userEvent.setup();
    refusals.push(reply("credentials", "the server does not let you in"));
    const row = screen.getByTitle(ADDRESS);
    expect(row.textContent).toBe("supportana@db.example.com/baton");
    expect(row.querySelector(".lucide-server")).not.toBeNull();
    await user.click(row);
    await waitFor(() => expect(document.activeElement).toBe(field("password")));
    expect(field("address").value).toBe(ADDRESS);
    refusals.push(reply("credentials", "wrong password"));
    await user.keyboard("guess{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("wrong password");
    await user.clear(field("password"));
    await user.type(field("password"), "s3cret{Enter}");
    await isOpenThere();
    expect(asked.map(([, password]) => password)).toEqual(["guess", "s3cret"]);
  });

  it("asks for it where the registry of the start wants one", async () => {
    const refusal = reply("credentials", "the server does not let you in");
    render(<Failure error={new PlatformError({ ...refusal, details: { address: ADDRESS } })} />);
    await waitFor(() => expect(field("address").value).toBe(ADDRESS));
  });
});
