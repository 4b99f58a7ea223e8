/** Opening and creating registries. */
import { report } from "../../document/commit";
import { adopt } from "../../document/sync";
import { asPlatformError, type OpenRegistry, platform } from "../../platform";
import { session } from "../../session/store";
import { forgetPlaces } from "../registry/places";

const KEPT = "The registry that was open is still open";

/** Asks for a file, or opens the one given. */
export function openRegistry(path?: string): Promise<boolean> {
  return turnedTo(async () => {
    const chosen = path ?? (await platform().chooseRegistry("Open a registry"));
    return chosen === null ? null : platform().openRegistry(chosen);
  });
}

/** A new registry among the user's own, from a template or blank. */
export function createRegistry(template: string | null): Promise<boolean> {
  return turnedTo(() => platform().createRegistry(null, template));
}

async function turnedTo(open: () => Promise<OpenRegistry | null>): Promise<boolean> {
  try {
    const info = await open();
    if (info === null) return false;
    // Earlier states and places of another registry are none of this one.
    session.set({ past: null, view: "drawing", simulated: {}, refused: null });
    forgetPlaces();
    await adopt(info);
    return true;
  } catch (reason) {
    report(asPlatformError(reason), KEPT);
    return false;
  }
}
