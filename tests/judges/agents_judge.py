"""What the tools of others make of agent cards, Open Agent Spec files and their signatures.

Reads `{"cards": [path], "specs": {topology: path}, "signed": [path], "key": path}`, prints `{"cards": {path: problem or null}, "specs": {...},
"signed": {path: [verified, verified when changed, verified with another key]}}`.
"""

import json
import sys
import warnings

from a2a.types import AgentCard
from a2a.utils.errors import InvalidParamsError
from a2a.utils.proto_utils import validate_proto_required_fields
from a2a.utils.signing import SignatureVerificationError, create_signature_verifier
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from google.protobuf.json_format import ParseDict, ParseError
from pyagentspec.agent import Agent
from pyagentspec.component import Component
from pyagentspec.flows.edges import ControlFlowEdge
from pyagentspec.managerworkers import ManagerWorkers
from pyagentspec.serialization import AgentSpecDeserializer
from pyagentspec.swarm import Swarm


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def card(text):
    message = ParseDict(json.loads(text), AgentCard(), ignore_unknown_fields=False)
    validate_proto_required_fields(message)
    return message


def problem(path):
    try:
        card(read(path))
    except ParseError as error:
        return str(error)
    except InvalidParamsError as error:
        return json.dumps(error.data)
    return None


def verified(message, key):
    verify = create_signature_verifier(lambda kid, jku: key, ["ES256"])
    try:
        verify(message)
    except SignatureVerificationError:
        return False
    return True


def signed(path, key):
    message = card(read(path))
    changed = card(read(path))
    changed.skills[0].name += "!"
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    return [verified(message, key), verified(changed, key), verified(message, other)]


def baton(component):
    return (component.metadata or {}).get("baton", {})


def components(value, seen):
    """Every component below, each once."""
    if isinstance(value, Component):
        if id(value) in seen:
            return
        seen.add(id(value))
        yield value
        for name in type(value).model_fields:
            yield from components(getattr(value, name), seen)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from components(item, seen)


def agent_of(component):
    """The agent that a component stands for."""
    while isinstance(component, ManagerWorkers):
        component = component.group_manager
    return baton(component).get("id")


def spec(path):
    root = AgentSpecDeserializer().from_yaml(read(path))
    found = list(components(root, set()))
    agents = sorted({baton(one)["id"] for one in found if baton(one).get("kind") == "agent"})
    pairs = set()
    for one in found:
        if isinstance(one, Agent):
            for tool in [*one.tools, *one.toolboxes]:
                if baton(tool).get("kind") == "agent":
                    pairs.add((agent_of(one), agent_of(tool)))
        elif isinstance(one, ManagerWorkers):
            for worker in one.workers:
                pairs.add((agent_of(one), agent_of(worker)))
        elif isinstance(one, Swarm):
            pairs.update((agent_of(a), agent_of(b)) for a, b in one.relationships)
    edges = [one for one in found if isinstance(one, ControlFlowEdge)]
    ways = []
    for edge in edges:
        handoff = baton(edge)
        if handoff.get("kind") != "handoff":
            continue
        source = edge.from_node
        if "id" not in baton(source):
            # A node that routes stands behind the agent's.
            source = next(before.from_node for before in edges if before.to_node is source)
        reached, waiting, known = set(), [edge.to_node], set()
        while waiting:
            node = waiting.pop()
            about = baton(node)
            if about.get("kind") in ("agent", "outcome"):
                reached.add((about["kind"], about["id"]))
                continue
            if id(node) not in known:
                known.add(id(node))
                waiting.extend(after.to_node for after in edges if after.from_node is node)
        ways.append([handoff["id"], baton(source)["id"], sorted(reached)])
    ends = [end["id"] for one in found for end in baton(one).get("ends", [])]
    return {
        "type": type(root).__name__,
        "agents": agents,
        "pairs": sorted(pairs),
        "ways": ways,
        "ends": sorted(set(ends)),
    }


def main():
    warnings.simplefilter("ignore")
    asked = json.loads(read(sys.argv[1]))
    answer = {"cards": {path: problem(path) for path in asked.get("cards", [])}, "specs": {}, "signed": {}}
    for topology, path in asked.get("specs", {}).items():
        try:
            answer["specs"][topology] = spec(path)
        except Exception as error:  # whatever a reader stumbles over is the answer
            answer["specs"][topology] = {"error": f"{type(error).__name__}: {error}"}
    if "key" in asked:
        key = load_pem_private_key(read(asked["key"]).encode(), None).public_key()
        answer["signed"] = {path: signed(path, key) for path in asked["signed"]}
    json.dump(answer, sys.stdout)


main()
