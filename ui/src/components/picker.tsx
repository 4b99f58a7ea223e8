/** A choice out of many, by typing: what is chosen stands in the field, what fits stands in a list under it. */
import { ChevronDown } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { usePlace } from "./place";
import "./picker.css";

export interface PickerOption {
  readonly value: string;
  readonly label: string;
  /** What tells it from others of the same name. */
  readonly note?: string;
}

export interface PickerProps {
  readonly id?: string;
  readonly value: string;
  readonly options: readonly PickerOption[];
  readonly onChange: (value: string) => void;
  /** Words for the empty value; without them it cannot be chosen. */
  readonly none?: string;
  readonly placeholder?: string;
  /** Makes a new one of the name that was typed. */
  readonly onCreate?: (name: string) => void;
  readonly disabled?: boolean;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string | undefined;
  readonly "data-testid"?: string;
}

interface Row {
  readonly key: string;
  readonly label: string;
  readonly note?: string | undefined;
  readonly take: () => void;
}

const MOST = 60;

export function Picker({
  value,
  options,
  onChange,
  none,
  placeholder,
  onCreate,
  ...rest
}: PickerProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const list = useId();
  const shown = options.find((option) => option.value === value)?.label ?? value;
  const words = (typed ?? "").trim();

  const close = () => {
    setOpen(false);
    setTyped(null);
    setAt(0);
  };
  const rows = useMemo(() => {
    const fits = fitting(options, words);
    const all: Row[] = fits.slice(0, MOST).map((option) => ({
      key: `=${option.value}`,
      label: option.label,
      note: option.note,
      take: () => onChange(option.value),
    }));
    if (none !== undefined && value !== "" && words === "")
      all.unshift({ key: "none", label: none, take: () => onChange("") });
    const known = options.some((option) => option.label.toLowerCase() === words.toLowerCase());
    if (onCreate && words !== "" && !known)
      all.push({ key: "create", label: `Create “${words}”`, take: () => onCreate(words) });
    return { all, more: fits.length - MOST };
  }, [options, words, none, value, onChange, onCreate]);
  const active = Math.min(at, rows.all.length - 1);

  const take = (row: Row | undefined) => {
    close();
    row?.take();
  };
  const step = (by: number) => {
    if (!open) setOpen(true);
    else setAt((active + by + rows.all.length) % Math.max(1, rows.all.length));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open) take(rows.all[active]);
      else setOpen(true);
    } else if (event.key === "Escape" && (open || typed !== null)) {
      event.stopPropagation();
      close();
    }
  };
  return (
    <div className="picker" ref={box}>
      <input
        className="input picker__input"
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && active >= 0 ? `${list}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        title={shown || undefined}
        placeholder={placeholder ?? none}
        value={typed ?? shown}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onClick={(event) => {
          setOpen(true);
          event.currentTarget.select();
        }}
        onBlur={close}
        onKeyDown={onKeyDown}
        {...rest}
      />
      <ChevronDown size={14} aria-hidden />
      {open && (
        <PickerList anchor={box} id={list} rows={rows.all} active={active} onTake={take}>
          {rows.all.length === 0 && noneWords(words, onCreate !== undefined)}
          {rows.more > 0 && `${rows.more} more: type to narrow them down.`}
        </PickerList>
      )}
    </div>
  );
}

function noneWords(typed: string, canCreate: boolean): string {
  if (typed !== "") return "Nothing of that name.";
  return canCreate ? "There is none yet: type a name to create one." : "There is none yet.";
}

interface PickerListProps {
  readonly anchor: RefObject<HTMLDivElement | null>;
  readonly id: string;
  readonly rows: readonly Row[];
  readonly active: number;
  readonly onTake: (row: Row) => void;
  readonly children: ReactNode;
}

/** Stands over everything, because panels cut off what leaves them. */
function PickerList({ anchor, id, rows, active, onTake, children }: PickerListProps) {
  const style = usePlace(anchor);
  const activeRow = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row to be shown is another one.
  useEffect(() => {
    // Newer engines answer with a promise, which is no way to clean up.
    activeRow.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return createPortal(
    <div className="picker__list" style={style} onPointerDown={(event) => event.preventDefault()}>
      <div role="listbox" id={id} aria-label="Choices">
        {rows.map((row, i) => (
          <div
            key={row.key}
            ref={i === active ? activeRow : undefined}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            className={`picker__row ${row.key === "none" || row.key === "create" ? "is-apart" : ""}`}
            // The field keeps the focus: keys are read there.
            onClick={() => onTake(row)}
            onKeyDown={() => {}}
          >
            <bdi className="picker__label">{row.label}</bdi>
            {row.note && <bdi className="picker__note">{row.note}</bdi>}
          </div>
        ))}
      </div>
      {children && <p className="picker__more">{children}</p>}
    </div>,
    document.body,
  );
}

/** Those that hold every word that was typed; names that begin with it come first. */
function fitting(options: readonly PickerOption[], words: string): readonly PickerOption[] {
  if (words === "") return options;
  const parts = words.toLowerCase().split(/\s+/);
  const fits = options.filter(({ label, note, value }) => {
    const text = `${label} ${note ?? ""} ${value}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
  const begins = (option: PickerOption) => option.label.toLowerCase().startsWith(parts[0] ?? "");
  return [...fits.filter(begins), ...fits.filter((option) => !begins(option))];
}
