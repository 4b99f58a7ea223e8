/** The panel in which it is decided whether a contract version is published, deprecated or retired. */
import { Empty } from "../../components/empty";
import { useRecord } from "../../document/store";
import { session } from "../../session/store";
import { DeprecatePanel } from "./deprecate-panel";
import type { VersionAct } from "./perform";
import { PublishPanel } from "./publish-panel";
import { RetirePanel } from "./retire-panel";

const PANELS = { publish: PublishPanel, deprecate: DeprecatePanel, retire: RetirePanel };

export interface VersionPanelProps {
  readonly act: VersionAct;
  readonly id: string;
}

export function VersionPanel({ act, id }: VersionPanelProps) {
  const version = useRecord("contract_version", id);
  if (!version)
    return (
      <Empty title="This version is gone">
        <p>
          <code>{id}</code> is not in the registry any more.
        </p>
        <button type="button" className="contract-link" onClick={session.closeDock}>
          Close
        </button>
      </Empty>
    );
  const Panel = PANELS[act];
  return <Panel version={version} />;
}
