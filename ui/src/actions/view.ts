/** What is shown, and how. */
import {
  Focus,
  Fullscreen,
  Maximize,
  Moon,
  Palette,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Scaling,
  Sun,
  SunMoon,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { isEmpty } from "../canvas/selection";
import type { Icon } from "../components/icon";
import { LAYER_NAMES } from "../document/layers";
import { currentCanvas } from "../features/canvas/current";
import { HOPS } from "../features/canvas/focus-chip";
import { focusOn, leaveFocus, mainBox } from "../features/canvas/selecting";
import { LAYERS, type Theme } from "../session/persist";
import { session } from "../session/store";
import type { Action } from "./action";
import { always, drawing } from "./when";

const focusing = HOPS.map(
  (hops): Action => ({
    id: `focus-${hops}`,
    title: hops === 1 ? "Focus on the neighbours" : `Focus on ${hops} steps around`,
    group: "View",
    icon: Focus,
    shortcut: String(hops),
    enabled: () => drawing() && (session.get().focus ?? mainBox()) !== null,
    needs: "Select a box first",
    perform: () => focusOn(hops),
  }),
);

const layers = LAYERS.map(
  (layer): Action => ({
    id: `layer-${layer}`,
    title: `Colour by ${LAYER_NAMES[layer].toLowerCase()}`,
    group: "View",
    icon: Palette,
    enabled: drawing,
    perform: () => session.set({ layer }),
  }),
);

const panel = (
  id: "outline" | "findings" | "inspector",
  title: string,
  icon: Icon,
  shortcut: string,
): Action => ({
  id,
  title,
  group: "View",
  icon,
  shortcut,
  inFields: true,
  enabled: always,
  perform: () => session.toggle(id),
});

const theme = (id: Theme, title: string, icon: Icon): Action => ({
  id: `theme-${id}`,
  title,
  group: "View",
  icon,
  enabled: always,
  perform: () => session.setTheme(id),
});

const textSize = (id: string, title: string, shortcut: string, step: 1 | -1 | 0): Action => ({
  id: `text-${id}`,
  title,
  group: "View",
  icon: Scaling,
  shortcut,
  inFields: true,
  enabled: always,
  perform: () => session.stepTextSize(step),
});

export const VIEW_ACTIONS: readonly Action[] = [
  {
    id: "fit",
    title: "Fit to window",
    group: "View",
    icon: Maximize,
    shortcut: "F",
    enabled: drawing,
    perform: () => currentCanvas()?.fitAll(),
  },
  {
    id: "fit-selection",
    title: "Fly to the selection",
    group: "View",
    icon: Fullscreen,
    shortcut: "Shift+F",
    enabled: () => drawing() && !isEmpty(session.get().selection),
    needs: "Select something first",
    perform: () => currentCanvas()?.flyToSelection(session.get().selection),
  },
  {
    id: "zoom-in",
    title: "Zoom in",
    group: "View",
    icon: ZoomIn,
    shortcut: "+",
    alsoKeys: ["="],
    enabled: drawing,
    perform: () => currentCanvas()?.zoomBy(1.25),
  },
  {
    id: "zoom-out",
    title: "Zoom out",
    group: "View",
    icon: ZoomOut,
    shortcut: "-",
    enabled: drawing,
    perform: () => currentCanvas()?.zoomBy(1 / 1.25),
  },
  {
    id: "zoom-whole",
    title: "Zoom to 100 %",
    group: "View",
    icon: ZoomIn,
    shortcut: "0",
    enabled: drawing,
    perform: () => {
      const canvas = currentCanvas();
      canvas?.zoomBy(1 / canvas.camera.zoom);
    },
  },
  ...focusing,
  {
    id: "focus-leave",
    title: "Leave the focus",
    group: "View",
    icon: Focus,
    enabled: () => session.get().focus !== null,
    needs: "Nothing is focused on",
    perform: leaveFocus,
  },
  ...layers,
  panel("outline", "Show or hide the outline", PanelLeft, "Mod+B"),
  panel("findings", "Show or hide findings", PanelBottom, "Mod+J"),
  panel("inspector", "Show or hide the inspector", PanelRight, "Mod+I"),
  theme("system", "Follow the system's appearance", SunMoon),
  theme("light", "Light appearance", Sun),
  theme("dark", "Dark appearance", Moon),
  textSize("larger", "Larger text", "Mod++", 1),
  textSize("smaller", "Smaller text", "Mod+-", -1),
  textSize("usual", "Usual text size", "Mod+0", 0),
];
