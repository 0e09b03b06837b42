//! Two tenants, one process: their evaluations are interleaved on threads that use the same memory for both, and none may
//! see, change or outlive anything of another.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::thread;

use hognose::{Data, Engine, NoHost, Options, Outcome, Policy, Request, Scratch, Surface};

/// Evaluations in all.
const EVALUATIONS: usize = 100_000;
const THREADS: usize = 4;

/// What each tenant's policy does: it fills containers, changes what it was given, raises, recurses, compiles patterns,
/// and then tells what it sees.
const SOURCE: &str = r#"
import re, json
global counter
try:
    counter += 1
except NameError:
    counter = 1
seen = [counter, len(context), sorted(context)[0], context["secret"]]
context["secret"] = "changed by " + context["secret"]
context["left behind " + context["secret"]] = [secret for _ in range(20)]
def leave(x=[]):
    x.append(secret)
    return x
seen.append(leave())
seen.append(re.sub(secret[:3] + "(.*)", lambda m: m.group(1), secret))
seen.append(json.loads(json.dumps({"a": secret})))
if odd:
    raise ValueError(seen)
return seen
"#;

fn tenant(engine: &Engine, name: &str) -> (Policy, [Request; 2], [String; 2]) {
    let surface = Surface::custom(&["secret", "context", "odd"]);
    let policy = engine.compile(name, &surface, SOURCE).unwrap();
    let secret = format!("{name}-{}", "s".repeat(40));
    let request = |odd: bool| {
        let context: hognose::Map = [("secret", secret.as_str())].into_iter().collect();
        Request::custom([
            ("secret", Data::from(secret.as_str())),
            ("context", Data::Map(context)),
            ("odd", Data::Bool(odd)),
        ])
    };
    let rest = secret.get(3..).unwrap();
    let value = format!("[1, 1, 'secret', '{secret}', ['{secret}'], '{rest}', {{'a': '{secret}'}}]");
    (policy, [request(false), request(true)], [value.clone(), value])
}

#[test]
fn tenants_see_nothing_of_each_other() {
    // One engine for both: what they share is what could leak.
    let engine = Engine::new();
    let tenants = [tenant(&engine, "red"), tenant(&engine, "blue")];
    let work = |number: usize| {
        let mut scratch = Scratch::new();
        let mut raised = 0_usize;
        for turn in 0..EVALUATIONS.div_euclid(THREADS) {
            let (policy, requests, expected) = tenants.get((turn + number) % 2).unwrap();
            let odd = turn % 3 == 0;
            let request = requests.get(usize::from(odd)).unwrap();
            let decision = policy.evaluate_in(&mut scratch, request, &NoHost, Options::default());
            let wanted = expected.get(usize::from(odd)).unwrap();
            if odd {
                let failure = decision.failure.unwrap();
                assert_eq!(decision.outcome, Outcome::Error);
                assert_eq!(&failure.message, wanted);
                raised += 1;
            } else {
                assert_eq!(hognose::repr(&decision.value).to_string(), *wanted);
            }
        }
        raised
    };
    let raised: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|number| scope.spawn(move || work(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert!(raised > EVALUATIONS / 4);
}

#[test]
fn requests_are_the_same_afterwards() {
    let engine = Engine::new();
    let (policy, [request, _], [wanted, _]) = tenant(&engine, "green");
    for _ in 0..3 {
        let decision = policy.evaluate(&request, &NoHost);
        assert_eq!(hognose::repr(&decision.value).to_string(), wanted);
    }
}
