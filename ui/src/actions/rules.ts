/** Looking at rules, changing them, and reading users' own again. */
import { FileCode2, ListChecks, SlidersHorizontal } from "lucide-react";
import { useDocument } from "../document/store";
import { readCustomRules } from "../document/sync";
import { session } from "../session/store";
import type { Action } from "./action";
import { always } from "./when";

/** The rule of the finding that was gone to last. */
function ruleInView(): string | null {
  const { findingKey } = session.get();
  const findings = useDocument.getState().findings;
  return findings.find(({ key }) => key === findingKey)?.code ?? null;
}

async function reload(): Promise<void> {
  if (!(await readCustomRules())) return;
  const custom = useDocument.getState().custom;
  const rules = custom?.rules.length ?? 0;
  const problems = custom?.problems.length ?? 0;
  session.notify({
    tone: problems > 0 ? "warning" : "success",
    title: custom?.there ? "Custom rules read" : "There is no file of custom rules",
    detail: custom?.there
      ? `${rules === 1 ? "1 rule runs" : `${rules} rules run`}, ${problems === 1 ? "1 problem" : `${problems} problems`}.`
      : `They go into ${custom?.file ?? "a file beside the registry"}.`,
    hints: [],
  });
  if (problems > 0) session.show({ show: "rules" });
}

export const RULE_ACTIONS: readonly Action[] = [
  {
    id: "rules",
    title: "Rules",
    group: "Go",
    icon: ListChecks,
    enabled: always,
    perform: () => session.show({ show: "rules" }),
  },
  {
    id: "change-rule",
    title: "Change the rule of this finding",
    group: "Go",
    icon: SlidersHorizontal,
    enabled: () => ruleInView() !== null,
    needs: "Go to a finding first",
    perform: () => {
      const code = ruleInView();
      if (code !== null) session.show({ show: "rule", code });
    },
  },
  {
    id: "reload-custom-rules",
    title: "Reload custom rules",
    group: "File",
    icon: FileCode2,
    enabled: always,
    perform: () => void reload(),
  },
];
