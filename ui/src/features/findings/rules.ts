/** The catalogue of rules, asked for once. */
import { useEffect, useState } from "react";
import { platform, type RuleInfo } from "../../platform";

export type Rules = ReadonlyMap<string, RuleInfo>;

const NONE: Rules = new Map();

export function useRules(): Rules {
  const [rules, setRules] = useState<Rules>(NONE);
  useEffect(() => {
    let current = true;
    platform()
      .rules()
      .then(
        (list) => current && setRules(new Map(list.map((rule) => [rule.code, rule]))),
        // Without the catalogue families go by their letters and rules stay unexplained.
        () => {},
      );
    return () => {
      current = false;
    };
  }, []);
  return rules;
}
