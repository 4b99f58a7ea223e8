/** One line of the palette: a command with its keys, or a record with where it belongs. */
import { memo } from "react";
import { keysOf } from "../../actions/action";
import { RecordIcon } from "../../components/kind-icon";
import { kindName } from "../../document/records";
import type { Line } from "./results";

export interface PaletteLineProps {
  readonly id: string;
  readonly line: Line;
  readonly active: boolean;
  /** Where no heading above says what kind of record it is. */
  readonly withKind: boolean;
  readonly onPoint: (key: string) => void;
  readonly onChoose: (line: Line, openPage: boolean) => void;
}

export const PaletteLine = memo(function PaletteLine(props: PaletteLineProps) {
  const { id, line, active } = props;
  const disabled = "action" in line && !line.enabled;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-disabled={disabled}
      className="palette__line"
      onPointerMove={() => props.onPoint(line.key)}
      onClick={(event) => props.onChoose(line, event.ctrlKey || event.metaKey)}
    >
      {"action" in line ? (
        <CommandWords line={line} />
      ) : (
        <RecordWords line={line} withKind={props.withKind} />
      )}
    </div>
  );
});

function CommandWords({ line }: { readonly line: Extract<Line, { action: unknown }> }) {
  const { action, missing } = line;
  return (
    <>
      <action.icon size={16} aria-hidden />
      <span className="palette__title">{action.title}</span>
      {missing !== "" && <span className="palette__needs">{missing}</span>}
      {action.shortcut && (
        <span className="palette__keys">
          {keysOf(action.shortcut).map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </>
  );
}

interface RecordWordsProps {
  readonly line: Extract<Line, { hit: unknown }>;
  readonly withKind: boolean;
}

function RecordWords({ line: { hit }, withKind }: RecordWordsProps) {
  const { kind, id, name, note } = hit;
  return (
    <>
      <RecordIcon kind={kind} id={id} />
      <span className="palette__title">
        {name || id}
        {note !== "" && <span className="palette__note">{note}</span>}
      </span>
      {withKind && <span className="palette__kind">{kindName(kind)}</span>}
    </>
  );
}
