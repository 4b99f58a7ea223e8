/** Registries as people name them: files, and schemas of databases on servers. */

export interface NamedFile {
  /** Without folder and ending; the schema of a server's database. */
  readonly name: string;
  /** Where it is: a folder, or a server and its database. */
  readonly folder: string;
}

const SCHEME = /^postgres(ql)?:\/\//u;
/** The schema that an address means when it names none. */
const SCHEMA = "baton";

/** Whether a registry is on a server. */
export function isOnServer(registry: string): boolean {
  return SCHEME.test(registry);
}

/** Reads paths of any system, and addresses of servers. */
export function namedFile(path: string): NamedFile {
  if (isOnServer(path)) return namedServer(path);
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  const file = path.slice(cut + 1);
  const name = file.replace(/\.(baton|db|sqlite)$/iu, "");
  return { name: name || path, folder: path.slice(0, Math.max(0, cut)) };
}

function namedServer(address: string): NamedFile {
  const [place = "", query = ""] = address.replace(SCHEME, "").split("?");
  const schema = new URLSearchParams(query).get("schema");
  return { name: schema || SCHEMA, folder: place.replace(":5432/", "/") };
}

export interface Typed {
  readonly address: string;
  readonly password: string;
}

/** Takes a password out of an address that was typed with one, so that it is seen nowhere. */
export function withoutPassword(typed: string): Typed {
  const [, scheme = "", user = "", secret, rest = ""] =
    /^(postgres(?:ql)?:\/\/)([^:@/?]*):([^@]*)@(.*)$/u.exec(typed.trim()) ?? [];
  if (secret === undefined) return { address: typed.trim(), password: "" };
  return { address: `${scheme}${user}@${rest}`, password: unescaped(secret) };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
