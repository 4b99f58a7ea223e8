/** Templates for tests: of one size, and whatever a test says about them. */
import type { TemplateAbout, TemplateInfo, TemplatePage } from "../platform";

export function template(
  id: string,
  name: string,
  summary = "",
  about: Partial<TemplateAbout> = {},
): TemplateInfo {
  return {
    id,
    name,
    summary,
    about: {
      agents: 5,
      people: 1,
      handoffs: 6,
      gates: 0,
      teams: 2,
      contracts: 1,
      languages: ["en"],
      patterns: [],
      regulated: false,
      words: "",
      ...about,
    },
  };
}

export function pageOf(info: TemplateInfo): TemplatePage {
  return {
    info,
    readme: {
      title: info.name,
      about: [`What ${info.name} is.`],
      when: `Use it where ${info.name} fits.`,
      change_first: "The contract.",
    },
    agents: [{ name: "Triage", kind: "ai", scope: "Sorts." }],
    handoffs: [{ from: "Triage", to: "People", contract: "case@1.0.0", gate: true }],
    teams: ["Care"],
    contracts: ["Case"],
    recognised: [
      {
        pattern: "escalation",
        agents: ["triage"],
        handoffs: ["a"],
        because: "It passes up.",
        confidence: "high",
        said: "",
        turns_into: null,
      },
    ],
  };
}
