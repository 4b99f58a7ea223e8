/** Names a registry on a server, and the password that it wants; offers to make one where there is none. */
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "../../components/button";
import { type ErrorReply, type OpenRegistry, platform } from "../../platform";
import { type Connecting, session, useSession } from "../../session/store";
import { HelpDialog } from "../help/help-dialog";
import { withoutPassword } from "./paths";
import { turnTo } from "./registries";
import "./connect-dialog.css";

const EXAMPLE = "postgres://you@db.example.com/baton?schema=support";

interface ConnectDialogProps {
  /** What is done with the registry that was opened, in place of turning to it. */
  readonly onOpened?: (info: OpenRegistry) => void;
}

export function ConnectDialog({ onOpened }: ConnectDialogProps) {
  const connecting = useSession((state) => state.connecting);
  if (connecting === null) return null;
  return <Dialog key={connecting.address} connecting={connecting} onOpened={onOpened} />;
}

interface DialogProps {
  readonly connecting: Connecting;
  readonly onOpened: ((info: OpenRegistry) => void) | undefined;
}

function Dialog({ connecting, onOpened }: DialogProps) {
  const [address, setAddress] = useState(connecting.address);
  const [password, setPassword] = useState("");
  const [keep, setKeep] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ErrorReply | null>(connecting.refusal);
  const addressField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const about = useId();
  const close = () => session.set({ connecting: null });
  const connect = async (create: boolean) => {
    // One that was typed into the address is shown there no longer.
    const typed = withoutPassword(address);
    const given = typed.password || password;
    setAddress(typed.address);
    setPassword(given);
    setBusy(true);
    setRefusal(null);
    const error = await turnTo(async () => {
      const info = await platform().connectRegistry(typed.address, given || null, keep, create);
      onOpened?.(info);
      return onOpened ? null : info;
    });
    setBusy(false);
    if (error === null || error === "nothing") close();
    else {
      setRefusal(error.detail);
      if (error.detail.code === "credentials") passwordField.current?.focus();
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && address.trim() !== "") void connect(false);
  };
  return (
    <HelpDialog
      title="Connect to a server"
      name="connect"
      reader={connecting.refusal?.code === "credentials" ? passwordField : addressField}
      onClose={close}
    >
      <form className="connect__form" onSubmit={submit}>
        <p id={about} className="connect__about">
          A registry that several people work on lies in a schema of a PostgreSQL database.
        </p>
        <label className="field">
          <span className="field__label">Address</span>
          <input
            ref={addressField}
            className="input input--mono"
            type="text"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder={EXAMPLE}
            aria-describedby={about}
            aria-invalid={refusal?.code === "invalid_input"}
            data-testid="connect-address"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        </label>
        <label className="field">
          <span className="field__label">Password, where it wants one</span>
          <input
            ref={passwordField}
            className="input"
            type="password"
            autoComplete="off"
            aria-invalid={refusal?.code === "credentials"}
            data-testid="connect-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <label className="connect__check">
          <input
            type="checkbox"
            checked={keep}
            data-testid="connect-keep"
            onChange={(event) => setKeep(event.target.checked)}
          />
          Keep the password in this machine’s keychain
        </label>
        {refusal && <Refused refusal={refusal} busy={busy} onCreate={() => void connect(true)} />}
        <div className="connect__buttons">
          <Button look="quiet" onClick={close}>
            Cancel
          </Button>
          <Button
            look="primary"
            type="submit"
            disabled={busy || address.trim() === ""}
            data-testid="connect-open"
          >
            {busy ? "Connecting…" : "Connect"}
          </Button>
        </div>
      </form>
    </HelpDialog>
  );
}

interface RefusedProps {
  readonly refusal: ErrorReply;
  readonly busy: boolean;
  readonly onCreate: () => void;
}

function Refused({ refusal: { code, message, hints }, busy, onCreate }: RefusedProps) {
  if (code === "not_found")
    return (
      <div className="connect__refusal connect__refusal--missing" role="alert">
        <p>There is no registry there yet.</p>
        <Button disabled={busy} data-testid="connect-create" onClick={onCreate}>
          Make an empty one
        </Button>
      </div>
    );
  const told =
    code === "credentials" ? ["Check the name in the address, and give the password."] : hints;
  return (
    <div className="connect__refusal" role="alert">
      <p>{message}</p>
      {told.map((hint) => (
        <p key={hint}>{hint}</p>
      ))}
    </div>
  );
}
