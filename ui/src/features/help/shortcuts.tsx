/** The list of all shortcuts, made of the actions, with what the hand does on the drawing. */
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { ACTION_GROUPS, isMac, keysOf } from "../../actions/action";
import { ACTIONS, keysFor } from "../../actions/all";
import { IconButton } from "../../components/button";
import { session } from "../../session/store";
import "./shortcuts.css";

const MOD = isMac ? "⌘" : "Ctrl";
const ALT = isMac ? "⌥" : "Alt";

/** Each with its keys, one word each; a hand's part is written out. */
const BY_HAND: readonly (readonly [string, readonly string[]])[] = [
  ["Move the selection", ["Arrows"]],
  ["Move it further", ["Shift", "Arrows"]],
  ["Move it by the smallest step", [ALT, "Arrows"]],
  ["Next or previous box", ["Tab"]],
  ["Rename the selected box", ["Enter"]],
  ["Pan", ["Space", "Drag"]],
  ["Zoom at the pointer", ["Wheel"]],
  ["Pan sideways", ["Shift", "Wheel"]],
  ["Add to the selection", ["Shift", "Click"]],
  ["Drag without snapping", [MOD, "Drag"]],
  ["Drag a copy", [ALT, "Drag"]],
  ["Draw a handoff", ["Drag from an edge"]],
  ["Open or close a group", ["Double-click its name"]],
  ["Give up", ["Esc"]],
];

export function Shortcuts() {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const close = () => session.set({ help: false });
  useEffect(() => {
    const before = document.activeElement;
    list.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div
      className="shortcuts"
      role="presentation"
      onPointerDown={(event) => {
        if (!box.current?.contains(event.target as Node)) close();
      }}
    >
      <div
        ref={box}
        role="dialog"
        aria-modal
        aria-label="Keyboard shortcuts"
        className="shortcuts__box"
        data-testid="shortcuts"
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          if (event.key !== "Tab") return;
          // The focus stays in the dialog: on the list, which scrolls, or on the button that closes.
          event.preventDefault();
          const atList = document.activeElement === list.current;
          (atList ? box.current?.querySelector("button") : list.current)?.focus();
        }}
      >
        <div className="shortcuts__head">
          <h2>Keyboard shortcuts</h2>
          <IconButton icon={X} label="Close" shortcut="Esc" onClick={close} />
        </div>
        <div
          ref={list}
          role="document"
          aria-label="All shortcuts"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard.
          tabIndex={0}
          className="shortcuts__list"
        >
          <div className="shortcuts__groups">
            <Group
              title="On the drawing"
              rows={BY_HAND.map(([what, keys]) => [what, what, keys])}
            />
            {ACTION_GROUPS.map((group) => (
              <Group
                key={group}
                title={group}
                rows={ACTIONS.filter((each) => each.group === group && each.shortcut).map(
                  (each) => [each.id, each.title, keysOf(keysFor(each)[0] ?? "")],
                )}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  /** Key, words, keys. */
  readonly rows: readonly (readonly [string, string, readonly string[]])[];
}

function Group({ title, rows }: GroupProps) {
  if (rows.length === 0) return null;
  return (
    <section className="shortcuts__group">
      <h3>{title}</h3>
      <dl>
        {rows.map(([id, what, keys]) => (
          <div key={id} className="shortcuts__row">
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
