//! `bisect`: searching what is sorted.

pub mod rows;
