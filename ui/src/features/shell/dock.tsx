/** The panel at the right: the inspector, or what has taken its place until it is decided. */
import { useSession } from "../../session/store";
import { ConflictPanel } from "../conflict/conflict-panel";
import { ExportPanel } from "../export/export-panel";
import { FixPanel } from "../findings/fix-panel";
import { HistoryPanel } from "../history/history-panel";
import { ImportPanel } from "../import/import-panel";
import { DeletePanel } from "../inspector/delete-panel";
import { Inspector } from "../inspector/inspector";

export function Dock() {
  const dock = useSession((state) => state.dock);
  switch (dock.show) {
    case "inspector":
      return <Inspector />;
    case "fix":
      return (
        <FixPanel key={`${dock.finding}:${dock.fix}`} findingKey={dock.finding} fix={dock.fix} />
      );
    case "export":
      return <ExportPanel />;
    case "import":
      return <ImportPanel files={dock.files} preview={dock.preview} />;
    case "history":
      return <HistoryPanel />;
    case "delete":
      return <DeletePanel keys={dock.keys} along={dock.along} />;
    case "conflict":
      return <ConflictPanel conflict={dock.conflict} drafts={dock.drafts} />;
  }
}
