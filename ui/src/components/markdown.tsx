/** Markdown shown inert: headings, paragraphs, lists, code and emphasis. A link is its words, and nothing is fetched. */
import { Fragment, type ReactNode } from "react";
import "./markdown.css";

export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown selectable" dir="auto">
      {blocksOf(text).map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
        <Fragment key={i}>{shown(block)}</Fragment>
      ))}
    </div>
  );
}

export type Block =
  | { readonly is: "heading" | "paragraph" | "quote" | "code"; readonly text: string }
  | { readonly is: "list"; readonly ordered: boolean; readonly items: readonly string[] };

const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const fence = /^\s{0,3}(```+|~~~+)/.exec(line);
    const heading = /^\s{0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line);
    const item = ITEM.exec(line);
    if (line.trim() === "") at += 1;
    else if (fence) {
      const mark = fence[1] ?? "```";
      const end = lines.findIndex((other, i) => i > at && other.trim().startsWith(mark));
      const last = end < 0 ? lines.length : end;
      blocks.push({ is: "code", text: lines.slice(at + 1, last).join("\n") });
      at = last + 1;
    } else if (heading) {
      blocks.push({ is: "heading", text: heading[1] ?? "" });
      at += 1;
    } else if (item) {
      const items: string[] = [];
      for (; at < lines.length; at += 1) {
        const next = lines[at] ?? "";
        const another = ITEM.exec(next);
        if (another) items.push(another[2] ?? "");
        else if (next.trim() === "" || !/^\s+/.test(next)) break;
        else items.push(`${items.pop() ?? ""} ${next.trim()}`);
      }
      blocks.push({ is: "list", ordered: item[1] !== undefined, items });
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

function shown(block: Block): ReactNode {
  switch (block.is) {
    case "heading":
      return <p className="markdown__heading">{inline(block.text)}</p>;
    case "paragraph":
      return <p>{inline(block.text)}</p>;
    case "quote":
      return <blockquote>{inline(block.text)}</blockquote>;
    case "code":
      // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus can be scrolled with the arrow keys.
      return <pre tabIndex={0}>{block.text}</pre>;
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((item, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
            <li key={i}>{inline(item)}</li>
          ))}
        </List>
      );
    }
  }
}

/** The first line that says something, without marks; for lists. */
export function firstLineOf(text: string): string {
  for (const block of blocksOf(text)) {
    const first = block.is === "list" ? block.items[0] : block.text;
    const line = plain(first?.trim().split("\n")[0] ?? "");
    if (line !== "") return line;
  }
  return "";
}

function plain(line: string): string {
  return line.replace(INLINE, (_, code?: string, strong?: string, soft?: string, link?: string) =>
    code !== undefined ? code.slice(1, -1) : plain(strong ?? soft ?? link ?? ""),
  );
}

const INLINE =
  /(`[^`\n]+`)|\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])|\[([^\]\n]*)\]\([^)\n]*\)/g;

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, soft, link] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    const key = match.index;
    if (code !== undefined) parts.push(<code key={key}>{code.slice(1, -1)}</code>);
    else if (strong !== undefined) parts.push(<strong key={key}>{strong}</strong>);
    else if (soft !== undefined) parts.push(<em key={key}>{soft}</em>);
    else parts.push(link ?? "");
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}
