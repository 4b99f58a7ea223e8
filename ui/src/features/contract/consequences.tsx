/** What publishing a draft would mean for others: who is hit by it as it is written now, and what the owners of both sides say. */
import type { ContractVersion, ImpactQuestion } from "../../platform";
import { ImpactSection } from "../impact/impact-section";
import { ReviewSection } from "../review/review-section";
import { useVersionDraft } from "./version-draft";

export function Consequences({ version }: { readonly version: ContractVersion }) {
  const { typedSchema } = useVersionDraft();
  const { contract, version: number } = version;
  const question: ImpactQuestion = typedSchema
    ? { ask: "contract_draft", contract, schema: typedSchema.value }
    : { ask: "contract_moves", contract, version: number };
  return (
    <div className="consequences">
      <ImpactSection question={question} />
      <ReviewSection subject={{ kind: "contract_version", id: version.id }} />
    </div>
  );
}
