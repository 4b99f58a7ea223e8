/** How a contract version stands with those who have to agree; null where nobody was asked, and before it is known. */
import { useEffect, useState } from "react";
import { useDocument } from "../../document/store";
import { type Clearance, platform } from "../../platform";

export function useClearance(version: string): { readonly clearance: Clearance | null } {
  const [clearance, setClearance] = useState<Clearance | null>(null);
  const revision = useDocument((state) => state.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another revision somebody may have answered.
  useEffect(() => {
    let current = true;
    platform()
      .reviews({ kind: "contract_version", id: version }, false)
      .then(
        (rows) => current && setClearance(rows.find((row) => row.clearance)?.clearance ?? null),
        // Publishing itself tells what stands in its way.
        () => current && setClearance(null),
      );
    return () => {
      current = false;
    };
  }, [version, revision]);
  return { clearance };
}
