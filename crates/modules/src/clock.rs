//! What time it is: the capability *clock*, and the host call behind `datetime.now` and its like.

use hognose_eval::host::HostCall;
use hognose_eval::row::Capability;
use hognose_eval::{Context, Data, Fatal, Map, R};

/// What knowing the time needs.
pub const CAPABILITY: Capability = Capability("clock");

/// The host call. It has no arguments; the reply is an int, nanoseconds since 1970 in UTC.
pub const OPERATION: &str = "clock.now";

/// Nanoseconds since 1970.
pub(crate) fn now<'h>(cx: &Context<'h>) -> R<'h, i64> {
    match cx.host_call(HostCall { operation: OPERATION, arguments: Map::new() })? {
        Data::Int(nanoseconds) => Ok(nanoseconds),
        _ => Err(cx.heap().fatal(Fatal::HostUnavailable(OPERATION))),
    }
}
