//! The time.

use hognose::{Data, Host, HostCall, Reply};
use std::time::{SystemTime, UNIX_EPOCH};

/// Answers what asks for the time with that of the machine.
///
/// ```
/// use hognose::{Capability, Engine, Outcome, Request, Surface};
///
/// let engine = Engine::builder().grant(Capability("clock")).build();
/// let policy = engine.compile("p", &Surface::custom(&[]), "import time\nreturn time.time() > 1_700_000_000")?;
/// assert_eq!(policy.evaluate(&Request::custom([("", 0)]), &hognose_adapters::Clock).outcome, Outcome::Pass);
/// # Ok::<(), hognose::CompileError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock;

impl Host for Clock {
    fn call(&self, call: &HostCall) -> Reply {
        if call.operation != "clock.now" {
            return Reply::Denied;
        }
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok();
        let nanoseconds = since.and_then(|since| i64::try_from(since.as_nanos()).ok());
        nanoseconds.map_or(Reply::Unavailable, |nanoseconds| Reply::Value(Data::Int(nanoseconds)))
    }
}
