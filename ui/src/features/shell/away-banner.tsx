/** Says that the server which holds the registry cannot be reached: what is loaded can be read, edits wait. */
import { ServerOff } from "lucide-react";
import { Button } from "../../components/button";
import { useDocument } from "../../document/store";
import { askAgain } from "../../document/sync";
import "../history/history.css";

export function AwayBanner() {
  const away = useDocument((state) => state.info?.away ?? null);
  if (away === null) return null;
  return (
    <section className="read-only" aria-label="Not connected" data-testid="away-banner">
      <ServerOff size={16} aria-hidden />
      <p className="past__words" title={away.message}>
        <strong>The server cannot be reached:</strong> what is loaded can be read, edits wait.
      </p>
      <Button onClick={() => void askAgain()}>Try again</Button>
    </section>
  );
}
