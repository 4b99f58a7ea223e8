/** The drawing as a picture: of what is selected, or of everything where nothing is. */
import { FileImage, Image, ImageDown, Printer, Workflow } from "lucide-react";
import { copyPicture, printDrawing, savePicture } from "../features/picture/picture";
import type { Action } from "./action";
import { drawing } from "./when";

const NEEDS = "Show a drawing first";

export const PICTURE_ACTIONS: readonly Action[] = [
  {
    id: "picture-copy-png",
    title: "Copy as PNG",
    group: "File",
    icon: Image,
    shortcut: "Mod+Shift+C",
    enabled: drawing,
    needs: NEEDS,
    perform: () => void copyPicture("png"),
  },
  {
    id: "picture-copy-svg",
    title: "Copy as SVG",
    group: "File",
    icon: FileImage,
    enabled: drawing,
    needs: NEEDS,
    perform: () => void copyPicture("svg"),
  },
  {
    id: "picture-copy-mermaid",
    title: "Copy as Mermaid",
    group: "File",
    icon: Workflow,
    enabled: drawing,
    needs: NEEDS,
    perform: () => void copyPicture("mmd"),
  },
  {
    id: "picture-save-png",
    title: "Save as PNG …",
    group: "File",
    icon: ImageDown,
    shortcut: "Mod+Shift+E",
    enabled: drawing,
    needs: NEEDS,
    perform: () => void savePicture("png"),
  },
  {
    id: "picture-save-svg",
    title: "Save as SVG …",
    group: "File",
    icon: ImageDown,
    enabled: drawing,
    needs: NEEDS,
    perform: () => void savePicture("svg"),
  },
  {
    id: "print",
    title: "Print the drawing …",
    group: "File",
    icon: Printer,
    shortcut: "Mod+P",
    inFields: true,
    enabled: drawing,
    needs: NEEDS,
    perform: () => void printDrawing(),
  },
];
