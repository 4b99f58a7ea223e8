"""Writes the agents of Google ADK as one configuration in JSON, for `baton import`. Calls no model and needs nothing but ADK.

    python dump_google_adk.py package.agent:root_agent > claims.adk.json

The object is the root agent or workflow, an app that has one, or a function without arguments that gives it.
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
    if not is_drawn(found) and callable(found):
        found = found()
    if not is_drawn(found):
        found = getattr(found, "root_agent", found)
    if not is_drawn(found):
        sys.exit(f"{path} is no agent and no workflow: it has neither sub_agents nor a graph")
    return found


def is_drawn(found):
    return hasattr(found, "sub_agents") or hasattr(found, "graph")


CLASSES = ("LlmAgent", "SequentialAgent", "LoopAgent", "ParallelAgent", "RemoteA2aAgent", "Workflow", "FunctionNode", "JoinNode", "ToolNode")


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


def name_of(code):
    return f"{code.__module__}.{code.__qualname__}" if hasattr(code, "__qualname__") else None


def node_of(node, seen, told):
    """A node of a workflow: in full the first time, then by its name."""
    node = getattr(node, "_node", node)
    if type(node).__name__ in ("_StartNode", "StartNode") or node.name in ("__START__", "START"):
        return "START"
    if node.name in told:
        return node.name
    told.add(node.name)
    kind = class_of(node)
    if kind in ("LlmAgent", "Workflow") or hasattr(node, "sub_agents"):
        return tell(node, seen)
    retry = getattr(node, "retry_config", None)
    confirms = getattr(node, "require_confirmation", False)
    return {
        name: value
        for name, value in {
            "agent_class": kind if kind in CLASSES else "FunctionNode",
            "name": node.name,
            "description": node.description,
            "func_code": name_of(getattr(node, "_func", None)),
            "tool_code": getattr(getattr(node, "tool", None), "name", None),
            "timeout": getattr(node, "timeout", None),
            "retry_config": retry.model_dump(exclude_none=True) if retry else None,
            "require_confirmation": bool(confirms) or None,
        }.items()
        if value not in (None, "")
    }


def tell_workflow(flow, seen):
    told = set()
    edges = [
        {"from_node": node_of(edge.from_node, seen, told), "to_node": node_of(edge.to_node, seen, told), "route": edge.route}
        for edge in (flow.graph.edges if flow.graph else [])
    ]
    return {"agent_class": "Workflow", "name": flow.name, "description": flow.description, "edges": edges}


def tell(agent, seen=()):
    if id(agent) in seen:
        return {"name": agent.name}
    seen = (*seen, id(agent))
    if hasattr(agent, "graph"):
        return tell_workflow(agent, seen)
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
