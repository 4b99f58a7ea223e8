/** The list of all shortcuts, made of the actions, with what the hand does on the drawing. */
import { useRef } from "react";
import { ACTION_GROUPS, isMac, keysOf } from "../../actions/action";
import { ACTIONS, keysFor } from "../../actions/all";
import { session } from "../../session/store";
import { HelpDialog } from "./help-dialog";
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

const IN_TABLES: typeof BY_HAND = [
  ["Select one more row, or one less", [MOD, "Click"]],
  ["Select all rows up to one", ["Shift", "Click"]],
  ["Select the row, or not", ["Space"]],
  ["Select all rows", [MOD, "A"]],
  ["From the first row to the column titles", ["↑"]],
  ["Select nothing", ["Esc"]],
];

export function Shortcuts() {
  const list = useRef<HTMLDivElement>(null);
  return (
    <HelpDialog
      title="Keyboard shortcuts"
      name="shortcuts"
      reader={list}
      onClose={() => session.set({ help: false })}
    >
      <div
        ref={list}
        role="document"
        aria-label="All shortcuts"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard.
        tabIndex={0}
        className="shortcuts__list"
      >
        <div className="shortcuts__groups">
          <Group title="On the drawing" rows={BY_HAND.map(([what, keys]) => [what, what, keys])} />
          <Group
            title="In the registry's tables"
            rows={IN_TABLES.map(([what, keys]) => [what, what, keys])}
          />
          {ACTION_GROUPS.map((group) => (
            <Group
              key={group}
              title={group}
              rows={ACTIONS.filter((each) => each.group === group && each.shortcut).map((each) => [
                each.id,
                each.title,
                keysOf(keysFor(each)[0] ?? ""),
              ])}
            />
          ))}
        </div>
      </div>
    </HelpDialog>
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
