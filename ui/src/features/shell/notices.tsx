/** What happened, what was kept, what to do next. */
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { IconButton } from "../../components/button";
import { session, useSession } from "../../session/store";

const MARKS = { error: CircleAlert, warning: TriangleAlert, info: Info, success: CircleCheck };

export function Notices() {
  const notices = useSession((state) => state.notices);
  return (
    <div className="notices" aria-live="polite">
      {notices.map((notice) => {
        const Mark = MARKS[notice.tone];
        return (
          <div
            key={notice.id}
            className={`notice notice--${notice.tone}`}
            role={notice.tone === "error" ? "alert" : "status"}
          >
            <Mark size={16} aria-hidden />
            <div className="notice__words">
              <p className="notice__title">{notice.title}</p>
              {notice.detail && <p>{notice.detail}</p>}
              {notice.hints.map((hint) => (
                <p key={hint}>{hint}</p>
              ))}
            </div>
            <IconButton
              icon={X}
              label="Dismiss"
              size={14}
              onClick={() => session.dismiss(notice.id)}
            />
          </div>
        );
      })}
    </div>
  );
}
