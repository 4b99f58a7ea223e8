"""A router with a sub-agent, and an agent that it calls as a tool."""

from google.adk.agents import LlmAgent
from google.adk.tools.agent_tool import AgentTool


def look_up(order: str) -> str:
    """Looks an order up."""
    return order


refunds = LlmAgent(name="refunds", model="gemini-2.5-flash", description="Pays back", tools=[look_up])
checker = LlmAgent(name="checker", model="gemini-2.5-flash", description="Checks amounts")
root_agent = LlmAgent(
    name="triage", model="gemini-2.5-flash", instruction="Route.", sub_agents=[refunds], tools=[AgentTool(agent=checker)]
)
