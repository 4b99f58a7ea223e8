/** Which columns the table shows, and in which order. */
import { Columns3 } from "lucide-react";
import { useCallback, useState } from "react";
import { Button } from "../../components/button";
import { Popover } from "../../components/popover";
import { SortList } from "../../components/sort-list";
import type { Kind, TableColumn } from "../../platform";
import { useSession } from "../../session/store";
import { orderColumns, orderedColumns, resetColumns, showColumn } from "./column-choice";

export interface ColumnsMenuProps {
  readonly kind: Kind;
  readonly columns: readonly TableColumn[];
}

export function ColumnsMenu({ kind, columns }: ColumnsMenuProps) {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const hidden = useSession((state) => state.hiddenColumns[kind]);
  const order = useSession((state) => state.columnOrders[kind]);
  const [first, ...others] = orderedColumns(columns, order);
  const away = others.filter(({ id }) => hidden?.includes(id)).length;
  return (
    <div className="columns-menu">
      <Button
        icon={Columns3}
        aria-expanded={open}
        aria-haspopup="dialog"
        title="Columns"
        data-testid="registry-columns"
        onClick={() => setOpen(!open)}
      >
        <span className="registry__word">
          {away > 0 ? `Columns (${columns.length - away} of ${columns.length})` : "Columns"}
        </span>
      </Button>
      <Popover open={open} label="Columns" onClose={close} className="columns-menu__list">
        {first && (
          <label className="columns-menu__first">
            <input type="checkbox" checked disabled />
            {first.title}
          </label>
        )}
        <SortList
          label="Columns, in their order"
          items={others.map(({ id, title }) => ({
            key: id,
            name: title,
            content: (
              <label>
                <input
                  type="checkbox"
                  checked={!hidden?.includes(id)}
                  onChange={(event) => showColumn(kind, id, event.target.checked)}
                />
                {title}
              </label>
            ),
          }))}
          onMove={async (keys) => orderColumns(kind, keys)}
        />
        <Button
          look="quiet"
          disabled={away === 0 && order === undefined}
          data-testid="columns-reset"
          onClick={() => resetColumns(kind)}
        >
          All, in their own order
        </Button>
      </Popover>
    </div>
  );
}
