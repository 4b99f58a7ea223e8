/** Registries that were open before, in files and on servers. */
import { Database, Server } from "lucide-react";
import { isOnServer, namedFile } from "./paths";
import { openRegistry } from "./registries";

export function RecentList({ paths }: { readonly paths: readonly string[] }) {
  return (
    <ul className="start__list">
      {paths.map((path) => {
        const { name, folder } = namedFile(path);
        const Mark = isOnServer(path) ? Server : Database;
        return (
          <li key={path}>
            <button
              type="button"
              className="start__row"
              title={path}
              onClick={() => void openRegistry(path)}
            >
              <Mark size={16} aria-hidden />
              <span className="start__words">
                <span className="start__name">{name}</span>
                <span className="start__about">{folder}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
