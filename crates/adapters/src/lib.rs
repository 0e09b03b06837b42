//! Hosts for hognose that really ask the network. Off unless their features are chosen, and then only for what they were told.
//!
//! - [`Http`] (feature `http`) sends requests to the hosts on its list, over addresses that it has checked.
//! - [`Dns`] (feature `dns`) looks up names and addresses.
//! - [`Hosts`] puts several hosts together, each for its operations.

#[cfg(feature = "http")]
mod allowed;
#[cfg(feature = "dns")]
mod dns;
mod hosts;
#[cfg(feature = "http")]
mod http;

#[cfg(feature = "http")]
pub use allowed::{Allowed, Networks, NotAllowed};
#[cfg(feature = "dns")]
pub use dns::{Dns, DnsSettings};
pub use hosts::Hosts;
#[cfg(feature = "http")]
pub use http::{Http, HttpSettings};
