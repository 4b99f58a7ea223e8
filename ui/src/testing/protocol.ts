/** Whether handoffs of a registry in memory transfer cleanly: the plain cases of what the backend answers. Tests put their own answers in its place. */
import type {
  AboutProperty,
  EditCommand,
  Handoff,
  Platform,
  StoredRecord,
  Trace,
  TransferProperty,
} from "../platform";

const ABOUT: readonly AboutProperty[] = [
  {
    name: "owner_never_lost",
    title: "The task is never lost",
    meaning:
      "At any time somebody has the task: the sender, a receiver, the dead letter or a person; or it is still on its way.",
  },
  {
    name: "never_two_owners",
    title: "Never two owners",
    meaning: "At no time two go on with the task as theirs.",
  },
  {
    name: "no_effect_twice",
    title: "Nothing is done twice",
    meaning: "What the task asks for is done once at most, however often its message arrives.",
  },
  {
    name: "always_an_end",
    title: "It always comes to an end",
    meaning:
      "Whatever is lost and whoever crashes, the task ends with a receiver, the dead letter, a person, or back with its sender.",
  },
];

export function protocolOf(
  records: () => readonly StoredRecord[],
): Pick<Platform, "verifyTransfer"> {
  const all = <T>(kind: StoredRecord["kind"]) =>
    records().flatMap((stored) => (stored.kind === kind ? [stored.record as unknown as T] : []));
  const nameOf = (id: unknown) =>
    all<{ id: string; name: string }>("agent").find((agent) => agent.id === id)?.name ?? String(id);
  const asked = (handoff: Handoff, told: boolean): TransferProperty[] =>
    ABOUT.map(({ name }) => {
      const lost = !handoff.policy?.acknowledge && handoff.mode === "transfer";
      const broken = lost && (name === "owner_never_lost" || name === "always_an_end");
      if (!broken) return { handoff: handoff.id, name, holds: true };
      if (!told) return { handoff: handoff.id, name, holds: false };
      const trace = lostRun(nameOf(handoff.from), nameOf(handoff.to));
      return { handoff: handoff.id, name, holds: false, trace, remedy: remedyOf(handoff) };
    });
  return {
    verifyTransfer: async (subject) => {
      const handoffs = all<Handoff>("handoff").filter(({ id, topology }) =>
        subject.kind === "handoff" ? id === subject.id : topology === subject.id,
      );
      const told = subject.kind === "handoff";
      const meets = handoffs.filter(({ to }) => !(typeof to === "object" && "outcome" in to));
      const properties = meets.flatMap((handoff) => asked(handoff, told));
      const broken = new Set(
        properties.filter(({ holds }) => !holds).map(({ handoff }) => handoff),
      );
      return {
        subject,
        properties,
        fixes: told
          ? meets
              .filter(({ id }) => broken.has(id))
              .map((handoff) => ({ handoff: handoff.id, fix: remedyOf(handoff) }))
          : [],
        passed_over: handoffs
          .filter((handoff) => !meets.includes(handoff))
          .map(({ id }) => ({
            handoff: id,
            reason: "It ends the request: nobody is there to hand over to.",
          })),
        about: [...ABOUT],
        configurations: 1,
      };
    },
  };
}

function remedyOf(handoff: Handoff) {
  const record: Handoff = {
    ...handoff,
    policy: { ...handoff.policy, acknowledge: true, rollback: true, timeout_ms: 3000 },
  };
  const edit: EditCommand = {
    op: "put",
    kind: "handoff",
    id: handoff.id,
    record,
    base_revision: null,
    operation_id: "",
  };
  return {
    title:
      "Release control only on acknowledgement, roll back a transfer that fails and give up an attempt after 3000 ms",
    safe: false,
    edits: [edit],
  };
}

function lostRun(sender: string, receiver: string): Trace {
  return {
    parties: [
      { kind: "sender", name: sender },
      { kind: "receiver", name: receiver },
    ],
    steps: [
      {
        party: 0,
        kind: "transmit",
        text: `${sender} sends the task to ${receiver} and lets go of it at once.`,
        short: "sends, lets go",
      },
      {
        party: 1,
        kind: "lose",
        text: `The task from ${sender} to ${receiver} is lost.`,
        short: "task lost",
      },
    ],
    messages: [{ from: 0, to: 1, label: "task", sent: 0, arrives: null, lost: 1, repeat: false }],
    conclusion: `Now nobody has the task: ${sender} has let go of it, and nobody has stored it.`,
    mermaid: `sequenceDiagram\n    participant p0 as ${sender}\n    participant p1 as ${receiver}\n    p0-xp1: task (lost)\n`,
  };
}
