/** The little Markdown that people write into notes and reasons, read without any meaning: nothing in it can act. */

import { isTableHead, type Table, tableAt } from "./markdown-table";

export type Block =
  | { readonly is: "paragraph" | "quote" | "code"; readonly text: string }
  /** Levels count from 1. */
  | { readonly is: "heading"; readonly text: string; readonly level: number }
  | ({ readonly is: "table" } & Table)
  | {
      readonly is: "list";
      readonly ordered: boolean;
      /** The first number, where it is not 1. */
      readonly start?: number;
      readonly items: readonly string[];
    };

const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const fence = /^\s{0,3}(```+|~~~+)/.exec(line);
    const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    const item = ITEM.exec(line);
    if (line.trim() === "") at += 1;
    else if (fence) {
      const mark = fence[1] ?? "```";
      const end = lines.findIndex((other, i) => i > at && other.trim().startsWith(mark));
      const last = end < 0 ? lines.length : end;
      blocks.push({ is: "code", text: lines.slice(at + 1, last).join("\n") });
      at = last + 1;
    } else if (heading) {
      blocks.push({ is: "heading", text: heading[2] ?? "", level: heading[1]?.length ?? 1 });
      at += 1;
    } else if (isTableHead(lines, at)) {
      const { table, end } = tableAt(lines, at);
      blocks.push({ is: "table", ...table });
      at = end;
    } else if (item) {
      const items: string[] = [];
      for (; at < lines.length; at += 1) {
        const next = lines[at] ?? "";
        const another = ITEM.exec(next);
        if (another) items.push(another[2] ?? "");
        else if (next.trim() === "" || !/^\s+/.test(next)) break;
        else items.push(`${items.pop() ?? ""} ${next.trim()}`);
      }
      const start = Number(item[1] ?? 1);
      const ordered = item[1] !== undefined;
      blocks.push({ is: "list", ordered, ...(start !== 1 && { start }), items });
    } else {
      const start = at;
      while (
        at < lines.length &&
        (lines[at] ?? "").trim() !== "" &&
        (at === start || !begins(lines[at]))
      )
        at += 1;
      const quote = line.trimStart().startsWith(">");
      const words = lines
        .slice(start, at)
        .map((part) => part.trim().replace(quote ? /^>\s?/ : /^$/, ""))
        .join("\n");
      blocks.push({ is: quote ? "quote" : "paragraph", text: words });
    }
  }
  return blocks;
}

function begins(line: string | undefined): boolean {
  return /^\s{0,3}(#{1,6}\s|```|~~~)/.test(line ?? "") || ITEM.test(line ?? "");
}

/** A stretch of a line in one look. A link is its words, and what it leads to. */
export interface Span {
  readonly text: string;
  readonly look: "plain" | "strong" | "soft" | "code";
  readonly to?: string;
}

const INLINE =
  /(`[^`\n]+`)|\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])|\[([^\]\n]*)\]\(([^)\n]*)\)/g;

export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  const plain = (words: string) => {
    if (words !== "") spans.push({ text: words, look: "plain" });
  };
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, soft, link = "", to = ""] = match;
    plain(text.slice(end, match.index));
    if (code !== undefined) spans.push({ text: code.slice(1, -1), look: "code" });
    else if (strong !== undefined) spans.push({ text: strong, look: "strong" });
    else if (soft !== undefined) spans.push({ text: soft, look: "soft" });
    else if (link !== "") spans.push({ text: link, look: "plain", to });
    end = match.index + whole.length;
  }
  plain(text.slice(end));
  return spans;
}

/** The lines of a block; the cells of a table's row stand in one. */
export function linesOf(block: Block): readonly string[] {
  switch (block.is) {
    case "list":
      return block.items;
    case "table":
      return [block.head, ...block.rows].map((cells) => cells.join(" | "));
    case "code":
      return block.text.split("\n");
    default:
      return block.text.trim().split("\n");
  }
}

/** A line without its marks, those within others too. */
export function plainLine(line: string): string {
  return line.replace(INLINE, (_, code?: string, strong?: string, soft?: string, link?: string) =>
    code !== undefined ? code.slice(1, -1) : plainLine(strong ?? soft ?? link ?? ""),
  );
}

/** The text without its marks, a line for each that it has. */
export function plainText(text: string): string {
  return blocksOf(text)
    .map((block) => {
      const lines = linesOf(block);
      return (block.is === "code" ? lines : lines.map(plainLine)).join("\n");
    })
    .join("\n");
}

/** The first line that says something, without marks; for lists. */
export function firstLineOf(text: string): string {
  for (const block of blocksOf(text)) {
    const line = plainLine(linesOf(block)[0]?.trim() ?? "");
    if (line !== "") return line;
  }
  return "";
}
