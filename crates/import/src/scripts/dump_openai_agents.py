"""Walks over the agents of the OpenAI Agents SDK and writes them as JSON, for `baton import`. Calls no model and needs
nothing but the SDK.

    python dump_openai_agents.py package.module:triage_agent > claims.agents.json
    python dump_openai_agents.py package.module:triage_agent package.module:other_agents > claims.agents.json

The object is the agent that a run starts with, or a function without arguments that gives it. Further ones are agents, or lists
of agents, that it does not lead to.
"""

import importlib
import json
import os
import sys


def load(path):
    module, _, name = path.partition(":")
    if not name:
        sys.exit("say what to dump as package.module:agent")
    # The folder that it is run in, not the folder of this script.
    sys.path[0] = os.getcwd()
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if not is_agent(found) and callable(found):
        found = found()
    several = list(found) if isinstance(found, (list, tuple)) else [found]
    if not several or not all(is_agent(each) for each in several):
        sys.exit(f"{path} is no agent: it has no handoffs")
    return several


def is_agent(value):
    return hasattr(value, "handoffs")


def agent_of(handoff):
    """The agent behind a handoff(...), which the SDK keeps out of sight."""
    reference = getattr(handoff, "_agent_ref", None)
    if reference is not None and reference() is not None:
        return reference()
    for cell in getattr(getattr(handoff, "on_invoke_handoff", None), "__closure__", None) or ():
        if is_agent(cell.cell_contents):
            return cell.cell_contents
    return None


def model_of(agent):
    model = getattr(agent, "model", None)
    return model if isinstance(model, str) or model is None else getattr(model, "model", type(model).__name__)


def output_of(agent):
    output = getattr(agent, "output_type", None)
    if output is None or output is str:
        return None
    if not hasattr(output, "json_schema"):
        from agents import AgentOutputSchema

        output = AgentOutputSchema(output, strict_json_schema=False)
    return None if output.is_plain_text() else output.json_schema()


def name_of(guardrail):
    function = getattr(guardrail, "guardrail_function", guardrail)
    return getattr(guardrail, "name", None) or getattr(function, "__name__", type(guardrail).__name__)


def tool_of(tool):
    told = {"name": getattr(tool, "name", type(tool).__name__)}
    if getattr(tool, "params_json_schema", None):
        told["params_json_schema"] = tool.params_json_schema
    if getattr(tool, "needs_approval", False):
        told["needs_approval"] = True
    # What skeletons that Baton writes say of a tool that stands on the drawing by itself.
    if isinstance(getattr(tool, "drawn_as", None), dict):
        told["agent"] = tool.drawn_as
    return told


def called_by(tool):
    """The agent behind an agent.as_tool(...)."""
    agent = getattr(tool, "_agent_instance", None)
    return agent if is_agent(agent) else None


def walk(start, others=()):
    """The agents that `start` leads to, then `others` with those that they lead to."""
    waiting, keys, order, names = [start], {}, [], {}

    def key(agent):
        # A name is no identity: of several agents with one name, each gets a number.
        if id(agent) not in keys:
            names[agent.name] = names.get(agent.name, 0) + 1
            keys[id(agent)] = agent.name if names[agent.name] == 1 else f"{agent.name} ({names[agent.name]})"
            order.append(agent)
            waiting.append(agent)
        return keys[id(agent)]

    waiting.clear()
    key(start)
    for other in others:
        key(other)
    told = []
    while waiting:
        agent = waiting.pop(0)
        handoffs = []
        for item in agent.handoffs:
            if is_agent(item):
                from agents import handoff

                target, item = item, handoff(item)
            else:
                target = agent_of(item)
            if target is None:
                print(f"left out: whom {item.tool_name} of {agent.name} leads to cannot be seen", file=sys.stderr)
                continue
            handoffs.append(
                {
                    "agent_key": key(target),
                    "agent_name": target.name,
                    "tool_name": item.tool_name,
                    "tool_description": item.tool_description,
                    "input_json_schema": item.input_json_schema,
                }
            )
        tools = []
        for tool in getattr(agent, "tools", []):
            target = called_by(tool)
            if target is None:
                tools.append(tool_of(tool))
                continue
            handoffs.append(
                {
                    "agent_key": key(target),
                    "agent_name": target.name,
                    "tool_name": tool.name,
                    "tool_description": tool.description,
                    "call": True,
                    "needs_approval": bool(getattr(tool, "needs_approval", False)),
                }
            )
        instructions = getattr(agent, "instructions", None)
        told.append(
            {
                "key": keys[id(agent)],
                "name": agent.name,
                "handoff_description": getattr(agent, "handoff_description", None),
                "instructions": instructions if isinstance(instructions, str) else None,
                "model": model_of(agent),
                "tools": tools,
                "output_type_schema": output_of(agent),
                "input_guardrails": [name_of(each) for each in getattr(agent, "input_guardrails", [])],
                "output_guardrails": [name_of(each) for each in getattr(agent, "output_guardrails", [])],
                "mcp_servers": [getattr(each, "name", type(each).__name__) for each in getattr(agent, "mcp_servers", [])],
                "handoffs": handoffs,
            }
        )
    return {"entry": keys[id(start)], "agents": told}


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    first, *rest = load(sys.argv[1])
    for path in sys.argv[2:]:
        rest += load(path)
    json.dump(walk(first, rest), sys.stdout, indent=2, default=str)
    print()
