/** The reviews of all versions of a contract, on the contract's page. */
import { useMemo } from "react";
import { nameOf, useDocument, useRecords } from "../../document/store";
import { RecordLink } from "../inspector/record/record-link";
import { useReviews } from "../review/use-reviews";
import { standing } from "../review/words";

export function PageReviews({ contract }: { readonly contract: string }) {
  const { reviews, failure } = useReviews(null, true);
  const versions = useRecords("contract_version");
  const own = useMemo(
    () =>
      reviews?.filter(
        ({ subject: { kind, id } }) =>
          kind === "contract_version" && versions.get(id)?.record.contract === contract,
      ),
    [reviews, versions, contract],
  );
  const state = useDocument();
  return (
    <section className="page__section" aria-label="Reviews" data-testid="page-reviews">
      <h2>Reviews</h2>
      {failure && <p className="dock-error">{failure}</p>}
      {own?.length === 0 && (
        <p className="muted">No version of it was ever reviewed. A version's page asks for it.</p>
      )}
      <ul className="record-list">
        {own?.map((row) => (
          <li key={row.id}>
            <RecordLink
              subject={row.subject}
              note={standing(row, (kind, id) => nameOf(state, kind, id)).words}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
