"""Loads exported skeletons with the packages that they are for, and dumps their graphs as `baton import` reads them.

Reads `{"langgraph": {topology: path}, "openai": {topology: path}, "script": path, "out": folder}`; writes `<out>/langgraph/<topology>.graph.json` and
`<out>/openai/<topology>.agents.json`; prints `{topology: {"ran": ...}}` with what one request does where nobody has filled anything in.
"""

import importlib.util
import json
import os
import sys

from agents.run_context import RunContextWrapper
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.errors import GraphRecursionError


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def write(out, name, value):
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, name), "w", encoding="utf-8") as file:
        json.dump(value, file)


def request(module):
    """How a request goes that nobody has done anything for: it ends, waits for a person, or goes round until it is stopped."""
    graph = module.build().compile(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "1"}, "recursion_limit": module.RECURSION_LIMIT}
    try:
        state = graph.invoke({"payloads": {}}, config)
    except GraphRecursionError:
        return {"ran": "stopped"}
    waits = "__interrupt__" in state
    return {"ran": "waits" if waits else "ended", "uses": state.get("uses", {}), "outcome": state.get("outcome", "")}


def walk(script, module):
    """The walk over agents that `baton import openai-agents` reads, by the script that it prints."""
    context = RunContextWrapper(module.Request())
    for agent in module.AGENTS:
        for one in agent.handoffs:
            assert one.is_enabled(context, agent), one.tool_name
    return script.walk(module.ENTRY, module.AGENTS)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    answers = {}
    script = load("dump_openai_agents", asked["script"])
    for index, (topology, path) in enumerate(asked["langgraph"].items()):
        module = load(f"langgraph_skeleton_{index}", path)
        write(os.path.join(asked["out"], "langgraph"), f"{topology}.graph.json", module.graph.get_graph().to_json())
        answers[topology] = request(module)
    for index, (topology, path) in enumerate(asked["openai"].items()):
        module = load(f"openai_skeleton_{index}", path)
        write(os.path.join(asked["out"], "openai"), f"{topology}.agents.json", walk(script, module))
    json.dump(answers, sys.stdout)


main()
