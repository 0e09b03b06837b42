//! Python's library modules for hognose.

pub mod ipaddress;
pub mod raised;
