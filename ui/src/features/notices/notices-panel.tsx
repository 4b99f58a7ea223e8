/** What the registry has to tell the teams, and whether it has reached them. */
import { useState } from "react";
import { CopyButton } from "../../components/copy-button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { Switch } from "../../components/field";
import { Markdown } from "../../components/markdown";
import { kindName } from "../../document/records";
import { type NoticeRow, platform } from "../../platform";
import { session } from "../../session/store";
import { CutList } from "../impact/cut-list";
import { showPage } from "../registry/places";
import { useAsked } from "../review/use-asked";
import { STATE_NAMES, TOPIC_NAMES } from "./words";
import "./notices.css";

const FIRST = 50;
const SEND = "baton notices --send";

export function NoticesPanel() {
  const [all, setAll] = useState(false);
  const { answer: notices, failure } = useAsked(String(all), () => platform().notices(all));
  return (
    <DockPanel title="Notices" onClose={session.closeDock}>
      <p className="notices__how muted">
        <span>
          This window sends none: <code>{SEND}</code> delivers them to the channels of each team,
          and tries again what failed.
        </span>
        <CopyButton text={SEND} label="Copy the command" />
      </p>
      <Switch label="Those that are done with, too" checked={all} onChange={setAll} />
      {failure && (
        <p className="dock-error" role="alert">
          The notices cannot be told: {failure}
        </p>
      )}
      {!notices && !failure && (
        <p className="muted" role="status">
          Asking for notices…
        </p>
      )}
      {notices?.length === 0 && (
        <Empty title={all ? "No notice was ever written" : "No notice waits"}>
          <p>
            They are written when a review is asked for or decided, a version is deprecated, and a
            change hits what a team owns.
          </p>
        </Empty>
      )}
      {notices && (
        <CutList
          className="notice-list"
          items={notices}
          keyOf={({ id }) => id}
          first={FIRST}
          row={(notice) => <Row notice={notice} />}
        />
      )}
    </DockPanel>
  );
}

function Row({ notice }: { readonly notice: NoticeRow }) {
  const { id, team_name, topic, about, text, state, attempts, next_try, last_error } = notice;
  const [subject = "", ...rest] = text.split("\n");
  const more = rest.join("\n").trim();
  return (
    <div className="notice-row" data-testid={`notice-${id}`}>
      <p className="notice-row__head">
        <b>{team_name}</b>
        <span className={`notice-row__state notice-row__state--${state}`}>
          {STATE_NAMES[state]}
        </span>
      </p>
      {topic && <p className="muted">{TOPIC_NAMES[topic]}</p>}
      {more === "" ? (
        <p className="selectable">{subject}</p>
      ) : (
        <details>
          <summary className="selectable">{subject}</summary>
          <div className="notice-row__text">
            <Markdown text={more} />
          </div>
        </details>
      )}
      {last_error && (
        <p className="notice-row__error">
          {last_error} ({attempts} {attempts === 1 ? "try" : "tries"}
          {next_try && `, again ${new Date(next_try).toLocaleString()}`})
        </p>
      )}
      {about && (
        <button
          type="button"
          className="review__link"
          onClick={() => showPage({ kind: about.kind, id: about.id })}
        >
          Open the {kindName(about.kind).toLowerCase()}
        </button>
      )}
    </div>
  );
}
