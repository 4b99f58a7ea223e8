/** Which columns the table shows. */
import { Columns3 } from "lucide-react";
import { useCallback, useState } from "react";
import { Button } from "../../components/button";
import { Popover } from "../../components/popover";
import type { Kind, TableColumn } from "../../platform";
import { useSession } from "../../session/store";
import { showAllColumns, showColumn } from "./column-choice";

export interface ColumnsMenuProps {
  readonly kind: Kind;
  readonly columns: readonly TableColumn[];
}

export function ColumnsMenu({ kind, columns }: ColumnsMenuProps) {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const hidden = useSession((state) => state.hiddenColumns[kind]);
  const away = columns.filter(({ id }) => hidden?.includes(id)).length;
  return (
    <div className="columns-menu">
      <Button
        icon={Columns3}
        aria-expanded={open}
        aria-haspopup="dialog"
        data-testid="registry-columns"
        onClick={() => setOpen(!open)}
      >
        {away > 0 ? `Columns (${columns.length - away} of ${columns.length})` : "Columns"}
      </Button>
      <Popover open={open} label="Columns" onClose={close} className="columns-menu__list">
        <ul>
          {columns.map(({ id, title }, i) => (
            <li key={id}>
              <label>
                <input
                  type="checkbox"
                  checked={i === 0 || !hidden?.includes(id)}
                  disabled={i === 0}
                  onChange={(event) => showColumn(kind, id, event.target.checked)}
                />
                {title}
              </label>
            </li>
          ))}
        </ul>
        <Button look="quiet" disabled={away === 0} onClick={() => showAllColumns(kind)}>
          Show all
        </Button>
      </Popover>
    </div>
  );
}
