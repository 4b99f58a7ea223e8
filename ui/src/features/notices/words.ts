/** Notices in words. */
import type { NoticeState, NoticeTopic } from "../../platform";

export const TOPIC_NAMES: Record<NoticeTopic, string> = {
  review_asked: "A review waits",
  review_approved: "Everybody agreed",
  review_objected: "Somebody refused",
  review_overridden: "A review was overridden",
  deprecation: "A version is deprecated",
  sunset_near: "A version ends soon",
  owner_changed: "An owner changed",
  hit: "Hit by a change",
};

export const STATE_NAMES: Record<NoticeState, string> = {
  pending: "waits to be sent",
  sent: "sent",
  failed: "could not be sent",
  dismissed: "put away",
};
