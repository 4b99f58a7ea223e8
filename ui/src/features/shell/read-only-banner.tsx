/** Says that the registry can only be read, and what to do about it. */
import { Lock } from "lucide-react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { useDocument } from "../../document/store";
import "../history/history.css";

export function ReadOnlyBanner() {
  const info = useDocument((state) => state.info);
  if (!info?.read_only) return null;
  const open = action("open-registry");
  return (
    <section className="read-only" aria-label="Read only" data-testid="read-only-banner">
      <Lock size={16} aria-hidden />
      <p className="past__words">
        <strong>Read only.</strong>{" "}
        {withoutStop(info.notice ?? "The registry's file or folder cannot be written")}. Everything
        can be looked at and exported.
      </p>
      <Button onClick={open.perform}>{open.title}</Button>
    </section>
  );
}

function withoutStop(words: string): string {
  return words.replace(/\.$/, "");
}
