//! Each capability has a quota: of host calls, of what goes there and back, and of the time that takes.
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose::{
    Capability, Data, Decision, Engine, FailureKind, Fatal, Host, HostCall, Journal, Limits, Options, Outcome,
};
use hognose::{Policy, Quota, Quotas, Reply, Request, Scratch, Surface, Watch};
use std::cell::Cell;
use std::time::Duration;

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

fn compiled(limits: Limits, source: &str) -> (Policy, Request) {
    let surface = Surface::by_name("stage-binding").unwrap();
    let engine = Engine::builder().limits(limits).grant(Capability("dns.resolve")).build();
    (engine.compile("p", &surface, source).unwrap(), Request::from_json(&surface, "{}").unwrap())
}

fn ask(limits: Limits, source: &str) -> Decision {
    let (policy, request) = compiled(limits, source);
    policy.evaluate(&request, &Dns)
}

/// Limits with another quota for one capability.
fn limited(capability: &'static str, change: impl FnOnce(&mut Quota)) -> Limits {
    let (_, mut quota) = Quotas::default().of(capability).unwrap();
    change(&mut quota);
    Limits { quotas: Quotas::default().with(Capability(capability), quota), ..Limits::default() }
}

fn reached(decision: &Decision) -> Option<(&'static str, u64)> {
    match decision.failure.as_ref()?.kind {
        FailureKind::Fatal(Fatal::Quota { capability: "dns.resolve", what, limit }) => Some((what, limit)),
        _ => None,
    }
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
    let what = "host calls";
    assert_eq!(failure.kind, FailureKind::Fatal(Fatal::Quota { capability: "dns.resolve", what, limit: 16 }));
    assert_eq!(failure.message, "quota reached: more than 16 host calls of `dns.resolve`");
}

#[test]
fn a_host_sets_its_own() {
    let decision = ask(limited("dns.resolve", |quota| quota.calls = 0), "return resolve_dns('a') == []");
    assert_eq!(decision.failure.unwrap().kind.code(), "E0516");
    let decision = ask(limited("http.request", |quota| quota.calls = 0), "return resolve_dns('a') == []");
    assert_eq!(decision.outcome, Outcome::Pass);
}

/// What one question of `SOURCE` takes: its argument, and the reply.
const ONE: u64 = {
    let argument = 8 + (8 + "address".len()) + (8 + "192.0.2.1".len());
    let reply = 8 + "host.example.org".len();
    (argument + reply) as u64
};

const REVERSE: &str = "
for number in range(2):
    try:
        reverse_dns('192.0.2.1')
    except BaseException:
        return False
return True
";

#[test]
fn bytes_of_questions_and_replies_count() {
    let enough = ask(limited("dns.resolve", |quota| quota.bytes = 2 * ONE), REVERSE);
    assert_eq!(enough.outcome, Outcome::Pass);
    // The second reply was too much; the question was asked.
    let decision = ask(limited("dns.resolve", |quota| quota.bytes = 2 * ONE - 1), REVERSE);
    assert_eq!((reached(&decision), decision.journal.len()), (Some(("bytes", 2 * ONE - 1)), 2));
    // A question that is too much is not asked.
    let decision = ask(limited("dns.resolve", |quota| quota.bytes = ONE + 1), REVERSE);
    assert_eq!((reached(&decision), decision.journal.len()), (Some(("bytes", ONE + 1)), 1));
    assert_eq!(
        decision.failure.unwrap().message,
        format!("quota reached: more than {} bytes of `dns.resolve`", ONE + 1)
    );
}

/// A host whose replies take 300 ms by its own clock.
#[derive(Default)]
struct Slow {
    now: Cell<Duration>,
}

impl Host for Slow {
    fn call(&self, call: &HostCall) -> Reply {
        self.now.set(self.now.get().saturating_add(Duration::from_millis(300)));
        Dns.call(call)
    }
}

impl Watch for Slow {
    fn interrupted(&self) -> Option<Fatal> {
        // What happens between the calls is not their time.
        self.now.set(self.now.get().saturating_add(Duration::from_secs(60)));
        None
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(self.now.get())
    }
}

#[test]
fn the_time_of_replies_counts_where_the_host_has_a_clock() {
    let timed = |milliseconds: u64| {
        let (policy, request) =
            compiled(limited("dns.resolve", |quota| quota.milliseconds = milliseconds), REVERSE);
        let host = Slow::default();
        let options = Options { watch: Some(&host), ..Options::default() };
        let decision = policy.evaluate_in(&mut Scratch::new(), &request, &host, options);
        (policy, request, decision)
    };
    assert_eq!(timed(600).2.outcome, Outcome::Pass);
    let (policy, request, decision) = timed(599);
    assert_eq!(reached(&decision), Some(("milliseconds", 599)));
    assert_eq!(decision.journal.iter().map(|entry| entry.took.as_millis()).sum::<u128>(), 600);

    // Again from the journal, where there is no clock.
    let text = Journal::of(&policy, &request, &decision).unwrap().to_json().unwrap();
    let journal = Journal::from_json(&text).unwrap();
    let options = Options { journal: journal.replay(&policy, &request).unwrap(), ..Options::default() };
    let again = policy.evaluate_in(&mut Scratch::new(), &request, &Dns, options);
    assert_eq!(again.to_json().unwrap(), decision.to_json().unwrap());

    // Without a clock nothing takes any time.
    let decision = ask(limited("dns.resolve", |quota| quota.milliseconds = 0), REVERSE);
    assert_eq!(decision.outcome, Outcome::Pass);
}
