//! What the fuzz targets share: a bound on memory that is measured, and a host that answers anything.

use hognose::{Data, Decision, Directory, Engine, Host, HostCall, Limits, Map, Reply, Request, Surface};
use peak_alloc::PeakAlloc;
use std::hash::{DefaultHasher, Hasher};
use std::sync::LazyLock;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bounds small enough that a hostile input ends soon.
pub fn small() -> Limits {
    Limits { fuel: 20_000, memory: 1 << 20, ..Limits::default() }
}

/// What evaluating at these bounds may take from the system: a quarter and 3 MiB more than the limit, as `SECURITY.md` says.
pub const ROOM: usize = (1 << 20) + (1 << 18) + (3 << 20);

/// Run `work`, which must not need more than `bytes` of memory at any time.
pub fn within<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = work();
    let grown = MEMORY.peak_usage().saturating_sub(before);
    assert!(grown <= bytes, "{grown} bytes instead of {bytes}");
    result
}

/// A decision that reports a bug of the engine is a finding.
pub fn check(decision: &Decision) {
    if let Some(failure) = &decision.failure {
        assert!(!failure.message.contains("internal error"), "{}", failure.message);
    }
}

/// Everything of a decision but its memory, which a replay need not repeat.
pub fn told(decision: &Decision) -> String {
    // A value too deep for JSON ends the writing of it: the same for both sides.
    decision.to_json().unwrap_or_else(|error| error.to_string())
}

/// An engine that grants everything.
pub fn granting(limits: Limits) -> Engine {
    hognose::capabilities()
        .fold(Engine::builder().limits(limits), |builder, (capability, _)| builder.grant(capability))
        .build()
}

/// A surface of authentik with a request that has most of what there is.
pub static MARIE: LazyLock<(Surface, Request)> = LazyLock::new(|| {
    let surface = Surface::by_name("stage-binding").unwrap();
    let request = Request::from_json(&surface, include_str!("../../examples/requests/marie.json")).unwrap();
    (surface, request)
});

/// A host that answers from a directory where that can answer, and from a hash of the question else: always the same.
#[derive(Debug)]
pub struct Answers {
    directory: Directory,
}

impl Default for Answers {
    fn default() -> Self {
        let directory = Directory::from_json(
            r#"{"users": [
                {"pk": 3, "username": "marie", "name": "Marie Lefèvre", "email": "marie@example.org",
                 "groups": ["staff", "lab"], "attributes": {"dept": "lab", "level": 3, "tags": ["a", "b"]}},
                {"pk": 1, "username": "akadmin", "email": "root@example.org"},
                {"pk": 2, "username": "jean", "email": "Jean@example.org", "is_active": false, "groups": ["staff"]}],
              "groups": [{"name": "staff", "is_superuser": true}, {"name": "lab"}]}"#,
        );
        Self { directory: directory.unwrap() }
    }
}

impl Host for Answers {
    fn call(&self, call: &HostCall) -> Reply {
        let mut hasher = DefaultHasher::new();
        hasher.write(format!("{} {}", call.operation, hognose::repr(&Data::Map(call.arguments.clone()))).as_bytes());
        let hash = hasher.finish();
        if hash % 8 > 0 {
            match call.operation {
                "clock.now" => return Reply::Value(Data::Int(1_750_000_000_000_000_000)),
                "random.bytes" => {
                    let Some(Data::Int(count @ 0..=65_536)) = call.arguments.get("count") else { return Reply::Denied };
                    let count = usize::try_from(*count).unwrap_or(0);
                    return Reply::Value(Data::Bytes(hash.to_le_bytes().into_iter().cycle().take(count).collect()));
                }
                "dns.resolve" => return Reply::Value(Data::List(vec![Data::from("192.0.2.1"), Data::from("2001:db8::1")])),
                "dns.reverse" => return Reply::Value(Data::from("www.example.org")),
                "http.request" => {
                    let headers = Map::from_iter([("Content-Type", "application/json")]);
                    return Reply::Value(Data::Map(Map::from_iter([
                        ("status", Data::Int(200)),
                        ("headers", Data::Map(headers)),
                        ("body", Data::Bytes((*br#"{"a": [1, 2.5, null]}"#).into())),
                        ("url", Data::from("https://www.example.org/")),
                    ])));
                }
                _ => {
                    let reply = self.directory.call(call);
                    if !matches!(reply, Reply::Denied) {
                        return reply;
                    }
                }
            }
        }
        match (hash >> 8) % 12 {
            0 => Reply::NotYet,
            1 => Reply::Unavailable,
            2 => Reply::Raise { kind: "ValueError".to_owned(), message: "no".to_owned() },
            3 => Reply::Value(Data::None),
            4 => Reply::Value(Data::Int(i64::from_le_bytes(hash.to_le_bytes()))),
            5 => Reply::Value(Data::from("a.b.c")),
            6 => Reply::Value(Data::Bytes([1, 2, 3].into())),
            7 => Reply::Value(Data::List(vec![Data::from("x"), Data::Float(f64::NAN)])),
            8 => Reply::Value(Data::Map(Map::from_iter([("a", Data::Absent), ("rows", Data::List(Vec::new()))]))),
            9 => Reply::Value(Data::Tuple(vec![Data::Bool(true)])),
            10 => Reply::Raise { kind: "no such type".to_owned(), message: "\u{0}\u{e9}".to_owned() },
            _ => Reply::Denied,
        }
    }
}
