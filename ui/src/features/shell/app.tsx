/** The window: bars, panels and the drawing between them. */
import { useEffect, useState } from "react";
import { listenToKeys } from "../../actions/keyboard";
import { Splitter } from "../../components/splitter";
import { useDocument } from "../../document/store";
import { followTopology, start } from "../../document/sync";
import { asPlatformError, type PlatformError } from "../../platform";
import { PANEL_LIMITS } from "../../session/persist";
import { session, useSession } from "../../session/store";
import { CanvasSurface } from "../canvas/surface";
import { FindingsPanel } from "../findings/findings-panel";
import { CommandPalette } from "../palette/command-palette";
import { StartPage } from "../start/start-page";
import { Dock } from "./dock";
import { Notices } from "./notices";
import { Outline } from "./outline";
import { StatusBar } from "./status-bar";
import { TestHooks } from "./test-hooks";
import { useTheme } from "./theme";
import { TopBar } from "./top-bar";
import "./shell.css";

export function App() {
  useTheme();
  const failure = useStart();
  const info = useDocument((state) => state.info);
  const startOpen = useSession((state) => state.startOpen);
  const palette = useSession((state) => state.palette);
  useEffect(() => listenToKeys(window), []);

  if (failure) return <Failure error={failure} />;
  if (!info)
    return (
      <div className="window window--waiting" role="status" aria-label="Opening the registry" />
    );
  return (
    <>
      {startOpen ? <StartPage /> : <Workspace />}
      {startOpen && <Notices />}
      {palette && <CommandPalette />}
      <TestHooks />
    </>
  );
}

function Workspace() {
  const topology = useSession((state) => state.topology);
  const panels = useSession((state) => state.panels);
  return (
    <div className="window">
      <TopBar />
      <div className="window__middle">
        {panels.outline && (
          <aside className="side side--left" style={{ width: panels.outlineWidth }}>
            <Outline />
            <Splitter
              label="Width of the outline"
              axis="x"
              value={panels.outlineWidth}
              limits={PANEL_LIMITS.outlineWidth}
              grows={1}
              onResize={(pixels) => session.resize("outlineWidth", pixels)}
              style={{ right: -4 }}
            />
          </aside>
        )}
        <main className="window__main">
          <Notices />
          {topology && <CanvasSurface key={topology} topology={topology} />}
          {panels.findings && (
            <div className="window__bottom" style={{ height: panels.findingsHeight }}>
              <Splitter
                label="Height of the findings"
                axis="y"
                value={panels.findingsHeight}
                limits={PANEL_LIMITS.findingsHeight}
                grows={-1}
                onResize={(pixels) => session.resize("findingsHeight", pixels)}
              />
              <FindingsPanel />
            </div>
          )}
        </main>
        {panels.inspector && (
          <aside className="side side--right" style={{ width: panels.dockWidth }}>
            <Splitter
              label="Width of the side panel"
              axis="x"
              value={panels.dockWidth}
              limits={PANEL_LIMITS.dockWidth}
              grows={-1}
              onResize={(pixels) => session.resize("dockWidth", pixels)}
              style={{ left: -4 }}
            />
            <Dock />
          </aside>
        )}
      </div>
      <StatusBar />
    </div>
  );
}

function useStart(): PlatformError | null {
  const [failure, setFailure] = useState<PlatformError | null>(null);
  useEffect(() => {
    const unfollow = followTopology();
    let stop = () => {};
    let closed = false;
    start().then(
      (stopListening) => {
        if (closed) stopListening();
        else stop = stopListening;
      },
      (reason: unknown) => setFailure(asPlatformError(reason)),
    );
    return () => {
      closed = true;
      unfollow();
      stop();
    };
  }, []);
  return failure;
}

/** Nothing can be shown: say what happened and what to do, instead of an empty window. */
function Failure({ error }: { readonly error: PlatformError }) {
  return (
    <div className="window window--failed" role="alert">
      <div className="failure">
        <h1>The registry could not be opened</h1>
        <p className="selectable">{error.message}</p>
        <p className="muted">Nothing was changed.</p>
        <ul>
          {error.detail.hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
        <button
          type="button"
          className="button button--primary"
          onClick={() => window.location.reload()}
        >
          Try again
        </button>
      </div>
    </div>
  );
}
