/** One template: what it looks like, when to use it, what is inside, and the ways to begin with it. */
import { ArrowLeft, ArrowRight, Diamond } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { AGENT_ICONS } from "../../components/agent-icon";
import { Button } from "../../components/button";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import type { TemplatePage } from "../../platform";
import { session } from "../../session/store";
import { PATTERNS } from "../inspector/handoff/words";
import { createRegistry } from "../start/registries";
import { AddTemplate } from "./add-template";
import { TemplateFacts } from "./template-facts";
import { TemplatePictureView } from "./template-picture";
import { useEscape } from "./use-escape";
import { useTemplatePage, useTemplatePicture } from "./use-templates";

const back = () => session.set({ template: null });

export function TemplatePageView({ id }: { readonly id: string }) {
  const { answer: page, failure, retry } = useTemplatePage(id);
  useEscape(back);
  return (
    <div className="start">
      <main className="template-page">
        <Button
          look="quiet"
          icon={ArrowLeft}
          className="start__back"
          data-testid="template-back"
          onClick={back}
        >
          All templates
        </Button>
        {failure && (
          <div className="start__failure" role="alert">
            <p>
              <strong>The template cannot be shown.</strong> {failure.message}
            </p>
            <Button onClick={retry}>Try again</Button>
          </div>
        )}
        {page && <Loaded key={id} page={page} />}
      </main>
    </div>
  );
}

function Loaded({ page }: { readonly page: TemplatePage }) {
  const { info, readme } = page;
  const picture = useTemplatePicture(info.id);
  const heading = useRef<HTMLHeadingElement>(null);
  const [adding, setAdding] = useState(false);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <header className="template-page__head">
        <h1 ref={heading} tabIndex={-1}>
          {info.name}
        </h1>
        <TemplateFacts about={info.about} />
        <Beginnings id={info.id} adding={adding} onAdd={() => setAdding(true)} />
        {adding && <AddTemplate id={info.id} onClose={() => setAdding(false)} />}
      </header>
      <div className="template-page__picture">
        {picture && <TemplatePictureView named name={info.name} picture={picture} />}
      </div>
      <div className="template-page__why">
        <section aria-labelledby="why-about">
          <h2 id="why-about">What it is</h2>
          {readme.about.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
        <section aria-labelledby="why-when">
          <h2 id="why-when">When to use it</h2>
          <p>{readme.when}</p>
        </section>
        <section aria-labelledby="why-first">
          <h2 id="why-first">What to change first</h2>
          <p>{readme.change_first}</p>
        </section>
      </div>
      <Inside page={page} />
    </>
  );
}

interface BeginningsProps {
  readonly id: string;
  readonly adding: boolean;
  readonly onAdd: () => void;
}

function Beginnings({ id, adding, onAdd }: BeginningsProps) {
  const [making, setMaking] = useState(false);
  const locked = useLock() !== null;
  const open = useDocument((state) => state.info !== null);
  const begin = async () => {
    setMaking(true);
    const made = await createRegistry(id);
    setMaking(false);
    if (made) session.set({ template: null });
  };
  return (
    <div className="start__buttons">
      <Button
        look="primary"
        data-testid="template-start"
        disabled={making}
        onClick={() => void begin()}
      >
        {making ? "Making it…" : "Start from this"}
      </Button>
      {open && (
        <Button
          data-testid="template-add"
          disabled={making || adding || locked}
          title={locked ? "The registry is read only" : undefined}
          onClick={onAdd}
        >
          Add to this registry …
        </Button>
      )}
    </div>
  );
}

function Inside({ page }: { readonly page: TemplatePage }) {
  const { agents, handoffs, teams, contracts, recognised } = page;
  return (
    <div className="template-page__inside">
      <section aria-labelledby="inside-agents">
        <h2 id="inside-agents">{agents.length} agents</h2>
        <ul className="inside">
          {agents.map(({ name, kind, scope }) => {
            const Mark = AGENT_ICONS[kind];
            return (
              <li key={name} className={`inside__agent inside__agent--${kind}`}>
                <Mark size={15} aria-hidden />
                <span>
                  <strong>{name}</strong>
                  <span className="inside__note">{scope}</span>
                </span>
              </li>
            );
          })}
        </ul>
      </section>
      <section aria-labelledby="inside-handoffs">
        <h2 id="inside-handoffs">{handoffs.length} handoffs</h2>
        <ul className="inside">
          {handoffs.map((seam, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two handoffs may join the same agents
            <li key={`${seam.from} ${seam.to} ${i}`} className="inside__seam">
              <span>
                {seam.from} <ArrowRight size={12} aria-label="to" /> {seam.to}
              </span>
              <span className="inside__note">
                {seam.gate && (
                  <>
                    <Diamond size={11} aria-hidden /> gate,{" "}
                  </>
                )}
                {seam.contract || "no contract"}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="inside-rest">
        <h2 id="inside-rest">Patterns</h2>
        <ul className="inside">
          {recognised.map(({ pattern, agents: of, because }) => (
            <li key={`${pattern} ${of.join()}`}>
              <strong>{PATTERNS[pattern]}</strong>
              <span className="inside__note">{because}</span>
            </li>
          ))}
        </ul>
        <h2>{contracts.length} contracts</h2>
        <p>{contracts.join(", ")}</p>
        <h2>{teams.length} teams</h2>
        <p>{teams.join(", ")}</p>
      </section>
    </div>
  );
}
