//! Any text as a policy that is evaluated by two engines with different seeds, one with a watch: small limits end it, in
//! little memory, and both decisions are the same.

#![no_main]

use hognose::{Engine, Fatal, NoHost, Options, Request, Scratch, Surface, Watch};
use hognose_fuzz::{ROOM, check, small, told, within};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINES: LazyLock<[Engine; 2]> =
    LazyLock::new(|| [(1, 2), (77, 78)].map(|seed| Engine::builder().limits(small()).hash_seed(seed).build()));

struct Never;

impl Watch for Never {
    fn interrupted(&self) -> Option<Fatal> {
        None
    }
}

fuzz_target!(|source: &str| {
    let surface = Surface::custom(&["request"]);
    let Ok(policy) = ENGINES[0].compile("fuzz", &surface, source) else { return };
    let again = ENGINES[1].compile("fuzz", &surface, source).unwrap();
    let request = Request::custom([("request", "marie")]);
    let first = within(ROOM, || policy.evaluate(&request, &NoHost));
    let options = Options { watch: Some(&Never), ..Options::default() };
    let second = again.evaluate_in(&mut Scratch::new(), &request, &NoHost, options);
    assert_eq!(told(&first), told(&second));
    assert_eq!((first.usage.fuel, first.usage.memory), (second.usage.fuel, second.usage.memory));
    assert!(first.usage.fuel <= small().fuel);
    check(&first);
});
