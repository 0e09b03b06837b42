//! Python's `secrets`: all of it comes from the capability *random*.

pub mod rows;
