/** What happened, what was kept, what to do next. Over the drawing they float where no control is; elsewhere they take room. */
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { Button, IconButton } from "../../components/button";
import { type Notice, session, useSession } from "../../session/store";
import "./notices.css";

const MARKS = { error: CircleAlert, warning: TriangleAlert, info: Info, success: CircleCheck };

export function Notices({ inFlow = false }: { readonly inFlow?: boolean }) {
  const notices = useSession((state) => state.notices);
  return (
    <section
      className={`notices ${inFlow ? "notices--in-flow" : ""}`}
      aria-label="Notices"
      data-control
    >
      {notices.length > 2 && (
        <Button
          className="notices__all"
          data-testid="notices-dismiss"
          onClick={() => session.set({ notices: [] })}
        >
          Dismiss all {notices.length}
        </Button>
      )}
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
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
      </div>
      <IconButton icon={X} label="Dismiss" size={14} onClick={() => session.dismiss(notice.id)} />
    </div>
  );
}
