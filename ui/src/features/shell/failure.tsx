/** Nothing can be shown: says what happened and what to do, instead of an empty window. */
import { useEffect, useState } from "react";
import { Button } from "../../components/button";
import {
  asPlatformError,
  type Backup,
  type ErrorReply,
  type PlatformError,
  platform,
} from "../../platform";
import { session } from "../../session/store";
import { aboutWords, whenWords } from "../backups/words";
import { ConnectDialog } from "../start/connect-dialog";
import "../backups/backups.css";

export function Failure({ error }: { readonly error: PlatformError }) {
  const [said, setSaid] = useState<ErrorReply>(error.detail);
  const address = addressIn(error.detail);
  const connect = () => {
    const asked = said.code === "credentials" || said.code === "not_found";
    session.set({ connecting: { address: address ?? "", refusal: asked ? said : null } });
  };
  useEffect(() => {
    if (error.detail.code === "credentials")
      session.set({
        connecting: { address: addressIn(error.detail) ?? "", refusal: error.detail },
      });
  }, [error]);
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      if ((await act()) !== null) window.location.reload();
    } catch (reason) {
      setSaid(asPlatformError(reason).detail);
    }
  };
  const openAnother = async () => {
    const chosen = await platform().chooseRegistry("Open a registry");
    return chosen === null ? null : platform().openRegistry(chosen);
  };
  return (
    <div className="window window--failed" role="alert">
      <div className="failure">
        <h1>The registry could not be opened</h1>
        <p className="selectable">{said.message}</p>
        <p className="muted">Nothing was changed.</p>
        <ul>
          {said.hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
        {address === null && (
          <Copies onRestore={(path) => void attempt(() => platform().restoreBackup(path))} />
        )}
        <div className="failure__buttons">
          <Button look="primary" onClick={() => window.location.reload()}>
            Try again
          </Button>
          <Button onClick={() => void attempt(openAnother)}>Open another registry</Button>
          <Button data-testid="failure-connect" onClick={connect}>
            Connect to a server
          </Button>
        </div>
      </div>
      <ConnectDialog onOpened={() => window.location.reload()} />
    </div>
  );
}

/** The address of the server whose registry was refused; null for a file. */
function addressIn({ details }: ErrorReply): string | null {
  if (typeof details !== "object" || details === null || !("address" in details)) return null;
  return typeof details.address === "string" ? details.address : null;
}

/** What is shown of a long list. */
const MOST = 5;

function Copies({ onRestore }: { readonly onRestore: (path: string) => void }) {
  const [copies, setCopies] = useState<readonly Backup[]>([]);
  useEffect(() => {
    platform()
      .backups()
      .then(
        (found) => setCopies(found.copies),
        // Where copies cannot be listed either, none is offered.
        () => {},
      );
  }, []);
  if (copies.length === 0) return null;
  return (
    <section className="failure__copies" aria-labelledby="failure-copies">
      <h2 id="failure-copies">Copies that were kept</h2>
      <p className="muted">The present file is kept beside the restored one.</p>
      <ul>
        {copies.slice(0, MOST).map((copy) => (
          <li key={copy.path}>
            <span>
              <span className="backups__when">{whenWords(copy.made)}</span>{" "}
              <span className="backups__about">{aboutWords(copy)}</span>
            </span>
            <Button onClick={() => onRestore(copy.path)}>Restore</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
