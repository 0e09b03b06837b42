//! Hosts for hognose that really ask: the network, the clock, the machine. Off unless their features are chosen, and then only for
//! what they were told.
//!
//! - [`Clock`] (feature `clock`) gives the time, [`Random`] (feature `random`) random numbers.
//! - [`Http`] (feature `http`) sends requests to the hosts on its list, over addresses that it has checked.
//! - [`Dns`] (feature `dns`) looks up names and addresses.
//! - [`Hosts`] puts several hosts together, each for its operations.

#[cfg(feature = "http")]
mod allowed;
#[cfg(feature = "clock")]
mod clock;
#[cfg(feature = "dns")]
mod dns;
mod hosts;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "random")]
mod random;

#[cfg(feature = "http")]
pub use allowed::{Allowed, Networks, NotAllowed};
#[cfg(feature = "clock")]
pub use clock::Clock;
#[cfg(feature = "dns")]
pub use dns::{Dns, DnsSettings};
pub use hosts::Hosts;
#[cfg(feature = "http")]
pub use http::{Http, HttpSettings};
#[cfg(feature = "random")]
pub use random::Random;
