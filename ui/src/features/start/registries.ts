/** Opening and creating registries. */
import { report } from "../../document/commit";
import { adopt } from "../../document/sync";
import { asPlatformError, type OpenRegistry, type PlatformError, platform } from "../../platform";
import { session } from "../../session/store";
import { forgetPlaces } from "../registry/places";

const KEPT = "The registry that was open is still open";

/** Asks for a file, or opens the registry given; a server that wants a password is asked for it. */
export async function openRegistry(path?: string): Promise<boolean> {
  const error = await turnTo(async () => {
    const chosen = path ?? (await platform().chooseRegistry("Open a registry"));
    return chosen === null ? null : platform().openRegistry(chosen);
  });
  if (error === null) return true;
  if (error === "nothing") return false;
  if (path !== undefined && error.detail.code === "credentials")
    session.set({ connecting: { address: path, refusal: error.detail } });
  else report(error, KEPT);
  return false;
}

/** A new registry among the user's own, from a template or blank. */
export async function createRegistry(template: string | null): Promise<boolean> {
  const error = await turnTo(() => platform().createRegistry(null, template));
  if (error !== null && error !== "nothing") report(error, KEPT);
  return error === null;
}

/** Null once the window shows what was opened, else why it does not; `nothing` where nothing was to be opened. */
export async function turnTo(
  open: () => Promise<OpenRegistry | null>,
): Promise<PlatformError | "nothing" | null> {
  try {
    const info = await open();
    if (info === null) return "nothing";
    // Earlier states and places of another registry are none of this one.
    session.set({ past: null, view: "drawing", simulated: {}, refused: null });
    forgetPlaces();
    await adopt(info);
    return null;
  } catch (reason) {
    return asPlatformError(reason);
  }
}
