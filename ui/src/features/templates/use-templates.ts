/** The templates, their pictures and their pages. */
import { useCallback, useEffect, useState } from "react";
import {
  asPlatformError,
  type PlatformError,
  platform,
  type TemplateInfo,
  type TemplatePage,
  type TemplatePicture,
} from "../../platform";

export interface Asked<T> {
  /** Null until it has come. */
  readonly answer: T | null;
  readonly failure: PlatformError | null;
  readonly retry: () => void;
}

/** What `ask` answers, asked again when `ask` changes. */
export function useAsked<T>(ask: () => Promise<T>): Asked<T> {
  const [answer, setAnswer] = useState<T | null>(null);
  const [failure, setFailure] = useState<PlatformError | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again
  useEffect(() => {
    let current = true;
    setFailure(null);
    ask().then(
      (told) => current && setAnswer(told),
      (reason: unknown) => current && setFailure(asPlatformError(reason)),
    );
    return () => {
      current = false;
    };
  }, [ask, turn]);
  const retry = useCallback(() => setTurn((before) => before + 1), []);
  return { answer, failure, retry };
}

const askTemplates = () => platform().templates();

export function useTemplates(): Asked<readonly TemplateInfo[]> {
  return useAsked(askTemplates);
}

export function useTemplatePage(id: string): Asked<TemplatePage> {
  return useAsked(useCallback(() => platform().templatePage(id), [id]));
}

/** Null until it has come; a card does without where it does not. */
export function useTemplatePicture(id: string): TemplatePicture | null {
  return useAsked(useCallback(() => platform().templatePicture(id), [id])).answer;
}
