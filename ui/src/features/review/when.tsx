import { ago } from "../history/ago";

/** How long ago something was said, with the moment as its hint. */
export function When({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {ago(Date.parse(at), Date.now())}
    </time>
  );
}
