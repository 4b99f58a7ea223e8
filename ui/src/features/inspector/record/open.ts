/** From one record to another: its page while the registry is shown, else its place on a drawing, else its fields. */
import type { RecordKey } from "../../../platform";
import { session } from "../../../session/store";
import { showPage } from "../../registry/places";
import { showOnDrawing } from "../../registry/show";

/** Contracts are not boxes: their handoffs would be selected instead of their fields shown. */
const FIELDS_FIRST = new Set(["contract", "contract_version"]);

export function openRecord(subject: RecordKey): void {
  if (session.get().view === "registry") showPage(subject);
  else if (FIELDS_FIRST.has(subject.kind) || !showOnDrawing(subject))
    session.show({ show: "record", subject });
  else session.closeDock();
}
