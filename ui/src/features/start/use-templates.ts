/** The templates and their pictures. */
import { useCallback, useEffect, useState } from "react";
import {
  asPlatformError,
  type PlatformError,
  platform,
  type TemplateInfo,
  type TemplatePicture,
} from "../../platform";

export interface Templates {
  /** Null until they have come. */
  readonly templates: readonly TemplateInfo[] | null;
  readonly failure: PlatformError | null;
  readonly retry: () => void;
}

export function useTemplates(): Templates {
  const [templates, setTemplates] = useState<readonly TemplateInfo[] | null>(null);
  const [failure, setFailure] = useState<PlatformError | null>(null);
  const read = useCallback(() => {
    setFailure(null);
    platform()
      .templates()
      .then(setTemplates, (reason: unknown) => setFailure(asPlatformError(reason)));
  }, []);
  useEffect(read, [read]);
  return { templates, failure, retry: read };
}

/** Null until it has come; a card does without where it does not. */
export function useTemplatePicture(id: string): TemplatePicture | null {
  const [picture, setPicture] = useState<TemplatePicture | null>(null);
  useEffect(() => {
    let current = true;
    platform()
      .templatePicture(id)
      .then(
        (drawn) => current && setPicture(drawn),
        () => {},
      );
    return () => {
      current = false;
    };
  }, [id]);
  return picture;
}
