/** The panels that take the place of the inspector until something is decided. */
import type { Dock } from "../../session/dock";
import { session } from "../../session/store";
import { IncidentPanel } from "../audit/incident-panel";
import { RiskPanel } from "../audit/risk-panel";
import { BackupsPanel } from "../backups/backups-panel";
import { RenamePanel } from "../capabilities/rename-panel";
import { ConflictPanel } from "../conflict/conflict-panel";
import { VersionPanel } from "../contract/version-panel";
import { DeployPanel } from "../deployments/deploy-panel";
import { ExportPanel } from "../export/export-panel";
import { FixAllPanel } from "../findings/fix-all-panel";
import { FixPanel } from "../findings/fix-panel";
import { SilencePanel } from "../findings/silence-panel";
import { GateDesigner } from "../gates/designer";
import { GatesPanel } from "../gates/gates-panel";
import { HistoryPanel } from "../history/history-panel";
import { RewindPanel } from "../history/rewind-panel";
import { ImpactPanel } from "../impact/impact-panel";
import { ImportPanel } from "../import/import-panel";
import { CreatePanel } from "../inspector/create";
import { DeletePanel } from "../inspector/delete-panel";
import { ListedPanel } from "../inspector/listed-panel";
import { RecordInspector } from "../inspector/record";
import { LogPanel } from "../log/log-panel";
import { NoticesPanel } from "../notices/notices-panel";
import { TransferOwnershipPanel } from "../ownership/transfer-panel";
import { PartPanel } from "../parts/part-panel";
import { PastePanel } from "../paste/paste-panel";
import { PatternsPanel } from "../patterns/patterns-panel";
import { TransferPanel } from "../protocol/transfer-panel";
import { ChangesPanel } from "../review/changes-panel";
import { ReviewsPanel } from "../review/reviews-panel";
import { RulePanel } from "../rules/rule-panel";
import { RulesPanel } from "../rules/rules-panel";
import { SettingsPanel } from "../settings/settings-panel";
import { ComparisonPanel } from "../simulation/comparison-panel";
import { ImprovementPanel } from "../simulation/improvement-panel";
import { ScenarioPanel } from "../simulation/scenario-panel";
import { SimulationPanel } from "../simulation/simulation-panel";

interface PanelsProps {
  readonly dock: Exclude<Dock, { readonly show: "inspector" }>;
}

export function Panels({ dock }: PanelsProps) {
  switch (dock.show) {
    case "fix":
      return (
        <FixPanel key={`${dock.finding}:${dock.fix}`} findingKey={dock.finding} fix={dock.fix} />
      );
    case "record":
      return (
        <RecordInspector
          key={`${dock.subject.kind}:${dock.subject.id}`}
          subject={dock.subject}
          onClose={session.closeDock}
        />
      );
    case "listed":
      return <ListedPanel key={dock.ids.join(" ")} kind={dock.kind} ids={dock.ids} />;
    case "create":
      return (
        <CreatePanel
          key={`${dock.kind} ${dock.kept}`}
          kind={dock.kind}
          given={dock.given}
          typing={dock.typing}
          kept={dock.kept}
        />
      );
    case "fix-all":
      return <FixAllPanel />;
    case "version":
      return <VersionPanel key={`${dock.act} ${dock.version}`} act={dock.act} id={dock.version} />;
    case "silence":
      return <SilencePanel key={dock.finding} findingKey={dock.finding} />;
    case "impact":
      return <ImpactPanel question={dock.question} report={dock.report} />;
    case "gates":
      return <GatesPanel key={dock.topology} topology={dock.topology} />;
    case "gate":
      return <GateDesigner key={dock.handoff} handoff={dock.handoff} />;
    case "patterns":
      return <PatternsPanel key={dock.topology} topology={dock.topology} agents={dock.agents} />;
    case "transfer":
      return <TransferPanel key={dock.subject.id} subject={dock.subject} />;
    case "changes":
      return <ChangesPanel key={dock.topology} topology={dock.topology} baseline={dock.baseline} />;
    case "parts":
      return <PartPanel topology={dock.topology} agent={dock.agent} at={dock.at} />;
    case "risk":
      return <RiskPanel key={dock.handoff} handoff={dock.handoff} />;
    case "transfer-ownership":
      return <TransferOwnershipPanel key={dock.from} from={dock.from} />;
    case "rename-tags":
      return <RenamePanel key={dock.tags.join(" ")} tags={dock.tags} />;
    case "deploy":
      return (
        <DeployPanel
          key={`${dock.agent}@${dock.environment}`}
          agent={dock.agent}
          environment={dock.environment}
        />
      );
    case "incident":
      return <IncidentPanel key={dock.handoff} handoff={dock.handoff} />;
    case "rules":
      return <RulesPanel />;
    case "rule":
      return <RulePanel key={dock.code} code={dock.code} />;
    case "simulation":
      return (
        <SimulationPanel key={dock.topology} topology={dock.topology} load={dock.load === true} />
      );
    case "improvement":
      return <ImprovementPanel topology={dock.topology} improvement={dock.improvement} />;
    case "comparison":
      return (
        <ComparisonPanel
          key={dock.topology}
          topology={dock.topology}
          other={dock.other}
          conditions={dock.conditions}
          load={dock.load === true}
        />
      );
    case "scenario":
      return (
        <ScenarioPanel key={dock.scenario} topology={dock.topology} scenario={dock.scenario} />
      );
    case "settings":
      return <SettingsPanel />;
    case "backups":
      return <BackupsPanel look={dock.look} />;
    case "log":
      return <LogPanel />;
    case "reviews":
      return <ReviewsPanel />;
    case "notices":
      return <NoticesPanel />;
    case "export":
      return <ExportPanel />;
    case "import":
      return <ImportPanel files={dock.files} topology={dock.topology} preview={dock.preview} />;
    case "paste":
      return <PastePanel text={dock.text} at={dock.at} />;
    case "history":
      return <HistoryPanel />;
    case "rewind":
      return <RewindPanel revision={dock.revision} />;
    case "delete":
      return <DeletePanel keys={dock.keys} along={dock.along} />;
    case "conflict":
      return <ConflictPanel conflict={dock.conflict} drafts={dock.drafts} />;
  }
}
