/** Everything the window asks of the desktop, as one interface, so that tests can stand in for it. */
import type {
  Advice,
  Arrival,
  AuditFilter,
  AuditScores,
  AuditSeries,
  AuditTable,
  Backup,
  BackupLook,
  Backups,
  BaselineRow,
  CanDeploy,
  CapabilityTag,
  CommentRow,
  ContractCheck,
  CustomReply,
  Decision,
  DeploymentMatrix,
  DeskReply,
  DesktopSettings,
  EditCommand,
  EditedFiles,
  ErrorReply,
  ExportChoice,
  ExportKindInfo,
  ExportProgress,
  ExportReport,
  FieldRow,
  FileDiff,
  FirstLook,
  Gate,
  GateAdvice,
  GatePreview,
  GateSamples,
  HandoffExplained,
  HistoryEntry,
  ImpactQuestion,
  ImpactReport,
  ImportProgress,
  ImportReply,
  IncidentRow,
  Json,
  Judgement,
  Kind,
  LoadComparison,
  LoadRequest,
  LogEntry,
  NewIncident,
  NoticeRow,
  OnCallCalendar,
  OnCallLadder,
  OpenRegistry,
  OptionProblem,
  OwnedRecord,
  OwnFolder,
  PartInfo,
  PartInserted,
  PartPlace,
  PasteReply,
  PasteTextReply,
  Pattern,
  PickedFile,
  Point,
  Present,
  PublishRequest,
  RangeMatch,
  RecordChange,
  RecordKey,
  RecordPage,
  RegistryAway,
  RegistryTable,
  Rehearsal,
  Restored,
  Restructured,
  ReviewPage,
  ReviewRow,
  RuleInfo,
  RuleOptions,
  RunbookLine,
  RunbookPage,
  SearchHit,
  SettingsChange,
  ShiftChange,
  Simulated,
  SimulatedLoad,
  SimulationAsked,
  SimulationChoices,
  SimulationComparison,
  SimulationImprovement,
  SimulationProgress,
  Snapshot,
  TemplateAdded,
  TemplateInfo,
  TemplatePage,
  TemplatePicture,
  TimelineVersion,
  TopologyDiff,
  Verified,
  Whereabouts,
  WhoAnswers,
} from "./bindings";
import type { PackedDrawing } from "./drawing";

export type Stop = () => void;

/** What somebody committed, in this window or elsewhere. */
export type RegistryNews = DeskReply & { readonly authors: string[] };

export interface Platform {
  registryInfo(): Promise<OpenRegistry>;
  /** A file, or a server that was open before; rejects with `credentials` where its password is wanted. */
  openRegistry(path: string): Promise<OpenRegistry>;
  /**
   * A registry on a server, with the password given or the keychain's; `keep` puts it there once it let in. Rejects with `not_found` where
   * there is none, unless an empty one is to be made.
   */
  connectRegistry(
    address: string,
    password: string | null,
    keep: boolean,
    create: boolean,
  ): Promise<OpenRegistry>;
  createRegistry(path: string | null, template: string | null): Promise<OpenRegistry>;
  snapshot(): Promise<Snapshot>;
  drawing(topology: string): Promise<PackedDrawing>;
  applyEdits(edits: EditCommand[], dryRun: boolean): Promise<DeskReply>;
  /** Deletes records with all that cannot stand without them; a dry run only lists it. */
  removeWithDependents(keys: RecordKey[], dryRun: boolean): Promise<DeskReply>;
  undo(): Promise<DeskReply>;
  redo(): Promise<DeskReply>;
  /** The newest commits, newest first; those before a revision when one is given. */
  history(limit: number, before?: number): Promise<HistoryEntry[]>;
  /** The catalogue of rules, explained. */
  rules(): Promise<RuleInfo[]>;
  /** The options of the catalogue's rules. */
  ruleOptions(): Promise<RuleOptions[]>;
  /** What is wrong with options of a rule; nothing where they can be set. */
  checkRuleOptions(code: string, options: Json): Promise<OptionProblem[]>;
  /** Reads the file of custom rules again, and tells what it says. */
  customRules(): Promise<CustomReply>;
  templates(): Promise<TemplateInfo[]>;
  /** What an import would do; nothing is written. `run` names it to whoever wants to hear how far it is, or to end it. */
  importPreview(files: PickedFile[], topology: string | null, run: string): Promise<ImportReply>;
  /** Once ended it rejects with `cancelled`, and nothing is stored. */
  importApply(files: PickedFile[], topology: string | null, run: string): Promise<ImportReply>;
  cancelImport(run: string): Promise<null>;
  onImportProgress(handler: (progress: ImportProgress) => void): Promise<Stop>;
  exportKinds(): Promise<ExportKindInfo[]>;
  /** What was chosen for a topology when it was exported last. */
  exportChoice(topology: string | null): Promise<ExportChoice>;
  rememberExport(topology: string | null, choice: ExportChoice): Promise<null>;
  /** `run` names it to whoever wants to hear how far it is, or to end it; once ended it rejects with `cancelled`. */
  exportPlan(
    folder: string,
    kinds: string[],
    topology: string | null,
    run: string,
  ): Promise<ExportReport>;
  /** Once ended it has left each file old or new. */
  exportWrite(
    folder: string,
    kinds: string[],
    topology: string | null,
    edited: EditedFiles,
    run: string,
  ): Promise<ExportReport>;
  cancelExport(run: string): Promise<null>;
  onExportProgress(handler: (progress: ExportProgress) => void): Promise<Stop>;
  /** Shows a folder that is exported to in the system's file manager. */
  openExportFolder(folder: string): Promise<null>;
  snapshotAt(revision: number): Promise<Snapshot>;
  /** What the edit that made a revision changed, record by record. */
  changesOf(revision: number): Promise<RecordChange[]>;
  drawingAt(topology: string, revision: number): Promise<PackedDrawing>;
  rewind(revision: number, dryRun: boolean): Promise<DeskReply>;
  search(text: string, limit: number): Promise<SearchHit[]>;
  /** Rejects with `invalid_input` where the query cannot be read. */
  table(
    kind: Kind,
    query: string,
    sort: string | null,
    descending: boolean,
  ): Promise<RegistryTable>;
  /** The same as comma-separated values: the columns that are named, or all. */
  tableCsv(
    kind: Kind,
    query: string,
    sort: string | null,
    descending: boolean,
    columns: string[],
  ): Promise<string>;
  recordPage(kind: Kind, id: string): Promise<RecordPage>;
  /** What the person on call sees of a handoff. A time is `sunday 02:00`, `2026-11-29T02:00` on the wall clock of the zone, or an instant; now where it is empty. */
  runbook(handoff: string, at: string, zone: string): Promise<RunbookPage>;
  /** All handoffs with what there is of their runbooks: those of which nothing was written first. */
  runbookLines(): Promise<RunbookLine[]>;
  /** Who answers for a handoff or an agent. */
  who(subject: string, at: string, zone: string): Promise<WhoAnswers>;
  /** Who would be called on every escalation path. */
  escalationLadders(at: string, zone: string): Promise<OnCallLadder[]>;
  onCallCalendar(
    rotation: string | null,
    at: string,
    zone: string,
    days: number,
  ): Promise<OnCallCalendar>;
  planRotation(rotation: string, change: ShiftChange, dryRun: boolean): Promise<DeskReply>;
  deploymentMatrix(): Promise<DeploymentMatrix>;
  /** Every tag that is written anywhere, the oddest first. */
  capabilityTags(): Promise<CapabilityTag[]>;
  /** Writes another word for tags everywhere, as one edit. */
  renameCapabilities(
    from: string[],
    to: string,
    keep: boolean,
    dryRun: boolean,
  ): Promise<DeskReply>;
  ownedRecords(team: string): Promise<OwnedRecord[]>;
  /** Gives what a team answers for to another team, as one edit. */
  transferOwnership(
    from: string,
    to: string,
    only: RecordKey[],
    dryRun: boolean,
  ): Promise<DeskReply>;
  /** The records as text that `pasteRecords` takes, in this registry or another one. */
  copyRecords(topology: string, keys: RecordKey[]): Promise<string>;
  /** `at` is the upper left corner of what is pasted; `asCopies` makes new agents even where the same ones could be drawn. */
  pasteRecords(
    topology: string,
    clip: string,
    at: Point | null,
    asCopies: boolean,
  ): Promise<PasteReply>;
  /** Pastes a text that may come from anywhere; what it is, the registry says. */
  pasteText(
    topology: string,
    text: string,
    at: Point | null,
    dryRun: boolean,
  ): Promise<PasteTextReply>;
  /** A picture of a drawing, or of the records in `only`, as it is or as it was at a revision: the bytes of a file. */
  picture(
    topology: string,
    only: RecordKey[],
    at: number | null,
    extension: string,
  ): Promise<ArrayBuffer>;
  /** Asks where to, and writes such a picture there; null when the user closes the dialog, else the path. */
  savePicture(
    title: string,
    name: string,
    topology: string,
    only: RecordKey[],
    at: number | null,
  ): Promise<string | null>;
  contractFields(contract: string, version: string, draft: Json | null): Promise<FieldRow[]>;
  matchingVersions(contract: string, range: string): Promise<RangeMatch[]>;
  exportFileDiff(
    folder: string,
    kinds: string[],
    topology: string | null,
    path: string,
  ): Promise<FileDiff>;
  templatePicture(id: string): Promise<TemplatePicture>;
  templatePage(id: string): Promise<TemplatePage>;
  /** A dry run only tells what would happen. */
  addTemplate(id: string, dryRun: boolean): Promise<TemplateAdded>;
  parts(): Promise<PartInfo[]>;
  partPicture(id: string): Promise<TemplatePicture>;
  insertPart(id: string, place: PartPlace, dryRun: boolean): Promise<PartInserted>;
  /** Who is hit, with at most so many hits; versions are looked up in the environment, or in that of each topology. */
  impact(
    question: ImpactQuestion,
    environment: string | null,
    mostHits: number,
  ): Promise<ImpactReport>;
  /** The handoffs that a filter lets through, the riskiest first. */
  auditTable(filter: AuditFilter): Promise<AuditTable>;
  /** Why a handoff is as risky as it is, term by term. */
  auditHandoff(handoff: string): Promise<HandoffExplained>;
  /** Scores of the registry, its topologies, teams and agents, and the agents that stand out. */
  auditScores(): Promise<AuditScores>;
  /** Scores over the last days, or from the first commit on, at so many points at most: of one thing, or of all but handoffs. */
  auditSeries(days: number | null, points: number, about: RecordKey | null): Promise<AuditSeries>;
  /** Incidents of one handoff or of all, the newest first. */
  incidents(handoff: string | null): Promise<IncidentRow[]>;
  recordIncident(incident: NewIncident): Promise<DeskReply>;
  /** Notes that the cause of an incident was taken away, and what was learnt, or opens it again. */
  resolveIncident(id: string, resolved: boolean, lesson: string): Promise<DeskReply>;
  /** Where gates belong in a topology, and which nothing needs. */
  gateAdvice(topology: string): Promise<GateAdvice>;
  /** Payloads on which the gate of a handoff can be tried, and the fields that its summary can show. */
  gateSamples(handoff: string): Promise<GateSamples>;
  /** What the reviewer sees of a payload: at the gate as it stands, or as it is being written. */
  gatePreview(handoff: string, gate: Gate | null, payload: Json | null): Promise<GatePreview>;
  /** Patterns of a topology, or of the part of it that some agents form, and those that would fit its work. */
  patternAdvice(topology: string, agents: string[]): Promise<Advice>;
  /** What turning a supervisor into a chain, or back, would do; nothing is written. */
  restructurePlan(topology: string, head: string, into: Pattern): Promise<Restructured>;
  /** Whether a handoff transfers cleanly, with the shortest runs that go wrong; or all handoffs of a topology, without. */
  verifyTransfer(subject: RecordKey): Promise<Verified>;
  /** Reviews of one subject or of all, the newest first; only those that still count unless `all`. */
  reviews(subject: RecordKey | null, all: boolean): Promise<ReviewRow[]>;
  /** Who is asked, who said what, whether it is stale, the verdict and the impact. */
  reviewPage(review: string): Promise<ReviewPage>;
  /** Asks the owning teams of both sides for their word on a contract version or a topology. */
  askReview(subject: RecordKey, message: string, baseline: string | null): Promise<DeskReply>;
  /** Notes a team's word on a review. */
  answerReview(
    review: string,
    team: string,
    decision: Decision,
    comment: string,
  ): Promise<DeskReply>;
  /** Goes on without everybody's word, for a platform team. */
  overrideReview(review: string, team: string, reason: string): Promise<DeskReply>;
  /** Ends a review without a result. */
  withdrawReview(review: string): Promise<DeskReply>;
  /** Baselines of one topology or of all, the newest first. */
  baselines(topology: string | null): Promise<BaselineRow[]>;
  /** Names a topology's state as it is now, or as it was at a revision. */
  setBaseline(
    topology: string,
    name: string,
    note: string,
    revision: number | null,
  ): Promise<DeskReply>;
  /** What became of a topology since a baseline; since its newest when none is named. */
  topologyChanges(topology: string, baseline: string | null): Promise<TopologyDiff>;
  /** Remarks on one record or on all, oldest first. */
  comments(subject: RecordKey | null): Promise<CommentRow[]>;
  /** Writes a remark on a record, or on a place in it. */
  addComment(subject: RecordKey, text: string, pointer: string | null): Promise<DeskReply>;
  /** Settles a remark, or opens it again. */
  resolveComment(id: string, resolved: boolean): Promise<DeskReply>;
  /** Notices, the newest first; only those that are not done with unless `all`. The window sends none: `baton notices --send` does. */
  notices(all: boolean): Promise<NoticeRow[]>;
  /** All versions of a contract, the highest first. */
  contractVersions(contract: string): Promise<TimelineVersion[]>;
  /** A draft of a payload schema against each version that the contract's mode names. */
  draftVerdict(contract: string, schema: Json): Promise<Judgement>;
  /** A version, as it stands or as the fields of a draft would have it, against each version that the contract's mode names. */
  versionVerdict(contract: string, version: string, draft: Json | null): Promise<Judgement>;
  /** What is wrong with a contract version that is being written, its examples among it. */
  checkDraft(draft: Json): Promise<ContractCheck>;
  /** Writes a draft; without a number under the lowest one that the change allows. */
  draftVersion(
    contract: string,
    version: string | null,
    schema: Json | null,
    note: string | null,
  ): Promise<DeskReply>;
  /** Publishes a version. A refusal tells in its details how the version was judged. */
  publishVersion(request: PublishRequest): Promise<DeskReply>;
  /** What publishing a version would do, and everything that stands in its way; nothing is written. */
  rehearsePublishing(request: PublishRequest): Promise<Rehearsal>;
  /** Gives a version that is not published yet another number; whatever refers to it goes along. */
  renumberVersion(contract: string, version: string, number: string): Promise<DeskReply>;
  /** Announces that a version ends. */
  deprecateVersion(
    contract: string,
    version: string,
    notice: string | null,
    sunset: string,
  ): Promise<DeskReply>;
  /** Takes a deprecated version out of use; `anyway` before its sunset, and though it is still used. */
  retireVersion(contract: string, version: string, anyway: boolean): Promise<DeskReply>;
  /** Whether a version of an agent may run in an environment, by everything that runs there. */
  canIDeploy(agent: string, version: string, environment: string): Promise<CanDeploy>;
  /** How requests fare; progress is told under the name of the run. */
  simulate(asked: SimulationAsked, run: string): Promise<Simulated>;
  /** Requests that wait for agents and people. */
  simulateLoad(asked: LoadRequest, run: string): Promise<SimulatedLoad>;
  /** Ends a run early; what is solved rather than walked is refused as `cancelled` then. Unknown runs are left alone: they may have just ended. */
  cancelSimulation(run: string): Promise<null>;
  /** Two designs, or one with and without a change; the second is named better or worse. */
  compareSimulations(
    a: SimulationAsked,
    b: SimulationAsked,
    run: string,
  ): Promise<SimulationComparison>;
  /** The same for two designs under load, which get the same arrivals. */
  compareLoads(a: LoadRequest, b: LoadRequest, run: string): Promise<LoadComparison>;
  /**
   * What could be built into a topology to let fewer requests end badly, the most effective first. Progress counts the changes that were tried; ended early, it answers with
   * what was found until then.
   */
  improvements(asked: SimulationAsked, run: string): Promise<SimulationImprovement[]>;
  /** The edit that gives a parameter of an agent or a handoff another value. */
  improvement(
    topology: string,
    subject: RecordKey,
    parameter: string,
    value: number,
  ): Promise<SimulationImprovement>;
  /** What a topology can be simulated under. */
  simulationChoices(topology: string): Promise<SimulationChoices>;
  onSimulationProgress(handler: (progress: SimulationProgress) => void): Promise<Stop>;
  onRegistryChanged(handler: (change: RegistryNews) => void): Promise<Stop>;
  /** Asks for a folder; null when the user closes the dialog. */
  chooseFolder(title: string): Promise<string | null>;
  /** Calls `handler` when another registry lies open, or the same one in another state. */
  onRegistryTurned(handler: (turn: number) => void): Promise<Stop>;
  /** Calls `handler` when the open registry's server cannot be asked any more, and when it can be asked again. */
  onRegistryAway(handler: (news: RegistryAway) => void): Promise<Stop>;
  /** Calls `handler` when a link waits to be taken. */
  onLinkArrived(handler: () => void): Promise<Stop>;
  /** Where the link leads that waits longest; null when none does. */
  takeLink(): Promise<Arrival | null>;
  /** The link to a record. */
  recordLink(key: RecordKey): Promise<string>;
  settings(): Promise<DesktopSettings>;
  changeSettings(change: SettingsChange): Promise<DesktopSettings>;
  /** Shows a folder of the program's own in the system's file manager. */
  openOwnFolder(folder: OwnFolder): Promise<null>;
  backups(): Promise<Backups>;
  backUp(): Promise<Backup>;
  /** Reads all of a copy: whether it is whole, and what restoring it would do. */
  lookAtBackup(path: string): Promise<BackupLook>;
  restoreBackup(path: string): Promise<Restored>;
  /** The newest first. */
  logEntries(): Promise<LogEntry[]>;
  /** Says where this window looks, and tells who else is there; null where nobody else can be. */
  meet(place: Whereabouts): Promise<Present[] | null>;
  /** One more window, at a place that `keepPlace` takes. */
  openWindow(place: Json | null): Promise<null>;
  /** What this window shows first: what is open, its records, and where the window was, null on its first start. */
  firstLook(): Promise<FirstLook>;
  keepPlace(place: Json): Promise<null>;
  /** How the windows looked when this one was opened; null on a first start. It may be anything. */
  keptSession(): unknown;
  /** Keeps how the windows look, for a start after whatever end. */
  keepSession(session: Json): Promise<null>;
  /** A notification of the system. */
  tellFinished(title: string, body: string): Promise<null>;
  /** Asks for a registry file to open; null when the user closes the dialog. */
  chooseRegistry(title: string): Promise<string | null>;
  /** Asks for files of another tool and reads them; empty when the user closes the dialog. */
  chooseImports(title: string): Promise<PickedFile[]>;
  /** Asks where to, and writes a text file there; null when the user closes the dialog, else the path. */
  saveText(title: string, name: string, text: string): Promise<string | null>;
  /** Calls `handler` after files below `dir` changed, until stopped. */
  watchFolder(dir: string, handler: () => void): Promise<Stop>;
}

/** A refused or failed command, with the backend's own words. */
export class PlatformError extends Error {
  readonly detail: ErrorReply;

  constructor(detail: ErrorReply) {
    super(detail.message);
    this.name = "PlatformError";
    this.detail = detail;
  }
}

/** Reads whatever a command rejected with; anything unknown is a bug and is said so. */
export function asPlatformError(reason: unknown): PlatformError {
  if (reason instanceof PlatformError) return reason;
  if (isErrorReply(reason)) return new PlatformError(reason);
  const message = reason instanceof Error ? reason.message : String(reason);
  return new PlatformError({ code: "internal", kind: "bug", message, hints: [], conflict: null });
}

function isErrorReply(value: unknown): value is ErrorReply {
  if (typeof value !== "object" || value === null) return false;
  const { code, kind, message, hints } = value as Record<string, unknown>;
  return (
    typeof code === "string" &&
    typeof kind === "string" &&
    typeof message === "string" &&
    Array.isArray(hints)
  );
}
