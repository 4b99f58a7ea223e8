/** The frame of a surface of the registry: the way back, its title, what can be done, and its content. */
import { type ReactNode, useEffect, useRef } from "react";
import type { Icon } from "../../components/icon";
import { StepButtons } from "./step-buttons";
import "./desk-frame.css";

export interface DeskFrameProps {
  readonly title: string;
  readonly icon: Icon;
  /** What it is, in a sentence. */
  readonly about?: ReactNode;
  /** Stands beside the title. */
  readonly tools?: ReactNode;
  readonly testid: string;
  readonly children: ReactNode;
}

export function DeskFrame({ title, icon: Mark, about, tools, testid, children }: DeskFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever has come by keyboard goes on from here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <article className="page desk" aria-labelledby="desk-title" data-testid={testid}>
      <header className="page__head">
        <div className="page__trail">
          <StepButtons />
          <h1 id="desk-title" className="desk__title" ref={heading} tabIndex={-1} title={title}>
            <Mark size={14} aria-hidden />
            <span>{title}</span>
          </h1>
        </div>
        {tools && <div className="desk__tools">{tools}</div>}
      </header>
      {about && <p className="desk__about">{about}</p>}
      {children}
    </article>
  );
}
