//! The drawing of a topology, the same for window and pictures.

use crate::{AppError, Registry};
use baton_layout::topology::{Followed, Scene, TopologyDrawing};
use baton_layout::{Memory, Options};
use baton_model::{Document, TopologyId};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Topologies of which the last drawing is kept.
const MOST_KEPT: usize = 4;

/// Last drawings, with what makes the next ones cheap: after one box was moved only the lines are routed that it concerns.
#[derive(Default)]
pub(crate) struct Drawings(Mutex<Vec<Kept>>);

struct Kept {
    revision: u32,
    scene: Scene,
    memory: Memory,
    drawing: Arc<TopologyDrawing>,
}

impl Kept {
    /// A drawing of no document at all.
    fn nothing(topology: &TopologyId) -> Self {
        let scene = Scene::collect(&Document::new(), topology);
        let mut memory = Memory::default();
        Self {
            revision: 0,
            drawing: Arc::new(scene.draw(&Options::default(), &mut memory)),
            scene,
            memory,
        }
    }
}

/// Lays out a topology; placed boxes stay where they are.
pub fn drawing(registry: &Registry, topology: &TopologyId) -> Arc<TopologyDrawing> {
    let kept = registry.drawings().take(topology);
    let revision = registry.read(Document::revision);
    let fresh = match kept {
        Some(kept) if kept.revision == revision => kept,
        kept => drawn(registry, topology, kept),
    };
    let drawing = Arc::clone(&fresh.drawing);
    registry.drawings().keep(fresh);
    drawing
}

/// The same drawing in the bytes of [`baton_layout::packed`].
pub fn packed(registry: &Registry, topology: &TopologyId) -> Vec<u8> {
    baton_layout::packed::packed(&drawing(registry, topology))
}

/// The drawing of a topology as it was at a revision, in the same bytes.
pub async fn packed_at(
    registry: &Registry,
    topology: &TopologyId,
    revision: u32,
) -> Result<Vec<u8>, AppError> {
    let document = registry.document_at(revision).await?;
    Ok(baton_layout::packed::packed(&drawing_at(
        &document, topology,
    )))
}

/// The drawing of a topology in a document that is not the present one.
pub(super) fn drawing_at(document: &Document, topology: &TopologyId) -> TopologyDrawing {
    baton_layout::topology::drawing(document, topology, &Options::default())
}

/// The records are held only while they are read, so that nobody waits for the layout with an edit.
fn drawn(registry: &Registry, topology: &TopologyId, kept: Option<Kept>) -> Kept {
    let mut kept = kept.unwrap_or_else(|| Kept::nothing(topology));
    let followed = registry.read(|document| {
        kept.revision = document.revision();
        let followed = kept.scene.follow(document);
        if followed == Followed::Outdated {
            kept.scene = Scene::collect(document, topology);
        }
        followed
    });
    if followed != Followed::Same {
        kept.drawing = Arc::new(kept.scene.draw(&Options::default(), &mut kept.memory));
    }
    kept
}

impl Drawings {
    /// Whoever takes what is kept of a topology gives it back when it is drawn; others draw from nothing meanwhile.
    fn take(&self, topology: &TopologyId) -> Option<Kept> {
        let mut all = self.all();
        let place = all
            .iter()
            .position(|kept| kept.drawing.topology == *topology)?;
        Some(all.remove(place))
    }

    /// The topology drawn last stands at the end.
    fn keep(&self, kept: Kept) {
        let mut all = self.all();
        all.retain(|other| other.drawing.topology != kept.drawing.topology);
        if all.len() == MOST_KEPT {
            all.remove(0);
        }
        all.push(kept);
    }

    fn all(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
