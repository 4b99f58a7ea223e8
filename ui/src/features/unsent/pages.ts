/** Which other windows are open: what is typed in one of them is not lost, so nobody else offers it. */
import { session } from "../../session/store";
import { PAGE } from "../../session/unsent";

type News = { readonly asks: string } | { readonly is: string } | { readonly leaves: string };

/** Follows them until stopped. */
export function followPages(): () => void {
  if (typeof BroadcastChannel === "undefined") return () => {};
  const channel = new BroadcastChannel("baton.pages");
  const say = (news: News) => channel.postMessage(news);
  channel.onmessage = ({ data }: MessageEvent<News>) => {
    if ("asks" in data) {
      say({ is: PAGE });
      heard(data.asks);
    } else if ("is" in data) heard(data.is);
    else
      session.set((state) => ({ otherPages: state.otherPages.filter((p) => p !== data.leaves) }));
  };
  say({ asks: PAGE });
  const leave = () => say({ leaves: PAGE });
  window.addEventListener("pagehide", leave);
  return () => {
    window.removeEventListener("pagehide", leave);
    leave();
    channel.close();
  };
}

function heard(page: string): void {
  session.set(({ otherPages }) =>
    page === PAGE || otherPages.includes(page) ? {} : { otherPages: [...otherPages, page] },
  );
}
