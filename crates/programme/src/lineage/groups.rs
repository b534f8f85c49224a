//! Sets that grow together: which members are one initiative, which are one chain.

/// A partition of `0..n` (union–find). The smallest index of a set stands for it, so that the
/// result does not depend on the order of the unions.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    /// Each index alone.
    pub(crate) fn new(length: usize) -> Self {
        Self {
            parent: (0..length).collect(),
        }
    }

    /// The index that stands for the set of `index`.
    pub(crate) fn of(&self, mut index: usize) -> usize {
        while let Some(parent) = self.parent.get(index).copied() {
            if parent == index {
                break;
            }
            index = parent;
        }
        index
    }

    /// Makes one set of the two.
    pub(crate) fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        if let Some(parent) = self.parent.get_mut(a.max(b)) {
            *parent = a.min(b);
        }
    }

    /// Whether both are in one set.
    pub(crate) fn same(&self, a: usize, b: usize) -> bool {
        self.of(a) == self.of(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_stands_for_the_set_in_any_order() {
        for pairs in [[(4, 3), (3, 1)], [(3, 1), (4, 3)], [(1, 4), (4, 3)]] {
            let mut groups = Groups::new(5);
            for (a, b) in pairs {
                groups.unite(a, b);
            }
            assert_eq!(
                (0..5).map(|i| groups.of(i)).collect::<Vec<_>>(),
                [0, 1, 2, 1, 1]
            );
        }
    }
}
