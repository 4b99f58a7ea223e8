/** The drawing, or what is selected of it, as a picture: in a file, in the clipboard, on paper. The backend draws it. */
import { isEmpty } from "../../canvas/selection";
import { report } from "../../document/commit";
import { nameOf, useDocument } from "../../document/store";
import { asPlatformError, PlatformError, platform } from "../../platform";
import { session } from "../../session/store";
import { selectedKeys } from "../canvas/intents";
import { printPicture } from "./print";

export type PictureFile = "png" | "svg";
/** What can be copied: pixels, or the text of a language. */
export type PictureCopy = PictureFile | "mmd";

const FORMATS = { png: "PNG", svg: "SVG", mmd: "Mermaid" } as const;
const NOTHING_SAVED = "Nothing was written";

/** What a picture is of: the selection, or everything where nothing is selected. */
function wanted() {
  const { topology, past, selection } = session.get();
  if (topology === null) return null;
  return { topology, only: isEmpty(selection) ? [] : selectedKeys(), at: past };
}

export async function savePicture(as: PictureFile): Promise<void> {
  const what = wanted();
  if (!what) return;
  const { topology, only, at } = what;
  const name = `${topology}${only.length > 0 ? "-part" : ""}.${as}`;
  try {
    const path = await platform().savePicture(`Save as ${FORMATS[as]}`, name, topology, only, at);
    if (path === null) return;
    session.notify({ tone: "success", title: `Saved as ${FORMATS[as]}`, detail: path, hints: [] });
  } catch (reason) {
    report(asPlatformError(reason), NOTHING_SAVED);
  }
}

const MIME = { png: "image/png", svg: "text/plain", mmd: "text/plain" } as const;

export async function copyPicture(as: PictureCopy): Promise<void> {
  const what = wanted();
  if (!what) return;
  let refusal: unknown = null;
  const drawn = platform()
    .picture(what.topology, what.only, what.at, as)
    .then((bytes) => new Blob([bytes], { type: MIME[as] }))
    .catch((reason: unknown) => {
      refusal = reason;
      throw reason;
    });
  try {
    // A desktop takes it only while the key press lasts, so it is promised before it is drawn.
    await navigator.clipboard.write([new ClipboardItem({ [MIME[as]]: drawn })]);
    session.notify({
      tone: "success",
      title: `Copied as ${FORMATS[as]}`,
      detail: what.only.length > 0 ? "What is selected." : "The whole drawing.",
      hints: [],
    });
  } catch {
    report(refusal === null ? notTaken(as) : asPlatformError(refusal), "Nothing was copied");
  }
}

function notTaken(as: PictureCopy): PlatformError {
  return new PlatformError({
    code: "io",
    kind: "environment",
    message: "The clipboard did not take the picture",
    hints: [as === "mmd" ? "Export pictures to a folder instead." : "Save it as a file instead."],
    conflict: null,
  });
}

/** All of the drawing, on one page. */
export async function printDrawing(): Promise<void> {
  const { topology, past } = session.get();
  if (topology === null) return;
  try {
    const bytes = await platform().picture(topology, [], past, "svg");
    const title = nameOf(useDocument.getState(), "topology", topology);
    await printPicture(new TextDecoder().decode(bytes), title);
  } catch (reason) {
    report(asPlatformError(reason), "Nothing was printed");
  }
}
