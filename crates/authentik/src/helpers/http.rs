//! `requests`: the host sends, what is sent is put together here.

use super::response;
use crate::bindings::access;
use crate::bindings::tables::id;
use hognose_eval::arg::Nullable;
use hognose_eval::class::{Class, Module, OS_ERROR};
use hognose_eval::data::{Data, Map};
use hognose_eval::host::HostCall;
use hognose_eval::row::{Args, Capability, Member, Row, Signature};
use hognose_eval::{Context, Fatal, R, Value, ops};

/// Sends a request.
pub const SEND: &str = "http.request";

const NEEDED: Capability = Capability("http.request");

/// Rows.
pub static ROWS: &[Row] =
    &[Row::constant("requests", "HTTP requests.", |cx| access::fresh(cx, id::REQUESTS_SESSION))
        .needs(NEEDED)];

macro_rules! errors {
    ($($ident:ident $name:literal $base:ident $doc:literal;)*) => {
        $(
            #[doc = $doc]
            pub static $ident: Class = Class {
                name: $name,
                module: "requests.exceptions",
                message_name: $name,
                base: Some(&$base),
                ..Class::EMPTY
            };
        )*
        /// Exceptions of requests.
        pub(crate) static ERRORS: &[&Class] = &[$(&$ident),*];
        static ERROR_ROWS: &[Row] = &[$(Row::class(&$ident, $doc)),*];
    };
}

errors! {
    REQUEST_EXCEPTION "RequestException" OS_ERROR "A request that failed.";
    HTTP_ERROR "HTTPError" REQUEST_EXCEPTION "An answer with a status of 400 or above.";
    CONNECTION_ERROR "ConnectionError" REQUEST_EXCEPTION "No connection.";
    SSL_ERROR "SSLError" CONNECTION_ERROR "A certificate is wrong.";
    TIMEOUT "Timeout" REQUEST_EXCEPTION "No answer in time.";
    CONNECT_TIMEOUT "ConnectTimeout" CONNECTION_ERROR "No connection in time.";
    READ_TIMEOUT "ReadTimeout" TIMEOUT "No answer in time.";
    TOO_MANY_REDIRECTS "TooManyRedirects" REQUEST_EXCEPTION "Sent on and on.";
    MISSING_SCHEMA "MissingSchema" REQUEST_EXCEPTION "A URL without a scheme.";
    INVALID_SCHEMA "InvalidSchema" REQUEST_EXCEPTION "A URL of another scheme.";
    INVALID_URL "InvalidURL" REQUEST_EXCEPTION "No URL.";
}

/// `requests` and `requests.exceptions`, for those who import them.
pub(crate) static MODULES: &[&Module] = &[&MODULE, &EXCEPTIONS];

static MODULE: Module = Module { name: "requests", rows: &[MODULE_ROWS, ERROR_ROWS] };
static EXCEPTIONS: Module = Module { name: "requests.exceptions", rows: &[ERROR_ROWS] };

static MODULE_ROWS: &[Row] = &[
    function("get", "GET."),
    function("post", "POST."),
    function("put", "PUT."),
    function("patch", "PATCH."),
    function("delete", "DELETE."),
    function("head", "HEAD."),
    function("options", "OPTIONS."),
    function("request", "Any method."),
    Row::new("exceptions", Signature::NONE, "Exceptions.", Member::Module(&EXCEPTIONS)),
];

const fn function(name: &'static str, doc: &'static str) -> Row {
    Row::new(name, Signature::NONE, doc, Member::RawFunction(|cx, row, args| send(cx, row, args, false)))
}

/// Methods of the session. Their names are attributes of other things too, so what they need is looked at when they are called.
pub(crate) static SESSION: &[Row] = &[
    method("get", "Session.get", "GET."),
    method("post", "Session.post", "POST."),
    method("put", "Session.put", "PUT."),
    method("patch", "Session.patch", "PATCH."),
    method("delete", "Session.delete", "DELETE."),
    method("head", "Session.head", "HEAD."),
    method("options", "Session.options", "OPTIONS."),
    method("request", "Session.request", "Any method."),
];

const fn method(name: &'static str, called: &'static str, doc: &'static str) -> Row {
    Row::new(name, Signature::NONE, doc, Member::RawMethod(|cx, row, _, args| send(cx, row, args, true)))
        .called(called)
}

/// Parameters that come by position besides the URL.
fn positions(name: &str, is_session: bool) -> &'static [&'static str] {
    match name {
        "request" if is_session => &[
            "method",
            "url",
            "params",
            "data",
            "headers",
            "cookies",
            "files",
            "auth",
            "timeout",
            "allow_redirects",
            "proxies",
            "hooks",
            "stream",
            "verify",
            "cert",
            "json",
        ],
        _ if names_method(name) => &["method", "url"],
        "get" if !is_session => &["url", "params"],
        "post" => &["url", "data", "json"],
        "put" | "patch" => &["url", "data"],
        _ => &["url"],
    }
}

/// What a request may be given.
const OPTIONS: &[&str] = &[
    "method",
    "url",
    "params",
    "data",
    "headers",
    "cookies",
    "files",
    "auth",
    "timeout",
    "allow_redirects",
    "proxies",
    "hooks",
    "stream",
    "verify",
    "cert",
    "json",
];

/// The arguments of one request.
pub(super) struct Given<'h> {
    values: [Value<'h>; OPTIONS.len()],
}

impl<'h> Given<'h> {
    /// An argument; `None` if it was not given.
    pub(super) fn get(&self, name: &str) -> Value<'h> {
        let place = OPTIONS.iter().position(|option| *option == name).and_then(|at| self.values.get(at));
        place.copied().and_then(Value::bound).unwrap_or(Value::None)
    }

    fn place(&mut self, name: &str) -> Option<&mut Value<'h>> {
        let at = OPTIONS.iter().position(|option| *option == name)?;
        self.values.get_mut(at)
    }
}

/// Whether a function is told the method, not named after it.
fn names_method(name: &str) -> bool {
    matches!(name, "request" | "do_request")
}

fn bind<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>, is_session: bool) -> R<'h, Given<'h>> {
    let called = row.message_name();
    let mut given = Given { values: [Value::Unbound; OPTIONS.len()] };
    let names = positions(row.name, is_session);
    let receiver = usize::from(is_session);
    if args.positional.len() > names.len() {
        let least = if names_method(row.name) { 2 } else { 1 };
        let (least, most) = (receiver.saturating_add(least), receiver.saturating_add(names.len()));
        let range = if least == most { format!("{most}") } else { format!("from {least} to {most}") };
        let were = args.positional.len().saturating_add(receiver);
        let plural = if most == 1 { "" } else { "s" };
        return Err(cx.type_error(format_args!(
            "{called}() takes {range} positional argument{plural} but {were} were given"
        )));
    }
    for (name, value) in names.iter().zip(args.positional) {
        if let Some(place) = given.place(name) {
            *place = *value;
        }
    }
    for (name, value) in args.keywords {
        let is_by_position = names.contains(name);
        match given.place(name).filter(|_| *name != "method" || names_method(row.name)) {
            Some(place) if place.is_bound() => {
                let whose = if is_by_position { called } else { "Session.request" };
                return Err(
                    cx.type_error(format_args!("{whose}() got multiple values for argument '{name}'"))
                );
            }
            Some(place) => *place = *value,
            None => {
                return Err(cx.type_error(format_args!(
                    "Session.request() got an unexpected keyword argument '{name}'"
                )));
            }
        }
    }
    let needed: &[&str] = if names_method(row.name) { &["method", "url"] } else { &["url"] };
    let missing: Vec<String> = needed
        .iter()
        .filter(|name| given.place(name).is_some_and(|place| !place.is_bound()))
        .map(|name| format!("'{name}'"))
        .collect();
    if !missing.is_empty() {
        let plural = if missing.len() == 1 { "" } else { "s" };
        return Err(cx.type_error(format_args!(
            "{called}() missing {} required positional argument{plural}: {}",
            missing.len(),
            missing.join(" and ")
        )));
    }
    Ok(given)
}

fn send<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>, is_session: bool) -> R<'h> {
    crate::methods::require(cx, NEEDED.0)?;
    let given = bind(cx, row, args, is_session)?;
    let method = match row.name {
        "request" => ops::text::str_string(cx, cx.call_method(given.get("method"), "upper", &[])?)?,
        name => name.to_ascii_uppercase(),
    };
    perform(cx, &method, &given)
}

/// Ask the host for a page.
pub(super) fn perform<'h>(cx: &Context<'h>, method: &str, given: &Given<'h>) -> R<'h> {
    for option in ["files", "cert", "proxies", "hooks"] {
        if ops::truth(cx, given.get(option))? {
            return Err(cx
                .heap()
                .fatal(Fatal::Denied("http.request with files, certificates, proxies or hooks")));
        }
    }
    let url = super::outgoing::url(cx, given.get("url"), given.get("params"))?;
    let mut headers = super::outgoing::headers(cx, given)?;
    let body = super::outgoing::body(cx, given, &mut headers)?;
    let timeout = match given.get("timeout") {
        Value::Tuple(pair) => pair.items().last().copied().unwrap_or(Value::None),
        other => other,
    };
    let timeout = match timeout {
        Value::None => Data::None,
        value => Data::Float(ops::arith::to_float(cx, value)?),
    };
    let redirects = match given.get("allow_redirects") {
        Value::None => method != "HEAD",
        value => ops::truth(cx, value)?,
    };
    let arguments = Map::from_iter([
        ("method", Data::from(method)),
        ("url", Data::from(url)),
        ("headers", Data::Map(headers)),
        ("body", body),
        ("timeout", timeout),
        ("redirects", Data::Bool(redirects)),
    ]);
    cx.charge(crate::held::weight(&Data::Map(arguments.clone())))?;
    match &cx.host_call(HostCall { operation: SEND, arguments })? {
        Data::Map(answer) => response::made(cx, answer),
        _ => Err(cx.heap().fatal(Fatal::HostUnavailable(SEND))),
    }
}

/// Rows of `OAuthClient`.
pub(crate) static CLIENT: &[Row] = &[Row::new(
    "do_request",
    Signature::NONE,
    "Send a request with the user's token.",
    Member::RawMethod(|cx, row, _, args| {
        crate::methods::require(cx, NEEDED.0)?;
        let mut keywords: Vec<(&str, Value<'_>)> = args.keywords.to_vec();
        let token = keywords.iter().position(|(name, _)| *name == "token").map(|at| keywords.remove(at).1);
        let (first, token) = match args.positional {
            [method, url, token, ..] => ([*method, *url].to_vec(), Some(*token)),
            other => (other.to_vec(), token),
        };
        let mut given = bind(cx, row, &Args { positional: &first, keywords: &keywords }, true)?;
        if let Some(token) = token
            && let Nullable(Some(header)) = super::outgoing::bearer(cx, token)?
            && let Some(place) = given.place("headers")
        {
            *place = super::outgoing::with_header(cx, *place, "Authorization", header)?;
        }
        let method = ops::text::str_string(cx, given.get("method"))?.to_ascii_uppercase();
        perform(cx, &method, &given)
    }),
)
.called("OAuth2Client.do_request")
.needs(NEEDED)];
