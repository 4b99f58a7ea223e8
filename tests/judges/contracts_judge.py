"""What Python's jsonschema says of payloads: a list of true and false, one for each."""

import json
import sys

from jsonschema.validators import validator_for


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    validators = {}
    answers = []
    for case in cases:
        path = case["schema"]
        if path not in validators:
            with open(path, encoding="utf-8") as file:
                schema = json.load(file)
            kind = validator_for(schema)
            validators[path] = kind(schema, format_checker=kind.FORMAT_CHECKER)
        answers.append(validators[path].is_valid(case["payload"]))
    json.dump(answers, sys.stdout)


main()
