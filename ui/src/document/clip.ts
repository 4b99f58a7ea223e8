/** Records as text that travels: out of this registry and into this or another one. What it holds is the registry's business. */
import type { Point } from "../canvas/geometry";
import { asPlatformError, platform, type RecordKey } from "../platform";
import { acknowledged, report } from "./commit";

/** Null where it is refused, which is told. */
export async function copyRecords(
  topology: string,
  keys: readonly RecordKey[],
): Promise<string | null> {
  try {
    return await platform().copyRecords(topology, [...keys]);
  } catch (reason) {
    report(asPlatformError(reason), "Nothing was copied");
    return null;
  }
}

/** What stands on the drawing because of it; null where it is refused, which is told. */
export async function pasteRecords(
  topology: string,
  clip: string,
  at: Point | null,
  asCopies: boolean,
): Promise<readonly RecordKey[] | null> {
  let pasted: readonly RecordKey[] = [];
  const send = async () => {
    const answer = await platform().pasteRecords(topology, clip, at, asCopies);
    pasted = answer.pasted;
    return answer.reply;
  };
  return (await acknowledged(send, "Nothing was pasted", [])) ? pasted : null;
}
