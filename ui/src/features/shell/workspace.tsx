/** The room to work in: bars at the edges, panels beside them, the drawing, the registry or the audit in the middle. */
import { type CSSProperties, type ReactNode, useRef } from "react";
import { Boundary } from "../../components/boundary";
import { Empty } from "../../components/empty";
import { later } from "../../components/later";
import { Splitter } from "../../components/splitter";
import { recordsOf, useDocument } from "../../document/store";
import { PANEL_LIMITS } from "../../session/persist";
import { session, useSession } from "../../session/store";
import { CanvasSurface } from "../canvas/surface";
import { FindingsPanel } from "../findings/findings-panel";
import { PastBanner } from "../history/past-banner";
import { TourBanner } from "../tour/tour-banner";
import { UnsentBanner } from "../unsent/unsent-banner";
import { AwayBanner } from "./away-banner";
import { Dock } from "./dock";
import { Notices } from "./notices";
import { Outline } from "./outline";
import { ReadOnlyBanner } from "./read-only-banner";
import { SaveProgress } from "./save-state";
import { StatusBar } from "./status-bar";
import { useScale } from "./theme";
import { TopBar } from "./top-bar";

const AuditSurface = later(async () => (await import("../audit/audit")).AuditSurface);
const RegistrySurface = later(async () => (await import("../registry/registry")).RegistrySurface);
const DiffView = later(async () => (await import("../export/diff-view")).DiffView);
const GatePreviewView = later(async () => (await import("../gates/preview")).GatePreviewView);

export function Workspace() {
  const outline = useSession((state) => state.panels.outline);
  const findings = useSession((state) => state.panels.findings);
  const inspector = useSession((state) => state.panels.inspector);
  const view = useSession((state) => (state.past === null ? state.view : "drawing"));
  // The differences of a file lie over it, and what a reviewer sees.
  const cover = useSession(({ dock }) => {
    if (dock.show === "gate") return "gate";
    return dock.show === "export" && dock.file !== undefined ? "differences" : null;
  });
  const drawing = view === "drawing";
  // What is selected on the drawing says nothing about the rows of the registry and the audit.
  const inspecting = useSession((state) => state.dock.show === "inspector");
  return (
    <div className="window">
      <TopBar />
      <div className="window__middle">
        <SaveProgress />
        {outline && drawing && (
          <Side side="left" panel="outlineWidth" label="Width of the outline">
            <Boundary name="The outline">
              <Outline />
            </Boundary>
          </Side>
        )}
        <main className="window__main">
          <ReadOnlyBanner />
          <AwayBanner />
          <UnsentBanner />
          <PastBanner />
          {drawing && <TourBanner />}
          {!drawing && <Notices inFlow />}
          <div className="window__stage">
            <div className="window__surface" inert={cover !== null}>
              <Boundary name={SURFACES[view].name} of={view}>
                {SURFACES[view].show()}
              </Boundary>
            </div>
            {drawing && <Notices />}
            {cover === "differences" && (
              <Boundary name="The differences">
                <DiffView />
              </Boundary>
            )}
            {cover === "gate" && (
              <Boundary name="The preview of the gate">
                <GatePreviewView />
              </Boundary>
            )}
          </div>
          {findings && <Bottom />}
        </main>
        {inspector && (drawing || !inspecting) && (
          <Side side="right" panel="dockWidth" label="Width of the side panel">
            <DockInBounds />
          </Side>
        )}
      </div>
      <StatusBar />
    </div>
  );
}

const SURFACES = {
  drawing: { name: "The drawing", show: () => <Drawing /> },
  registry: { name: "The registry", show: () => <RegistrySurface /> },
  audit: { name: "The audit", show: () => <AuditSurface /> },
} as const;

/** What cannot be shown of one thing may well be shown of another. */
function DockInBounds() {
  const dock = useSession((state) => state.dock);
  const selection = useSession((state) => state.selection);
  const [shown = ""] = [...selection.boxes, ...selection.edges];
  return (
    <Boundary name="This panel" of={`${dock.show} ${shown}`}>
      <Dock />
    </Boundary>
  );
}

function Drawing() {
  const topology = useSession((state) => state.topology);
  const past = useSession((state) => state.past !== null);
  const exists = useDocument(
    (state) => topology !== null && recordsOf(state, "topology").has(topology),
  );
  if (topology !== null && exists) return <CanvasSurface key={topology} topology={topology} />;
  return (
    <div className="window__nothing">
      {past ? (
        <Empty title="This topology did not exist yet">
          <p>Step on to a later revision, or choose another topology at the top left.</p>
        </Empty>
      ) : (
        <Empty title="No topology is open">
          <p>Choose one at the top left, or type a name there to make one.</p>
        </Empty>
      )}
    </div>
  );
}

interface SideProps {
  readonly side: "left" | "right";
  readonly panel: "outlineWidth" | "dockWidth";
  readonly label: string;
  readonly children: ReactNode;
}

/** Sizes are kept for the usual text size; larger text gets as much more room as the window has. */
const PX_PER_REM = 16;

function Side({ side, panel, label, children }: SideProps) {
  const pixels = useSession((state) => state.panels[panel]);
  const left = side === "left";
  return (
    <aside
      className={`side side--${side}`}
      aria-label={left ? "Left side" : "Right side"}
      style={{ width: `min(${pixels / PX_PER_REM}rem, var(--side-most))` }}
    >
      {children}
      <PanelSplitter
        panel={panel}
        label={label}
        axis="x"
        grows={left ? 1 : -1}
        style={left ? { right: -4 } : { left: -4 }}
      />
    </aside>
  );
}

function Bottom() {
  const panels = useSession((state) => state.panels);
  const own = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={own}
      className={`window__bottom ${panels.findingsSized ? "is-sized" : ""}`}
      style={{ "--height": `${panels.findingsHeight / PX_PER_REM}rem` } as CSSProperties}
    >
      <PanelSplitter
        panel="findingsHeight"
        label="Height of the findings"
        axis="y"
        grows={-1}
        measure={() => own.current?.offsetHeight ?? 0}
      />
      <Boundary name="The list of findings">
        <FindingsPanel />
      </Boundary>
    </div>
  );
}

interface PanelSplitterProps {
  readonly panel: keyof typeof PANEL_LIMITS;
  readonly label: string;
  readonly axis: "x" | "y";
  readonly grows: 1 | -1;
  readonly measure?: () => number;
  readonly style?: { readonly left?: number; readonly right?: number };
}

function PanelSplitter({ panel, style = {}, ...rest }: PanelSplitterProps) {
  const scale = useScale();
  const pixels = useSession((state) => state.panels[panel]);
  const [least, most] = PANEL_LIMITS[panel];
  return (
    <Splitter
      {...rest}
      value={Math.round(pixels * scale)}
      limits={[Math.round(least * scale), Math.round(most * scale)]}
      onResize={(shown) => session.resize(panel, shown / scale)}
      style={style}
    />
  );
}
