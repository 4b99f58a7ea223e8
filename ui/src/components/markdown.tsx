/**
 * Markdown shown inert: headings, paragraphs, lists, tables, code and emphasis. A link is its words, unless `onLink` knows a place in
 * the window that it leads to; nothing is fetched.
 */
import { Fragment, type ReactNode } from "react";
import { type Block, blocksOf, spansOf } from "../canvas/markdown";
import type { Table } from "../canvas/markdown-table";
import "./markdown.css";

export interface MarkdownProps {
  readonly text: string;
  /** What goes to where a link leads; null for links that stay words. */
  readonly onLink?: (link: string) => (() => void) | null;
  /** What a heading is called by links; with it headings are headings of the page, not only bold words. */
  readonly headings?: (words: string) => string;
}

type Ways = Pick<MarkdownProps, "onLink" | "headings">;

export function Markdown({ text, ...ways }: MarkdownProps) {
  return (
    <div className="markdown selectable" dir="auto">
      {blocksOf(text).map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
        <Fragment key={i}>{shown(block, ways)}</Fragment>
      ))}
    </div>
  );
}

const HEADINGS = ["h3", "h4", "h5", "h6"] as const;

function shown(block: Block, ways: Ways): ReactNode {
  switch (block.is) {
    case "heading": {
      const words = inline(block.text, ways);
      if (!ways.headings) return <p className="markdown__heading">{words}</p>;
      // The dialog around it has the first heading.
      const Heading = HEADINGS[block.level - 1] ?? "h6";
      return (
        <Heading
          className="markdown__heading"
          data-heading={ways.headings(block.text)}
          data-level={block.level}
        >
          {words}
        </Heading>
      );
    }
    case "paragraph":
      return <p>{inline(block.text, ways)}</p>;
    case "quote":
      return <blockquote>{inline(block.text, ways)}</blockquote>;
    case "table":
      return <TableView table={block} ways={ways} />;
    case "code":
      // biome-ignore lint/a11y/noNoninteractiveTabindex: only what has the focus can be scrolled with the arrow keys.
      return <pre tabIndex={0}>{block.text}</pre>;
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List {...(block.start !== undefined && { start: block.start })}>
          {block.items.map((item, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
            <li key={i}>{inline(item, ways)}</li>
          ))}
        </List>
      );
    }
  }
}

function TableView({ table, ways }: { readonly table: Table; readonly ways: Ways }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard.
    <div className="markdown__table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.head.map((cell, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
              <th key={i}>{inline(cell, ways)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
            <tr key={i}>
              {row.map((cell, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
                <td key={j}>{inline(cell, ways)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inline(text: string, { onLink }: Ways): ReactNode[] {
  return spansOf(text).map(({ text: words, look, to }, key) => {
    switch (look) {
      case "code":
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
        return <code key={key}>{words}</code>;
      case "strong":
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
        return <strong key={key}>{words}</strong>;
      case "soft":
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
        return <em key={key}>{words}</em>;
      default: {
        const go = to === undefined ? null : onLink?.(to);
        if (!go) return words;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
          <button key={key} type="button" className="markdown__link" onClick={go}>
            {words}
          </button>
        );
      }
    }
  });
}
