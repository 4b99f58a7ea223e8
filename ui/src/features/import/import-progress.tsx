/** How far an import is, and a way to end it before anything is stored. */
import { Progress } from "../../components/progress";
import type { ImportStep } from "../../platform";
import type { ImportRun } from "../../session/importing";
import { endImport } from "./import";

export function ImportProgress({ run }: { readonly run: ImportRun }) {
  const { step, does } = run;
  return (
    <Progress
      id="import-progress"
      words={step && step.of > 0 ? stepWords(step) : DOING[does]}
      share={step && step.of > 0 ? step.done / step.of : null}
      ends={run.ends}
      onEnd={() => endImport(does)}
    />
  );
}

const DOING: Readonly<Record<ImportRun["does"], string>> = {
  reading: "Reading the files",
  storing: "Storing",
};

function stepWords({ phase, done, of }: ImportStep): string {
  const far = `${done.toLocaleString("en")} of ${of.toLocaleString("en")}`;
  return phase === "storing" ? `Storing: ${far} records` : `Placing on the drawing: ${far}`;
}
