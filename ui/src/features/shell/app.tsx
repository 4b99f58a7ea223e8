/** The window: opens the registry and follows it; then the start page or the workspace. */
import { useEffect, useState } from "react";
import { listenToKeys } from "../../actions/keyboard";
import { useMenu } from "../../actions/use-menu";
import { Boundary } from "../../components/boundary";
import { useDocument } from "../../document/store";
import { followTopology, start } from "../../document/sync";
import { asPlatformError, type PlatformError } from "../../platform";
import { useSession } from "../../session/store";
import { Shortcuts } from "../help/shortcuts";
import { CommandPalette } from "../palette/command-palette";
import { StartPage } from "../start/start-page";
import { LiveRegion } from "./live-region";
import { Notices } from "./notices";
import { TestHooks } from "./test-hooks";
import { useTheme } from "./theme";
import { Workspace } from "./workspace";
import "./shell.css";

export function App() {
  useTheme();
  const failure = useStart();
  const info = useDocument((state) => state.info);
  const startOpen = useSession((state) => state.startOpen);
  const palette = useSession((state) => state.palette);
  const help = useSession((state) => state.help);
  useEffect(() => listenToKeys(window), []);
  useMenu();

  if (failure) return <Failure error={failure} />;
  if (!info)
    return (
      <div className="window window--waiting" role="status" aria-label="Opening the registry" />
    );
  return (
    <>
      {startOpen ? <StartPage /> : <Workspace />}
      {startOpen && <Notices />}
      <LiveRegion />
      {palette && (
        <Boundary name="The palette">
          <CommandPalette />
        </Boundary>
      )}
      {help && <Shortcuts />}
      <TestHooks />
    </>
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
