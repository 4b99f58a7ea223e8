//! Projects of several modules, and what they become.

use crate::{ImportOptions, InputFile, import};
use baton_model::{Document, Target, apply};
use std::fmt::Write as _;

/// What an import of these files draws, one line a record, with its notes.
fn becomes(files: &[(&str, &str)]) -> String {
    let inputs: Vec<InputFile<'_>> = files
        .iter()
        .map(|(name, text)| InputFile {
            name,
            bytes: text.as_bytes(),
        })
        .collect();
    let imported = import(None, &inputs, &Document::new(), &ImportOptions::default()).unwrap();
    let mut document = Document::new();
    let diff = apply(&document, &imported.edits).unwrap();
    document.commit(&diff, 1);
    let mut out = String::new();
    for topology in document.topologies() {
        let file = topology.origin.as_ref().map_or("", |origin| &origin.file);
        let _ = writeln!(out, "topology {} of {file}", topology.name);
    }
    for agent in document.agents() {
        let tools: Vec<_> = agent.tools.iter().map(|tool| tool.name.as_str()).collect();
        let _ = writeln!(out, "agent {} {}", agent.id, tools.join(","));
    }
    for handoff in document.handoffs() {
        let to = match &handoff.to {
            Target::Agent(agent) => agent.as_str(),
            _ => "(end)",
        };
        let _ = writeln!(out, "handoff {} -> {to}", handoff.from);
    }
    for entry in document.entries() {
        let _ = writeln!(out, "entry {}", entry.agent);
    }
    for note in &imported.notes {
        let _ = writeln!(out, "{}: {}", note.path, note.message);
    }
    out
}

#[track_caller]
fn has(out: &str, lines: &[&str]) {
    for line in lines {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

const BILLING: &str = "from agents import Agent\nfrom ..tools import pay_back as refund\nfrom ..schemas import Money\nfrom . import texts\nbilling_agent = Agent(name='Billing', instructions=texts.BILLING, tools=[refund], output_type=Money)\n";
const TOOLS: &str =
    "from agents import function_tool\n@function_tool\ndef pay_back(order: str): ...\n";
const SCHEMAS: &str = "from pydantic import BaseModel\nclass Money(BaseModel):\n    cents: int\n";

#[test]
fn agents_handoffs_and_tools_of_several_modules_are_one_drawing() {
    let out = becomes(&[
        (
            "desk/main.py",
            "import asyncio\nfrom agents import Agent, Runner, handoff\nfrom my_agents.billing import billing_agent\nimport my_agents.questions.faq as q\nfrom my_agents import night_agent as late\nfrom elsewhere import far_agent\ntriage = Agent(name='Triage', handoffs=[handoff(billing_agent), q.faq_agent, late, far_agent])\nasync def main():\n    await Runner.run(triage, 'hi')\nasyncio.run(main())\n",
        ),
        (
            "desk/my_agents/__init__.py",
            "from .night import night as night_agent\n",
        ),
        ("desk/my_agents/billing/__init__.py", BILLING),
        ("desk/my_agents/billing/texts.py", "BILLING = 'You pay.'\n"),
        (
            "desk/my_agents/night.py",
            "from agents import Agent\nnight = Agent(name='Night')\n",
        ),
        (
            "desk/my_agents/questions/faq.py",
            "from agents import Agent\nfaq_agent = Agent(name='FAQ')\n",
        ),
        ("desk/my_agents/schemas.py", SCHEMAS),
        ("desk/my_agents/tools.py", TOOLS),
        ("desk/unused.py", "x = 1\n"),
    ]);
    has(
        &out,
        &[
            "topology desk of desk/main.py",
            "agent billing pay_back",
            "agent faq",
            "agent night",
            "handoff triage -> billing\n",
            "handoff triage -> faq\n",
            "handoff triage -> night\n",
            "entry triage",
            "desk/main.py#line 7: \"far_agent\" is made in another file",
            "desk/unused.py: left out: the format of this file was not recognised",
        ],
    );
    assert_eq!(out.matches("topology ").count(), 1, "{out}");
    assert!(
        !out.contains("is no class") && !out.contains("is not a class"),
        "{out}"
    );
    assert!(!out.contains("while the program runs, so nothing"), "{out}");
}

#[test]
fn modules_that_share_only_helpers_stay_drawings_of_their_own() {
    let one =
        "from agents import Agent\nfrom helpers import *\na = Agent(name='A', tools=[pay_back])\n";
    let two = "from agents import Agent\nfrom helpers import pay_back\nb = Agent(name='B', tools=[pay_back])\n";
    let out = becomes(&[
        ("x/one.py", one),
        ("x/two.py", two),
        ("x/helpers.py", TOOLS),
    ]);
    has(
        &out,
        &[
            "topology one of one.py",
            "topology two of two.py",
            "agent a pay_back",
            "agent b pay_back",
        ],
    );
    assert!(!out.contains("left out"), "{out}");
}

#[test]
fn modules_that_import_each_other_end() {
    let out = becomes(&[
        (
            "p/a.py",
            "from agents import Agent\nfrom p.b import b, ghost\nfrom .c import *\na = Agent(name='A', handoffs=[b, ghost, nobody])\n",
        ),
        (
            "p/b.py",
            "from agents import Agent\nfrom p.a import a, ghost\nfrom .c import *\nb = Agent(name='B')\nb.handoffs.append(a)\n",
        ),
        (
            "p/c.py",
            "from .a import *\nfrom .b import *\nfrom .c import *\nfrom .c import x\ny = x\n",
        ),
    ]);
    has(
        &out,
        &[
            "handoff a -> b\n",
            "handoff b -> a\n",
            "p/a.py#line 4: \"ghost\" is made in another file",
            "p/a.py#line 4: \"nobody\" is made in another file",
        ],
    );
}

#[test]
fn runs_of_another_module_are_followed() {
    let out = becomes(&[
        (
            "shop/flow.py",
            "from agents import Runner\nfrom shop.team import first, second\nfrom shop import steps\nasync def run_workflow(x):\n    r = await Runner.run(first, x)\n    if r.final_output.kind == 'big':\n        await steps.check(x)\n    else:\n        await Runner.run(second, x)\n",
        ),
        (
            "shop/steps.py",
            "from agents import Runner\nfrom .team import third\nasync def check(x):\n    return await Runner.run(third, x)\n",
        ),
        (
            "shop/team.py",
            "from agents import Agent\nfirst = Agent(name='First')\nsecond = Agent(name='Second')\nthird = Agent(name='Third')\n",
        ),
    ]);
    has(
        &out,
        &[
            "topology flow of shop/flow.py",
            "entry first",
            "handoff first -> third\n",
            "handoff first -> second\n",
        ],
    );
    assert!(!out.contains("entry third"), "{out}");
}

#[test]
fn what_a_module_cannot_be_read_as_is_told_with_its_own_lines() {
    let out = becomes(&[
        (
            "q/a.py",
            "from agents import Agent\nfrom .b import b\n\n\na = Agent(name='A', handoffs=[b], model_settings=x, strange=1)\n",
        ),
        (
            "q/b.py",
            "from agents import Agent\nb = Agent(name='B', odd=2)\nz = (((\n",
        ),
    ]);
    has(
        &out,
        &[
            "q/a.py#line 5: \"strange\" was not carried",
            "q/b.py#line 2: \"odd\" was not carried",
            "q/b.py: parts of the source are no Python",
            "handoff a -> b\n",
        ],
    );
    assert!(!out.contains("q/a.py: parts"), "{out}");
}

#[test]
fn a_folder_that_is_called_as_the_sdk_hides_nothing() {
    let out = becomes(&[
        (
            "/w/research/main.py",
            "import asyncio\nfrom .manager import Manager\nasyncio.run(Manager().work())\n",
        ),
        (
            "/w/research/manager.py",
            "from agents import Runner, trace\nfrom .agents.planner import planner, Plan\nfrom .agents import writer as w\nclass Manager:\n    async def work(self):\n        with trace('x'):\n            plan = await self._plan()\n            return await Runner.run(w.writer, plan)\n    async def _plan(self):\n        r = await Runner.run(planner, 'x')\n        return r.final_output_as(Plan)\n",
        ),
        (
            "/w/research/agents/planner.py",
            "from agents import Agent\nfrom pydantic import BaseModel\nclass Plan(BaseModel):\n    steps: list[str]\nplanner = Agent(name='Planner', output_type=Plan)\n",
        ),
        (
            "/w/research/agents/writer.py",
            "from agents import Agent\nwriter = Agent(name='Writer')\n",
        ),
    ]);
    has(
        &out,
        &[
            "topology research of research/main.py",
            "entry planner",
            "handoff planner -> writer\n",
            "handoff writer -> (end)",
        ],
    );
    assert!(!out.contains("entry writer"), "{out}");
    assert!(!out.contains("elsewhere"), "{out}");
}
