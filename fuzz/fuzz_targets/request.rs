//! Any text as a request file of any surface, and as a directory: a request or what is wrong with it; and what is read of
//! one can be shown.

#![no_main]

use hognose::{Directory, Engine, NoHost, Policy, Request, Surface};
use hognose_fuzz::{MARIE, check, small};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let source = "import copy, json\n\
        seen = [repr(request), repr(context), str(request.user), request == request]\n\
        for key in context:\n\
        \x20   value = context[key]\n\
        \x20   try:\n        seen.append((key, value == copy.deepcopy(value), json.dumps(value, default=str), format(value)))\n\
        \x20   except Exception as error:\n        seen.append(str(error))\n\
        return seen";
    Engine::builder().limits(small()).build().compile("fuzz", &MARIE.0, source).unwrap()
});

fuzz_target!(|text: &str| {
    for name in Surface::names() {
        let Some(surface) = Surface::by_name(name) else { continue };
        match Request::from_json(&surface, text) {
            Err(error) => assert!(!error.to_string().is_empty()),
            Ok(request) => {
                if let Ok(json) = request.to_json() {
                    // What was written is read back as what it was: the sizes and depths of both texts may differ.
                    match Request::from_json(&surface, &json) {
                        Ok(again) => assert_eq!(again.to_json().unwrap(), json),
                        Err(error) => assert!(error.reason().starts_with("larger than") || error.reason().contains("levels deep"), "{error}: {json}"),
                    }
                }
                if name == MARIE.0.name() {
                    check(&POLICY.evaluate(&request, &NoHost));
                }
            }
        }
    }
    for directory in [Directory::from_json(text), Directory::from_yaml(text)] {
        if let Err(error) = directory {
            assert!(!error.to_string().is_empty());
        }
    }
    if let Ok(data) = hognose::json::from_str(text) {
        assert!(hognose::json::to_string(&data, hognose::json::Form::Plain).is_ok() || !text.is_empty());
    }
});
