//! Each capability has a quota of host calls.
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose::{Capability, Data, Engine, FailureKind, Fatal, Host, HostCall, Limits, Outcome, Quotas, Reply};
use hognose::{Request, Surface};

struct Dns;

impl Host for Dns {
    fn call(&self, call: &HostCall) -> Reply {
        match call.operation {
            "dns.resolve" => Reply::Value(Data::List(Vec::new())),
            "dns.reverse" => Reply::Value(Data::from("host.example.org")),
            _ => Reply::Denied,
        }
    }
}

fn ask(limits: Limits, source: &str) -> hognose::Decision {
    let surface = Surface::by_name("stage-binding").unwrap();
    let engine = Engine::builder().limits(limits).grant(Capability("dns.resolve")).build();
    let policy = engine.compile("p", &surface, source).unwrap();
    policy.evaluate(&Request::from_json(&surface, "{}").unwrap(), &Dns)
}

const SOURCE: &str = "
for number in range(COUNT):
    try:
        resolve_dns('a') if number % 2 else reverse_dns('192.0.2.1')
    except BaseException:
        return True
return True
";

#[test]
fn as_many_as_the_quota_allows() {
    let decision = ask(Limits::default(), &SOURCE.replace("COUNT", "16"));
    assert_eq!(decision.outcome, Outcome::Pass);
}

#[test]
fn one_more_ends_the_evaluation_whatever_it_catches() {
    let decision = ask(Limits::default(), &SOURCE.replace("COUNT", "17"));
    let failure = decision.failure.unwrap();
    assert_eq!(failure.kind, FailureKind::Fatal(Fatal::Quota { capability: "dns.resolve", limit: 16 }));
    assert_eq!(failure.message, "quota reached: more than 16 host calls of `dns.resolve`");
}

#[test]
fn a_host_sets_its_own() {
    let quotas = Quotas::default().with(Capability("dns.resolve"), 0);
    let decision = ask(Limits { quotas, ..Limits::default() }, "return resolve_dns('a') == []");
    assert_eq!(decision.failure.unwrap().kind.code(), "E0516");
    let quotas = Quotas::default().with(Capability("http.request"), 0);
    let decision = ask(Limits { quotas, ..Limits::default() }, "return resolve_dns('a') == []");
    assert_eq!(decision.outcome, Outcome::Pass);
}
