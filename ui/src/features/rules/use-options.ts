/** The options of rules, asked for once. */
import { useEffect, useState } from "react";
import { asPlatformError, platform, type RuleOption } from "../../platform";

export interface OptionsReading {
  readonly options: readonly RuleOption[];
  readonly failure: string | null;
}

const UNREAD: OptionsReading = { options: [], failure: null };

export function useRuleOptions(code: string): OptionsReading {
  const [reading, setReading] = useState(UNREAD);
  useEffect(() => {
    let current = true;
    platform()
      .ruleOptions()
      .then(
        (all) =>
          current &&
          setReading({
            options: all.find((rule) => rule.code === code)?.options ?? [],
            failure: null,
          }),
        (reason: unknown) =>
          current && setReading({ options: [], failure: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [code]);
  return reading;
}
