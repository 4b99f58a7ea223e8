"""A desk that hands over from triage to billing to a person's desk, and nowhere else."""

from agent_framework import Agent, BaseChatClient
from agent_framework_orchestrations import HandoffBuilder


class Silent(BaseChatClient):
    """A client that no test asks anything."""

    def _inner_get_response(self, **_):
        raise NotImplementedError


def agent(name):
    return Agent(client=Silent(), id=name, name=name, require_per_service_call_history_persistence=True)


def workflow():
    triage, billing, desk = agent("triage"), agent("billing"), agent("human-desk")
    builder = HandoffBuilder(name="desk", participants=[triage, billing, desk]).with_start_agent(triage)
    return builder.add_handoff(triage, [billing]).add_handoff(billing, [desk]).build()
