/** From a report to the drawing: coloured by it, with the plan beside it. */
import type { Hit } from "../../canvas/hit";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { markedIn, markingOf } from "../../document/marking";
import { wayOf } from "../../document/way";
import {
  asPlatformError,
  type ImpactHit,
  type ImpactQuestion,
  type ImpactReport,
  platform,
} from "../../platform";
import { type Dock, session } from "../../session/store";
import { currentCanvas } from "../canvas/current";
import { showDrawing } from "../registry/places";
import { openTopology, showInTopology } from "../shell/topology";
import { MOST_DRAWN } from "./use-impact";

/** Colours the drawing, and opens the worst topology where the one that is open is not hit. */
export async function showImpact(question: ImpactQuestion, known?: ImpactReport): Promise<void> {
  try {
    const whole = known?.left_out === 0;
    const report = whole ? known : await platform().impact(question, null, MOST_DRAWN);
    showDrawing();
    const open = session.get().topology;
    const worst = report.topologies[0]?.topology;
    if (worst && !report.topologies.some(({ topology }) => topology === open)) openTopology(worst);
    // What is selected has a look of its own, which says nothing of who is hit.
    session.select(NOTHING);
    session.show({ show: "impact", question, report });
    flyWhenDrawn(session.get().dock, performance.now() + PATIENCE_MS);
    session.announce(report.summary);
  } catch (reason) {
    const { message, detail } = asPlatformError(reason);
    session.notify({
      tone: "error",
      title: message,
      detail: "Who is hit could not be asked.",
      hints: detail.hints,
    });
  }
}

const PATIENCE_MS = 3000;

/** Flies to what is hit, once it is drawn; whoever has gone on to something else meanwhile is left where they are. */
function flyWhenDrawn(dock: Dock, until: number): void {
  if (session.get().dock !== dock || performance.now() > until) return;
  const canvas = currentCanvas();
  const marking = markingOf(dock);
  const marked = canvas && marking && markedIn(canvas.scene, marking);
  if (canvas && marked) canvas.flyToSelection(selectionOf([...marked.boxes], [...marked.edges]));
  else requestAnimationFrame(() => flyWhenDrawn(dock, until));
}

/** Draws the shortest way to what is hit, while the drawing is coloured by the report. */
export function showPath({ path }: Pick<ImpactHit, "path">): void {
  if (session.get().dock.show === "impact") session.set({ path: wayOf(path) });
}

/** The way to what the hand points at on the drawing. */
export function showPathAt(hit: Hit): void {
  const { dock } = session.get();
  if (dock.show !== "impact") return;
  const id = hit.on === "empty" ? null : hit.id;
  const agent = id?.startsWith("agent:") ? id.slice("agent:".length) : null;
  const found =
    agent === null
      ? dock.report.hits.find(({ handoff }) => handoff === id)
      : dock.report.agents.find((each) => each.agent === agent);
  if (found) showPath(found);
  else hidePath();
}

export function hidePath(): void {
  const { dock, path } = session.get();
  if (dock.show === "impact" && path.length > 0) session.set({ path: [] });
}

export function goToHit(hit: ImpactHit): void {
  showDrawing();
  showInTopology(hit.topology, selectionOf([], [hit.handoff]));
  showPath(hit);
}
