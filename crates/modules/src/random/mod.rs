//! Python's `random`. A generator that is given a seed gives CPython's very numbers; all other randomness comes from the
//! capability *random*.

mod pick;
pub mod rows;
mod seed;
pub(crate) mod source;
mod spread;
mod twister;
pub(crate) mod whole;
