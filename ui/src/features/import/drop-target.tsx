/** The whole window takes files and folders of other tools: shown while they are held over it, looked at when they are let go. */
import { FileDown } from "lucide-react";
import { useEffect, useState } from "react";
import { report } from "../../document/commit";
import { asPlatformError } from "../../platform";
import { carriesFiles, droppedFiles } from "./dropped";
import { previewImport } from "./import";
import "./import.css";

export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent; only when every one is left nothing is held over the window.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    // Without this the window would show the file instead.
    const allow = (event: DragEvent) => {
      if (carriesFiles(event.dataTransfer)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void take(event.dataTransfer);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", allow);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", allow);
      window.removeEventListener("drop", drop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="import-drop" role="status">
      <p>
        <FileDown size={20} aria-hidden /> Drop to look at what it would bring
      </p>
    </div>
  );
}

async function take(transfer: DataTransfer): Promise<void> {
  try {
    await previewImport(await droppedFiles(transfer), null);
  } catch (reason) {
    report(asPlatformError(reason), "Nothing was imported");
  }
}
