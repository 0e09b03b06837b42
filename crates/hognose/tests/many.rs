//! Many policies and many requests: the cache of what was compiled, and evaluations one after the other.
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose::{CacheSize, Data, Engine, Limits, NoHost, Options, Outcome, Policy, Request, Scratch, Surface};
use std::ptr;
use std::thread;

fn caching(policies: usize, source_bytes: usize) -> Engine {
    Engine::builder().cache(CacheSize { policies, source_bytes }).build()
}

/// Whether two are one policy, not only equal.
fn is_same(first: &Policy, second: &Policy) -> bool {
    ptr::eq(first.source_text(), second.source_text())
}

#[test]
fn what_was_compiled_is_found_again() {
    let (engine, surface) = (caching(10, 1_000), Surface::custom(&["x"]));
    let first = engine.compile("p", &surface, "return x").unwrap();
    assert!(is_same(&first, &engine.compile("p", &surface, "return x").unwrap()));
    // A clone of the engine has the same cache, an equal surface is the same one.
    assert!(is_same(&first, &engine.clone().compile("p", &Surface::custom(&["x"]), "return x").unwrap()));
    assert_eq!(engine.cached(), 1);

    // Name, surface and source all count.
    for (name, surface, source) in [
        ("q", &surface, "return x"),
        ("p", &Surface::custom(&["x", "y"]), "return x"),
        ("p", &Surface::by_name("policy").unwrap(), "return x"),
        ("p", &surface, "return  x"),
    ] {
        let other = engine.compile(name, surface, source).unwrap();
        assert!(!is_same(&first, &other));
        assert_eq!((other.name(), other.source_text()), (name, source));
        assert_eq!(other.surface().parameters(), surface.parameters());
    }
    assert_eq!(engine.cached(), 5);
    // What does not compile is not kept.
    assert!(engine.compile("p", &surface, "return (").is_err());
    assert_eq!(engine.cached(), 5);
    assert_eq!(Engine::new().cached(), 0);
}

#[test]
fn the_cache_is_bounded() {
    let (engine, surface) = (caching(3, 100), Surface::custom(&[]));
    let compile = |source: &str| engine.compile("p", &surface, source).unwrap();
    let kept = compile("return 1");
    for number in 2..20 {
        compile(&format!("return {number}"));
        // Used again and again: others go.
        assert!(is_same(&kept, &compile("return 1")));
        assert!(engine.cached() <= 3);
    }
    let other = compile("return 2");
    let large = format!("return '{}'", "x".repeat(70));
    compile(&large);
    assert!(engine.cached() <= 3);
    compile(&format!("{large} "));
    // Two of that size are too much together, and one that is too large alone is not kept.
    assert_eq!(engine.cached(), 1);
    assert!(!is_same(&other, &compile("return 2")));
    let huge = format!("return '{}'", "x".repeat(100));
    assert!(!is_same(&compile(&huge), &compile(&huge)));
    assert_eq!(caching(0, 100).compile("p", &surface, "return 1").unwrap().name(), "p");
}

#[test]
fn the_cache_is_shared_between_threads() {
    let engine = caching(50, 10_000);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for number in 0..200 {
                    let source = format!("return {}", number % 40);
                    let policy = engine.compile("p", &Surface::custom(&[]), &source).unwrap();
                    let decision = policy.evaluate(&Request::custom::<&str, bool>([]), &NoHost);
                    assert!(matches!(decision.value, Data::Int(value) if value == number % 40));
                }
            });
        }
    });
    assert_eq!(engine.cached(), 40);
}

#[test]
fn many_requests_are_decided_like_single_ones() {
    let engine = Engine::builder().limits(Limits { fuel: 200, ..Limits::default() }).build();
    let source =
        "total = 0\nfor i in range(n):\n  total += i\nak_message = [total] * n\nreturn total > 3 and 10 // n";
    let policy = engine.compile("p", &Surface::custom(&["n"]), source).unwrap();
    let requests: Vec<Request> = (0..60_i64).map(|n| Request::custom([("n", n)])).collect();
    let mut scratch = Scratch::new();
    let many: Vec<_> = policy.evaluate_many(&mut scratch, &requests, &NoHost, Options::default()).collect();
    assert_eq!(many.len(), requests.len());
    for (request, decision) in requests.iter().zip(&many) {
        assert_eq!(format!("{:?}", policy.evaluate(request, &NoHost)), format!("{decision:?}"));
    }
    // Some pass, some fail, some end with an error; none disturbs the others.
    for outcome in [Outcome::Pass, Outcome::Fail, Outcome::Error] {
        assert!(many.iter().any(|decision| decision.outcome == outcome), "{outcome:?}");
    }
    // Only what is asked for is evaluated.
    let mut asked = 0;
    let counted = requests.iter().inspect(|_| asked += 1);
    let first = policy.evaluate_many(&mut scratch, counted, &NoHost, Options::default()).next();
    assert_eq!(first.unwrap().outcome, Outcome::Fail);
    assert_eq!(asked, 1);
}
