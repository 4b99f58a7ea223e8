//! Where what is drawn stands.

use super::Pen;
use crate::error::ImportError;
use baton_model::GroupId;

/// Where a part of a file stands: its keys begin with `prefix`, its boxes are in `group`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Within {
    pub prefix: String,
    pub group: Option<GroupId>,
    /// In how many parts it is nested.
    pub depth: usize,
}

impl Within {
    /// The key of `name` here.
    pub(crate) fn key(&self, name: &str) -> String {
        if self.prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", self.prefix)
        }
    }

    /// Inside a group called `name`.
    pub(crate) fn inside(
        &self,
        pen: &mut Pen<'_>,
        name: &str,
        place: &str,
    ) -> Result<Self, ImportError> {
        let prefix = self.key(name);
        let group = pen.group(&prefix, name, self.group.as_ref(), place)?;
        Ok(Self {
            prefix,
            group: Some(group),
            depth: self.depth + 1,
        })
    }
}
