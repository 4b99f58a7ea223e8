//! Parts of a drawing that no line connects, put side by side on shelves.

use super::block::Block;
use crate::types::{Direction, Options, Point};

/// Width to height of the whole that is aimed at: a window in landscape.
const ASPECT: f64 = 1.6;

/// Puts all blocks into one, larger ones first, without overlaps.
pub(crate) fn shelves(blocks: Vec<Block>, options: &Options) -> Block {
    let gap = options.component_gap;
    let single_boxes = |block: &Block| block.nodes.len() == 1 && block.groups.is_empty();
    let gap_of = |block: &Block| {
        if single_boxes(block) {
            options.node_gap
        } else {
            gap
        }
    };
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |i: usize| (single_boxes(&blocks[i]), blocks[i].across);
        let ((sa, ca), (sb, cb)) = (key(a), key(b));
        sa.cmp(&sb).then(cb.total_cmp(&ca)).then(a.cmp(&b))
    });
    let area: f64 = blocks
        .iter()
        .map(|b| (b.along + gap_of(b)) * (b.across + gap_of(b)))
        .sum();
    let aspect = match options.direction {
        Direction::LeftToRight => ASPECT,
        Direction::TopToBottom => 1.0 / ASPECT,
    };
    let longest = blocks.iter().map(|b| b.along).fold(0.0, f64::max);
    let limit = (area * aspect).sqrt().max(longest);
    let mut blocks: Vec<Option<Block>> = blocks.into_iter().map(Some).collect();
    let mut whole = Block::default();
    let (mut at, mut shelf, mut shelf_gap) = (Point::default(), 0.0_f64, 0.0_f64);
    for index in order {
        let Some(block) = blocks[index].take() else {
            continue;
        };
        if at.x > 0.0 && at.x + block.along > limit {
            at = Point::new(0.0, at.y + shelf + shelf_gap);
            (shelf, shelf_gap) = (0.0, 0.0);
        }
        let own_gap = gap_of(&block);
        whole.along = whole.along.max(at.x + block.along);
        whole.across = whole.across.max(at.y + block.across);
        shelf = shelf.max(block.across);
        shelf_gap = shelf_gap.max(own_gap);
        let place = at;
        at.x += block.along + own_gap;
        whole.absorb(block, place);
    }
    whole
}
