//! A pattern on the first line and a subject behind it, through all of `re`.

#![no_main]

use hognose::{Engine, NoHost, Policy, Request, Surface};
use hognose_fuzz::{ROOM, check, small, within};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let source = "import re\n\
        try:\n    p = re.compile(pattern)\n\
        except re.error as e:\n    return str(e)\n\
        return [p.findall(text), p.split(text, 5), p.sub('-', text), bool(p.fullmatch(text)), bool(p.match(text))]";
    Engine::builder().limits(hognose::Limits { fuel: 200_000, ..small() }).build().compile("fuzz", &Surface::custom(&["pattern", "text"]), source).unwrap()
});

fuzz_target!(|data: &str| {
    let (pattern, text) = data.split_once('\n').unwrap_or((data, "aab"));
    let decision = within(ROOM, || POLICY.evaluate(&Request::custom([("pattern", pattern), ("text", text)]), &NoHost));
    check(&decision);
});
