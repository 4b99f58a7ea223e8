"""Writes a LangGraph graph as JSON, for `baton import`. Calls no model and needs nothing but LangGraph.

    python dump_langgraph.py package.module:graph > claims.graph.json
    python dump_langgraph.py package.module:graph --xray > claims.graph.json
    python dump_langgraph.py package.module:graph --schema > claims.schema.json

`graph` is a compiled graph, a StateGraph, or a function without arguments that gives one.
"""

import importlib
import json
import os
import sys


def load(path):
    module, _, name = path.partition(":")
    if not name:
        sys.exit("say what to dump as package.module:graph")
    # The folder that it is run in, not the folder of this script.
    sys.path[0] = os.getcwd()
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if not hasattr(found, "get_graph") and not hasattr(found, "compile") and callable(found):
        found = found()
    if not hasattr(found, "get_graph") and hasattr(found, "compile"):
        found = found.compile()
    if not hasattr(found, "get_graph"):
        sys.exit(f"{path} is no graph: it has no get_graph()")
    return found


def main(arguments):
    words = [word for word in arguments if not word.startswith("--")]
    if len(words) != 1:
        sys.exit(__doc__)
    graph = load(words[0])
    if "--schema" in arguments:
        told = {"input": graph.get_input_jsonschema(), "output": graph.get_output_jsonschema()}
    else:
        told = graph.get_graph(xray="--xray" in arguments).to_json()
    json.dump(told, sys.stdout, indent=2, default=str)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
