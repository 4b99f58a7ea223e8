/** The panel at the right: the inspector, or what has taken its place until it is decided. */
import { later } from "../../components/later";
import { useSession } from "../../session/store";
import { Inspector } from "../inspector/inspector";

const Panels = later(async () => (await import("./panels")).Panels);

export function Dock() {
  const dock = useSession((state) => state.dock);
  return dock.show === "inspector" ? <Inspector /> : <Panels dock={dock} />;
}
