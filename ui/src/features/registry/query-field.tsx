/** The query of a table: typed, completed, and sent once its writer pauses. */
import { Filter, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { IconButton } from "../../components/button";
import type { Kind, PlatformError } from "../../platform";
import { type Suggestion, suggestions } from "./completion";
import { useTerms } from "./terms";
import "./query-field.css";

/** How long a pause in typing is. */
const PAUSE_MS = 120;

/** What is often asked of a kind. */
const EXAMPLES: Partial<Record<Kind, string>> = {
  agent: "owner:payments tag:refund",
  handoff: "owner:payments no:contract",
};

export interface QueryFieldProps {
  readonly kind: Kind;
  readonly query: string;
  readonly failure: PlatformError | null;
  readonly onChange: (query: string) => void;
  /** The way down, into the rows. */
  readonly onLeave: () => void;
}

export function QueryField({ kind, query, failure, onChange, onLeave }: QueryFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { text, setText, flush } = useTyped(query, onChange);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const terms = useTerms(kind);
  const offered = useMemo(
    () => (caret === null ? [] : suggestions(text, caret, terms)),
    [text, caret, terms],
  );
  const open = offered.length > 0;

  const edit = (next: string, at: number | null) => {
    setText(next);
    setCaret(at);
    setActive(-1);
  };
  const take = (suggestion: Suggestion) => {
    edit(suggestion.query, suggestion.caret);
    input.current?.focus();
    // The caret can be set once the field shows the text.
    requestAnimationFrame(() =>
      input.current?.setSelectionRange(suggestion.caret, suggestion.caret),
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = offered[active];
    const first = offered[0];
    if (event.key === "ArrowDown" && open) setActive((active + 1) % offered.length);
    else if (event.key === "ArrowUp" && open)
      setActive((active <= 0 ? offered.length : active) - 1);
    else if (event.key === "ArrowDown") onLeave();
    else if (event.key === "Enter" && chosen) take(chosen);
    else if (event.key === "Tab" && !event.shiftKey && open && text !== "" && (chosen ?? first))
      take((chosen ?? first) as Suggestion);
    else if (event.key === "Enter") {
      flush();
      setCaret(null);
    } else if (event.key === "Escape" && open) setCaret(null);
    else if (event.key === "Escape" && text !== "") edit("", null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="query">
      <div className={`query__field ${failure && !open ? "is-wrong" : ""}`}>
        <Filter size={14} aria-hidden />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Filter"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={failure !== null}
          aria-describedby={failure ? `${id}-error` : undefined}
          placeholder={`Filter, for example ${EXAMPLES[kind] ?? "finding:error"}`}
          autoComplete="off"
          spellCheck={false}
          data-testid="registry-query"
          value={text}
          onChange={(event) => edit(event.target.value, event.target.selectionStart)}
          onKeyDown={onKeyDown}
          onClick={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => {
            flush();
            setCaret(null);
          }}
        />
        {text !== "" && (
          <IconButton
            icon={X}
            label="Clear the filter"
            size={14}
            data-testid="registry-query-clear"
            onClick={() => {
              edit("", null);
              input.current?.focus();
            }}
          />
        )}
      </div>
      <div
        className="query__list"
        role="listbox"
        id={`${id}-list`}
        aria-label="Terms"
        hidden={!open}
      >
        {offered.map((suggestion, i) => (
          <div
            key={suggestion.term}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            className="query__option"
            onPointerDown={(event) => {
              event.preventDefault();
              take(suggestion);
            }}
          >
            <code>{suggestion.term}</code>
            <span>{suggestion.detail}</span>
          </div>
        ))}
      </div>
      {failure && !open && (
        <div className="query__error" id={`${id}-error`} role="alert">
          <p>{failure.message}</p>
          {failure.detail.hints.map((hint) => (
            <p key={hint} className="query__hint">
              {hint}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

/** The text as it is typed; the query follows after a pause, and the text follows a query set from elsewhere. */
function useTyped(query: string, onChange: (query: string) => void) {
  const [text, setText] = useState(query);
  const sent = useRef(query);
  useEffect(() => {
    if (query === sent.current) return;
    sent.current = query;
    setText(query);
  }, [query]);
  const flush = () => {
    const next = text.trim();
    if (next === sent.current) return;
    sent.current = next;
    onChange(next);
  };
  const latest = useRef(flush);
  latest.current = flush;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each letter begins the pause anew.
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return { text, setText, flush };
}
