//! One match after another, as `finditer`, `findall`, `sub` and `split` find them.

use super::error::MatchError;
use super::program::{Meter, Mode, Program, Request};
use super::subject::Subject;
use super::vm::Scratch;

/// Where a series of matches has come to.
///
/// An empty match is found right after another match, unless that was empty too.
#[derive(Clone, Copy, Debug)]
pub struct Matches {
    next: Option<Request>,
}

impl Matches {
    /// A series of searches between two byte offsets; `groups` says whether it matters where they are.
    #[must_use]
    pub const fn new(start: usize, end: usize, groups: bool) -> Self {
        Self { next: Some(Request { mode: Mode::Search, start, end, must_advance: false, groups }) }
    }

    /// Finds the next match; `scratch` then says where it is. After the last one, false.
    ///
    /// # Errors
    /// Those of [`Program::exec`].
    pub fn advance<M: Meter>(
        &mut self,
        program: &Program,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        meter: &mut M,
    ) -> Result<bool, MatchError<M::Error>> {
        let Some(request) = self.next.take() else { return Ok(false) };
        if !program.exec(scratch, subject, &request, meter)? {
            return Ok(false);
        }
        if let Some((start, end)) = scratch.span(0) {
            self.next = Some(Request { start: end, must_advance: start == end, ..request });
        }
        Ok(true)
    }
}
