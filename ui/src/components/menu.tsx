/** A menu at a point of the window: arrows walk, letters jump, Escape gives the focus back. */
import { ChevronRight } from "lucide-react";
import {
  type CSSProperties,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import type { Icon } from "./icon";
import "./menu.css";

export type MenuRow =
  | {
      readonly row: "item";
      readonly id: string;
      readonly label: string;
      readonly icon?: Icon | undefined;
      /** Keys that do the same, as people write them. */
      readonly keys?: string | undefined;
      readonly disabled?: boolean;
      readonly perform: () => void;
    }
  | {
      readonly row: "more";
      readonly id: string;
      readonly label: string;
      readonly icon?: Icon | undefined;
      readonly rows: readonly MenuRow[];
    }
  | { readonly row: "gap"; readonly id: string };

export interface MenuProps {
  readonly label: string;
  readonly rows: readonly MenuRow[];
  /** In pixels of the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  readonly "data-testid"?: string;
}

export function Menu({ label, rows, at, onClose, ...rest }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  // The list takes the focus as soon as it stands.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // Whatever the choice has opened keeps the focus that it took.
      const lost = document.activeElement === document.body || document.activeElement === null;
      if (before instanceof HTMLElement && lost) before.focus();
    },
    [before],
  );
  useEffect(() => {
    const away = (event: PointerEvent) => {
      const inside = event.target instanceof Element && event.target.closest(".menu-list");
      if (!inside) onClose();
    };
    document.addEventListener("pointerdown", away, true);
    window.addEventListener("blur", onClose);
    window.addEventListener("resize", onClose);
    return () => {
      document.removeEventListener("pointerdown", away, true);
      window.removeEventListener("blur", onClose);
      window.removeEventListener("resize", onClose);
    };
  }, [onClose]);
  const style = usePlaceAt(box, at.x, at.y, at.x);
  return createPortal(
    <MenuList
      box={box}
      label={label}
      rows={rows}
      style={style}
      onClose={onClose}
      onBack={onClose}
      {...rest}
    />,
    document.body,
  );
}

interface MenuListProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly label: string;
  readonly rows: readonly MenuRow[];
  readonly style: CSSProperties;
  readonly onClose: () => void;
  /** One menu back. */
  readonly onBack: () => void;
  readonly "data-testid"?: string;
}

function MenuList({ box, label, rows, style, onClose, onBack, ...rest }: MenuListProps) {
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => itemsOf(box.current)[0]?.focus(), [box]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    event.stopPropagation();
    const items = itemsOf(box.current);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = stepOf(event.key, at, items);
    if (to !== null) items[to]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "ArrowLeft") onBack();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      data-control
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className="menu-list"
      style={style}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
      {...rest}
    >
      {rows.map((row) => {
        if (row.row === "gap")
          return <hr key={row.id} className="menu-list__gap" aria-orientation="horizontal" />;
        if (row.row === "more")
          return (
            <MoreItem
              key={row.id}
              row={row}
              open={opened === row.id}
              onOpen={() => setOpened(row.id)}
              onShut={() => setOpened(null)}
              onClose={onClose}
            />
          );
        return (
          <button
            key={row.id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="menu-list__item"
            disabled={row.disabled}
            data-testid={`menu-${row.id}`}
            onPointerEnter={(event) => {
              setOpened(null);
              event.currentTarget.focus();
            }}
            onClick={() => {
              onClose();
              row.perform();
            }}
          >
            <Mark row={row} />
            <bdi className="menu-list__label">{row.label}</bdi>
            {row.keys && (
              <span className="menu-list__keys" aria-hidden>
                {row.keys}
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}

function Mark({ row }: { readonly row: Extract<MenuRow, { row: "item" | "more" }> }) {
  return row.icon ? <row.icon size={14} aria-hidden /> : <span className="menu-list__mark" />;
}

interface MoreItemProps {
  readonly row: Extract<MenuRow, { row: "more" }>;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onShut: () => void;
  readonly onClose: () => void;
}

/** An item that opens a further menu beside it. */
function MoreItem({ row, open, onOpen, onShut, onClose }: MoreItemProps) {
  const item = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={item}
        type="button"
        role="menuitem"
        aria-haspopup="menu"
        aria-expanded={open}
        tabIndex={-1}
        className="menu-list__item"
        data-testid={`menu-${row.id}`}
        onPointerEnter={onOpen}
        onClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== "ArrowRight") return;
          event.preventDefault();
          event.stopPropagation();
          onOpen();
        }}
      >
        <Mark row={row} />
        <bdi className="menu-list__label">{row.label}</bdi>
        <ChevronRight size={14} aria-hidden />
      </button>
      {open && (
        <SubMenu
          anchor={item}
          row={row}
          onClose={onClose}
          onBack={() => {
            onShut();
            item.current?.focus();
          }}
        />
      )}
    </>
  );
}

interface SubMenuProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly row: Extract<MenuRow, { row: "more" }>;
  readonly onClose: () => void;
  readonly onBack: () => void;
}

function SubMenu({ anchor, row, onClose, onBack }: SubMenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const bounds = anchor.current?.getBoundingClientRect();
  const style = usePlaceAt(box, bounds?.right ?? 0, (bounds?.top ?? 0) - 4, bounds?.left ?? 0);
  return createPortal(
    <MenuList
      box={box}
      label={row.label}
      rows={row.rows}
      style={style}
      onClose={onClose}
      onBack={onBack}
    />,
    document.body,
  );
}

const MARGIN_PX = 6;

/** Below and beside a point; on its other side where the window ends. */
function usePlaceAt(
  box: RefObject<HTMLElement | null>,
  x: number,
  y: number,
  otherSide: number,
): CSSProperties {
  const [style, setStyle] = useState<CSSProperties>({ left: x, top: y });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const fits = x + width + MARGIN_PX <= window.innerWidth;
    setStyle({
      left: Math.max(MARGIN_PX, fits ? x : otherSide - width),
      top: Math.max(MARGIN_PX, Math.min(y, window.innerHeight - height - MARGIN_PX)),
    });
  }, [box, x, y, otherSide]);
  return style;
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  if (!menu) return [];
  return [...menu.querySelectorAll<HTMLElement>(":scope > button:not(:disabled)")];
}

/** The item that a key goes to; null where it goes to none. */
function stepOf(key: string, at: number, items: readonly HTMLElement[]): number | null {
  const count = items.length;
  switch (key) {
    case "ArrowDown":
      return (at + 1) % Math.max(1, count);
    case "ArrowUp":
      return (at - 1 + count) % Math.max(1, count);
    case "Home":
      return 0;
    case "End":
      return count - 1;
  }
  if (key.length !== 1 || key === " ") return null;
  const begins = (i: number) =>
    items[i % count]?.textContent?.trim().toLowerCase().startsWith(key.toLowerCase());
  for (let i = at + 1; i <= at + count; i++) if (begins(i)) return i % count;
  return null;
}
