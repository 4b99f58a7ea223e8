/**
 * Stands in for the desktop in a plain browser: every command of the bindings is answered by a handler of the same name and type.
 * A command that no handler knows is refused as the desktop refuses it.
 */
import { emit } from "@tauri-apps/api/event";
import { mockIPC } from "@tauri-apps/api/mocks";
import type { commands } from "../../platform/bindings";
import { COMMANDS } from "../commands.generated";

type Commands = typeof commands;

/** What each command answers; all of them, so that a new command cannot be forgotten. */
export type Handlers = {
  [Name in keyof Commands]: (...args: Parameters<Commands[Name]>) => ReturnType<Commands[Name]>;
};

/** Commands outside the bindings: those of plugins, and those that answer in bytes. */
export type Others = Readonly<Record<string, (payload: unknown) => unknown>>;

/** Answers every command from now on. `delay` is waited for before each answer. */
export function mockDesktop(handlers: Handlers, others: Others, delay: () => Promise<void>): void {
  mockIPC(
    async (command, payload) => {
      const other = others[command];
      if (other) return other(payload);
      const known = Object.hasOwn(COMMANDS, command)
        ? COMMANDS[command as keyof typeof COMMANDS]
        : undefined;
      if (!known) throw `Command ${command} not found`;
      await delay();
      const named = (payload ?? {}) as Record<string, unknown>;
      const answer = handlers[known.name] as (...args: unknown[]) => Promise<unknown>;
      // What crosses the process boundary is a copy, never the same object.
      return structuredClone(await answer(...known.args.map((arg) => named[arg])));
    },
    { shouldMockEvents: true },
  );
}

/** Sends an event of the backend to the page. */
export function tell(event: string, payload: unknown): Promise<void> {
  return emit(event, structuredClone(payload));
}
