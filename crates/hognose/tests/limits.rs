//! Every limit at its very edge: what is just enough is enough, one less ends the evaluation, by an error of its own kind
//! with its figures and its place, which nothing in the policy sees.

#![expect(clippy::unwrap_used, reason = "tests")]

use hognose::{
    Capability, Data, Decision, Engine, FailureKind, Fatal, Host, HostCall, Limits, NoHost, Options, Outcome,
    Policies, Reply, Request, Scratch, Surface, capabilities,
};

/// Answers every question with one int.
struct Clock;

impl Host for Clock {
    fn call(&self, _: &HostCall) -> Reply {
        Reply::Value(Data::Int(1_750_000_000_000_000_000))
    }
}

fn engine(limits: Limits) -> Engine {
    capabilities()
        .fold(Engine::builder().limits(limits), |builder, (capability, _)| builder.grant(capability))
        .build()
}

fn evaluated(limits: Limits, source: &str) -> Decision {
    let surface = Surface::by_name("stage-binding").unwrap();
    let policy = engine(limits).compile("p", &surface, source).unwrap();
    policy.evaluate(&Request::from_json(&surface, "{}").unwrap(), &Clock)
}

fn fatal(decision: &Decision) -> Option<Fatal> {
    let failure = decision.failure.as_ref()?;
    match failure.kind {
        FailureKind::Fatal(fatal) => {
            assert_eq!(decision.outcome, Outcome::Error);
            Some(fatal)
        }
        _ => None,
    }
}

/// The least number that lets the policy end well; one less must end it as `wanted` says.
fn least(source: &str, limits: impl Fn(u32) -> Limits, wanted: impl Fn(Fatal, u32) -> bool) -> u32 {
    let fits = |number| {
        let decision = evaluated(limits(number), source);
        match fatal(&decision) {
            Some(end) => {
                assert!(wanted(end, number), "{end:?} at {number}: {source}");
                false
            }
            None => {
                assert!(decision.failure.is_none(), "{:?}: {source}", decision.failure);
                true
            }
        }
    };
    let (mut below, mut enough) = (0, 1);
    while !fits(enough) {
        below = enough;
        enough = enough.checked_mul(2).unwrap();
    }
    while enough.abs_diff(below) > 1 {
        let middle = below.midpoint(enough);
        if fits(middle) {
            enough = middle;
        } else {
            below = middle;
        }
    }
    enough
}

const WORK: &[&str] = &[
    "x = 0\nfor i in range(3000):\n    x = x + i\nreturn x",
    "return sorted([i * 7 % 31 for i in range(2000)])[5]",
    "def f(n):\n    return 1 if n < 2 else f(n - 1) + f(n - 2)\nreturn f(12)",
    "return len('ab' * 100000) + len([None] * 3000) + len(repr(list(range(1500))))",
    "import json, re\nreturn json.loads(json.dumps([1.5] * 900)) == re.findall('a', 'a' * 900)",
    "return sum(3 ** 5000 % (i + 2) for i in range(50))",
];

#[test]
fn fuel_and_memory_end_where_they_are_used_up() {
    for source in WORK {
        let usage = evaluated(Limits::default(), source).usage;
        let fuel = least(
            source,
            |fuel| Limits { fuel: fuel.into(), ..Limits::default() },
            |end, limit| end == Fatal::Fuel { limit: limit.into() },
        );
        assert_eq!(u64::from(fuel), usage.fuel, "{source}");
        let memory = least(
            source,
            |memory| Limits { memory: memory as usize, ..Limits::default() },
            |end, limit| matches!(end, Fatal::Memory { limit: is, needed } if is == u64::from(limit) && needed > is),
        );
        assert_eq!(memory as usize, usage.memory, "{source}");
    }
}

#[test]
fn what_is_used_up_stays_so() {
    let swallowing = "def work():\n    return [i for i in range(100000)]\n\
        try:\n    work()\nexcept BaseException:\n    ak_message('seen')\nfinally:\n    ak_message('seen')\nreturn True";
    for limits in [
        Limits { fuel: 5_000, ..Limits::default() },
        Limits { memory: 100_000, ..Limits::default() },
        Limits { call_depth: 1, ..Limits::default() },
    ] {
        let decision = evaluated(limits, swallowing);
        assert!(fatal(&decision).is_some(), "{limits:?}");
        assert!(decision.failure.unwrap().place.is_some(), "{limits:?}");
        assert!(decision.messages.is_empty());
        assert!(decision.usage.fuel <= limits.fuel && decision.usage.memory <= limits.memory);
    }
    // All of it is reported as used.
    assert_eq!(evaluated(Limits { fuel: 5_000, ..Limits::default() }, swallowing).usage.fuel, 5_000);
}

#[test]
fn calls_are_counted_one_by_one_and_given_back() {
    let calls = |depth: u32, times: u32| {
        let source = format!(
            "def f(n):\n    return n if n == 1 else f(n - 1)\ndef g(n):\n    yield f(n)\nfor _ in range({times}):\n    f({depth})\n    sum(g({depth}))"
        );
        least(
            &source,
            |call_depth| Limits { call_depth, ..Limits::default() },
            |end, limit| end == Fatal::CallDepth { limit: limit.into() },
        )
    };
    let ten = calls(10, 1);
    assert!((10..=12).contains(&ten), "{ten}");
    assert_eq!(calls(11, 1), ten + 1);
    assert_eq!(calls(10, 200), ten);

    let levels = |depth: u32, times: u32| {
        let source = format!(
            "def f(n):\n    return n if n == 1 else ((((f(n - 1)))) + 1) * 2 - 3\nfor _ in range({times}):\n    f({depth})"
        );
        least(
            &source,
            |tree_depth| Limits { tree_depth, ..Limits::default() },
            |end, _| matches!(end, Fatal::CallDepth { .. }),
        )
    };
    let ten = levels(10, 1);
    assert!(levels(11, 1) > ten && levels(20, 1) - ten == 10 * (levels(11, 1) - ten));
    assert_eq!(levels(10, 300), ten);
}

#[test]
fn nested_values_are_counted_one_by_one_and_given_back() {
    let deepest = |depth: u32, work: &str, times: u32| {
        let source = format!(
            "import copy, json\nx = []\ny = []\nfor _ in range({depth} - 1):\n    x = [x]\n    y = [y]\nfor _ in range({times}):\n    {work}\nreturn 1"
        );
        least(
            &source,
            |native_depth| Limits { native_depth, ..Limits::default() },
            |end, limit| end == Fatal::NativeDepth { limit: limit.into() },
        )
    };
    for work in ["repr(x)", "x == y", "copy.deepcopy(x)", "json.dumps(x)", "f'{x}'", "x < y", "'%r' % (x,)"] {
        let ten = deepest(10, work, 1);
        assert_eq!(ten, 10, "{work}");
        assert_eq!(deepest(11, work, 1), ten + 1, "{work}");
        assert_eq!(deepest(10, work, 300), ten, "{work}");
    }
}

#[test]
fn ints_have_as_many_bits_as_they_may() {
    for source in
        ["return 1 << 999 > 0", "return 2 ** 999 > 0", "return 3 ** 631 * 1 > 0 < int('f' * 250, 16)"]
    {
        let bits = least(
            source,
            |bits| Limits { int_bits: bits.into(), ..Limits::default() },
            |end, limit| end == Fatal::IntBits { limit: limit.into() },
        );
        assert!((1_000..=1_001).contains(&bits), "{source}: {bits}");
    }
}

#[test]
fn what_is_said_is_counted() {
    let kinds = ["ak_message('a')", "ak_logger.info('a')", "ak_create_event('a')"];
    for (kind, what) in kinds.into_iter().zip(["messages", "logs", "effects"]) {
        let source = format!("for _ in range(7):\n    {kind}");
        let most = least(
            &source,
            |outputs| Limits { outputs, ..Limits::default() },
            |end, limit| end == Fatal::Output { what, limit: limit.into() },
        );
        assert_eq!(most, 7, "{kind}");
        let bytes = |times: u32| {
            let source = format!("for _ in range({times}):\n    {}", kind.replace("'a'", "'a' * 1000"));
            least(
                &source,
                |bytes| Limits { output_bytes: bytes as usize, ..Limits::default() },
                |end, limit| end == Fatal::Output { what: "output bytes", limit: limit.into() },
            )
        };
        assert!((500..2_000).contains(&bytes(1)), "{kind}: {}", bytes(1));
        // What is said adds up.
        assert!(bytes(5) - bytes(1) >= 4 * 400, "{kind}");
        assert_eq!(bytes(9) - bytes(5), bytes(5) - bytes(1), "{kind}");
    }
}

#[test]
fn questions_are_counted_and_take_fuel() {
    let source = "import time\nfor _ in range(9):\n    time.time()";
    let calls = least(
        source,
        |host_calls| Limits { host_calls, ..Limits::default() },
        |end, limit| end == Fatal::HostCalls { limit: limit.into() },
    );
    assert_eq!(calls, 9);
    let fuel = |times: u32| {
        evaluated(Limits::default(), &format!("import time\nfor _ in range({times}):\n    time.time()"))
            .usage
            .fuel
    };
    assert!(fuel(9) - fuel(8) >= 16);
}

#[test]
fn replies_that_are_none_end_the_evaluation() {
    struct Says(Reply);
    impl Host for Says {
        fn call(&self, _: &HostCall) -> Reply {
            self.0.clone()
        }
    }
    let surface = Surface::by_name("stage-binding").unwrap();
    let source = "import time\ntry:\n    time.time()\nexcept BaseException:\n    ak_message('seen')\nfinally:\n    ak_message('seen')";
    let policy = engine(Limits::default()).compile("p", &surface, source).unwrap();
    let request = Request::from_json(&surface, "{}").unwrap();
    for (reply, end, outcome) in [
        (Reply::Denied, Fatal::Denied("clock.now"), Outcome::Error),
        (Reply::Unavailable, Fatal::HostUnavailable("clock.now"), Outcome::Error),
        (Reply::NotYet, Fatal::Pending, Outcome::Pending),
        // What is no time is no answer.
        (Reply::Value(Data::None), Fatal::HostUnavailable("clock.now"), Outcome::Error),
    ] {
        let decision = policy.evaluate(&request, &Says(reply));
        let failure = decision.failure.unwrap();
        assert_eq!((failure.kind, decision.outcome), (FailureKind::Fatal(end), outcome));
        assert!(failure.place.is_some() && decision.messages.is_empty());
    }
    // Where `None` would be an answer too.
    let source = "return ak_create_jwt(request.user, 'wiki', []) is None";
    let policy =
        Engine::builder().grant(Capability("jwt.issue")).build().compile("p", &surface, source).unwrap();
    let request = Request::from_json(&surface, r#"{"user": {"pk": 7}, "http_request": {}}"#).unwrap();
    for (reply, end) in [
        (Reply::Unavailable, Fatal::HostUnavailable("jwt.issue")),
        (Reply::Denied, Fatal::Denied("jwt.issue")),
        (Reply::NotYet, Fatal::Pending),
    ] {
        let decision = policy.evaluate(&request, &Says(reply));
        assert_eq!(decision.failure.unwrap().kind, FailureKind::Fatal(end));
    }
}

#[test]
fn a_journal_of_other_questions_is_refused() {
    let surface = Surface::by_name("stage-binding").unwrap();
    let request = Request::from_json(&surface, "{}").unwrap();
    let decide = |source: &str, journal: &[hognose::JournalEntry]| {
        let policy = engine(Limits::default()).compile("p", &surface, source).unwrap();
        let options = Options { journal, ..Options::default() };
        policy.evaluate_in(&mut Scratch::new(), &request, &Clock, options)
    };
    let asked = |host: &str| decide(&format!("resolve_dns('{host}')"), &[]).journal;
    let diverged = Some(Fatal::JournalDiverged);
    // Another operation, another argument, and the same.
    assert_eq!(fatal(&decide("import time\ntime.time()", &asked("a"))), diverged);
    assert_eq!(fatal(&decide("resolve_dns('b')", &asked("a"))), diverged);
    assert_ne!(fatal(&decide("resolve_dns('a')", &asked("a"))), diverged);
}

#[test]
fn a_called_policy_has_what_is_left() {
    let surface = Surface::by_name("policy").unwrap();
    let decide = |limits: Limits, inner: &str, outer: &str| {
        let engine = engine(limits);
        let policies: Policies = [engine.compile("inner", &surface, inner).unwrap()].into_iter().collect();
        let policy = engine.compile("outer", &surface, outer).unwrap();
        let options = Options { policies: Some(&policies), ..Options::default() };
        let request = Request::from_json(&surface, "{}").unwrap();
        policy.evaluate_in(&mut Scratch::new(), &request, &NoHost, options)
    };
    let call = "ak_call_policy('inner')";
    let loops = |times: u32| format!("for _ in range({times}): pass");
    let alone = decide(Limits::default(), "return True", &format!("{}\n{call}", loops(1_000))).usage.fuel;
    let both = decide(Limits::default(), &loops(10_000), &format!("{}\n{call}", loops(1_000))).usage.fuel;
    assert!(both > alone + 9_000, "{alone} {both}");
    for (fuel, fits) in [(both, true), (both - 1, false), (both - 500, false)] {
        let limits = Limits { fuel, ..Limits::default() };
        let decision = decide(limits, &loops(10_000), &format!("{}\n{call}", loops(1_000)));
        assert_eq!(fatal(&decision), (!fits).then_some(Fatal::Fuel { limit: fuel }));
        assert!(decision.usage.fuel <= fuel);
    }

    let takes = "x = [0] * 37000";
    let limits = Limits { memory: 1_000_000, ..Limits::default() };
    assert_eq!(fatal(&decide(limits, "x = 1", &format!("{takes}\n{call}"))), None);
    assert_eq!(fatal(&decide(limits, takes, call)), None);
    let end = fatal(&decide(limits, takes, &format!("{takes}\n{call}")));
    assert!(matches!(end, Some(Fatal::Memory { limit: 1_000_000, needed }) if needed > 1_000_000), "{end:?}");

    let nests = |depth: u32, work: &str| {
        format!("def f(n):\n    return {work} if n == 0 else ((f(n - 1)) + 1)\nf({depth})\nreturn True")
    };
    for limits in
        [Limits { call_depth: 40, ..Limits::default() }, Limits { tree_depth: 300, ..Limits::default() }]
    {
        assert_eq!(fatal(&decide(limits, &nests(25, "0"), call)), None);
        assert_eq!(fatal(&decide(limits, "return True", &nests(25, &format!("len([{call}])")))), None);
        let end = fatal(&decide(limits, &nests(25, "0"), &nests(25, &format!("len([{call}])"))));
        assert!(matches!(end, Some(Fatal::CallDepth { .. })), "{limits:?}: {end:?}");
    }
}

/// Counts how often it is asked.
struct Looks(std::cell::Cell<u64>);

impl hognose::Watch for Looks {
    fn interrupted(&self) -> Option<Fatal> {
        self.0.set(self.0.get().wrapping_add(1));
        None
    }
}

#[test]
fn a_called_policy_does_no_more_than_what_is_left() {
    let surface = Surface::by_name("policy").unwrap();
    let engine = engine(Limits { fuel: 200_000, ..Limits::default() });
    let inner = "while True: pass";
    let policies: Policies = [engine.compile("inner", &surface, inner).unwrap()].into_iter().collect();
    let outer = "for _ in range(90000): pass\nak_call_policy('inner')";
    let policy = engine.compile("outer", &surface, outer).unwrap();
    let request = Request::from_json(&surface, "{}").unwrap();
    let watch = Looks(std::cell::Cell::new(0));
    let options = Options { policies: Some(&policies), watch: Some(&watch), ..Options::default() };
    let decision = policy.evaluate_in(&mut Scratch::new(), &request, &NoHost, options);
    assert_eq!(fatal(&decision), Some(Fatal::Fuel { limit: 200_000 }));
    // A look every 1,024 units, and some where policies begin and end.
    assert!((100..=210).contains(&watch.0.get()), "{}", watch.0.get());
}
