//! Random numbers.

use hognose::{Data, Host, HostCall, Reply};

/// Bytes that are given at once.
const MOST: i64 = 1 << 16;

/// Answers what asks for random bytes with those of the machine, which are fit for secrets.
///
/// ```
/// use hognose::{Capability, Engine, Outcome, Request, Surface};
///
/// let engine = Engine::builder().grant(Capability("random")).build();
/// let source = "import uuid\nreturn uuid.uuid4() != uuid.uuid4()";
/// let policy = engine.compile("p", &Surface::custom(&[]), source)?;
/// assert_eq!(policy.evaluate(&Request::custom([("", 0)]), &hognose_adapters::Random).outcome, Outcome::Pass);
/// # Ok::<(), hognose::CompileError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Random;

impl Host for Random {
    fn call(&self, call: &HostCall) -> Reply {
        let count = match (call.operation, call.arguments.get("count")) {
            ("random.bytes", Some(Data::Int(count @ 0..=MOST))) => {
                usize::try_from(*count).unwrap_or_default()
            }
            _ => return Reply::Denied,
        };
        let mut bytes = vec![0; count];
        match getrandom::fill(&mut bytes) {
            Ok(()) => Reply::Value(Data::Bytes(bytes.into())),
            Err(_) => Reply::Unavailable,
        }
    }
}
