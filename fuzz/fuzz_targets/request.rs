//! Any text as a request file of any surface: a request or what is wrong with it.

#![no_main]

use hognose::{Request, Surface};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &str| {
    for name in Surface::names() {
        if let Some(surface) = Surface::by_name(name)
            && let Err(error) = Request::from_json(&surface, json)
        {
            assert!(!error.to_string().is_empty());
        }
    }
});
