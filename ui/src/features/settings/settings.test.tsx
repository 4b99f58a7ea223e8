import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { replacePlatform } from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { SettingsPanel } from "./settings-panel";

let registry: MemoryRegistry;

beforeEach(async () => {
  registry = memoryRegistry({ records: RECORDS });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  await start();
  session.set({ theme: "system", density: "comfortable", textSize: 100, notices: [] });
});

describe("the settings", () => {
  it("change how the window looks, and keep it", async () => {
    const user = userEvent.setup();
    render(<SettingsPanel />);
    await user.click(screen.getByRole("radio", { name: "Dark" }));
    await user.click(screen.getByRole("radio", { name: "Compact" }));
    await user.click(screen.getByRole("button", { name: "Larger text" }));
    expect(screen.getByTestId("settings-text-size").textContent).toBe("110 %");
    window.dispatchEvent(new Event("pagehide"));
    const kept = JSON.parse(localStorage.getItem("baton.session") ?? "{}");
    expect(kept).toMatchObject({ theme: "dark", density: "compact", textSize: 110 });
  });

  it("follow another window that changed them", () => {
    const other = { theme: "light", density: "compact", layer: "health" };
    localStorage.setItem("baton.session", JSON.stringify(other));
    window.dispatchEvent(new StorageEvent("storage", { key: "baton.session" }));
    expect(session.get()).toMatchObject({ theme: "light", density: "compact", layer: "owner" });
  });

  it("say where registries are and where new ones go", async () => {
    const user = userEvent.setup();
    replacePlatform({ ...registry.platform, chooseFolder: async () => "/srv/registries" });
    render(<SettingsPanel />);
    expect(screen.getByText("/tmp/test.db")).toBeTruthy();
    await screen.findByText("/home/maria/.local/share/baton");
    await user.click(screen.getByTestId("settings-folder"));
    await screen.findByText("/srv/registries");
  });

  it("turn the copy of every day off, and make one now", async () => {
    const user = userEvent.setup();
    render(<SettingsPanel />);
    const daily = await screen.findByRole("switch", { name: "A copy every day" });
    await user.click(daily);
    await waitFor(() => expect(daily.getAttribute("aria-checked")).toBe("false"));
    expect(registry.program.settings.daily_backups).toBe(false);
    await screen.findByText(/Last copy: 21 Nov 2026/);
    await user.click(screen.getByTestId("backup-now"));
    await screen.findByText(/Last copy: 22 Nov 2026/);
  });
});
