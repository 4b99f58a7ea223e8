/** The documentation: pages at the left, the one that is read at the right. It is part of the program and needs no network. */
import { useEffect, useRef, useState } from "react";
import { Markdown } from "../../components/markdown";
import { session } from "../../session/store";
import { HelpDialog } from "./help-dialog";
import { type DocPlace, headingId, PAGES, placeOfLink } from "./pages";
import "./documentation.css";

/** Room above the heading that a page is opened at. */
const ABOVE_PX = 12;

export function Documentation({ place }: { readonly place: DocPlace }) {
  const article = useRef<HTMLElement>(null);
  const text = usePage(place.page);
  const go = (to: DocPlace) => session.set({ docs: to });
  useEffect(() => {
    const reader = article.current;
    if (text === null || !reader) return;
    const headings = [...reader.querySelectorAll<HTMLElement>("[data-heading]")];
    const heading = headings.find((each) => each.dataset.heading === place.heading);
    reader.scrollTop = heading ? heading.offsetTop - ABOVE_PX : 0;
  }, [text, place.heading]);
  return (
    <HelpDialog
      title="Documentation"
      name="documentation"
      reader={article}
      onClose={() => session.set({ docs: null })}
    >
      <nav className="documentation__pages" aria-label="Pages">
        {PAGES.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            aria-current={id === place.page ? "page" : undefined}
            data-testid={`doc-${id}`}
            onClick={() => go({ page: id, heading: null })}
          >
            {title}
          </button>
        ))}
      </nav>
      <article
        ref={article}
        className="documentation__text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard.
        tabIndex={0}
        aria-label={PAGES.find(({ id }) => id === place.page)?.title}
      >
        {text === null ? (
          <p role="status">Reading…</p>
        ) : (
          <Markdown
            text={withoutMarks(text)}
            headings={headingId}
            onLink={(link) => {
              const to = placeOfLink(link, place.page);
              return to && (() => go(to));
            }}
          />
        )}
      </article>
    </HelpDialog>
  );
}

/** Files that are generated say so in a comment, which is for their authors. */
function withoutMarks(text: string): string {
  return text.replace(/<!--[\s\S]*?-->\s*/g, "");
}

/** Null while it is read. */
function usePage(id: string): string | null {
  const [read, setRead] = useState<{ readonly id: string; readonly text: string } | null>(null);
  useEffect(() => {
    let gone = false;
    const page = PAGES.find((each) => each.id === id) ?? PAGES[0];
    page?.read().then((text) => !gone && setRead({ id, text }));
    return () => {
      gone = true;
    };
  }, [id]);
  return read?.id === id ? read.text : null;
}
