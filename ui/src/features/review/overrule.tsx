/** A platform team's decision to go on without everybody's word; its reason stays in the record. */
import { useId, useMemo, useState } from "react";
import { Button } from "../../components/button";
import { Field, Select } from "../../components/field";
import { acknowledged } from "../../document/commit";
import { useRecords } from "../../document/store";
import { platform } from "../../platform";
import { useKeptWords } from "../unsent/kept-words";

export function Overrule({ review }: { readonly review: string }) {
  const teams = useRecords("team");
  const platforms = useMemo(
    () => [...teams.values()].map(({ record }) => record).filter((team) => team.platform === true),
    [teams],
  );
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useKeptWords({
    kind: "review",
    id: review,
    field: "override",
    label: "Why a review is overridden",
  });
  const [busy, setBusy] = useState(false);
  const id = useId();
  const team = chosen ?? platforms[0]?.id ?? "";
  const giveUp = () => {
    setOpen(false);
    setReason("");
  };
  // What an earlier page has kept stands in the form at once.
  if (!open && reason === "")
    return (
      <Button
        look="quiet"
        disabled={platforms.length === 0}
        title={
          platforms.length === 0
            ? "Only a platform team may go on without everybody's word, and no team is marked as one"
            : "Goes on without everybody's word"
        }
        data-testid="review-override"
        onClick={() => setOpen(true)}
      >
        Override…
      </Button>
    );
  const send = async () => {
    setBusy(true);
    const done = await acknowledged(
      () => platform().overrideReview(review, team, reason.trim()),
      "The review stands as it was",
      [],
    );
    setBusy(false);
    if (done) giveUp();
  };
  return (
    <form
      className="review__form review__form--wide"
      aria-label="Override"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field label="Decided by">
        {(field) => (
          <Select
            id={field}
            value={team}
            options={platforms.map(({ id: value, name }) => ({ value, label: name }))}
            onChange={setChosen}
          />
        )}
      </Field>
      <label className="field__label" htmlFor={id}>
        Why it goes on without everybody's word; it is kept with the review
      </label>
      <textarea
        id={id}
        className="input"
        rows={2}
        dir="auto"
        data-testid="override-reason"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="review__buttons">
        <Button look="quiet" onClick={giveUp}>
          Not now
        </Button>
        <Button
          look="danger"
          type="submit"
          disabled={busy || reason.trim() === ""}
          data-testid="override-send"
        >
          Override
        </Button>
      </div>
    </form>
  );
}
