/** Links from outside: `baton://registry/<kind>/<id>` opens the record's page. What a link may be is decided by the desktop. */
import { report } from "../../document/commit";
import { kindName } from "../../document/records";
import { recordsOf, useDocument } from "../../document/store";
import { showNow } from "../../document/sync";
import { asPlatformError, platform, type RecordKey, type Stop } from "../../platform";
import { session } from "../../session/store";
import { showPage } from "../registry/places";

/** Follows the links that wait, now and until stopped. */
export async function followLinks(): Promise<Stop> {
  const stop = await platform().onLinkArrived(() => void takeLinks());
  await takeLinks();
  return stop;
}

async function takeLinks(): Promise<void> {
  for (let link = await platform().takeLink(); link; link = await platform().takeLink()) {
    if (link.is === "record") await open(link.key);
    else {
      const { message, hints } = link.why;
      session.notify({ tone: "warning", title: sentence(message), detail: "", hints });
    }
  }
}

async function open(key: RecordKey): Promise<void> {
  if (session.get().past !== null) await showNow();
  if (recordsOf(useDocument.getState(), key.kind).has(key.id)) {
    showPage(key);
    return;
  }
  session.notify({
    tone: "warning",
    title: `This registry has no ${kindName(key.kind).toLowerCase()} ${key.id}`,
    detail: "The link was meant for another registry, or the record is gone. Nothing was opened.",
    hints: ["Open the registry that it belongs to, and follow the link again."],
  });
}

/** Puts the link to a record on the clipboard. */
export async function copyLink(key: RecordKey): Promise<void> {
  try {
    await navigator.clipboard.writeText(await platform().recordLink(key));
    session.notify({ tone: "success", title: "The link was copied", detail: "", hints: [] });
  } catch (reason) {
    report(asPlatformError(reason), "Nothing was copied");
  }
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
