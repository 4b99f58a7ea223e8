"""What the exported models make of payloads: a list of `{"value"}` or `{"refused"}`, one for each."""

import importlib
import json
import sys

from pydantic import BaseModel, ValidationError


def plain(value: object) -> object:
    """As it travels."""
    if isinstance(value, BaseModel):
        return value.to_json_()  # type: ignore[attr-defined]
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    parsers = {}
    for version, path in cases["modules"].items():
        name = path.removeprefix("types/python/").removesuffix(".py").replace("/", ".")
        module = importlib.import_module(name)
        parsers[version] = next(getattr(module, name) for name in module.__all__ if name.startswith("parse_"))
    answers = []
    for case in cases["payloads"]:
        parse = parsers[f"{case['contract']}@{case['version']}"]
        try:
            answers.append({"value": plain(parse(case["payload"]))})
        except ValidationError as error:
            answers.append({"refused": str(error)})
    json.dump(answers, sys.stdout)


main()
