"""What the guards in Python say of messages: the reason of each rejection, null for what is let in."""

import json
import sys

from baton_guard import Guard, Rejection


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    guards: dict[str, Guard] = {}
    answers: list[str | None] = []
    for handoff, text in cases:
        try:
            message = json.loads(text)
        except (RecursionError, ValueError):
            answers.append("malformed")
            continue
        guard = guards.setdefault(handoff, Guard(handoff, now=lambda: 1_772_355_600.0))
        answer = guard.accept(message)
        answers.append(answer.reason if isinstance(answer, Rejection) else None)
        if not isinstance(answer, Rejection):
            assert answer is message["payload"]
    json.dump(answers, sys.stdout)


main()
