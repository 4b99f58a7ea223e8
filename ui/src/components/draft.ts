/** The text of a field while somebody types: other people's changes, refusals and re-rendering leave it alone. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type DraftPlace, useDraftPlace } from "./draft-home";

type Box = HTMLInputElement | HTMLTextAreaElement;

export interface DraftOptions {
  /** What the registry holds, as text. */
  readonly value: string;
  /**
   * Takes the text when the field is left; false leaves it standing, to be mended or given up.
   * `since` is the stamp of when typing began, where the value has changed meanwhile.
   */
  readonly onCommit: (text: string, since?: number) => Promise<boolean> | boolean;
  /** The revision on which typing begins. */
  readonly stamp?: (() => number) | undefined;
  /** After Escape, for whoever shows a refusal. */
  readonly onGiveUp?: (() => void) | undefined;
  /** A text of several paragraphs: Enter makes a new line, Ctrl+Enter commits. Otherwise Shift+Enter makes one. */
  readonly lines?: boolean;
  /** Tells it from other boxes of the same field, where what is typed is kept until it is acknowledged. */
  readonly name?: string | undefined;
}

interface Typing {
  readonly text: string;
  /** What the field held when typing began. */
  readonly over: string;
  readonly stamp: number | undefined;
}

export function useDraft(options: DraftOptions) {
  const { value, onCommit, stamp, onGiveUp, lines = false } = options;
  const place = useDraftPlace(options.name);
  const [typing, setTyping] = useState<Typing | null>(null);
  const [refused, setRefused] = useState(false);
  // Enter is followed by blur: the same text is sent once.
  const sending = useRef<string | null>(null);
  const text = typing?.text ?? value;
  const most = place?.keeper.most;
  const { settle } = useKept(place, typing?.text ?? null, sending);

  const type = (next: string) => {
    setRefused(false);
    setTyping((old) => ({
      text: next,
      over: old?.over ?? value,
      stamp: old ? old.stamp : stamp?.(),
    }));
  };

  const finish = async () => {
    if (typing === null || sending.current === typing.text) return;
    const next = typing.text.trim();
    if (next === value) {
      setTyping(null);
      return;
    }
    sending.current = typing.text;
    const kept = await onCommit(next, typing.over === value ? undefined : typing.stamp);
    sending.current = null;
    setRefused(!kept);
    settle(kept);
    // What was typed after the commit began stays, and now stands over what was committed.
    if (kept)
      setTyping((now) =>
        now === null || now.text === typing.text ? null : { ...now, over: next, stamp: stamp?.() },
      );
  };

  usePutBack(place, type, typing, finish);

  const giveUp = () => {
    setRefused(false);
    setTyping(null);
    onGiveUp?.();
  };

  return {
    text,
    refused,
    /** So many letters of it are kept until it is stored, and it has more; null for all others. */
    keptOnly: typing !== null && most !== undefined && typing.text.length > most ? most : null,
    /** Stores what was typed. */
    finish,
    giveUp,
    bind: {
      value: text,
      "aria-invalid": refused || undefined,
      onChange: (event: { target: { value: string } }) => type(event.target.value),
      onBlur: () => {
        if (!refused) void finish();
      },
      onKeyDown: (event: KeyboardEvent<Box>) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") {
          const modified = event.ctrlKey || event.metaKey;
          const isArea = event.currentTarget.tagName === "TEXTAREA";
          if (isArea && (lines ? !modified : event.shiftKey)) return;
          event.preventDefault();
          void finish();
        } else if (event.key === "Escape" && typing !== null) {
          event.stopPropagation();
          giveUp();
        }
      },
    },
  };
}

/** Puts a kept text back into its field. In a form it is taken over at once: whoever sends the form next never leaves that field. */
function usePutBack(
  place: DraftPlace | null,
  type: (text: string) => void,
  typing: Typing | null,
  finish: () => Promise<void>,
): void {
  const latest = useRef({ type, finish });
  latest.current = { type, finish };
  const waits = useRef(false);
  useEffect(() => {
    if (place === null) return;
    const { keeper, field } = place;
    const take = () => {
      const kept = keeper.take(field);
      if (kept === null) return;
      waits.current = keeper.isForm === true;
      latest.current.type(kept);
    };
    take();
    return keeper.onOffer(take);
  }, [place]);
  useEffect(() => {
    if (typing === null || !waits.current) return;
    waits.current = false;
    void latest.current.finish();
  }, [typing]);
}

/**
 * Keeps what is typed for as long as nobody has acknowledged it. A field that goes away meanwhile leaves its text kept only while it is
 * being sent; `settle` says then what became of it.
 */
function useKept(
  place: DraftPlace | null,
  text: string | null,
  sending: { readonly current: string | null },
): { readonly settle: (kept: boolean) => void } {
  const noted = useRef(false);
  const gone = useRef(false);
  useEffect(() => {
    if (place === null || (text === null && !noted.current)) return;
    noted.current = text !== null;
    place.keeper.note(place.field, place.label, text);
  }, [place, text]);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      if (place !== null && noted.current && sending.current === null)
        place.keeper.note(place.field, place.label, null);
    };
  }, [place, sending]);
  return {
    settle: (kept) => {
      if (place === null || !gone.current) return;
      if (kept) place.keeper.note(place.field, place.label, null);
      else place.keeper.leave(place.field);
    },
  };
}
