//! What an evaluation leaves behind, written while it runs.

use crate::data::Data;
use crate::journal::{Entry, Tape};
use crate::output::Outputs;
use std::cell::RefCell;

/// The value, messages, effects and logs, the host calls with their replies, and the read sites that were passed.
///
/// It stays where its owner put it: an evaluation that says nothing moves nothing.
#[derive(Debug, Default)]
pub struct Ledger {
    pub(crate) outputs: RefCell<Outputs>,
    pub(crate) tape: RefCell<Tape>,
    /// A bit for each read site.
    reads: RefCell<Vec<u64>>,
    /// What the evaluation returned.
    pub(crate) value: RefCell<Data>,
}

impl Ledger {
    /// A ledger whose first host calls are answered by what was recorded before.
    #[must_use]
    #[inline]
    pub fn new(recorded: &[Entry]) -> Self {
        let tape = if recorded.is_empty() { Tape::default() } else { Tape::new(recorded.to_vec()) };
        Self { tape: RefCell::new(tape), ..Self::default() }
    }

    /// Exchange the journals of two ledgers; false while one is being written to.
    pub(crate) fn swap_tape(&self, other: &Self) -> bool {
        match (self.tape.try_borrow_mut(), other.tape.try_borrow_mut()) {
            (Ok(mut one), Ok(mut two)) => {
                std::mem::swap(&mut *one, &mut *two);
                true
            }
            _ => false,
        }
    }

    /// Note that a read site was passed.
    pub(crate) fn pass(&self, site: u32) {
        let Ok(mut reads) = self.reads.try_borrow_mut() else { return };
        let word = (site >> 6) as usize;
        if reads.len() <= word {
            reads.resize(word.saturating_add(1), 0);
        }
        if let Some(word) = reads.get_mut(word) {
            *word |= 1 << (site & 63);
        }
    }

    /// What was written: the value, outputs, host calls with their replies, and a bit for each read site that was passed.
    #[must_use]
    #[inline(always)]
    pub fn into_parts(self) -> (Data, Outputs, Vec<Entry>, Vec<u64>) {
        (
            self.value.into_inner(),
            self.outputs.into_inner(),
            self.tape.into_inner().into_entries(),
            self.reads.into_inner(),
        )
    }
}
