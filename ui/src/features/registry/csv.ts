/** The table that is shown, as a file for spreadsheets: its rows in their order, its columns as they are chosen. */
import { asPlatformError, platform } from "../../platform";
import { session } from "../../session/store";
import { shownColumns } from "./column-choice";
import { kindNames } from "./kinds";

export async function exportCsv(): Promise<void> {
  const { registry, hiddenColumns, columnOrders } = session.get();
  const { kind, query, sort, descending } = registry;
  try {
    const { columns } = await platform().table(kind, query, sort, descending);
    const shown = shownColumns(columns, hiddenColumns[kind], columnOrders[kind]);
    const ids = shown.map(({ id }) => id);
    const text = await platform().tableCsv(kind, query, sort, descending, ids);
    const name = `${kindNames(kind).toLowerCase().replaceAll(" ", "-")}.csv`;
    const path = await platform().saveText(`Save ${kindNames(kind).toLowerCase()}`, name, text);
    if (path === null) return;
    session.notify({ tone: "success", title: "The table was saved", detail: path, hints: [] });
  } catch (reason) {
    const { message, detail } = asPlatformError(reason);
    session.notify({
      tone: "error",
      title: message,
      detail: "No file was written.",
      hints: detail.hints,
    });
  }
}
