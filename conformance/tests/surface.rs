//! Every callable of the whitelist with arguments that are huge, deep, cyclic, of the wrong type, or that change while they
//! are used. Nothing may panic or hang, and what is charged must be in proportion to the time and the memory it takes.
//!
//! `cargo test -p hognose-conformance --test surface -- [NAME] [--rounds=N] [--seed=N] [--slow=NANOSECONDS]`

#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use hognose::{Engine, NoHost, Options, Outcome, Request, Scratch, Surface};
use hognose_conformance::suite::is_listing;
use hognose_eval::class::Class;
use hognose_eval::row::{Member, Row, Signature};
use hognose_eval::table::{Builder, Table};
use hognose_schema::Kind;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What an evaluation may take of stack.
const STACK: usize = if cfg!(debug_assertions) { 2 << 20 } else { 512 << 10 };
/// How many nanoseconds a unit of fuel may take where it takes long at all.
const SLOW: u64 = if cfg!(debug_assertions) { 50_000 } else { 10_000 };
/// Below this, a time says nothing.
const SHORT: Duration = Duration::from_millis(100);
/// After this nothing is expected to end any more.
const HANG: Duration = Duration::from_secs(120);

/// How values of each type are made, for calling its methods.
const INSTANCES: &[(&str, &str)] = &[
    ("str", "'Ab c,1%'"),
    ("str", "text"),
    ("str", "wide"),
    ("bytes", "b'Ab c,1'"),
    ("bytes", "data"),
    ("int", "big"),
    ("int", "-7"),
    ("float", "1.5"),
    ("bool", "True"),
    ("list", "numbers[:]"),
    ("list", "cyclic"),
    ("tuple", "tuple(numbers)"),
    ("dict", "dict(table)"),
    ("dict", "loop"),
    ("set", "set(numbers)"),
    ("frozenset", "frozenset(numbers)"),
    ("range", "range(10**30)"),
    ("range", "range(100000)"),
    ("slice", "slice(1, 10**30, 2)"),
    ("dict_keys", "table.keys()"),
    ("dict_values", "table.values()"),
    ("dict_items", "table.items()"),
    ("mappingproxy", "table.keys().mapping"),
    ("generator", "(x for x in endless())"),
    ("Pattern", "re.compile('(a|b)*c')"),
    ("Pattern", "re.compile('(?=a)(a|b)*c')"),
    ("Match", "re.search('(?P<x>a)(b)', text)"),
    ("date", "datetime.date(2024, 2, 29)"),
    ("datetime", "datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.timezone.utc)"),
    ("datetime", "datetime.datetime(2024, 2, 29)"),
    ("time", "datetime.time(1, 2, 3)"),
    ("timedelta", "datetime.timedelta(days=3, seconds=5)"),
    ("timezone", "datetime.timezone.utc"),
    ("ZoneInfo", "zoneinfo.ZoneInfo('Europe/Vienna')"),
    ("IPv4Address", "ipaddress.ip_address('10.0.0.1')"),
    ("IPv6Address", "ipaddress.ip_address('2001:db8::1')"),
    ("IPv4Network", "ipaddress.ip_network('10.0.0.0/8')"),
    ("IPv6Network", "ipaddress.ip_network('2001:db8::/32')"),
    ("IPv4Interface", "ipaddress.ip_interface('10.0.0.1/8')"),
    ("IPv6Interface", "ipaddress.ip_interface('2001:db8::1/32')"),
    ("UUID", "uuid.UUID(int=5)"),
    ("partial", "functools.partial(max, 1)"),
    ("HMAC", "hmac.new(b'k', b'm', 'sha256')"),
    ("Template", "string.Template('$a ${b} $$')"),
    ("TextWrapper", "textwrap.TextWrapper(width=5)"),
    ("ParseResult", "urllib.parse.urlparse('http://a:b@c.d:1/e;f?g#h')"),
    ("SplitResult", "urllib.parse.urlsplit('http://a:b@c.d:1/e?g#h')"),
    ("ValueError", "ValueError(1, text)"),
    ("KeyError", "KeyError(text)"),
    ("itemgetter", "operator.itemgetter(1)"),
    ("HASH", "hashlib.sha256(b'a')"),
    ("deque", "collections.deque(numbers, 5000)"),
    ("deque", "collections.deque(names)"),
    ("defaultdict", "collections.defaultdict(list, table)"),
    ("Counter", "collections.Counter(numbers)"),
    ("OrderedDict", "collections.OrderedDict(table)"),
    ("odict_keys", "collections.OrderedDict(table).keys()"),
    ("odict_items", "collections.OrderedDict(table).items()"),
    ("ChainMap", "collections.ChainMap(dict(table), {'a': 1})"),
    ("CacheInfo", "functools.lru_cache(len).cache_info()"),
    ("Logger", "logging.getLogger('a')"),
    ("type", "int"),
    ("Random", "random.Random(1)"),
    ("HASHXOF", "hashlib.shake_128(b'a')"),
    ("blake2b", "hashlib.blake2b(b'a')"),
    ("blake2s", "hashlib.blake2s(b'a')"),
    ("_lru_cache_wrapper", "functools.lru_cache(maxsize=5)(lambda *a, **k: 1)"),
    ("DefragResult", "urllib.parse.urldefrag('http://a/b#c')"),
    ("DefragResultBytes", "urllib.parse.urldefrag(b'http://a/b#c')"),
    ("SplitResultBytes", "urllib.parse.urlsplit(b'http://a:b@c.d:1/e?g#h')"),
    ("ParseResultBytes", "urllib.parse.urlparse(b'http://a:b@c.d:1/e;f?g#h')"),
];

/// Arguments: their text, and what makes them, which stands before it.
const ARGUMENTS: &[&str] = &[
    "None",
    "True",
    "0",
    "-1",
    "1",
    "2",
    "1000",
    "10**9",
    "-10**9",
    "2**63",
    "10**30",
    "big",
    "-big",
    "1.5",
    "1e308",
    "nan",
    "-inf",
    "''",
    "'a'",
    "'ab'",
    "text",
    "wide",
    "digits",
    "'%s'",
    "'{0}' * 1000",
    "'%1000s'",
    "'{:>100000}'",
    "'a' * 2000",
    "'(' * 500",
    "'(a*)*b'",
    "'(?=a)(a*)*b'",
    "'\\\\d+'",
    "'utf-8'",
    "'base64'",
    "'sha256'",
    "'http://a/' + text",
    "'10.0.0.0/8'",
    "'::/0'",
    "'2024-02-29T01:02:03+00:00'",
    "'%Y-%m-%d %H' * 500",
    "b''",
    "b'a'",
    "data",
    "numbers",
    "names",
    "cyclic",
    "loop",
    "deep",
    "table",
    "tuple(numbers)",
    "set(numbers)",
    "frozenset(names)",
    "range(10**18)",
    "range(-5)",
    "endless()",
    "(x for x in numbers)",
    "map(str, numbers)",
    "growing()",
    "iter(numbers)",
    "table.items()",
    "lambda *a: 1",
    "lambda *a: a",
    "lambda *a: numbers.clear()",
    "lambda *a: numbers.append(1)",
    "lambda a: -a",
    "lambda: 1",
    "failing",
    "str",
    "int",
    "list",
    "dict",
    "ValueError",
    "len",
    "re",
    "slice(None, None, -1)",
    "slice(0, 10**18)",
    "...",
    "ValueError(text)",
    "datetime.timedelta(1)",
    "datetime.timedelta.max",
    "datetime.datetime(2024, 2, 29)",
    "datetime.date(1, 1, 1)",
    "datetime.timezone.utc",
    "re.compile('a|b')",
    "(1, 2)",
    "('a', 'b')",
    "[[1, 2]] * 3000",
    "[('a', 1)] * 3",
    "{'a': deep}",
    "[text] * 1000",
    "[nan] * 1000",
    "[big] * 300",
    "'1_000'",
    "'0x1f'",
    "ipaddress.ip_network('10.0.0.0/8')",
    "ipaddress.ip_address('::1')",
    "uuid.UUID(int=5)",
    "functools.partial(max, 1)",
    "[range(5)] * 2000",
    "'a\\nb\\r\\n' * 30000",
    "'\\u0301' * 50000",
    "' ' * 200000 + 'x'",
    "'&amp;&lt' * 20000",
    "'%41%zz' * 20000",
    "'[' * 90",
    "'[' * 5000",
    "'{\"a\":' * 90",
    "'[' + '1,' * 20000 + '1]'",
    "'1' * 4000",
    "'9' * 5000",
    "'-' * 100000",
];

/// What arguments are made of.
const HEAD: &str = r#"
import base64, binascii, collections, datetime, logging, random, fnmatch, functools, hashlib, hmac, html, ipaddress, json, math, operator, re, statistics, string, textwrap, urllib.parse, uuid, zoneinfo
nan = float('nan')
inf = float('inf')
def failing(*a, **k): raise KeyError(a)
def endless():
    while True: yield 1
def growing():
    for x in numbers:
        numbers.append(x)
        yield x
"#;
const PIECES: &[(&str, &str)] = &[
    ("text", "text = 'ab' * 150000"),
    ("wide", "wide = '\u{e9}\u{20ac}\u{1f600}' * 30000"),
    ("digits", "digits = '7' * 100000"),
    ("data", "data = b'ab' * 150000"),
    ("big", "big = (1 << 60000) + 12345"),
    ("numbers", "numbers = list(range(5000))"),
    ("names", "names = [str(x) for x in range(3000)]"),
    ("table", "table = {str(x): x for x in range(3000)}"),
    ("cyclic", "cyclic = [1, 2]\ncyclic.append(cyclic)"),
    ("loop", "loop = {'a': 1}\nloop['b'] = loop"),
    ("deep", "deep = 'a'\nfor _x in range(90): deep = [deep]"),
];

/// What is done with values besides calls: two arguments stand for `A` and `B`.
const OPERATIONS: &[&str] = &[
    "(A) + (B)",
    "(A) - (B)",
    "(A) * (B)",
    "(A) / (B)",
    "(A) // (B)",
    "(A) % (B)",
    "(A) ** (B)",
    "(A) << (B)",
    "(A) >> (B)",
    "(A) & (B)",
    "(A) | (B)",
    "(A) ^ (B)",
    "(A) == (B)",
    "(A) != (B)",
    "(A) < (B)",
    "(A) >= (B)",
    "(A) in (B)",
    "(A) not in (B)",
    "(A) is (B)",
    "-(A)",
    "~(A)",
    "not (A)",
    "(A)[B]",
    "(A)[::-1]",
    "(A)[1:]",
    "(A)[B:]",
    "(A)[:B:2]",
    "f'{A}'",
    "f'{A!r:>{B}}'",
    "f'{A:{B}}'",
    "[*(A), *(B)]",
    "{*(A)}",
    "{**(A)}",
    "{A: B}",
    "[x for x in (A)]",
    "{x: B for x in (A)}",
    "any(x for x in (A))",
    "max(A)",
    "(A) and (B)",
    "1 if (A) else (B)",
    "(A) == (A)",
    "(A) < (A)",
    "hash(A)",
    "(A)(B)",
    "'%s' % (A)",
    "'%r %d' % (A, B)",
    "'{} {:>{}}'.format(A, B, 5)",
    "bool(A)",
    "len(A)",
    "str(A)",
    "repr(A)",
    "list(A)",
    "sorted(A, key=B)",
];
static OPERATION: Row =
    Row::new("operation", Signature::NONE, "", Member::Constant(|_| Ok(hognose_eval::Value::None)));

/// A callable: what must stand before it is called, and the call's text up to the parenthesis.
struct Callable {
    name: String,
    call: String,
    row: &'static Row,
}

fn main() -> ExitCode {
    if is_listing("surface") {
        return ExitCode::SUCCESS;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str, usual: u64| {
        let given = arguments.iter().find_map(|argument| argument.strip_prefix(name));
        given.and_then(|number| number.parse().ok()).unwrap_or(usual)
    };
    let wanted = arguments.iter().find(|argument| !argument.starts_with('-')).cloned().unwrap_or_default();
    let (rounds, seed, slow) = (option("--rounds=", 1), option("--seed=", 1), option("--slow=", SLOW));
    let table = hognose_modules::register(Builder::new()).build();
    let (callables, unknown) = callables(&table);
    println!("no way to make: {}", unknown.join(", "));
    if unknown.len() > UNKNOWN {
        return ExitCode::FAILURE;
    }
    let mut callables = callables;
    callables.extend(OPERATIONS.iter().map(|text| Callable {
        name: format!("operation {text}"),
        call: (*text).to_owned(),
        row: &OPERATION,
    }));
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut runner = Runner::default();
    for callable in callables.iter().filter(|callable| callable.name.contains(&wanted)) {
        for _ in 0..rounds {
            let parameters = callable.row.signature.parameters.len();
            let most = if matches!(callable.row.member, Member::Constant(_)) { 3 } else { parameters };
            for count in 0..=most.min(3) {
                let call = call(callable, count, &mut random);
                if !runner.run(&callable.name, &call, slow) {
                    println!("{call} does not end");
                    return ExitCode::FAILURE;
                }
            }
        }
    }
    println!("{} calls of {} callables: {:?}", runner.calls, callables.len(), runner.endings);
    for finding in &runner.findings {
        println!("{finding}");
    }
    if runner.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// All that can be called, and the types whose values the list above does not know how to make.
fn callables(table: &Table) -> (Vec<Callable>, Vec<&'static str>) {
    let mut found = Vec::new();
    for row in table.globals() {
        push(&mut found, row.name.to_owned(), row.name.to_owned(), row);
    }
    for module in table.module_names() {
        for row in table.module(module).into_iter().flat_map(|module| module.rows).copied().flatten() {
            let name = format!("{module}.{}", row.name);
            if !matches!(row.member, Member::Module(_)) {
                push(&mut found, name.clone(), name, row);
            }
        }
    }
    let mut unknown = Vec::new();
    for class in table.classes() {
        let rows: Vec<&'static Row> = class.rows.iter().copied().flatten().collect();
        let instances: Vec<&str> =
            INSTANCES.iter().filter(|(name, _)| *name == class.name).map(|(_, make)| *make).collect();
        let callable = rows.iter().any(|row| matches!(row.member, Member::Method(_) | Member::RawMethod(_)));
        if instances.is_empty() && callable && !is_exception(class) && !UNMADE.contains(&class.name) {
            unknown.push(class.name);
        }
        for instance in instances {
            for row in &rows {
                push(
                    &mut found,
                    format!("{}.{}", class.name, row.name),
                    format!("({instance}).{}", row.name),
                    row,
                );
            }
        }
    }
    let classes = table.classes();
    let stale = INSTANCES.iter().filter(|(name, _)| classes.iter().all(|class| class.name != *name));
    unknown.extend(stale.map(|(name, _)| *name));
    found.sort_by(|a, b| (&a.name, &a.call).cmp(&(&b.name, &b.call)));
    (found, unknown)
}

/// How many types may wait for a line above.
const UNKNOWN: usize = 8;

/// Types whose values only a host makes, or whose methods another type has.
const UNMADE: &[&str] = &["object"];

fn is_exception(class: &'static Class) -> bool {
    class.is_subclass(&hognose_eval::class::BASE_EXCEPTION)
}

fn push(found: &mut Vec<Callable>, name: String, call: String, row: &'static Row) {
    let row = match row.member {
        Member::Type(class) => match class.constructor {
            Some(constructor) => constructor,
            None => return,
        },
        Member::Constant(_) | Member::Module(_) | Member::Field(_) => return,
        _ => row,
    };
    found.push(Callable { name, call, row });
}

/// A call with so many arguments.
fn call(callable: &Callable, count: usize, random: &mut Random) -> String {
    if matches!(callable.row.member, Member::Constant(_)) {
        let mut text = String::new();
        for char in callable.call.chars() {
            match char {
                'A' | 'B' => text.push_str(random.pick(ARGUMENTS).unwrap_or(&"None")),
                char => text.push(char),
            }
        }
        return text;
    }
    if matches!(callable.row.member, Member::Property(_)) {
        return callable.call.clone();
    }
    let mut text = format!("{}(", callable.call);
    let mut named = false;
    for parameter in callable.row.signature.parameters.iter().take(count) {
        let value = random.pick(ARGUMENTS).unwrap_or(&"None");
        named |= parameter.kind == Kind::KeywordOnly
            || (parameter.kind == Kind::Positional && random.below(3) == 0);
        match parameter.kind {
            Kind::KeywordOnly => text.push_str(&format!("{}={value}, ", parameter.name)),
            Kind::Positional if named => text.push_str(&format!("{}={value}, ", parameter.name)),
            Kind::Keywords => text.push_str(&format!("**{{'a': {value}, 'b': 1}}, ")),
            Kind::Rest if random.below(2) == 0 && !named => text.push_str(&format!("*[{value}] * 50, ")),
            _ if named => {}
            _ => text.push_str(&format!("{value}, ")),
        }
    }
    text.push(')');
    text
}

#[derive(Default)]
struct Runner {
    calls: usize,
    endings: BTreeMap<String, usize>,
    findings: Vec<String>,
}

/// What one evaluation took.
struct Cost {
    time: Duration,
    fuel: u64,
    model: usize,
    real: usize,
    ending: String,
}

impl Runner {
    /// Runs a call once and many times; false when it does not end.
    fn run(&mut self, name: &str, call: &str, slow: u64) -> bool {
        self.calls += 1;
        let Some(cost) = evaluate(call, 12) else { return false };
        *self.endings.entry(cost.ending.clone()).or_default() += 1;
        if cost.ending == "panic" || cost.ending.contains("internal") {
            self.findings.push(format!("{name}: {} in {call}", cost.ending));
            return true;
        }
        if cost.real > cost.model + cost.model / 4 + (3 << 20) {
            self.findings.push(format!("{name}: {} bytes charged, {} taken: {call}", cost.model, cost.real));
        }
        if cost.time > SHORT {
            // What comes before the call does not count, nor does what else the machine was doing.
            let (Some(before), Some(again)) = (evaluate(call, 0), evaluate(call, 12)) else { return false };
            let time = cost.time.min(again.time).saturating_sub(before.time);
            let fuel = again.fuel.saturating_sub(before.fuel).max(1);
            let each = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX) / fuel;
            if time > SHORT && each > slow {
                self.findings.push(format!("{name}: {each} ns for a unit of fuel, {time:?} in all: {call}"));
            }
        }
        true
    }
}

fn evaluate(call: &str, times: usize) -> Option<Cost> {
    let mut source = HEAD.to_owned();
    let mut pieces = String::new();
    for (name, piece) in PIECES {
        // What functions of the head use must be there when they do.
        let used = call.contains(name) || (*name == "numbers" && call.contains("growing"));
        if used {
            pieces.push_str(piece);
            pieces.push('\n');
        }
    }
    source.push_str(&pieces);
    source.push_str(&format!(
        "def go():\n    for i in range({times}):\n        try:\n            x = {call}\n        except Exception as e:\n            x = str(e)\n    return 1\nreturn go()"
    ));
    let (sender, receiver) = mpsc::channel();
    let worker = move || {
        let outcome = std::panic::catch_unwind(|| measure(&source));
        // Nobody listens any more when it took too long.
        let _ = sender.send(outcome.unwrap_or_else(|_| Cost {
            time: Duration::ZERO,
            fuel: 0,
            model: 0,
            real: 0,
            ending: "panic".into(),
        }));
    };
    thread::Builder::new().stack_size(STACK).spawn(worker).ok()?;
    receiver.recv_timeout(HANG).ok()
}

/// An engine that grants everything; the host refuses it all.
fn engine() -> Engine {
    let granted = hognose::capabilities();
    granted.fold(Engine::builder(), |builder, (capability, _)| builder.grant(capability)).build()
}

fn measure(source: &str) -> Cost {
    thread_local! {
        static ENGINE: Engine = engine();
    }
    let policy = ENGINE.with(|engine| engine.compile("call", &Surface::custom(&[]), source));
    let mut cost =
        Cost { time: Duration::ZERO, fuel: 0, model: 0, real: 0, ending: "does not compile".into() };
    let Ok(policy) = policy else { return cost };
    let request = Request::custom([("unused", 0_i64)]);
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let start = Instant::now();
    let decision = policy.evaluate_in(&mut Scratch::new(), &request, &NoHost, Options::default());
    cost.time = start.elapsed();
    cost.real = MEMORY.peak_usage().saturating_sub(before);
    (cost.fuel, cost.model) = (decision.usage.fuel, decision.usage.memory);
    cost.ending = match (&decision.outcome, &decision.failure) {
        (Outcome::Error, Some(failure)) => failure.message.chars().take(30).collect(),
        (outcome, _) => format!("{outcome:?}"),
    };
    cost
}

/// A generator of numbers that needs no seed from outside.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0.checked_rem(limit as u64).unwrap_or(0)).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}
