//! Requests to hosts on a list.

use crate::allowed::{Allowed, Networks};
use hognose::{Data, Host, HostCall, Map, Reply};
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::{HeaderName, HeaderValue, Method, Request, Uri, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};

/// The operation.
const SEND: &str = "http.request";

/// Headers that say how a connection is used, or whose it is: an expression has no business with them.
const REFUSED: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Headers that are for one host only.
const FOR_ONE: &[&str] = &["authorization", "cookie", "proxy-authorization"];

/// What [`Http`] may do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HttpSettings {
    /// Hosts that may be asked; none by default.
    pub allowed: Vec<Allowed>,
    /// Networks that are not public and may be asked all the same; none by default.
    pub networks: Networks,
    /// How long a request with all its redirects may take; what the expression asks for may be shorter (default 10 s).
    pub timeout: Duration,
    /// Bytes of a body, sent or received (default 1 MiB).
    pub bytes: usize,
    /// Redirects that are followed (default 5).
    pub redirects: u32,
    /// Who asks, unless the expression says so.
    pub user_agent: String,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            allowed: Vec::new(),
            networks: Networks::default(),
            timeout: Duration::from_secs(10),
            bytes: 1 << 20,
            redirects: 5,
            user_agent: concat!("hognose/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// Sends what `requests` sends, to the hosts on its list only.
///
/// The addresses of a name are looked up once, checked, and are those that are connected to; a redirect is checked like a
/// request of its own. What may not be asked is refused, which no expression can catch; what cannot be reached raises what
/// `requests` raises. Proxies of the environment are not used, and nothing is unpacked.
///
/// ```
/// use hognose_adapters::{Http, HttpSettings};
///
/// let mut settings = HttpSettings::default();
/// settings.allowed.push("api.example.org".parse().expect("a host"));
/// let http = Http::new(settings);
/// ```
pub struct Http {
    agent: Agent,
    settings: HttpSettings,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What was asked, and what of it changes on the way.
struct Asked {
    method: Method,
    uri: Uri,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Vec<u8>,
    redirects: bool,
    end: Instant,
}

/// Why there is no page.
enum Failed {
    /// It may not be asked for.
    Refused,
    /// It is larger than may be.
    Large,
    /// An exception of `requests`, and its message.
    Raised(&'static str, String),
}

impl Http {
    /// With what it may do, and the certificates that the machine trusts.
    #[must_use]
    pub fn new(settings: HttpSettings) -> Self {
        let found = rustls_native_certs::load_native_certs().certs;
        let certificates: Vec<Certificate<'static>> =
            found.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect();
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::new_with_certs(&certificates))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(settings.user_agent.clone())
            // A connection that is kept would be used without looking at its address.
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .build();
        let guard = Guard { networks: settings.networks.clone(), inner: DefaultResolver::default() };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), guard), settings }
    }

    fn send(&self, arguments: &Map) -> Result<Map, Failed> {
        let mut asked = self.read(arguments)?;
        let mut left = self.settings.redirects;
        loop {
            self.check(&asked.uri)?;
            let response = self.once(&asked)?;
            let status = response.status().as_u16();
            let to =
                response.headers().get(header::LOCATION).filter(|_| matches!(status, 301..=303 | 307 | 308));
            match to {
                Some(to) if asked.redirects => {
                    left = left.checked_sub(1).ok_or_else(|| {
                        let message = format!("Exceeded {} redirects.", self.settings.redirects);
                        Failed::Raised("TooManyRedirects", message)
                    })?;
                    let to = to.to_str().ok().and_then(|to| next(&asked.uri, to));
                    let to =
                        to.ok_or_else(|| Failed::Raised("InvalidURL", "a redirect to no URL".to_owned()))?;
                    asked.follow(status, to);
                }
                _ => return self.page(&asked.uri, response),
            }
        }
    }

    fn read(&self, arguments: &Map) -> Result<Asked, Failed> {
        let text = |key: &str| arguments.get(key).and_then(Data::as_str).unwrap_or_default();
        let invalid = |what: String| Failed::Raised("InvalidURL", what);
        let url = text("url").split('#').next().unwrap_or_default();
        let uri: Uri = url.parse().map_err(|_| invalid(format!("Invalid URL '{url}'")))?;
        match text("method") {
            "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => {}
            _ => return Err(Failed::Refused),
        }
        let method = Method::from_bytes(text("method").as_bytes()).map_err(|_| Failed::Refused)?;
        let mut headers = Vec::new();
        for (name, value) in arguments.get("headers").and_then(Data::as_map).into_iter().flat_map(Map::iter) {
            let wrong = || Failed::Raised("RequestException", format!("invalid header {name:?}"));
            let value = HeaderValue::from_str(value.as_str().unwrap_or_default()).map_err(|_| wrong())?;
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
            if REFUSED.contains(&name.as_str()) {
                return Err(Failed::Refused);
            }
            headers.push((name, value));
        }
        let body = match arguments.get("body") {
            Some(Data::Bytes(bytes)) => bytes.to_vec(),
            Some(Data::Str(text)) => text.as_bytes().to_vec(),
            _ => Vec::new(),
        };
        if body.len() > self.settings.bytes {
            return Err(Failed::Large);
        }
        let timeout = match arguments.get("timeout") {
            Some(Data::Float(seconds)) => {
                Duration::try_from_secs_f64(*seconds).unwrap_or(self.settings.timeout)
            }
            _ => self.settings.timeout,
        };
        let now = Instant::now();
        let end = now.checked_add(timeout.min(self.settings.timeout)).unwrap_or(now);
        let redirects = matches!(arguments.get("redirects"), Some(Data::Bool(true)));
        Ok(Asked { method, uri, headers, body, redirects, end })
    }

    /// Whether a URL leads to a host on the list.
    fn check(&self, uri: &Uri) -> Result<(), Failed> {
        let is_plain = match uri.scheme_str() {
            Some("http") => true,
            Some("https") => false,
            Some(_) => return Err(Failed::Refused),
            None => {
                return Err(Failed::Raised(
                    "MissingSchema",
                    format!("Invalid URL '{uri}': No scheme supplied."),
                ));
            }
        };
        let authority = uri.authority().ok_or(Failed::Refused)?;
        // Names of users in front of the host are for misleading.
        if authority.as_str().contains('@') {
            return Err(Failed::Refused);
        }
        let port = match (authority.port_u16(), is_plain) {
            (Some(port), _) => port,
            (None, true) => 80,
            (None, false) => 443,
        };
        let is_listed = |allowed: &Allowed| allowed.covers(is_plain, authority.host(), port);
        if self.settings.allowed.iter().any(is_listed) { Ok(()) } else { Err(Failed::Refused) }
    }

    fn once(&self, asked: &Asked) -> Result<ureq::http::Response<Body>, Failed> {
        let left = asked.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Failed::Raised("ReadTimeout", "Read timed out.".to_owned()));
        }
        let mut request = Request::builder().method(asked.method.clone()).uri(asked.uri.clone());
        for (name, value) in &asked.headers {
            request = request.header(name, value);
        }
        let is_bare =
            asked.body.is_empty() && !matches!(asked.method, Method::POST | Method::PUT | Method::PATCH);
        let sent = if is_bare {
            let request =
                request.body(()).map_err(|error| Failed::Raised("InvalidURL", error.to_string()))?;
            let request = self.agent.configure_request(request).timeout_global(Some(left)).build();
            self.agent.run(request)
        } else {
            let request = request.body(asked.body.clone());
            let request = request.map_err(|error| Failed::Raised("InvalidURL", error.to_string()))?;
            let request = self
                .agent
                .configure_request(request)
                .timeout_global(Some(left))
                .allow_non_standard_methods(true)
                .build();
            self.agent.run(request)
        };
        sent.map_err(failed)
    }

    fn page(&self, uri: &Uri, mut response: ureq::http::Response<Body>) -> Result<Map, Failed> {
        let headers: Map = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str(), Data::from(String::from_utf8_lossy(value.as_bytes()).into_owned()))
            })
            .collect();
        let status = response.status();
        let limit = u64::try_from(self.settings.bytes).unwrap_or(u64::MAX);
        let body = response.body_mut().with_config().limit(limit).read_to_vec().map_err(failed)?;
        Ok(Map::from_iter([
            ("status", Data::Int(i64::from(status.as_u16()))),
            ("reason", Data::from(status.canonical_reason().unwrap_or_default())),
            ("url", Data::from(uri.to_string())),
            ("headers", Data::Map(headers)),
            ("body", Data::Bytes(body.into())),
        ]))
    }
}

impl Asked {
    /// Go where a redirect leads, as `requests` does: secrets stay with the host they were for.
    fn follow(&mut self, status: u16, to: Uri) {
        let becomes_get = match status {
            303 => self.method != Method::HEAD,
            301 | 302 => self.method == Method::POST,
            _ => false,
        };
        if becomes_get {
            self.method = Method::GET;
            self.body.clear();
            self.headers.retain(|(name, _)| *name != header::CONTENT_TYPE);
        }
        if to.authority() != self.uri.authority() || to.scheme() != self.uri.scheme() {
            self.headers.retain(|(name, _)| !FOR_ONE.contains(&name.as_str()));
        }
        self.uri = to;
    }
}

/// Where a redirect leads, seen from a page.
fn next(from: &Uri, to: &str) -> Option<Uri> {
    let to = to.split('#').next().unwrap_or_default();
    if to.contains("://") {
        return to.parse().ok();
    }
    let (scheme, authority) = (from.scheme_str()?, from.authority()?);
    if to.starts_with("//") {
        return format!("{scheme}:{to}").parse().ok();
    }
    let path = if to.starts_with('/') {
        to.to_owned()
    } else if to.starts_with('?') || to.is_empty() {
        format!("{}{to}", from.path())
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{to}")
    };
    format!("{scheme}://{authority}{path}").parse().ok()
}

fn failed(error: ureq::Error) -> Failed {
    match error {
        ureq::Error::Other(inner) if inner.is::<Inside>() => Failed::Refused,
        ureq::Error::BodyExceedsLimit(_) => Failed::Large,
        ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
            Failed::Raised("ConnectTimeout", "Connection timed out.".to_owned())
        }
        ureq::Error::Timeout(_) => Failed::Raised("ReadTimeout", "Read timed out.".to_owned()),
        error @ (ureq::Error::Tls(_) | ureq::Error::Rustls(_)) => {
            Failed::Raised("SSLError", error.to_string())
        }
        error @ (ureq::Error::BadUri(_) | ureq::Error::Http(_)) => {
            Failed::Raised("InvalidURL", error.to_string())
        }
        error => Failed::Raised("ConnectionError", error.to_string()),
    }
}

impl Host for Http {
    fn call(&self, call: &HostCall) -> Reply {
        if call.operation != SEND {
            return Reply::Denied;
        }
        match self.send(&call.arguments) {
            Ok(page) => Reply::Value(Data::Map(page)),
            Err(Failed::Refused) => Reply::Denied,
            Err(Failed::Large) => Reply::Unavailable,
            Err(Failed::Raised(kind, message)) => {
                Reply::Raise { kind: format!("requests.exceptions.{kind}"), message }
            }
        }
    }
}

/// Looks addresses up and gives on none that is inside; those that it gives on are connected to.
struct Guard {
    networks: Networks,
    inner: DefaultResolver,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("networks", &self.networks).finish_non_exhaustive()
    }
}

/// A name leads to an address inside.
#[derive(Debug)]
struct Inside;

impl fmt::Display for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an address that may not be asked")
    }
}

impl std::error::Error for Inside {}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        // One address inside among others is one too many.
        if found.iter().any(|address: &SocketAddr| !self.networks.allow(address.ip())) {
            return Err(ureq::Error::Other(Box::new(Inside)));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::next;

    #[test]
    fn redirects_are_seen_from_their_page() {
        let from = "https://a.example/x/y?q=1".parse().unwrap();
        let to = |to: &str| next(&from, to).unwrap().to_string();
        assert_eq!(to("z"), "https://a.example/x/z");
        assert_eq!(to("/z#part"), "https://a.example/z");
        assert_eq!(to("//b.example/z"), "https://b.example/z");
        assert_eq!(to("?r"), "https://a.example/x/y?r");
        assert_eq!(to("http://c.example/"), "http://c.example/");
    }
}
