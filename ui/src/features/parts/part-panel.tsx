/** Parts: pieces that are proven in the field, chosen by picture, looked at before they come in, put into the drawing as one step. */
import { ArrowLeft } from "lucide-react";
import { useCallback, useState } from "react";
import type { Point } from "../../canvas/geometry";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { agentOfBox } from "../../document/boxes";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import { type PartInfo, platform } from "../../platform";
import { session, useSession } from "../../session/store";
import { TemplatePictureView } from "../templates/template-picture";
import { useAsked } from "../templates/use-templates";
import { insertPart } from "./insert";
import { type PartAnswers, PartForm } from "./part-form";
import { PartPreview } from "./part-preview";
import { usePartPreview } from "./use-part-preview";
import "./parts.css";

export interface PartPanelProps {
  readonly topology: string;
  /** The agent that the part begins at; without one its first end stays open. */
  readonly agent: string | null;
  readonly at: Point | null;
}

const askParts = () => platform().parts();

/** Another agent that is selected meanwhile is where the part begins instead. */
export function PartPanel({ agent: first, ...place }: PartPanelProps) {
  const selected = useSession(({ selection: { boxes } }) =>
    boxes.length === 1 ? agentOfBox(boxes[0] ?? "") : null,
  );
  const props = { ...place, agent: selected ?? first };
  const { answer: parts, failure, retry } = useAsked(askParts);
  const [chosen, setChosen] = useState<PartInfo | null>(null);
  if (chosen) return <ChosenPart {...props} part={chosen} onBack={() => setChosen(null)} />;
  return (
    <DockPanel title="Insert a part" onClose={session.closeDock}>
      <p className="muted">
        <Where {...props} />
      </p>
      {failure && (
        <div className="dock-error" role="alert">
          <p>{failure.message}</p>
          <Button onClick={retry}>Try again</Button>
        </div>
      )}
      <ul className="parts" aria-busy={parts === null && failure === null}>
        {parts?.map((part) => (
          <PartCard key={part.id} part={part} onChoose={setChosen} />
        ))}
      </ul>
    </DockPanel>
  );
}

function Where({ agent, at }: PartPanelProps) {
  const name = useDocument((state) =>
    agent === null ? null : labelOf(state, { kind: "agent", id: agent }),
  );
  if (name !== null)
    return (
      <>
        It begins at <strong>{name}</strong>. Select another agent to begin there.
      </>
    );
  return at === null
    ? "It stands by itself until you draw a handoff to it. Select an agent to begin there."
    : "It stands where you clicked, until you draw a handoff to it.";
}

interface PartCardProps {
  readonly part: PartInfo;
  readonly onChoose: (part: PartInfo) => void;
}

function PartCard({ part, onChoose }: PartCardProps) {
  return (
    <li>
      <button
        type="button"
        className="part"
        data-testid={`part-${part.id}`}
        onClick={() => onChoose(part)}
      >
        <span className="part__picture">
          <PartPicture part={part} />
        </span>
        <span className="part__name">{part.name}</span>
        <span className="part__summary">{part.summary}</span>
      </button>
    </li>
  );
}

function PartPicture({ part }: { readonly part: PartInfo }) {
  const { answer } = useAsked(useCallback(() => platform().partPicture(part.id), [part.id]));
  return answer && answer.boxes.length > 0 ? (
    <TemplatePictureView name={part.name} picture={answer} />
  ) : null;
}

interface ChosenPartProps extends PartPanelProps {
  readonly part: PartInfo;
  readonly onBack: () => void;
}

function ChosenPart({ part, onBack, ...place }: ChosenPartProps) {
  const [answers, setAnswers] = useState<PartAnswers>({});
  const [busy, setBusy] = useState(false);
  const locked = useLock() !== null;
  const preview = usePartPreview(part.id, place, answers);
  const insert = async () => {
    setBusy(true);
    await insertPart(part, place, answers);
    setBusy(false);
  };
  return (
    <DockPanel
      title={part.name}
      onClose={session.closeDock}
      footer={
        <>
          <Button look="quiet" icon={ArrowLeft} data-testid="part-back" onClick={onBack}>
            All parts
          </Button>
          <Button
            look="primary"
            data-testid="part-insert"
            disabled={busy || locked || preview.reply === null}
            onClick={() => void insert()}
          >
            {busy ? "Inserting…" : "Insert"}
          </Button>
        </>
      }
    >
      <div className="part__picture part__picture--large">
        <PartPicture part={part} />
      </div>
      <p>{part.summary}</p>
      <p className="muted">{part.when}</p>
      <p className="muted">
        <Where {...place} />
      </p>
      <PartForm
        part={part}
        atAgent={place.agent !== null}
        answers={answers}
        onAnswer={setAnswers}
      />
      <PartPreview preview={preview} />
    </DockPanel>
  );
}
