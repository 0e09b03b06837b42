//! Policy sets put answers together as authentik does.
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose::{
    Binding, Data, Directory, Engine, FailureKind, Fatal, Host, HostCall, Mode, NoHost, Options, Outcome,
    PolicySet, Reply, Request, SetDecision, Surface, Watch, capability,
};
use std::cell::Cell;
use std::time::Duration;

const GRANTS: &[&str] = &["directory.read", "context.write", "clock"];

fn engine() -> Engine {
    GRANTS.iter().fold(Engine::builder(), |builder, name| builder.grant(capability(name).unwrap())).build()
}

fn surface() -> Surface {
    Surface::by_name("application-access").unwrap()
}

fn policy(source: &str) -> Binding {
    Binding::policy(engine().compile("p", &surface(), source).unwrap())
}

fn request(text: &str) -> Request {
    Request::from_json(&surface(), text).unwrap()
}

const MARIE: &str = r#"{"user": {"pk": 7, "username": "marie", "groups": ["staff"]}}"#;

fn evaluate(set: &PolicySet, host: &dyn Host) -> SetDecision {
    set.evaluate(&request(MARIE), host, Options::default())
}

fn texts(decision: &SetDecision) -> Vec<String> {
    decision.messages.iter().map(|message| message.as_str().unwrap().to_owned()).collect()
}

/// Sources, the outcome of any and of all.
const TOGETHER: &[(&[&str], Outcome, Outcome)] = &[
    (&[], Outcome::Pass, Outcome::Pass),
    (&["return True"], Outcome::Pass, Outcome::Pass),
    (&["return 0"], Outcome::Fail, Outcome::Fail),
    (&["pass"], Outcome::Fail, Outcome::Fail),
    (&["return True", "return False"], Outcome::Pass, Outcome::Fail),
    (&["return False", "return 'x'"], Outcome::Pass, Outcome::Fail),
    (&["return True", "return [1]"], Outcome::Pass, Outcome::Pass),
    (&["return True", "1 / 0"], Outcome::Pass, Outcome::Fail),
    (&["return True", "while True: pass"], Outcome::Error, Outcome::Error),
];

#[test]
fn any_and_all() {
    for (sources, any, all) in TOGETHER {
        for (mode, outcome) in [(Mode::Any, any), (Mode::All, all)] {
            let set = sources.iter().fold(PolicySet::new(mode), |set, source| set.with(policy(source)));
            assert_eq!(evaluate(&set, &NoHost).outcome, *outcome, "{sources:?} {mode:?}");
        }
    }
    let empty = PolicySet::new(Mode::Any).empty_result(false);
    assert_eq!(evaluate(&empty, &NoHost).outcome, Outcome::Fail);
    let off = empty.with(policy("return True").enabled(false));
    assert_eq!(evaluate(&off, &NoHost).outcome, Outcome::Fail);
}

#[test]
fn all_are_evaluated_and_all_messages_kept() {
    let set = PolicySet::new(Mode::Any)
        .with(policy("ak_message('third'); return False").order(3))
        .with(policy("ak_message('first'); ak_message('first'); return True").order(1))
        .with(policy("ak_message('lost'); raise ValueError('second')").order(2));
    let decision = evaluate(&set, &NoHost);
    assert_eq!(decision.outcome, Outcome::Pass);
    assert_eq!(texts(&decision), ["first", "first", "second", "third"]);
    let passing: Vec<bool> = decision.results.iter().map(|one| one.result.passing).collect();
    assert_eq!(passing, [true, false, false]);
}

#[test]
fn exceptions_are_not_turned_round() {
    for (source, negate, failure_result, passing) in [
        ("return True", true, true, false),
        ("return None", true, false, true),
        ("return {}['a']", false, false, false),
        ("return {}['a']", true, false, false),
        ("return {}['a']", false, true, true),
        ("return {}['a']", true, true, true),
    ] {
        let binding = policy(source).negate(negate).failure_result(failure_result);
        let decision = evaluate(&PolicySet::new(Mode::All).with(binding), &NoHost);
        assert_eq!(decision.outcome == Outcome::Pass, passing, "{source} {negate} {failure_result}");
    }
}

#[test]
fn groups_and_users_are_one_result() {
    let engine = engine();
    let group = |name: &str| Binding::group(&engine, name).unwrap();
    let user = |name: &str| Binding::user(&engine, name).unwrap();
    let directory = Directory::from_json(
        r#"{"groups": [{"name": "staff", "parents": ["everybody"]}, {"name": "everybody"}]}"#,
    )
    .unwrap();
    for (bindings, any, all) in [
        (vec![group("staff")], true, true),
        (vec![group("everybody")], true, true),
        (vec![group("lab")], false, false),
        (vec![group("lab"), user("marie")], true, false),
        (vec![group("lab").negate(true), user("marie")], true, true),
        (vec![user("it's \"me\""), user("marie").negate(true)], false, false),
    ] {
        for (mode, passing) in [(Mode::Any, any), (Mode::All, all)] {
            let set = bindings.iter().cloned().fold(PolicySet::new(mode), PolicySet::with);
            let decision = evaluate(&set, &directory);
            assert_eq!(decision.outcome == Outcome::Pass, passing, "{bindings:?} {mode:?}");
            assert_eq!(decision.results.len(), 1);
        }
    }
    let nobody = request(r#"{"user": {"$type": "AnonymousUser"}}"#);
    let set = PolicySet::new(Mode::Any).with(user("")).with(group("staff"));
    assert_eq!(set.evaluate(&nobody, &directory, Options::default()).outcome, Outcome::Fail);
}

#[test]
fn what_is_written_is_there_for_the_next() {
    let set = PolicySet::new(Mode::All)
        .with(policy("context['seen'] = ['a']; return True"))
        .with(policy("context['seen'].append('b'); return True").order(1))
        .with(policy("return context['seen'] == ['a', 'b']").order(2));
    let decision = evaluate(&set, &NoHost);
    assert_eq!(decision.outcome, Outcome::Pass);
    assert_eq!(decision.effects.len(), 2);
}

/// Knows the time, or does not know it yet.
struct Clock(Option<i64>);

impl Host for Clock {
    fn call(&self, _: &HostCall) -> Reply {
        self.0.map_or(Reply::NotYet, |now| Reply::Value(Data::Int(now)))
    }
}

#[test]
fn what_is_missing_makes_it_pending() {
    let year = "from datetime import datetime\nreturn datetime.now().year == 1970";
    let set = PolicySet::new(Mode::All).with(policy(year)).with(policy("while True: pass"));
    assert_eq!(evaluate(&set, &Clock(None)).outcome, Outcome::Pending);
    let set = PolicySet::new(Mode::All).with(policy(year)).with(policy(year));
    let pending = evaluate(&set, &Clock(None));
    assert_eq!(pending.outcome, Outcome::Pending);
    let again = set.evaluate_again(&request(MARIE), &Clock(Some(0)), Options::default(), Some(&pending));
    assert_eq!(again.outcome, Outcome::Pass);
    let replayed = set.evaluate_again(&request(MARIE), &NoHost, Options::default(), Some(&again));
    assert_eq!(replayed.outcome, Outcome::Pass);
}

/// A clock that goes on by a second with each look.
#[derive(Default)]
struct Stepping {
    now: Cell<u64>,
    has_none: bool,
}

impl Watch for Stepping {
    fn interrupted(&self) -> Option<Fatal> {
        self.now.set(self.now.get().saturating_add(1));
        None
    }

    fn elapsed(&self) -> Option<Duration> {
        (!self.has_none).then(|| Duration::from_secs(self.now.get()))
    }
}

/// Looks some twenty times.
const LONG: &str = "sum(range(1000))\nfor n in range(2000):\n    pass\nreturn [n for n in range(9000)] != []";

#[test]
fn a_policy_that_takes_longer_than_its_timeout_is_an_error_and_no_answer() {
    let ask = |clock: &Stepping, timeout: Option<u64>, failure_result: bool| {
        let late = policy(LONG).failure_result(failure_result);
        let late = match timeout {
            Some(seconds) => late.timeout(Duration::from_secs(seconds)),
            None => late,
        };
        let set = PolicySet::new(Mode::Any)
            .with(policy("return True"))
            .with(late.order(1))
            .with(policy("return True").order(2));
        set.evaluate(&request(MARIE), &NoHost, Options { watch: Some(clock), ..Options::default() })
    };
    // Each binding has its own time, from its own start; 30 s unless it says otherwise.
    assert_eq!(ask(&Stepping::default(), None, false).outcome, Outcome::Pass);
    let clock = Stepping { now: Cell::new(1_000_000), ..Stepping::default() };
    assert_eq!(ask(&clock, None, false).outcome, Outcome::Pass);
    for failure_result in [false, true] {
        let decision = ask(&Stepping::default(), Some(3), failure_result);
        assert_eq!(decision.outcome, Outcome::Error);
        let failure = decision.results.get(1).unwrap().decision.as_ref().unwrap().failure.as_ref().unwrap();
        assert_eq!(failure.kind, FailureKind::Fatal(Fatal::Deadline));
        // The others were evaluated all the same.
        assert!(decision.results.get(2).unwrap().result.passing);
    }
    // Without a clock there is no timeout.
    assert_eq!(
        ask(&Stepping { has_none: true, ..Stepping::default() }, Some(0), false).outcome,
        Outcome::Pass
    );
}
