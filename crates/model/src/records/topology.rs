//! Topologies, how requests come in and end, and where boxes stand.

use crate::id::{
    AgentId, EntryId, EnvironmentId, GroupId, NoteId, OutcomeId, PlacementId, TeamId, TopologyId,
};
use crate::macros::{record, words};
use crate::records::agent::Channel;
use crate::records::origin::Origin;
use crate::records::seam::Targets;
use crate::reference::RecordRef;

words! {
    /// How the steps of a workflow hang together.
    pub enum Coupling {
        /// Steps that do not need each other.
        Independent,
        /// Steps that follow from each other.
        Sequential,
    }
}

record! {
    /// The nature of a workflow, from which patterns are recommended.
    pub struct Nature {
        required {}
        optional {
            /// How the steps hang together.
            coupling: Option<Coupling>,
            /// Whether steps share state.
            stateful: bool,
            /// Flows that run at once.
            parallel_flows: u32,
            /// Latency that users bear, in milliseconds.
            latency_ms: Option<u32>,
            /// Whether regulation asks for records and reviews.
            regulated: bool,
            /// Number of specialised fields.
            specialists: u32,
        }
    }
}

record! {
    /// A topology: agents of the registry and the handoffs between them.
    pub struct Topology {
        required {
            /// Its id.
            id: TopologyId,
            /// Display name.
            name: String,
        }
        optional {
            /// What it is for.
            purpose: String,
            /// The nature of its workflow.
            nature: Nature,
            /// The owning team.
            team: Option<TeamId>,
            /// What it has to reach.
            targets: Targets,
            /// The environment that version questions are asked in.
            environment: Option<EnvironmentId>,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// Where requests come in.
    pub struct Entry {
        required {
            /// Its id.
            id: EntryId,
            /// The topology.
            topology: TopologyId,
            /// The agent that takes them.
            agent: AgentId,
        }
        optional {
            /// The channel on which they come.
            channel: Option<Channel>,
            /// Share of all requests, as a weight; 1 when left out.
            share: Option<f64>,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// How requests end.
    pub struct Outcome {
        required {
            /// Its id.
            id: OutcomeId,
            /// The topology.
            topology: TopologyId,
            /// Display name.
            name: String,
        }
        always {
            /// Whether it is what the user came for.
            good: bool,
        }
        optional {
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// Where a box stands. A record of its own, so that moving a box never touches what it means.
    pub struct Placement {
        required {
            /// `<topology>.<kind>.<id>`.
            id: PlacementId,
            /// The topology.
            topology: TopologyId,
            /// What stands there: an agent, entry, outcome, group, note, or a handoff's query.
            subject: RecordRef,
        }
        optional {
            /// Left edge, in drawing units; placed automatically when left out.
            x: Option<f64>,
            /// Upper edge, in drawing units; placed automatically when left out.
            y: Option<f64>,
            /// Width, if set by hand.
            width: Option<f64>,
            /// Height, if set by hand.
            height: Option<f64>,
            /// Whether automatic layout leaves it alone.
            pinned: bool,
            /// The group that it is in.
            group: Option<GroupId>,
            /// Whether a group is shown closed.
            collapsed: bool,
        }
    }
}

record! {
    /// A visual group of boxes.
    pub struct Group {
        required {
            /// Its id.
            id: GroupId,
            /// The topology.
            topology: TopologyId,
            /// Display name.
            name: String,
        }
        optional {
            /// The group that this one is in.
            parent: Option<GroupId>,
            /// A colour name of the palette.
            colour: Option<String>,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// A note on the drawing.
    pub struct Note {
        required {
            /// Its id.
            id: NoteId,
            /// The topology.
            topology: TopologyId,
        }
        optional {
            /// Markdown; shown inert.
            text: String,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}
