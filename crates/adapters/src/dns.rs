//! Names and addresses.

use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::RData;
use hognose::{Data, Host, HostCall, Map, Reply};
use std::net::IpAddr;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Names that are kept, and for how long: as authentik does.
const KEPT: u64 = 32;
const KEPT_FOR: Duration = Duration::from_secs(180);
/// Characters of a name.
const LONGEST: usize = 253;
/// Addresses of a name.
const MOST: usize = 64;

/// What [`Dns`] may do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DnsSettings {
    /// Names that may be looked up, with all below them; none of them means every name (default).
    pub names: Vec<String>,
    /// Whether names of addresses may be looked up though `names` are given (default no: whose name server is asked is up to who
    /// chose the address).
    pub reverse: bool,
    /// How long a look-up may take (default 5 s).
    pub timeout: Duration,
}

impl Default for DnsSettings {
    fn default() -> Self {
        Self { names: Vec::new(), reverse: false, timeout: Duration::from_secs(5) }
    }
}

/// Answers `resolve_dns` and `reverse_dns` from the servers and the hosts file that the machine is set up with.
///
/// ```
/// use hognose_adapters::{Dns, DnsSettings};
///
/// let mut settings = DnsSettings::default();
/// settings.names.push("example.org".to_owned());
/// assert!(Dns::new(settings).is_ok());
/// ```
pub struct Dns {
    runtime: Runtime,
    resolver: TokioResolver,
    settings: DnsSettings,
}

impl std::fmt::Debug for Dns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dns").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Dns {
    /// With the servers of the machine.
    ///
    /// # Errors
    /// What is wrong with how the machine is set up.
    pub fn new(settings: DnsSettings) -> Result<Self, std::io::Error> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let wrong = |error: hickory_resolver::net::NetError| std::io::Error::other(error.to_string());
        let mut builder = TokioResolver::builder_tokio().map_err(wrong)?;
        let options = builder.options_mut();
        options.cache_size = KEPT;
        options.positive_max_ttl = Some(KEPT_FOR);
        options.negative_max_ttl = Some(KEPT_FOR);
        options.timeout = settings.timeout;
        options.attempts = 1;
        let resolver = builder.build().map_err(wrong)?;
        Ok(Self { runtime, resolver, settings })
    }

    /// Whether a name may be looked up: what stands in a name can carry secrets out.
    fn may(&self, name: &str) -> bool {
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        self.settings.names.is_empty()
            || self.settings.names.iter().any(|allowed| {
                let front = name.strip_suffix(&*allowed.to_ascii_lowercase());
                front.is_some_and(|front| front.is_empty() || front.ends_with('.'))
            })
    }

    /// Addresses in their order, each once; none where there is no such name.
    fn addresses(&self, name: &str) -> Vec<IpAddr> {
        if let Ok(address) = name.parse() {
            return vec![address];
        }
        if name.is_empty() || name.len() > LONGEST {
            return Vec::new();
        }
        let found = self.runtime.block_on(async {
            tokio::time::timeout(self.settings.timeout, self.resolver.lookup_ip(name)).await
        });
        let Ok(Ok(found)) = found else { return Vec::new() };
        let mut addresses: Vec<IpAddr> = found.iter().take(MOST).collect();
        addresses.sort_unstable();
        addresses.dedup();
        addresses
    }

    /// The name of an address, or the address itself.
    fn name(&self, address: &str) -> String {
        let Ok(parsed) = address.parse::<IpAddr>() else { return address.to_owned() };
        let found = self.runtime.block_on(async {
            tokio::time::timeout(self.settings.timeout, self.resolver.reverse_lookup(parsed)).await
        });
        let Ok(Ok(found)) = found else { return address.to_owned() };
        let names = found.answers().iter().filter_map(|record| match &record.data {
            RData::PTR(name) => Some(name.0.to_utf8()),
            _ => None,
        });
        let name = names.map(|name| name.trim_end_matches('.').to_owned()).find(|name| !name.is_empty());
        name.unwrap_or_else(|| address.to_owned())
    }

    fn resolve(&self, arguments: &Map) -> Reply {
        let Some(name) = arguments.get("host").and_then(Data::as_str) else { return Reply::Denied };
        if !self.may(name) {
            return Reply::Denied;
        }
        let wanted = |address: &IpAddr| match arguments.get("ip_version") {
            Some(Data::Int(4)) => address.is_ipv4(),
            Some(Data::Int(6)) => address.is_ipv6(),
            _ => true,
        };
        let found = self.addresses(name).into_iter().filter(wanted);
        Reply::Value(Data::List(found.map(|address| Data::from(address.to_string())).collect()))
    }
}

impl Host for Dns {
    fn call(&self, call: &HostCall) -> Reply {
        match call.operation {
            "dns.resolve" => self.resolve(&call.arguments),
            "dns.reverse" => match call.arguments.get("address").and_then(Data::as_str) {
                Some(address) if self.settings.names.is_empty() || self.settings.reverse => {
                    Reply::Value(Data::from(self.name(address)))
                }
                _ => Reply::Denied,
            },
            _ => Reply::Denied,
        }
    }
}
