//! Policies saved and loaded: they do what they did, and bytes that were changed do no harm.
#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "tests")]

use hognose::saved::{SEAL, sealed};
use hognose::{Engine, Limits, LoadError, NoHost, Policy, Request, Surface};
use hognose_conformance::answer::Answerer;
use hognose_conformance::{cases, data_dir};
use std::{fs, thread};

/// Debug builds take more stack.
const STACK: usize = 8 << 20;

fn sources() -> Vec<String> {
    let cases = cases::load(&data_dir().join("cases/cpython")).unwrap();
    let attacks = fs::read_dir(data_dir().join("attacks/cases")).unwrap();
    let attacks = attacks.map(|entry| fs::read(entry.unwrap().path()).unwrap());
    let attacks = attacks.filter_map(|bytes| String::from_utf8(bytes).ok());
    cases.into_iter().map(|case| case.source).chain(attacks).collect()
}

fn on_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap()
}

#[test]
fn every_case_does_the_same_when_loaded() {
    let sources = sources();
    assert!(sources.len() > 5_000, "{}", sources.len());
    let halves: Vec<Vec<String>> = sources.chunks(sources.len() / 2 + 1).map(<[String]>::to_vec).collect();
    let threads: Vec<_> = halves
        .into_iter()
        .map(|half| {
            let run = move || {
                let answerer = Answerer::new();
                let different = half.iter().filter_map(|source| {
                    answerer.saved_difference(source).map(|why| format!("{source}\n{why}"))
                });
                different.collect::<Vec<_>>()
            };
            thread::Builder::new().stack_size(STACK).spawn(run).unwrap()
        })
        .collect();
    let different: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n\n"));
}

/// Numbers that are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % limit
    }

    /// The bytes with a few changes.
    fn changed(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len());
            let byte = u8::try_from(self.below(256)).unwrap();
            match self.below(6) {
                0 => bytes.truncate(at + 1),
                1 => bytes.insert(at, byte),
                2 if bytes.len() > 1 => drop(bytes.remove(at)),
                3 => bytes[at] ^= 1 << self.below(8),
                4 => bytes[at] = bytes[at].wrapping_add(1),
                _ => bytes[at] = byte,
            }
        }
        bytes
    }
}

/// Policies of many forms.
const SOURCES: &[&str] = &[
    "def f(a, b=2, *c, d=4, **e):\n  return lambda x: [a + x + y for y in c if y > b] + [d, e]\nreturn f(1, 2, 3)(4)",
    "def g(n):\n  try:\n    for i in range(n):\n      x = yield i\n      if x: return x\n  finally:\n    yield 'end'\nreturn list(g(3))",
    "match request:\n  case {'a': [1, *rest], **more} if rest: return more\n  case str(x) | int(x): return x\n  case None: return 0\nreturn 1",
    "import re, json as j\nfrom datetime import timedelta\ntotal = 0\nwhile total < 10:\n  total += 3\nelse:\n  total -= 1\n\
     return f'{total!r:>{4}} {re.sub('a', 'b', 'aa')} {j.dumps([timedelta(1).days])}'",
    "x = {'a': (1, 2.5, None), **{'b': {1, 2}}}\ndel x['a']\ng = (a for a in x if a)\nassert x, 'none'\ny = z = [*x][-1:]\n\
     with_ = x.get('b', ...) if x else not y\nreturn any(q in y for q in x) and z == y != 12345678901234567890123",
    "global count\ncount = 0\ndef outer():\n  n = 1\n  def inner():\n    nonlocal n\n    global count\n    n += 1\n    count += n\n    raise ValueError(n) from KeyError('k')\n\
     \x20 return inner\ntry:\n  outer()()\nexcept (ValueError, TypeError) as error:\n  return str(error), count, (m := 5), b'ab'[0]",
];

#[test]
fn changed_bytes_do_no_harm() {
    let loaded = on_stack(|| {
        let limits = Limits { fuel: 20_000, memory: 1 << 20, ..Limits::default() };
        let engine = Engine::builder().limits(limits).build();
        let surface = Surface::custom(&["request"]);
        let request = Request::custom([("request", "marie")]);
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let (mut loaded, mut refused) = (0, 0);
        for source in SOURCES {
            let bytes = engine.compile("p", &surface, source).unwrap().to_bytes().unwrap();
            let first = Policy::from_bytes(&engine, &bytes).unwrap().evaluate(&request, &NoHost);
            assert!(first.failure.is_none(), "{:?}", first.failure);
            for _ in 0..4_000 {
                // With the checksum of what was changed, so that there is more to stop them than the checksum.
                let body = random.changed(&bytes[SEAL..]);
                match Policy::from_bytes(&engine, &sealed(&body)) {
                    Ok(policy) => {
                        loaded += 1;
                        drop(policy.evaluate(&request, &NoHost));
                        drop(policy.to_bytes());
                    }
                    Err(error) => {
                        refused += 1;
                        assert!(!error.to_string().is_empty());
                    }
                }
                let damaged = random.changed(&bytes);
                if damaged != bytes {
                    assert!(Policy::from_bytes(&engine, &damaged).is_err());
                }
            }
        }
        (loaded, refused)
    });
    // Both ends are tried: what is still a policy is evaluated.
    assert!(loaded.0 > 500 && loaded.1 > 5_000, "{loaded:?}");
}

#[test]
fn every_shorter_text_is_refused() {
    let engine = Engine::new();
    let policy = engine.compile("p", &Surface::custom(&["request"]), SOURCES[0]).unwrap();
    let bytes = policy.to_bytes().unwrap();
    for length in 0..bytes.len() {
        let error = Policy::from_bytes(&engine, &bytes[..length]).unwrap_err();
        assert!(matches!(error, LoadError::NotSaved | LoadError::Damaged), "{error}");
        if let Some(body) = bytes[..length].get(SEAL..) {
            let error = Policy::from_bytes(&engine, &sealed(body)).unwrap_err();
            assert!(matches!(error, LoadError::Malformed(_) | LoadError::Surface(_)), "{error}");
        }
    }
}

#[test]
fn large_promises_take_no_memory() {
    let engine = Engine::new();
    let bytes = engine.compile("p", &Surface::custom(&[]), "return [1, 2]").unwrap().to_bytes().unwrap();
    let body = &bytes[SEAL..];
    for at in 0..body.len() {
        let mut huge = body[..at].to_vec();
        huge.extend([0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
        huge.extend(&body[at..]);
        // An allocation of what is promised would end the process.
        drop(Policy::from_bytes(&engine, &sealed(&huge)));
    }
}

#[test]
fn limits_of_the_loading_engine_hold() {
    let wide = Engine::builder();
    let source = format!("return {}1{}", "[".repeat(120), "]".repeat(120));
    let bytes = wide.build().compile("p", &Surface::custom(&[]), &source).unwrap().to_bytes().unwrap();
    let narrow = |limits| Policy::from_bytes(&Engine::builder().source_limits(limits).build(), &bytes);
    let all = hognose::SourceLimits::default();
    assert!(narrow(all).is_ok());
    let error = narrow(hognose::SourceLimits { depth: 10, ..all }).unwrap_err();
    assert!(error.to_string().contains("levels deep"), "{error}");
    let error = narrow(hognose::SourceLimits { nodes: 100, ..all }).unwrap_err();
    assert!(error.to_string().contains("more than 100 nodes"), "{error}");
    let error = narrow(hognose::SourceLimits { source_bytes: 100, ..all }).unwrap_err();
    assert!(matches!(error, LoadError::SourceSize { limit: 100, .. }), "{error}");
}

#[test]
fn versions_and_surfaces_are_compared() {
    let engine = Engine::new();
    let surface = Surface::by_name("stage-binding").unwrap();
    let bytes = engine.compile("p", &surface, "return True").unwrap().to_bytes().unwrap();
    assert_eq!(Policy::from_bytes(&engine, &bytes).unwrap().surface().name(), "stage-binding");
    let mut form = bytes.clone();
    form[8] = 9;
    let error = Policy::from_bytes(&engine, &form).unwrap_err();
    assert!(matches!(&error, LoadError::Version { .. }), "{error}");
    let replaced = |from: &str, to: &str| {
        let body = &bytes[SEAL..];
        let at = body.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        let body = [&body[..at], to.as_bytes(), &body[at + from.len()..]].concat();
        Policy::from_bytes(&engine, &sealed(&body)).unwrap_err()
    };
    let error = replaced(env!("CARGO_PKG_VERSION"), "9.9.9");
    assert!(error.to_string().contains("saved by version 9.9.9"), "{error}");
    let error = replaced("stage-binding", "stage-bindinG");
    assert!(matches!(&error, LoadError::Surface(name) if name == "stage-bindinG"), "{error}");
    let error = replaced("http_request", "http_requesT");
    assert!(matches!(&error, LoadError::Surface(_)), "{error}");
}
