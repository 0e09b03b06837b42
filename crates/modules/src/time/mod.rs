//! Python's `time`, in UTC. What time it is comes from the capability *clock*.

mod fields;
pub mod rows;
pub(crate) mod tuple;
