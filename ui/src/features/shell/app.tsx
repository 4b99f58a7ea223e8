/** The window: opens the registry and follows it; then the start page or the workspace. */

import { useEffect, useLayoutEffect, useState } from "react";
import { listenToKeys } from "../../actions/keyboard";
import { useMenu } from "../../actions/use-menu";
import { Boundary } from "../../components/boundary";
import { later } from "../../components/later";
import { useDocument } from "../../document/store";
import { followTopology, start } from "../../document/sync";
import { asPlatformError, type PlatformError } from "../../platform";
import { useSession } from "../../session/store";
import { DropTarget } from "../import/drop-target";
import { CommandPalette } from "../palette/command-palette";
import { ConnectDialog } from "../start/connect-dialog";
import { Failure } from "./failure";
import { useFinished } from "./finished";
import { followLinks } from "./link";
import { LiveRegion } from "./live-region";
import { Notices } from "./notices";
import { TestHooks } from "./test-hooks";
import { useTheme } from "./theme";
import { useWindowTitle } from "./title";
import { Workspace } from "./workspace";
import "./shell.css";

const Documentation = later(async () => (await import("../help/documentation")).Documentation);
const Shortcuts = later(async () => (await import("../help/shortcuts")).Shortcuts);
const StartPage = later(async () => (await import("../start/start-page")).StartPage);

export function App() {
  return (
    <>
      <Surroundings />
      <Content />
    </>
  );
}

/** What follows the document around the window. It shows nothing, so that the window is not drawn again for its sake. */
function Surroundings() {
  useTheme();
  useMenu();
  useFinished();
  useWindowTitle();
  useEffect(() => listenToKeys(window), []);
  return null;
}

function Content() {
  const failure = useStart();
  const info = useDocument((state) => state.info);
  const startOpen = useSession((state) => state.startOpen);
  const palette = useSession((state) => state.palette);
  const help = useSession((state) => state.help);
  const docs = useSession((state) => state.docs);

  if (failure) return <Failure error={failure} />;
  if (!info)
    return (
      <div className="window window--waiting" role="status">
        <p>Opening the registry…</p>
      </div>
    );
  return (
    <>
      {startOpen ? <StartPage /> : <Workspace />}
      {startOpen && <Notices />}
      <ConnectDialog />
      <LiveRegion />
      <DropTarget />
      {palette && (
        <Boundary name="The palette">
          <CommandPalette />
        </Boundary>
      )}
      {help && <Shortcuts />}
      {docs && (
        <Boundary name="The documentation">
          <Documentation place={docs} />
        </Boundary>
      )}
      <TestHooks />
    </>
  );
}

function useStart(): PlatformError | null {
  const [failure, setFailure] = useState<PlatformError | null>(null);
  // Before the empty window is painted: what is there by then is shown at once.
  useLayoutEffect(() => {
    const unfollow = followTopology();
    let stop = () => {};
    let closed = false;
    const opened = start().then(async (stopListening) => {
      const stopLinks = await followLinks();
      return () => {
        stopLinks();
        stopListening();
      };
    });
    opened.then(
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
