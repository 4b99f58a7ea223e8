/** The documentation that comes with the window. Its texts are bundled, and read only when they are opened. */

export interface DocPage {
  readonly id: string;
  readonly title: string;
  /** Its file, by which other pages link to it. */
  readonly file: string;
  readonly read: () => Promise<string>;
}

const text = (module: Promise<{ readonly default: string }>) => module.then((it) => it.default);

export const PAGES: readonly DocPage[] = [
  {
    id: "guide",
    title: "First steps",
    file: "guide.md",
    read: () => text(import("../../../../docs/guide.md?raw")),
  },
  {
    id: "terms",
    title: "What the words mean",
    file: "terms.md",
    read: () => text(import("../../../../docs/terms.md?raw")),
  },
  {
    id: "registry",
    title: "The registry file",
    file: "registry.md",
    read: () => text(import("../../../../docs/registry.md?raw")),
  },
  {
    id: "shared-registry",
    title: "A registry for many people",
    file: "shared-registry.md",
    read: () => text(import("../../../../docs/shared-registry.md?raw")),
  },
  {
    id: "custom-rules",
    title: "Rules of your own",
    file: "custom-rules.md",
    read: () => text(import("../../../../docs/custom-rules.md?raw")),
  },
  {
    id: "agent-cards",
    title: "Contracts in agent cards",
    file: "agent-cards.md",
    read: () => text(import("../../../../docs/agent-cards.md?raw")),
  },
  {
    id: "cli",
    title: "The command line",
    file: "cli.md",
    read: () => text(import("../../../../docs/cli.md?raw")),
  },
];

export interface DocPlace {
  readonly page: string;
  readonly heading: string | null;
}

/** The place that a link in the documentation leads to; null for addresses outside of it. */
export function placeOfLink(link: string, from: string): DocPlace | null {
  const [file = "", heading = ""] = link.split("#", 2);
  const page = file === "" ? from : PAGES.find((each) => each.file === file)?.id;
  return page === undefined ? null : { page, heading: heading === "" ? null : heading };
}

/** A heading as links name it. */
export function headingId(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replace(/\s+/g, "-");
}
