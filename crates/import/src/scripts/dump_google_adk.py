"""Writes the agents of Google ADK as one configuration in JSON, for `baton import`. Calls no model and needs nothing but ADK.

    python dump_google_adk.py package.agent:root_agent > claims.adk.json

The object is the root agent, or a function without arguments that gives it.
"""

import importlib
import json
import os
import sys


def load(path):
    module, _, name = path.partition(":")
    if not name:
        sys.exit("say what to dump as package.module:root_agent")
    # The folder that it is run in, not the folder of this script.
    sys.path[0] = os.getcwd()
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if not hasattr(found, "sub_agents") and callable(found):
        found = found()
    if not hasattr(found, "sub_agents"):
        sys.exit(f"{path} is no agent: it has no sub_agents")
    return found


CLASSES = ("LlmAgent", "SequentialAgent", "LoopAgent", "ParallelAgent", "RemoteA2aAgent")


def class_of(agent):
    for kind in type(agent).__mro__:
        if kind.__name__ in CLASSES:
            return kind.__name__
    return type(agent).__name__


def model_of(agent):
    model = getattr(agent, "model", None)
    return model if isinstance(model, str) or model is None else getattr(model, "model", type(model).__name__)


def schema_of(kind):
    return kind.model_json_schema() if hasattr(kind, "model_json_schema") else None


def tool_of(tool, seen):
    if type(tool).__name__ == "AgentTool":
        return {"name": "AgentTool", "args": {"agent": tell(tool.agent, seen)}}
    return {"name": getattr(tool, "name", None) or getattr(tool, "__name__", type(tool).__name__)}


def tell(agent, seen=()):
    if id(agent) in seen:
        return {"name": agent.name}
    seen = (*seen, id(agent))
    told = {
        "agent_class": class_of(agent),
        "name": agent.name,
        "description": agent.description,
        "model": model_of(agent),
        "instruction": getattr(agent, "instruction", None),
        "max_iterations": getattr(agent, "max_iterations", None),
        "output_key": getattr(agent, "output_key", None),
        "input_schema": schema_of(getattr(agent, "input_schema", None)),
        "output_schema": schema_of(getattr(agent, "output_schema", None)),
        "disallow_transfer_to_parent": getattr(agent, "disallow_transfer_to_parent", None),
        "disallow_transfer_to_peers": getattr(agent, "disallow_transfer_to_peers", None),
        "tools": [tool_of(tool, seen) for tool in getattr(agent, "tools", [])],
        "sub_agents": [tell(each, seen) for each in agent.sub_agents],
    }
    return {name: value for name, value in told.items() if isinstance(value, (str, int, dict, list)) and value not in ("", [], False)}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    json.dump(tell(load(sys.argv[1])), sys.stdout, indent=2, default=str)
    print()
