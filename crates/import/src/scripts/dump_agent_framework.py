"""Writes a built workflow of Microsoft Agent Framework as JSON, with the handoffs that were configured, for `baton import`.
Calls no model and needs nothing but the framework.

    python dump_agent_framework.py package.module:workflow > claims.workflow.json

The object is a workflow, a builder, or a function without arguments that gives one. The workflow's own to_dict() shows everybody
connected with everybody where agents hand over; this script adds from whom to whom they really may.
"""

import importlib
import json
import os
import sys


def load(path):
    module, _, name = path.partition(":")
    if not name:
        sys.exit("say what to dump as package.module:workflow")
    # The folder that it is run in, not the folder of this script.
    sys.path[0] = os.getcwd()
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    for _ in range(2):
        if hasattr(found, "to_dict") and hasattr(found, "executors"):
            return found
        if hasattr(found, "build"):
            found = found.build()
        elif callable(found):
            found = found()
    if hasattr(found, "to_dict") and hasattr(found, "executors"):
        return found
    sys.exit(f"{path} is no workflow: it has no executors")


def main(path):
    workflow = load(path)
    handoffs = {}
    for name, executor in workflow.executors.items():
        targets = getattr(executor, "_handoff_targets", None)
        if targets is not None:
            handoffs[name] = sorted(targets)
    told = {"workflow": workflow.to_dict()}
    if handoffs:
        told["handoffs"] = handoffs
    json.dump(told, sys.stdout, indent=2, default=str)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
