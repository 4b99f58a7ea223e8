/** The copies of the open registry, read when they are shown and whenever one was made. */
import { useCallback, useEffect, useState } from "react";
import { report } from "../../document/commit";
import { asPlatformError, type Backups, platform } from "../../platform";
import { session } from "../../session/store";

export interface KnownBackups {
  /** Null until they are read. */
  readonly backups: Backups | null;
  readonly again: () => void;
}

export function useBackups(): KnownBackups {
  const [backups, setBackups] = useState<Backups | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads them anew.
  useEffect(() => {
    let gone = false;
    platform()
      .backups()
      .then(
        (read) => !gone && setBackups(read),
        (reason: unknown) => report(asPlatformError(reason), "The copies were not listed"),
      );
    return () => {
      gone = true;
    };
  }, [turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  return { backups, again };
}

/** Copies the registry now; true once the copy is on the disk. */
export async function backUp(): Promise<boolean> {
  try {
    const { revision } = await platform().backUp();
    session.notify({
      tone: "success",
      title: "The registry was copied",
      detail: `Revision ${revision} is kept.`,
      hints: [],
    });
    return true;
  } catch (reason) {
    report(asPlatformError(reason), "No copy was made");
    return false;
  }
}
