/** What can be asked before a record is changed or taken away: who would be hit, and who has to agree. */
import { FileDiff, Radar, UserRoundCog } from "lucide-react";
import { useState } from "react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { useDocument } from "../../document/store";
import type { ImpactQuestion, RecordKey } from "../../platform";
import { session } from "../../session/store";
import { AskScores } from "../audit/ask-scores";
import { PageRisk } from "../audit/page-risk";
import { ImpactSection } from "../impact/impact-section";
import { questionAbout } from "../impact/questions";
import { questionTitle } from "../impact/words";
import { ReviewSection } from "../review/review-section";
import { PageWho } from "../runbook/page-who";
import { openTopology } from "../shell/topology";
import { PageReviews } from "./page-reviews";

export function PageJudged({ subject }: { readonly subject: RecordKey }) {
  const question = useDocument((state) => {
    const about = questionAbout(state, subject);
    return about && JSON.stringify(about);
  });
  switch (subject.kind) {
    case "handoff":
      return (
        <>
          <PageWho key={subject.id} subject={subject} />
          <PageRisk handoff={subject.id} />
          {question && <AskWhoIsHit key={question} asked={question} />}
        </>
      );
    case "agent":
      return (
        <>
          <PageWho key={subject.id} subject={subject} />
          <AskScores subject={subject} />
          {question && <AskWhoIsHit key={question} asked={question} />}
        </>
      );
    case "team":
      return (
        <>
          <AskScores subject={subject} />
          {question && <AskWhoIsHit key={question} asked={question} />}
          <Button
            icon={UserRoundCog}
            className="page__ask"
            data-testid="page-transfer"
            onClick={() => session.show({ show: "transfer-ownership", from: subject.id })}
          >
            Hand over what it answers for
          </Button>
        </>
      );
    case "contract":
      return (
        <>
          <PageReviews contract={subject.id} />
          {question && <AskWhoIsHit key={question} asked={question} />}
        </>
      );
    case "topology":
      return (
        <>
          <AskScores subject={subject} />
          <ReviewSection subject={subject} />
          <Button
            icon={FileDiff}
            className="page__ask"
            onClick={() => {
              openTopology(subject.id);
              action("topology-changes").perform();
            }}
          >
            Changes since a baseline
          </Button>
        </>
      );
    default:
      return question && <AskWhoIsHit key={question} asked={question} />;
  }
}

/** Asked when somebody wants to know: most who read a page do not mean to take it away. */
function AskWhoIsHit({ asked }: { readonly asked: string }) {
  const [open, setOpen] = useState(false);
  const question = JSON.parse(asked) as ImpactQuestion;
  const title = useDocument((state) => questionTitle(state, question));
  if (open) return <ImpactSection question={question} title={title} />;
  return (
    <section className="page__section" aria-label="Who would be hit">
      <h2>Before it changes</h2>
      <Button
        icon={Radar}
        className="page__ask"
        data-testid="page-impact"
        onClick={() => setOpen(true)}
      >
        {title}: who is hit?
      </Button>
    </section>
  );
}
