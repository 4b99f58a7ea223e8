/**
 * Whose text is typed in a field, so that a text which was never acknowledged can be offered again after a crash. Fields outside of a
 * home are nobody's: what is typed there is not kept.
 */
import { createContext, useContext, useMemo } from "react";

/** Keeps what is typed. */
export interface DraftKeeper {
  /** So many letters of a text are kept. */
  readonly most: number;
  /** Fields of a form, which are stored together once all of it is sent. */
  readonly isForm?: boolean;
  /** `text` is null once nothing is typed there any more. */
  readonly note: (field: string, label: string, text: string | null) => void;
  /** The text was refused after its field had gone: it is offered at once. */
  readonly leave: (field: string) => void;
  /** The text that is to be put back into a field; null where there is none. Taken once. */
  readonly take: (field: string) => string | null;
  /** Calls back when something is to be put back. */
  readonly onOffer: (listener: () => void) => () => void;
}

interface Home {
  readonly keeper: DraftKeeper;
  /** The fields around, the outermost first. */
  readonly path: readonly string[];
  readonly label: string;
}

export const DraftHome = createContext<Home | null>(null);

/** What is inside stands in a part of the home: a field, or a field of a field. */
export function useDraftPart(name: string, label: string): Home | null {
  const home = useContext(DraftHome);
  return useMemo(
    () => (home === null ? null : { ...home, path: [...home.path, name], label }),
    [home, name, label],
  );
}

export interface DraftPlace {
  readonly keeper: DraftKeeper;
  readonly field: string;
  readonly label: string;
}

/** The place of a text box in its home: `name` tells it from others of the same field. */
export function useDraftPlace(name: string | undefined): DraftPlace | null {
  const home = useContext(DraftHome);
  return useMemo(() => {
    if (home === null) return null;
    const field = [...home.path, ...(name === undefined ? [] : [name])].join(" ");
    return field === "" ? null : { keeper: home.keeper, field, label: home.label || (name ?? "") };
  }, [home, name]);
}
