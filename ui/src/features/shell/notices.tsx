/** What happened, what was kept, what to do next. Over the drawing they float where no control is; elsewhere they take room. */
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../components/button";
import { type Notice, session, useSession } from "../../session/store";
import "./notices.css";

const MARKS = { error: CircleAlert, warning: TriangleAlert, info: Info, success: CircleCheck };

export function Notices({ inFlow = false }: { readonly inFlow?: boolean }) {
  const notices = useSession((state) => state.notices);
  const passing = notices.filter(({ act }) => !act).length;
  return (
    <section
      className={`notices ${inFlow ? "notices--in-flow" : ""}`}
      aria-label="Notices"
      data-control
    >
      {passing > 2 && (
        <Button
          className="notices__all"
          data-testid="notices-dismiss"
          onClick={session.dismissPassing}
        >
          Dismiss all {passing}
        </Button>
      )}
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

interface ActProps {
  readonly notice: number;
  readonly act: NonNullable<Notice["act"]>;
}

function Act({ notice, act }: ActProps) {
  const [busy, setBusy] = useState(false);
  const perform = async () => {
    setBusy(true);
    await act.perform(notice);
    setBusy(false);
  };
  return (
    <Button
      className="notice__act"
      disabled={busy}
      data-testid="notice-act"
      onClick={() => void perform()}
    >
      {act.title}
    </Button>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const Mark = MARKS[notice.tone];
  const urgent = notice.tone === "error" || notice.tone === "warning";
  return (
    <div className={`notice notice--${notice.tone}`} role={urgent ? "alert" : "status"}>
      <Mark size={16} aria-label={notice.tone} />
      <div className="notice__words selectable">
        <p className="notice__title">{notice.title}</p>
        {notice.detail && <p>{notice.detail}</p>}
        {notice.hints.map((hint) => (
          <p key={hint}>{hint}</p>
        ))}
        {notice.act && <Act notice={notice.id} act={notice.act} />}
      </div>
      <IconButton icon={X} label="Dismiss" size={14} onClick={() => session.dismiss(notice.id)} />
    </div>
  );
}
