/** The inspector of handoffs; everything else in this folder is its own. */
export { HandoffInspector } from "./handoff";
