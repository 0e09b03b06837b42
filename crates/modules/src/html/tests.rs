use super::*;
use crate::oracle::{Datum, check};

#[test]
fn answers_are_those_of_cpython() {
    check("html", |function, a| {
        let text = a.first().map(Datum::str).unwrap_or_default();
        Ok(match function {
            "escape" => escape(text, a.get(1).is_some_and(Datum::bool)).into(),
            "unescape" => unescape(text)?.into(),
            other => return Err(Raised::value(format!("no function {other}"))),
        })
    });
}

#[test]
fn every_entity_is_found() {
    for line in ENTITIES.lines() {
        let name = line.split([' ', '!']).next().unwrap_or_default();
        assert!(find(name).is_some(), "{name}");
    }
    assert_eq!(find("zzz"), None);
    assert_eq!(find(""), None);
}
