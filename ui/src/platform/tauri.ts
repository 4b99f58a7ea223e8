/** The real desktop: generated commands, native dialogs, folder watching. */
import { type InvokeArgs, invoke } from "@tauri-apps/api/core";
import { open, save } from "@tauri-apps/plugin-dialog";
import { readFile, stat, type WatchEvent, watch, writeTextFile } from "@tauri-apps/plugin-fs";
import { commands, events, type FirstLook, type PickedFile, type SnapshotStart } from "./bindings";
import { PackedDrawing } from "./drawing";
import { asPlatformError, type Platform, PlatformError } from "./platform";
import { wholeSnapshot } from "./snapshot-parts";

const REGISTRY_FILES = [{ name: "Baton registry", extensions: ["baton", "db", "sqlite"] }];
const WATCH_DELAY_MS = 200;
/** The largest file that is read from outside, as on the command line. */
const MOST_IMPORT_BYTES = 256 * 2 ** 20;

async function typed<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (reason) {
    throw asPlatformError(reason);
  }
}

function whole(start: SnapshotStart): Promise<SnapshotStart> {
  return wholeSnapshot(start, (ticket) => typed(commands.snapshotPart(ticket)));
}

/** A drawing, which comes as bytes. */
async function drawn(command: string, args: InvokeArgs): Promise<PackedDrawing> {
  return new PackedDrawing(await typed(invoke<ArrayBuffer>(command, args)));
}

/** What a file holds. One that is named was chosen in a dialog; the desktop refuses to read any other. */
async function picked(path: string): Promise<PickedFile> {
  const unreadable = (message: string, hint: string) =>
    new PlatformError({
      code: "invalid_file",
      kind: "user",
      message: `${path}: ${message}`,
      hints: [hint],
      conflict: null,
    });
  const { size } = await typed(stat(path));
  if (size > MOST_IMPORT_BYTES) {
    throw unreadable("the file is larger than 256 MiB", "Split the file.");
  }
  const bytes = await typed(readFile(path));
  try {
    return { name: path, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw unreadable("the file is not UTF-8", "Save the file as UTF-8.");
  }
}

/** A native dialog, unless a test of the real window has named the answer beforehand. */
async function chosen(ask: () => Promise<string | null>): Promise<string | null> {
  const answer = await typed(commands.testDialogPath());
  return answer ?? typed(ask());
}

/** Reading is told too; answering it by reading again would never end. */
function isChange({ type }: WatchEvent): boolean {
  if (typeof type === "string") return true;
  if ("access" in type) return false;
  return !("modify" in type && type.modify.kind === "metadata");
}

declare global {
  interface Window {
    /** What the desktop kept of the session, before the page's first line. */
    readonly __batonKept?: unknown;
    /** What the window shows first, asked for before the page's first line; gone once it was taken. */
    __batonFirstLook?: Promise<FirstLook> | undefined;
  }
}

export const tauriPlatform: Platform = {
  registryInfo: () => typed(commands.registryInfo()),
  openRegistry: (path) => typed(commands.openRegistry(path)),
  connectRegistry: (address, password, keep, create) =>
    typed(commands.connectRegistry(address, password, keep, create)),
  createRegistry: (path, template) => typed(commands.createRegistry(path, template)),
  snapshot: async () => whole(await typed(commands.snapshot())),
  drawing: (topology) => drawn("drawing", { topology }),
  applyEdits: (edits, dryRun) => typed(commands.applyEdits(edits, dryRun, null)),
  removeWithDependents: (keys, dryRun) => typed(commands.removeWithDependents(keys, dryRun)),
  undo: () => typed(commands.undo()),
  redo: () => typed(commands.redo()),
  history: (limit, before) => typed(commands.history(limit, before ?? null)),
  rules: () => typed(commands.rules()),
  ruleOptions: () => typed(commands.ruleOptions()),
  checkRuleOptions: (code, options) => typed(commands.checkRuleOptions(code, options)),
  customRules: () => typed(commands.customRules()),
  templates: () => typed(commands.templates()),
  importPreview: (files, topology, run) =>
    typed(commands.importPreview(null, files, topology, run)),
  importApply: (files, topology, run) => typed(commands.importApply(null, files, topology, run)),
  cancelImport: (run) => typed(commands.cancelImport(run)),
  onImportProgress: (handler) =>
    typed(events.importProgress.listen((event) => handler(event.payload))),
  exportKinds: () => typed(commands.exportKinds()),
  exportChoice: (topology) => typed(commands.exportChoice(topology)),
  rememberExport: (topology, choice) => typed(commands.rememberExport(topology, choice)),
  exportPlan: (folder, kinds, topology, run) =>
    typed(commands.exportPlan(folder, kinds, topology, run)),
  exportWrite: (folder, kinds, topology, edited, run) =>
    typed(commands.exportWrite(folder, kinds, topology, edited, run)),
  cancelExport: (run) => typed(commands.cancelExport(run)),
  onExportProgress: (handler) =>
    typed(events.exportProgress.listen((event) => handler(event.payload))),
  openExportFolder: (folder) => typed(commands.openExportFolder(folder)),
  onRegistryChanged: (handler) =>
    typed(events.registryChanged.listen((event) => handler(event.payload))),
  snapshotAt: async (revision) => whole(await typed(commands.snapshotAt(revision))),
  changesOf: (revision) => typed(commands.changesOf(revision)),
  drawingAt: (topology, revision) => drawn("drawing_at", { topology, revision }),
  rewind: (revision, dryRun) => typed(commands.rewind(revision, dryRun)),
  search: (text, limit) => typed(commands.search(text, limit)),
  table: (kind, query, sort, descending) => typed(commands.table(kind, query, sort, descending)),
  tableCsv: (kind, query, sort, descending, columns) =>
    typed(commands.tableCsv(kind, query, sort, descending, columns)),
  recordPage: (kind, id) => typed(commands.recordPage(kind, id)),
  runbook: (handoff, at, zone) => typed(commands.runbook(handoff, at, zone)),
  runbookLines: () => typed(commands.runbookLines()),
  who: (subject, at, zone) => typed(commands.who(subject, at, zone)),
  escalationLadders: (at, zone) => typed(commands.escalationLadders(at, zone)),
  onCallCalendar: (rotation, at, zone, days) =>
    typed(commands.onCallCalendar(rotation, at, zone, days)),
  planRotation: (rotation, change, dryRun) =>
    typed(commands.planRotation(rotation, change, dryRun)),
  deploymentMatrix: () => typed(commands.deploymentMatrix()),
  capabilityTags: () => typed(commands.capabilityTags()),
  renameCapabilities: (from, to, keep, dryRun) =>
    typed(commands.renameCapabilities(from, to, keep, dryRun)),
  ownedRecords: (team) => typed(commands.ownedRecords(team)),
  transferOwnership: (from, to, only, dryRun) =>
    typed(commands.transferOwnership(from, to, only, dryRun)),
  copyRecords: (topology, keys) => typed(commands.copyRecords(topology, keys)),
  pasteRecords: (topology, clip, at, asCopies) =>
    typed(commands.pasteRecords(topology, clip, at, asCopies)),
  pasteText: (topology, text, at, dryRun) => typed(commands.pasteText(topology, text, at, dryRun)),
  picture: (topology, only, at, extension) =>
    typed(invoke<ArrayBuffer>("picture", { topology, only, at, extension })),
  savePicture: async (title, name, topology, only, at) => {
    const extension = name.slice(name.lastIndexOf(".") + 1);
    const filters = [{ name: extension.toUpperCase(), extensions: [extension] }];
    const path = await chosen(() => save({ title, defaultPath: name, filters }));
    if (path === null) return null;
    await typed(commands.savePicture(topology, only, at, path));
    return path;
  },
  contractFields: (contract, version, draft) =>
    typed(commands.contractFields(contract, version, draft)),
  matchingVersions: (contract, range) => typed(commands.matchingVersions(contract, range)),
  exportFileDiff: (folder, kinds, topology, path) =>
    typed(commands.exportFileDiff(folder, kinds, topology, path)),
  templatePicture: (id) => typed(commands.templatePicture(id)),
  templatePage: (id) => typed(commands.templatePage(id)),
  addTemplate: (id, dryRun) => typed(commands.addTemplate(id, dryRun)),
  parts: () => typed(commands.parts()),
  partPicture: (id) => typed(commands.partPicture(id)),
  insertPart: (id, place, dryRun) => typed(commands.insertPart(id, place, dryRun)),
  gateAdvice: (topology) => typed(commands.gateAdvice(topology)),
  gateSamples: (handoff) => typed(commands.gateSamples(handoff)),
  gatePreview: (handoff, gate, payload) => typed(commands.gatePreview(handoff, gate, payload)),
  patternAdvice: (topology, agents) => typed(commands.patternAdvice(topology, agents)),
  restructurePlan: (topology, head, into) => typed(commands.restructurePlan(topology, head, into)),
  verifyTransfer: (subject) => typed(commands.verifyTransfer(subject)),
  impact: (question, environment, mostHits) =>
    typed(commands.impact(question, environment, mostHits)),
  auditTable: (filter) => typed(commands.auditTable(filter)),
  auditHandoff: (handoff) => typed(commands.auditHandoff(handoff)),
  auditScores: () => typed(commands.auditScores()),
  auditSeries: (days, points, about) => typed(commands.auditSeries(days, points, about)),
  incidents: (handoff) => typed(commands.incidents(handoff)),
  recordIncident: (incident) => typed(commands.recordIncident(incident)),
  resolveIncident: (id, resolved, lesson) => typed(commands.resolveIncident(id, resolved, lesson)),
  reviews: (subject, all) => typed(commands.reviews(subject, all)),
  reviewPage: (review) => typed(commands.reviewPage(review)),
  askReview: (subject, message, baseline) => typed(commands.askReview(subject, message, baseline)),
  answerReview: (review, team, decision, comment) =>
    typed(commands.answerReview(review, team, decision, comment)),
  overrideReview: (review, team, reason) => typed(commands.overrideReview(review, team, reason)),
  withdrawReview: (review) => typed(commands.withdrawReview(review)),
  baselines: (topology) => typed(commands.baselines(topology)),
  setBaseline: (topology, name, note, revision) =>
    typed(commands.setBaseline(topology, name, note, revision)),
  topologyChanges: (topology, baseline) => typed(commands.topologyChanges(topology, baseline)),
  comments: (subject) => typed(commands.comments(subject)),
  addComment: (subject, text, pointer) => typed(commands.addComment(subject, text, pointer)),
  resolveComment: (id, resolved) => typed(commands.resolveComment(id, resolved)),
  notices: (all) => typed(commands.notices(all)),
  contractVersions: (contract) => typed(commands.contractVersions(contract)),
  draftVerdict: (contract, schema) => typed(commands.draftVerdict(contract, schema)),
  versionVerdict: (contract, version, draft) =>
    typed(commands.versionVerdict(contract, version, draft)),
  checkDraft: (draft) => typed(commands.checkDraft(draft)),
  draftVersion: (contract, version, schema, note) =>
    typed(commands.draftVersion(contract, version, schema, note)),
  publishVersion: (request) => typed(commands.publishVersion(request)),
  rehearsePublishing: (request) => typed(commands.rehearsePublishing(request)),
  renumberVersion: (contract, version, number) =>
    typed(commands.renumberVersion(contract, version, number)),
  deprecateVersion: (contract, version, notice, sunset) =>
    typed(commands.deprecateVersion(contract, version, notice, sunset)),
  retireVersion: (contract, version, anyway) =>
    typed(commands.retireVersion(contract, version, anyway)),
  canIDeploy: (agent, version, environment) =>
    typed(commands.canIDeploy(agent, version, environment)),
  simulate: (asked, run) => typed(commands.simulate(asked, run)),
  simulateLoad: (asked, run) => typed(commands.simulateLoad(asked, run)),
  cancelSimulation: (run) => typed(commands.cancelSimulation(run)),
  compareSimulations: (a, b, run) => typed(commands.compareSimulations(a, b, run)),
  compareLoads: (a, b, run) => typed(commands.compareLoads(a, b, run)),
  improvements: (asked, run) => typed(commands.improvements(asked, run)),
  improvement: (topology, subject, parameter, value) =>
    typed(commands.improvement(topology, subject, parameter, value)),
  simulationChoices: (topology) => typed(commands.simulationChoices(topology)),
  onSimulationProgress: (handler) =>
    typed(events.simulationProgress.listen((event) => handler(event.payload))),
  onRegistryTurned: (handler) =>
    typed(events.registryTurned.listen((event) => handler(event.payload.turn))),
  onRegistryAway: (handler) => typed(events.registryAway.listen((event) => handler(event.payload))),
  onLinkArrived: (handler) => typed(events.linkArrived.listen(handler)),
  takeLink: () => typed(commands.takeLink()),
  recordLink: (key) => typed(commands.recordLink(key)),
  settings: () => typed(commands.settings()),
  changeSettings: (change) => typed(commands.changeSettings(change)),
  openOwnFolder: (folder) => typed(commands.openOwnFolder(folder)),
  backups: () => typed(commands.backups()),
  backUp: () => typed(commands.backUp()),
  lookAtBackup: (path) => typed(commands.lookAtBackup(path)),
  restoreBackup: (path) => typed(commands.restoreBackup(path)),
  logEntries: () => typed(commands.logEntries()),
  openWindow: (place) => typed(commands.openWindow(place)),
  firstLook: async () => {
    const asked = window.__batonFirstLook;
    window.__batonFirstLook = undefined;
    const look = await typed(asked ?? commands.firstLook());
    return { ...look, snapshot: await whole(look.snapshot) };
  },
  meet: (place) => typed(commands.meet(place)),
  keepPlace: (place) => typed(commands.keepPlace(place)),
  keptSession: () => window.__batonKept ?? null,
  keepSession: (session) => typed(commands.keepSession(session)),
  tellFinished: (title, body) => typed(commands.tellFinished(title, body)),
  chooseFolder: (title) => chosen(() => open({ title, directory: true, recursive: true })),
  chooseRegistry: (title) => chosen(() => open({ title, filters: REGISTRY_FILES })),
  chooseImports: async (title) => {
    const answer = await typed(commands.testDialogPath());
    const paths = answer === null ? await typed(open({ title, multiple: true })) : [answer];
    return Promise.all((paths ?? []).map(picked));
  },
  saveText: async (title, name, text) => {
    const path = await chosen(() => save({ title, defaultPath: name }));
    if (path === null) return null;
    await typed(writeTextFile(path, text));
    return path;
  },
  watchFolder: (dir, handler) =>
    typed(
      watch(dir, (event) => isChange(event) && handler(), {
        recursive: true,
        delayMs: WATCH_DELAY_MS,
      }),
    ),
};
