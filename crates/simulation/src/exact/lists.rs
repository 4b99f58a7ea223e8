//! Many short lists that grow, in one piece of memory.

/// Lists by number. One that outgrows its room moves to a place of twice that, and its old place serves the next one of that size.
pub(super) struct Lists<T> {
    items: Vec<T>,
    spans: Vec<Span>,
    /// Places that are free, by the logarithm of their room.
    free: [Vec<usize>; usize::BITS as usize],
}

#[derive(Clone, Copy)]
struct Span {
    start: usize,
    len: u32,
    /// The logarithm of the room that there is.
    room: u8,
}

impl<T: Copy + Default> Lists<T> {
    /// Empty lists with room for so many items each, or a few more.
    pub fn with_room(rooms: impl Iterator<Item = usize>) -> Self {
        let mut start = 0;
        let spans: Vec<Span> = rooms
            .map(|items| {
                let room = items.next_power_of_two();
                let span = Span {
                    start,
                    len: 0,
                    room: room.trailing_zeros() as u8,
                };
                start += room;
                span
            })
            .collect();
        Self {
            items: vec![T::default(); start],
            spans,
            free: std::array::from_fn(|_| Vec::new()),
        }
    }

    pub fn of(&self, list: usize) -> &[T] {
        let Span { start, len, .. } = self.spans[list];
        &self.items[start..start + len as usize]
    }

    pub fn of_mut(&mut self, list: usize) -> &mut [T] {
        let Span { start, len, .. } = self.spans[list];
        &mut self.items[start..start + len as usize]
    }

    pub fn push(&mut self, list: usize, item: T) {
        let Span { start, len, room } = self.spans[list];
        if len == 1 << room {
            self.grow(list);
            self.push(list, item);
        } else {
            self.items[start + len as usize] = item;
            self.spans[list].len = len + 1;
        }
    }

    /// Removes the last item.
    pub fn pop(&mut self, list: usize) {
        self.spans[list].len -= 1;
    }

    pub fn retain(&mut self, list: usize, keep: impl Fn(&T) -> bool) {
        let own = self.of_mut(list);
        let mut kept = 0;
        for at in 0..own.len() {
            if keep(&own[at]) {
                own[kept] = own[at];
                kept += 1;
            }
        }
        self.spans[list].len = kept as u32;
    }

    /// Moves the items of a list out of it; its place is free then.
    pub fn move_to(&mut self, list: usize, into: &mut Vec<T>) {
        into.clear();
        into.extend_from_slice(self.of(list));
        let Span { start, room, .. } = self.spans[list];
        self.free[room as usize].push(start);
        let (start, room) = self.place(0);
        self.spans[list] = Span {
            start,
            len: 0,
            room,
        };
    }

    fn grow(&mut self, list: usize) {
        let Span { start, len, room } = self.spans[list];
        let (to, larger) = self.place(room + 1);
        self.items.copy_within(start..start + len as usize, to);
        self.free[room as usize].push(start);
        self.spans[list] = Span {
            start: to,
            len,
            room: larger,
        };
    }

    /// A place of a size.
    fn place(&mut self, room: u8) -> (usize, u8) {
        let start = self.free[room as usize].pop().unwrap_or_else(|| {
            let start = self.items.len();
            self.items.resize(start + (1 << room), T::default());
            start
        });
        (start, room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_grow_shrink_and_keep_apart() {
        let mut lists = Lists::with_room([0_usize, 3, 1].into_iter());
        let mut plain = vec![Vec::new(); 3];
        for item in 0..200_u32 {
            let list = (item * 7 % 3) as usize;
            lists.push(list, item);
            plain[list].push(item);
            if item % 50 == 49 {
                lists.retain(list, |item| item % 2 == 0);
                plain[list].retain(|item| item % 2 == 0);
            }
            if item % 70 == 69 {
                let mut moved = vec![1];
                lists.move_to(list, &mut moved);
                assert_eq!(moved, std::mem::take(&mut plain[list]));
            }
            for (list, plain) in plain.iter().enumerate() {
                assert_eq!(lists.of(list), plain);
            }
        }
        lists.of_mut(0)[0] = 7;
        lists.pop(0);
        plain[0][0] = 7;
        plain[0].pop();
        assert_eq!(lists.of(0), plain[0]);
    }
}
