/** A text area as tall as its text: the stylesheet sets the limits. */
import { type RefObject, useEffect, useLayoutEffect } from "react";

const BORDERS_PX = 2;

export function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows from the text.
  useLayoutEffect(() => grow(area.current), [area, text]);
  // Another width or another face breaks the lines elsewhere.
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      grow(element);
    });
    observer.observe(element);
    const onFaces = () => grow(element);
    document.fonts?.addEventListener("loadingdone", onFaces);
    return () => {
      observer.disconnect();
      document.fonts?.removeEventListener("loadingdone", onFaces);
    };
  }, [area]);
}

function grow(element: HTMLTextAreaElement | null): void {
  if (!element) return;
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + BORDERS_PX}px`;
}
