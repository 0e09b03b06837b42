//! Any text as a template of `%` and `str.format`, and as a format specification of every kind of value.

#![no_main]

use hognose::{Engine, NoHost, Policy, Request, Surface};
use hognose_fuzz::{ROOM, check, small, within};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let source = "import datetime, string\n\
        def tried(f):\n\
        \x20   try:\n        return f()\n\
        \x20   except Exception as e:\n        return str(e)\n\
        values = [0, -7, 10**30, 1.5, float('inf'), 'a\u{e9}', True, None, [1], datetime.datetime(2024, 2, 29)]\n\
        return [tried(lambda: format(v, text)) for v in values] + [\n\
        \x20   tried(lambda: text % (1, 'a', 2.5)), tried(lambda: text % {'a': 1}),\n\
        \x20   tried(lambda: text.format(1, 'a', a=[2.5])), tried(lambda: string.Template(text).safe_substitute(a=1)),\n\
        \x20   tried(lambda: values[-1].strftime(text))]";
    Engine::builder().limits(hognose::Limits { fuel: 200_000, ..small() }).build().compile("fuzz", &Surface::custom(&["text"]), source).unwrap()
});

fuzz_target!(|text: &str| {
    let decision = within(ROOM, || POLICY.evaluate(&Request::custom([("text", text)]), &NoHost));
    check(&decision);
});
