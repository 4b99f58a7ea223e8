//! All records with all their fields. Field names are the ones used in files, JSON output,
//! views and the window.

mod agent;
mod contract;
mod governance;
mod handoff;
mod notice;
mod origin;
mod people;
mod policy;
mod review;
mod seam;
mod target;
mod topology;
mod versions;
mod vocabulary;

pub use agent::*;
pub use contract::*;
pub use governance::*;
pub use handoff::*;
pub use notice::*;
pub use origin::*;
pub use people::*;
pub use policy::*;
pub use review::*;
pub use seam::*;
pub use target::*;
pub use topology::*;
pub use versions::*;
pub use vocabulary::*;

pub(crate) use crate::version::Version as VersionField;
