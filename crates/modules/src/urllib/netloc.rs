//! User, password, host and port within the part of an address that names the host.

use std::borrow::Cow;

use hognose_eval::text::case;
use hognose_eval::text::normal::{Form, is_normalized, normalize};

use crate::ipaddress::{Address, Source, Version};
use crate::raised::{Raised, repr};

/// A square bracket must have its other half and an IPv6 address, or one of a later version, in it.
pub(super) fn check_brackets(netloc: &str) -> Result<(), Raised> {
    match (netloc.contains('['), netloc.contains(']')) {
        (false, false) => Ok(()),
        (true, true) => {
            let after = netloc.split_once('[').map_or("", |(_, after)| after);
            check_bracketed(after.split_once(']').map_or(after, |(host, _)| host))
        }
        _ => Err(Raised::value("Invalid IPv6 URL")),
    }
}

fn check_bracketed(host: &str) -> Result<(), Raised> {
    if let Some(rest) = host.strip_prefix('v') {
        let future = rest.split_once('.').is_some_and(|(version, address)| {
            !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_hexdigit()) && !address.is_empty()
        });
        return if future { Ok(()) } else { Err(Raised::value("IPvFuture address is invalid")) };
    }
    let source = Source::Text(host);
    match Address::read(&source) {
        Some(address) if address.version() == Version::V4 => {
            Err(Raised::value("An IPv4 address cannot be in brackets"))
        }
        Some(_) => Ok(()),
        None => Err(Address::refusal(&source, &repr(host))),
    }
}

/// Refuses characters that become delimiters when IDNA normalises them, such as U+2100.
pub(super) fn check_normal(netloc: &str) -> Result<(), Raised> {
    if netloc.is_ascii() {
        return Ok(());
    }
    let plain = netloc.replace(['@', ':', '#', '?'], "");
    if is_normalized(&plain, Form::Nfkc) {
        return Ok(());
    }
    let mut normal = String::new();
    match normalize(&plain, Form::Nfkc, &mut normal) {
        Ok(()) => {}
        Err(never) => match never {},
    }
    if normal.contains(['/', '?', '#', '@', ':']) {
        let message = format!("netloc '{netloc}' contains invalid characters under NFKC normalization");
        return Err(Raised::value(message));
    }
    Ok(())
}

/// What is before and after the last `@`.
fn user_and_host(netloc: &str) -> (Option<&str>, &str) {
    netloc.rsplit_once('@').map_or((None, netloc), |(user, host)| (Some(user), host))
}

/// `result.username`.
#[must_use]
pub fn username(netloc: &str) -> Option<&str> {
    let user = user_and_host(netloc).0?;
    Some(user.split_once(':').map_or(user, |(name, _)| name))
}

/// `result.password`.
#[must_use]
pub fn password(netloc: &str) -> Option<&str> {
    user_and_host(netloc).0?.split_once(':').map(|(_, password)| password)
}

/// The host as written and the port's text.
fn host_and_port(netloc: &str) -> (&str, &str) {
    let (_, host) = user_and_host(netloc);
    if let Some((_, bracketed)) = host.split_once('[') {
        let (host, after) = bracketed.split_once(']').unwrap_or((bracketed, ""));
        return (host, after.split_once(':').map_or("", |(_, port)| port));
    }
    host.split_once(':').unwrap_or((host, ""))
}

/// `result.hostname`: in small letters but for the zone of an IPv6 address.
#[must_use]
pub fn hostname(netloc: &str) -> Option<Cow<'_, str>> {
    let (host, _) = host_and_port(netloc);
    if host.is_empty() {
        return None;
    }
    let end = host.find('%').unwrap_or(host.len());
    let (name, zone) = host.split_at_checked(end).unwrap_or((host, ""));
    if name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Some(Cow::Borrowed(host));
    }
    let mut out = String::new();
    match case::lower(name, &mut out) {
        Ok(()) => {}
        Err(never) => match never {},
    }
    out.push_str(zone);
    Some(Cow::Owned(out))
}

/// `result.port`.
///
/// # Errors
/// `ValueError`: not a number or out of range.
pub fn port(netloc: &str) -> Result<Option<u16>, Raised> {
    let (_, port) = host_and_port(netloc);
    if port.is_empty() {
        return Ok(None);
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Raised::value(format!("Port could not be cast to integer value as {}", repr(port))));
    }
    if port.len() > 4300 {
        return Err(Raised::value(format!(
            "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; use \
             sys.set_int_max_str_digits() to increase the limit",
            port.len()
        )));
    }
    let digits = port.trim_start_matches('0');
    match if digits.is_empty() { Ok(0) } else { digits.parse() } {
        Ok(port) => Ok(Some(port)),
        Err(_) => Err(Raised::value("Port out of range 0-65535")),
    }
}
