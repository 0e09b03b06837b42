//! Python's `operator`: operators as functions.

mod getters;
pub mod rows;
