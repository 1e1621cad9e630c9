//! A set of small numbers.

/// One bit for each number below a size fixed at the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits(Box<[u64]>);

impl Bits {
    pub fn new(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)].into())
    }

    /// False also for numbers beyond the size.
    #[inline]
    pub fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub fn unite(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    pub fn remove(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(word, other)| word & other != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_a_set() {
        let mut bits = Bits::new(130);
        assert!(!bits.has(0));
        for number in [0, 63, 64, 129] {
            bits.insert(number);
        }
        let held: Vec<usize> = (0..1000).filter(|number| bits.has(*number)).collect();
        assert_eq!(held, [0, 63, 64, 129]);
        let mut other = Bits::new(130);
        assert!(!bits.meets(&other));
        other.insert(64);
        other.insert(65);
        assert!(bits.meets(&other));
        bits.remove(&other);
        assert!(!bits.has(64) && !bits.has(65) && bits.has(63));
        bits.unite(&other);
        assert!(bits.has(64) && bits.has(65));
        assert!(!Bits::new(0).has(0));
    }
}
