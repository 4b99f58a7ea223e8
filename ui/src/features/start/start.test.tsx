import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import {
  type OpenRegistry,
  type Platform,
  PlatformError,
  replacePlatform,
  type TemplateInfo,
} from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { pageOf, template } from "../../testing/templates";
import { StartPage } from "./start-page";

const TEMPLATES: TemplateInfo[] = [
  template("order-fulfilment", "Orders", "A handoff chain."),
  template("sample-support", "Support desk", "A finished sample."),
];

const REFUSED = new PlatformError({
  code: "internal",
  kind: "bug",
  message: "The templates are unreadable.",
  hints: [],
  conflict: null,
});

let registry: MemoryRegistry;
let info: OpenRegistry;

beforeEach(async () => {
  localStorage.clear();
  registry = memoryRegistry({ records: RECORDS });
  info = { ...(await registry.platform.registryInfo()), registry: "/home/maria/desk.baton" };
  useDocument.setState(EMPTY_DOCUMENT, true);
});

async function open(changes: Partial<Platform> = {}) {
  replacePlatform({
    ...registry.platform,
    registryInfo: async () => info,
    templates: async () => TEMPLATES,
    templatePage: async (id) => pageOf(template(id, id)),
    ...changes,
  });
  await start();
  session.set({
    startOpen: true,
    gallery: false,
    template: null,
    dock: { show: "inspector" },
    notices: [],
  });
  render(<StartPage />);
  await screen.findByTestId("template-blank");
  return userEvent.setup();
}

const cards = () =>
  [...document.querySelectorAll<HTMLElement>(".templates .template")].map(
    (card) => card.dataset.testid,
  );

describe("the start page", () => {
  it("shows the sample first while nothing was opened before", async () => {
    await open();
    await waitFor(() =>
      expect(cards()).toEqual(["template-sample-support", "template-order-fulfilment"]),
    );
  });

  it("names registries that were open before by file and folder", async () => {
    info = { ...info, recent: [info.registry, "/home/maria/work/orders.baton"] };
    const opened: string[] = [];
    const user = await open({
      openRegistry: async (path) => {
        opened.push(path);
        return info;
      },
    });
    expect(screen.getAllByTitle("/home/maria/desk.baton")).toHaveLength(1);
    await user.click(screen.getByTitle("/home/maria/work/orders.baton"));
    expect(opened).toEqual(["/home/maria/work/orders.baton"]);
    await waitFor(() => expect(cards()[0]).toBe("template-order-fulfilment"));
  });

  it("begins one registry at a time", async () => {
    const begun: (string | null)[] = [];
    let made: () => void = () => {};
    const user = await open({
      createRegistry: async (_path, template) => {
        begun.push(template);
        await new Promise<void>((resolve) => {
          made = resolve;
        });
        return info;
      },
    });
    await user.click(await screen.findByTestId("template-order-fulfilment"));
    expect(begun).toEqual([]);
    await user.click(await screen.findByTestId("template-start"));
    await user.click(screen.getByTestId("template-start"));
    expect(begun).toEqual(["order-fulfilment"]);
    expect(screen.getByText("Making it…")).toBeTruthy();
    made();
    await waitFor(() => expect(session.get().startOpen).toBe(false));
  });

  it("says what was kept where a registry cannot be made", async () => {
    const user = await open({
      createRegistry: async () => {
        throw REFUSED;
      },
    });
    await user.click(screen.getByTestId("template-blank"));
    await waitFor(() =>
      expect(session.get().notices[0]?.detail).toBe("The registry that was open is still open."),
    );
    expect(session.get().startOpen).toBe(true);
  });

  it("goes on without templates where they cannot be read", async () => {
    let works = false;
    const user = await open({
      templates: async () => {
        if (!works) throw REFUSED;
        return TEMPLATES;
      },
    });
    expect((await screen.findByRole("alert")).textContent).toContain("Nothing was changed");
    works = true;
    await user.click(screen.getByText("Try again"));
    expect(await screen.findByTestId("template-sample-support")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});
