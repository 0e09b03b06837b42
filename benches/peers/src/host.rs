//! What the host does for a policy, the same for every contender but hognose, which brings its own.

use regex::Regex;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::net::IpAddr;
#[cfg(any(feature = "rhai", feature = "starlark"))]
use std::time::SystemTime;

thread_local! {
    static MESSAGES: Cell<usize> = const { Cell::new(0) };
    // As the module `re` of CPython keeps its patterns.
    static PATTERNS: RefCell<HashMap<String, Option<Regex>>> = RefCell::new(HashMap::new());
}

/// `ak_message`: the text is kept nowhere, only counted; CPython's side keeps at most 64.
pub(crate) fn message(text: &str) {
    std::hint::black_box(text.to_owned());
    MESSAGES.set(MESSAGES.get().wrapping_add(1));
}

/// How many messages there were since it was last asked.
pub(crate) fn messages() -> usize {
    MESSAGES.take()
}

fn with_pattern<T>(pattern: &str, then: impl FnOnce(&Regex) -> T) -> Option<T> {
    PATTERNS.with_borrow_mut(|patterns| {
        if !patterns.contains_key(pattern) {
            patterns.insert(pattern.to_owned(), Regex::new(pattern).ok());
        }
        patterns.get(pattern)?.as_ref().map(then)
    })
}

/// `regex_match`; a pattern that is none matches nothing, which the check of the answers finds.
pub(crate) fn regex_match(text: &str, pattern: &str) -> bool {
    with_pattern(pattern, |regex| regex.is_match(text)).unwrap_or(false)
}

/// `regex_replace`, likewise.
pub(crate) fn regex_replace(text: &str, pattern: &str, by: &str) -> String {
    with_pattern(pattern, |regex| regex.replace_all(text, by).into_owned()).unwrap_or_default()
}

/// Whether an address lies in a network, both parsed each time as the workload does.
pub(crate) fn ip_in_network(address: &str, network: &str) -> bool {
    match (address.parse::<IpAddr>(), network.parse::<ipnet::IpNet>()) {
        (Ok(address), Ok(network)) => network.contains(&address),
        _ => false,
    }
}

/// Day of the week in UTC, Monday 0, and hour.
#[cfg(any(feature = "rhai", feature = "starlark"))]
pub(crate) fn now() -> (i64, i64) {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // The first day of 1970 was a Thursday.
    let weekday = days.wrapping_add(3) % 7;
    (i64::try_from(weekday).unwrap_or(0), i64::try_from(rest / 3_600).unwrap_or(0))
}
