//! Several hosts as one.

use hognose::{Host, HostCall, Reply};

/// Several hosts, each for the operations whose names begin in a way. What begins like none of them is refused.
///
/// ```
/// use hognose::{Directory, Host};
/// use hognose_adapters::Hosts;
///
/// let hosts = Hosts::new().with("directory.", Directory::default());
/// # let _: &dyn Host = &hosts;
/// ```
#[derive(Default)]
pub struct Hosts {
    hosts: Vec<(&'static str, Box<dyn Host>)>,
}

impl std::fmt::Debug for Hosts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.hosts.iter().map(|(prefix, _)| prefix)).finish()
    }
}

impl Hosts {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another host, for operations whose names begin with `prefix`, such as `http.`.
    #[must_use]
    pub fn with(mut self, prefix: &'static str, host: impl Host + 'static) -> Self {
        self.hosts.push((prefix, Box::new(host)));
        self
    }
}

impl Host for Hosts {
    fn call(&self, call: &HostCall) -> Reply {
        let found = self.hosts.iter().find(|(prefix, _)| call.operation.starts_with(prefix));
        found.map_or(Reply::Denied, |(_, host)| host.call(call))
    }
}
