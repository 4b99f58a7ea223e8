/** The documentation: pages at the left, the one that is read at the right. It is part of the program and needs no network. */
import { X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { IconButton } from "../../components/button";
import { Markdown } from "../../components/markdown";
import { session } from "../../session/store";
import { keepFocusWithin } from "./keep-focus";
import { type DocPlace, headingId, PAGES, placeOfLink } from "./pages";
import "./documentation.css";

/** Room above the heading that a page is opened at. */
const ABOVE_PX = 12;

export function Documentation({ place }: { readonly place: DocPlace }) {
  const box = useRef<HTMLDivElement>(null);
  const article = useRef<HTMLElement>(null);
  const text = usePage(place.page);
  const close = () => session.set({ docs: null });
  const go = (to: DocPlace) => session.set({ docs: to });
  useFocusOf(article);
  useEffect(() => {
    const reader = article.current;
    if (text === null || !reader) return;
    const headings = [...reader.querySelectorAll<HTMLElement>("[data-heading]")];
    const heading = headings.find((each) => each.dataset.heading === place.heading);
    reader.scrollTop = heading ? heading.offsetTop - ABOVE_PX : 0;
  }, [text, place.heading]);
  return (
    <div
      className="documentation"
      role="presentation"
      onPointerDown={(event) => {
        if (!box.current?.contains(event.target as Node)) close();
      }}
    >
      <div
        ref={box}
        role="dialog"
        aria-modal
        aria-label="Documentation"
        className="documentation__box"
        data-testid="documentation"
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          else keepFocusWithin(event, box.current);
        }}
      >
        <header className="documentation__head">
          <h2>Documentation</h2>
          <IconButton icon={X} label="Close" shortcut="Esc" onClick={close} />
        </header>
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
      </div>
    </div>
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

function useFocusOf(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    element.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [element]);
}
