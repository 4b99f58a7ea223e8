/** What is to be written: every kind with a line of what it is, by family, searched and ticked one by one or together. */
import { Check, ChevronDown, ChevronRight, ListFilter, Minus } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../components/button";
import { Words } from "../../components/words";
import type { ExportKindInfo } from "../../platform";
import { type Family, familiesOf, isMeant, ticked } from "./kinds";
import { choose } from "./request";
import "./kinds.css";

export interface KindChoiceProps {
  readonly known: readonly ExportKindInfo[];
  readonly kinds: readonly string[];
}

export function KindChoice({ known, kinds }: KindChoiceProps) {
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const meant = useMemo(
    () => known.filter((kind) => isMeant(kind, search.trim())),
    [known, search],
  );
  const families = useMemo(() => familiesOf(meant), [meant]);
  const searches = search.trim() !== "";
  const tick = (change: readonly ExportKindInfo[], on: boolean) =>
    choose({ kinds: ticked(known, kinds, change, on) });
  const fold = (name: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(name)) after.add(name);
      return after;
    });
  return (
    <section className="export-kinds" aria-labelledby="export-kinds-title">
      <header className="export-kinds__head">
        <h3 id="export-kinds-title" className="dock-heading">
          What to write
        </h3>
        <span className="muted" data-testid="export-kinds-count">
          {kinds.length} of {known.length}
        </span>
        <Button
          look="quiet"
          data-testid="export-kinds-all"
          disabled={meant.every(({ id }) => kinds.includes(id))}
          onClick={() => tick(meant, true)}
        >
          {searches ? "All found" : "All"}
        </Button>
        <Button
          look="quiet"
          data-testid="export-kinds-none"
          disabled={!meant.some(({ id }) => kinds.includes(id))}
          onClick={() => tick(meant, false)}
        >
          None
        </Button>
      </header>
      <label className="filter-field">
        <ListFilter size={13} aria-hidden />
        <input
          type="search"
          aria-label="Search what can be written"
          placeholder="Search, for example pydantic"
          data-testid="export-kinds-search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      {families.length === 0 && (
        <p className="muted export-kinds__none">Nothing of that name is exported.</p>
      )}
      {families.map((family) => (
        <FamilyChoice
          key={family.name}
          family={family}
          kinds={kinds}
          open={searches || open.has(family.name)}
          onFold={searches ? null : () => fold(family.name)}
          onTick={tick}
        />
      ))}
    </section>
  );
}

interface FamilyChoiceProps {
  readonly family: Family;
  readonly kinds: readonly string[];
  readonly open: boolean;
  /** Null where it has to stay open. */
  readonly onFold: (() => void) | null;
  readonly onTick: (change: readonly ExportKindInfo[], on: boolean) => void;
}

function FamilyChoice({ family, kinds, open, onFold, onTick }: FamilyChoiceProps) {
  const count = family.kinds.filter(({ id }) => kinds.includes(id)).length;
  const all = count === family.kinds.length;
  const Fold = open ? ChevronDown : ChevronRight;
  return (
    <fieldset className="export-kinds__family">
      <legend className="visually-hidden">{family.name}</legend>
      <div className="export-kinds__row">
        <Tick
          label={`All of ${family.name}`}
          id={`family-${family.name}`}
          state={all ? "all" : count > 0 ? "some" : "none"}
          onChange={() => onTick(family.kinds, !all)}
        />
        <button
          type="button"
          className="export-kinds__name"
          aria-expanded={open}
          disabled={onFold === null}
          data-testid={`export-family-${family.name}`}
          onClick={() => onFold?.()}
        >
          {family.name}
          <span className="export-kinds__count">
            {count} of {family.kinds.length}
          </span>
          <Fold size={13} aria-hidden />
        </button>
      </div>
      {open && (
        <ul className="export-kinds__list">
          {family.kinds.map((kind) => (
            <li key={kind.id}>
              <label className="export-kinds__one" htmlFor={`export-kind-${kind.id}`}>
                <Tick
                  id={kind.id}
                  state={kinds.includes(kind.id) ? "all" : "none"}
                  onChange={() => onTick([kind], !kinds.includes(kind.id))}
                />
                <span className="export-kinds__title">{kind.title}</span>
                <span className="export-kinds__about">
                  <Words text={kind.about} />
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

interface TickProps {
  readonly id: string;
  /** Left out where a label stands around it. */
  readonly label?: string;
  readonly state: "all" | "some" | "none";
  readonly onChange: () => void;
}

function Tick({ id, label, state, onChange }: TickProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === "some";
  }, [state]);
  const Mark = state === "some" ? Minus : Check;
  return (
    <span className="check">
      <input
        ref={box}
        id={`export-kind-${id}`}
        type="checkbox"
        aria-label={label}
        data-testid={`export-kind-${id}`}
        checked={state === "all"}
        onChange={onChange}
      />
      <span className="check__mark" aria-hidden>
        <Mark size={11} />
      </span>
    </span>
  );
}
