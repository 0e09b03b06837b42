//! Python's `logging`: records go to the evaluation's log, whose host decides what to keep. A record is held back only by a
//! level that the policy itself has set.

mod level;
mod logger;
mod record;
pub mod rows;
