//! Deadline and cancellation: looked at so often that bulk work cannot hide from them, seen by no handler of the policy,
//! and of no other influence.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::cell::Cell;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use hognose::{
    Cancel, Capability, Decision, Engine, FailureKind, Fatal, Host, HostCall, Limits, NoHost, Options,
    Outcome, Policy, Reply, Request, Scratch, Surface, Watch,
};

/// How long an evaluation may go on before it looks again, in time of its thread: what else runs on the machine does not matter.
const GAP: Duration = Duration::from_millis(if cfg!(debug_assertions) { 2_000 } else { 100 });
/// After this nothing is expected to end any more.
const HANG: Duration = Duration::from_secs(60);

/// One large piece of work each, most of it in a single step of the policy, at limits ten times the usual.
const BULK: &[(&str, &str)] = &[
    ("a sort", "x = [i * 7919 % 1000003 for i in range(300000)]\nx.sort()"),
    ("a sort of sorted texts", "sorted([str(i) for i in range(200000)])"),
    ("a sort with a key", "sorted(range(200000), key=lambda i: -i)"),
    ("a reversed sort of equal items", "x = ['a'] * 1000000\nx.sort(reverse=True)"),
    ("text many times", "x = 'ab' * 100000000"),
    ("a list many times", "x = [None] * 10000000"),
    ("joining", "x = ','.join(['ab'] * 1000000)"),
    ("replacing", "x = ('a' * 10000000).replace('a', 'bc')"),
    ("searching", "x = ('a' * 5000000).find('a' * 2500000 + 'b')"),
    ("searching from the right", "x = ('a' * 5000000).rfind('b' + 'a' * 2500000)"),
    ("counting", "x = ('ab' * 5000000).count('aba')"),
    ("splitting", "x = ('a ' * 1000000).split()"),
    ("letter case", "x = ('\u{df}' * 3000000).upper()"),
    ("encoding", "x = ('\u{20ac}' * 5000000).encode().decode()"),
    ("translating", "x = ('ab' * 1000000).translate({97: 'xyz'})"),
    ("formatting", "x = '{:>10000000}'.format(1)"),
    ("a pattern", "import re\nx = re.findall('(a|b)+c?', 'ab' * 1000000)"),
    ("a pattern that finds nothing", "import re\nx = re.search('(a*)*b', 'a' * 1000000)"),
    (
        "a pattern that looks around",
        "import re\nx = [re.search('(?=(a+)+b)a', 'a' * 30) for _ in range(100)]",
    ),
    ("substituting", "import re\nx = re.sub('a', lambda m: 'bb', 'a' * 100000)"),
    ("writing JSON", "import json\nx = json.dumps([1.5, 'a', None] * 300000)"),
    ("reading JSON", "import json\nx = json.loads('[' + '1,' * 1000000 + '1]')"),
    (
        "reading JSON with many keys",
        "import json\nx = json.loads('{' + ','.join('\"%d\": 1' % i for i in range(100000)) + '}')",
    ),
    ("powers", "x = [3 ** 41000 for _ in range(300)]"),
    ("powers with a modulus", "x = [pow(3, 2 ** 20000 - 1, 2 ** 2000 + 9) for _ in range(100)]"),
    ("products", "y = 3 ** 20000\nx = [y * y for _ in range(1000)]"),
    ("quotients", "y = 3 ** 40000\nz = 7 ** 10000\nx = [y // z for _ in range(1000)]"),
    ("digits", "y = 3 ** 9000\nx = [str(y) for _ in range(1000)]"),
    ("digits read", "y = '9' * 4300\nx = [int(y) for _ in range(1000)]"),
    ("hexadecimal digits", "x = int('f' * 16000, 16)\ny = [hex(x) for _ in range(1000)]"),
    ("a factorial", "import math\nx = [math.factorial(1500) for _ in range(300)]"),
    ("binomials", "import math\nx = [math.comb(6000, 3000) for _ in range(300)]"),
    ("a sum", "x = sum(range(5000000))"),
    ("a sum of lists", "x = sum([[1]] * 3000, [])"),
    ("comparing", "x = ([1] * 1000000) == ([1] * 1000000)"),
    (
        "comparing what is shared",
        "x = ()\nfor _ in range(60): x = (x, x)\ny = ()\nfor _ in range(60): y = (y, y)\nx == y",
    ),
    ("repr of what is shared", "x = ()\nfor _ in range(60): x = (x, x)\nrepr(x)"),
    ("membership", "x = [i in [None] * 100000 for i in range(50)]"),
    ("sets", "x = set(range(500000)) & set(range(250000, 750000))"),
    ("dicts", "x = dict.fromkeys(range(500000)) | dict.fromkeys(range(500000))"),
    ("copies", "import copy\nx = copy.deepcopy([[i] for i in range(100000)])"),
    ("combinations", "import itertools\nx = sum(1 for _ in itertools.combinations(range(40), 5))"),
    ("an iterator that never ends", "import itertools\nx = list(itertools.repeat(1))"),
    ("an iterator that is never filled", "import itertools\nx = 5 in itertools.cycle([1])"),
    ("slices", "x = list(range(1000000))\nx[::2] = x[::2]"),
    ("taking from the front", "x = list(range(50000))\nwhile x: x.pop(0)"),
    ("hashes", "import hashlib\nx = hashlib.sha256(b'a' * 10000000).hexdigest()"),
    ("base 64", "import base64\nx = base64.b64encode(b'a' * 10000000)"),
    ("base 85", "import base64\nx = base64.b85encode(b'a' * 3000000)"),
    ("normal forms", "import unicodedata\nx = unicodedata.normalize('NFKD', '\u{fdfa}' * 200000)"),
    ("wrapping", "import textwrap\nx = textwrap.wrap('ab ' * 100000, 20)"),
    ("quoting", "import urllib.parse\nx = urllib.parse.quote('\u{20ac}' * 500000)"),
    ("form data", "import urllib.parse\nx = urllib.parse.parse_qs('a=b&' * 100000)"),
    ("entities", "import html\nx = html.unescape('&lt;' * 500000)"),
    ("medians", "import statistics\nx = statistics.median([i * 7919 % 100003 for i in range(100000)])"),
    ("deviations", "import statistics\nx = statistics.stdev([i / 7 for i in range(20000)])"),
    ("networks", "import ipaddress\nx = list(ipaddress.ip_network('10.0.0.0/12').hosts())"),
    (
        "networks cut up",
        "import ipaddress\nx = list(ipaddress.ip_network('10.0.0.0/8').subnets(new_prefix=24))",
    ),
    (
        "addresses collapsed",
        "import ipaddress\nx = list(ipaddress.collapse_addresses([ipaddress.ip_network(i * 256) for i in range(20000)]))",
    ),
    ("shuffling", "import random\nx = list(range(200000))\nrandom.Random(1).shuffle(x)"),
    ("counting items", "from collections import Counter\nx = Counter('ab' * 1000000).most_common()"),
];

/// What a watch saw: how far apart its looks were.
struct Gaps {
    last: Cell<ThreadTime>,
    longest: Cell<Duration>,
    looks: Cell<u64>,
}

impl Gaps {
    fn new() -> Self {
        Self { last: Cell::new(ThreadTime::now()), longest: Cell::new(Duration::ZERO), looks: Cell::new(0) }
    }
}

impl Watch for Gaps {
    fn interrupted(&self) -> Option<Fatal> {
        let now = ThreadTime::now();
        let gap = now.duration_since(self.last.replace(now));
        self.longest.set(self.longest.get().max(gap));
        self.looks.set(self.looks.get().saturating_add(1));
        None
    }
}

/// Ends the evaluation at the look of this number.
struct At(Fatal, Cell<u64>);

impl Watch for At {
    fn interrupted(&self) -> Option<Fatal> {
        match self.1.get().checked_sub(1) {
            Some(left) => {
                self.1.set(left);
                None
            }
            None => Some(self.0),
        }
    }
}

/// A deadline as a host writes it.
struct Deadline(Instant);

impl Watch for Deadline {
    fn interrupted(&self) -> Option<Fatal> {
        (Instant::now() >= self.0).then_some(Fatal::Deadline)
    }
}

fn compiled(limits: Limits, source: &str) -> Policy {
    let engine = Engine::builder().limits(limits).grant(Capability("random")).build();
    engine.compile("p", &Surface::custom(&["said"]), source).unwrap()
}

fn evaluated(policy: &Policy, watch: &dyn Watch) -> Decision {
    let options = Options { watch: Some(watch), ..Options::default() };
    policy.evaluate_in(&mut Scratch::new(), &Request::custom([("said", "x")]), &NoHost, options)
}

fn fatal(decision: &Decision) -> Option<Fatal> {
    match decision.failure.as_ref()?.kind {
        FailureKind::Fatal(fatal) => Some(fatal),
        _ => None,
    }
}

#[test]
fn bulk_work_looks_often() {
    let limits = Limits { fuel: 10_000_000, memory: 320 << 20, ..Limits::default() };
    let mut slow = Vec::new();
    for (name, source) in BULK {
        let policy = compiled(limits, source);
        let gaps = Gaps::new();
        gaps.last.set(ThreadTime::now());
        evaluated(&policy, &gaps);
        gaps.interrupted();
        assert!(gaps.looks.get() > 1, "{name}: never looked");
        if gaps.longest.get() > GAP {
            slow.push(format!("{name}: {:?}", gaps.longest.get()));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// Where the end comes, a policy is in all sorts of states; none may see it, and none may go on.
const HANDLERS: &[&str] = &[
    "while True: pass",
    "try:\n    while True: pass\nexcept BaseException:\n    ak_message('seen')",
    "try:\n    while True: pass\nexcept:\n    ak_message('seen')",
    "try:\n    while True: pass\nfinally:\n    ak_message('seen')",
    "while True:\n    try:\n        while True: pass\n    except BaseException:\n        continue\n    finally:\n        ak_message('seen')\n        break",
    "class C:\n    def __enter__(self): return self\n    def __exit__(self, *a):\n        ak_message('seen')\n        return True\nwith C():\n    while True: pass",
    "from contextlib import suppress\nwith suppress(BaseException):\n    while True: pass\nak_message('seen')",
    "def g():\n    try:\n        while True: yield 1\n    finally:\n        ak_message('seen')\nfor _ in g(): pass",
    "def g():\n    try:\n        while True: pass\n    except BaseException:\n        yield 1\nlist(g())\nak_message('seen')",
    "def f(): return f() if 0 else [f2() for _ in iter(int, 1)]\ndef f2(): return 1\ntry:\n    f()\nexcept BaseException:\n    ak_message('seen')",
    "try:\n    sorted(range(100000), key=lambda i: -i)\n    while True: pass\nexcept BaseException:\n    ak_message('seen')",
    "import re\ntry:\n    re.sub('a', lambda m: [0 for _ in iter(int, 1)], 'aaa')\nexcept BaseException:\n    ak_message('seen')",
    "try:\n    any(False for _ in iter(int, 1))\nexcept BaseException:\n    ak_message('seen')",
    "x = hasattr(1, 'a') or getattr(1, 'b', [0 for _ in iter(int, 1)])\nak_message('seen')",
    "def f():\n    try:\n        while True: pass\n    finally:\n        return 1\nf()\nak_message('seen')",
];

#[test]
fn no_handler_sees_the_end() {
    let surface = Surface::by_name("stage-binding").unwrap();
    let engine = Engine::builder().limits(Limits { fuel: u64::MAX >> 1, ..Limits::default() }).build();
    let request = Request::from_json(&surface, "{}").unwrap();
    let mut compiled = 0;
    for source in HANDLERS {
        // What is no part of the language is refused, and no hole.
        let Ok(policy) = engine.compile("p", &surface, source) else { continue };
        compiled += 1;
        for reason in [Fatal::Deadline, Fatal::Cancelled] {
            for look in [0, 1, 7, 100] {
                let watch = At(reason, Cell::new(look));
                let options = Options { watch: Some(&watch), ..Options::default() };
                let decision = policy.evaluate_in(&mut Scratch::new(), &request, &NoHost, options);
                assert_eq!((decision.outcome, fatal(&decision)), (Outcome::Error, Some(reason)), "{source}");
                assert!(decision.messages.is_empty(), "{source}: {:?}", decision.messages);
                assert_eq!(decision.failure.unwrap().kind.code(), reason.code().0);
                // At most a step further than the look.
                assert!(
                    decision.usage.fuel <= (look + 2) * 1_024 + 500_000,
                    "{source}: {}",
                    decision.usage.fuel
                );
            }
        }
    }
    assert!(compiled > 10, "{compiled} of {}", HANDLERS.len());
}

#[test]
fn a_deadline_and_a_flag_end_what_would_run_for_ever() {
    let policy = compiled(
        Limits { fuel: u64::MAX >> 1, ..Limits::default() },
        "while True:\n    try:\n        x = [i for i in range(50)]\n    except BaseException:\n        pass\n    finally:\n        x = None\n    x = 1",
    );
    let started = Instant::now();
    let decision = evaluated(&policy, &Deadline(started + Duration::from_millis(20)));
    // Memory may end it first: nothing is given back.
    assert!(
        matches!(fatal(&decision), Some(Fatal::Deadline | Fatal::Memory { .. })),
        "{:?}",
        decision.failure
    );
    assert!(started.elapsed() < HANG);

    let policy = compiled(Limits { fuel: u64::MAX >> 1, ..Limits::default() }, "while True: pass");
    let started = Instant::now();
    let decision = evaluated(&policy, &Deadline(started + Duration::from_millis(20)));
    assert_eq!(fatal(&decision), Some(Fatal::Deadline));
    assert!(started.elapsed() < HANG);

    let cancel = Cancel::new();
    let handle = cancel.clone();
    let other = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(20));
        handle.cancel();
        Instant::now()
    });
    let decision = evaluated(&policy, &cancel);
    let ended = Instant::now();
    assert_eq!(fatal(&decision), Some(Fatal::Cancelled));
    assert!(ended.duration_since(other.join().unwrap()) < HANG);
    // It stays set.
    assert_eq!(fatal(&evaluated(&policy, &cancel)), Some(Fatal::Cancelled));
    assert!(cancel.is_cancelled());
}

#[test]
fn watching_changes_nothing_else() {
    for (name, source) in BULK {
        let policy = compiled(Limits { fuel: 300_000, memory: 4 << 20, ..Limits::default() }, source);
        let plain = policy.evaluate(&Request::custom([("said", "x")]), &NoHost);
        let watched = evaluated(&policy, &Gaps::new());
        assert_eq!(plain.usage, watched.usage, "{name}");
        assert_eq!(plain.to_json().unwrap(), watched.to_json().unwrap(), "{name}");
    }
}

/// Cancels while it answers.
struct Cancelling(Cancel);

impl Host for Cancelling {
    fn call(&self, _: &HostCall) -> Reply {
        self.0.cancel();
        Reply::Value(hognose::Data::Int(1_750_000_000_000_000_000))
    }
}

#[test]
fn a_flag_that_is_set_while_the_host_answers_is_seen_at_once() {
    let engine = Engine::builder().grant(Capability("clock")).build();
    let source = "import time\nfor _ in range(60):\n    time.time()";
    let policy = engine.compile("p", &Surface::custom(&["said"]), source).unwrap();
    let host = Cancelling(Cancel::new());
    let options = Options { watch: Some(&host.0), ..Options::default() };
    let decision = policy.evaluate_in(&mut Scratch::new(), &Request::custom([("said", "x")]), &host, options);
    assert_eq!(fatal(&decision), Some(Fatal::Cancelled));
    // The answer came too late to be asked anything more.
    assert_eq!(decision.journal.len(), 1);
}
