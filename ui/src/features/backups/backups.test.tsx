import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { type BackupLook, type Platform, PlatformError, replacePlatform } from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { backup } from "../../testing/program";
import { RECORDS } from "../../testing/support";
import { Failure } from "../shell/failure";
import { BackupsPanel } from "./backups-panel";
import { aboutWords, consequences } from "./words";

let registry: MemoryRegistry;
const copy = backup("2026-11-20", 131);

async function open(changes: Partial<Platform> = {}) {
  registry = memoryRegistry({ records: RECORDS });
  replacePlatform({ ...registry.platform, ...changes });
  useDocument.setState(EMPTY_DOCUMENT, true);
  await start();
  session.set({ notices: [] });
  return userEvent.setup();
}

beforeEach(() => session.set({ dock: { show: "backups" } }));

describe("the copies of a registry", () => {
  it("are listed with day, revision, size and reason", async () => {
    const user = await open();
    render(<BackupsPanel look={undefined} />);
    const row = await screen.findByTitle(copy.path);
    expect(row.textContent).toMatch(/20 Nov 2026.*revision 131 · 412 KB/);
    expect(screen.getByText(/1\.3 MB · before its format changed/)).toBeTruthy();
    await user.click(row);
    expect(session.get().dock).toEqual({ show: "backups", look: copy.path });
  });

  it("tell what restoring one would do before it is done", async () => {
    const user = await open();
    render(<BackupsPanel look={copy.path} />);
    const changes = await screen.findByTestId("backup-changes");
    expect([...changes.children].map((line) => line.textContent)).toEqual([
      "1 record would come back",
      "5 records would be as they were",
      "2 records made since then would go",
    ]);
    await user.click(screen.getByTestId("backup-restore"));
    await waitFor(() => expect(registry.program.restored).toEqual([copy.path]));
    await waitFor(() => expect(session.get().notices[0]?.title).toBe("The copy was restored"));
    expect(session.get().notices[0]?.detail).toContain("replaced-1");
  });

  it("cannot be restored where they are damaged", async () => {
    const problems = ["record: row agent triage: the checksum does not fit"];
    await open({
      lookAtBackup: async (): Promise<BackupLook> => ({
        revision: 3,
        records: 0,
        changed_at: null,
        problems,
        removed: 0,
        changed: 0,
        returned: 0,
      }),
    });
    render(<BackupsPanel look={copy.path} />);
    const damaged = await screen.findByTestId("backup-damaged");
    expect(damaged.textContent).toContain(problems[0]);
    expect(screen.getByTestId<HTMLButtonElement>("backup-restore").disabled).toBe(true);
  });

  it("say that nothing was changed where one cannot be restored", async () => {
    const locked = new PlatformError({
      code: "locked",
      kind: "conflict",
      message: "Another program holds the registry.",
      hints: ["Close it."],
      conflict: null,
    });
    const user = await open({ restoreBackup: () => Promise.reject(locked) });
    render(<BackupsPanel look={copy.path} />);
    await screen.findByTestId("backup-changes");
    await user.click(screen.getByTestId("backup-restore"));
    await waitFor(() =>
      expect(session.get().notices[0]).toMatchObject({
        title: "Another program holds the registry.",
        detail: "The registry is as it was.",
      }),
    );
  });

  it("are offered where the registry cannot be opened", async () => {
    const user = await open({ restoreBackup: () => Promise.reject(new Error("the disk is full")) });
    const damaged = new PlatformError({
      code: "damaged",
      kind: "environment",
      message: "registry.baton is damaged",
      hints: [],
      conflict: null,
    });
    render(<Failure error={damaged} />);
    expect(screen.getByText("registry.baton is damaged")).toBeTruthy();
    const buttons = await screen.findAllByRole("button", { name: "Restore" });
    expect(buttons).toHaveLength(3);
    const [first] = buttons;
    if (first) await user.click(first);
    await screen.findByText("the disk is full");
  });
});

describe("words about copies", () => {
  it("name only what changes", () => {
    const look = { removed: 0, changed: 1, returned: 0 } as BackupLook;
    expect(consequences(look)).toEqual(["1 record would be as it was"]);
    expect(aboutWords({ ...copy, kilobytes: 2048, revision: null })).toBe("2 MB");
  });
});
