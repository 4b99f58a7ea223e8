/** What can be done with a version as a whole, by where it stands. */
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { useLock } from "../../document/lock";
import type { ContractVersion } from "../../platform";
import "./panels.css";
import { actsOf, showAct, type VersionAct } from "./perform";

const WORDS: Record<VersionAct, string> = {
  publish: "Publish…",
  deprecate: "Deprecate…",
  retire: "Retire…",
};

export function VersionActions({ version }: { readonly version: ContractVersion }) {
  const locked = useLock() !== null;
  const acts = actsOf(version);
  if (acts.length === 0) return null;
  return (
    <div className="version-actions">
      {acts.map((act, i) => (
        <Button
          key={act}
          look={i === acts.length - 1 && act === "publish" ? "primary" : "plain"}
          icon={action(`${act}-version`).icon}
          disabled={locked}
          data-testid={`version-${act}`}
          onClick={() => showAct(act, version)}
        >
          {WORDS[act]}
        </Button>
      ))}
    </div>
  );
}
