# Written by Baton; what is changed here is lost with the next export.
"""Boundary guards of handoffs: what lets a message in, or says why not and who takes it over."""

from .guard import Guard, Handler, Problem, Reason, Rejection, may_change, payload_problem, payload_schema
from .routing import route
from .store import MemoryStore, Store, Use

__all__ = ["Guard", "Handler", "MemoryStore", "Problem", "Reason", "Rejection", "Store", "Use", "may_change", "payload_problem", "payload_schema", "route"]
