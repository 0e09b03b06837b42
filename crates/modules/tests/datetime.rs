//! `datetime` against CPython's answers (`conformance/oracle/datetime_table.py`).

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]
#![expect(clippy::panic, reason = "tests")]

mod support;

use hognose_modules::datetime::{
    Amount, Clock, Date, DateTime, Delta, Stamp, Stop, Time, TimeSpec, TimeTuple, Zone,
};
use hognose_modules::raised::Raised;
use num_bigint::BigInt;
use serde_json::{Value, json};

fn shown<T: Into<Value>>(answer: Result<T, Raised>) -> Value {
    answer.map_or_else(|raised| format!("!{}: {}", raised.kind, raised.message).into(), Into::into)
}

fn bits(float: f64) -> String {
    format!("{:016x}", float.to_bits())
}

fn float(value: &Value) -> f64 {
    f64::from_bits(u64::from_str_radix(value.as_str().unwrap(), 16).unwrap())
}

fn int(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn whole(value: &Value) -> i128 {
    let digits = value.as_str().unwrap();
    digits.parse().unwrap_or(if digits.starts_with('-') { i128::MIN } else { i128::MAX })
}

fn delta(value: &Value) -> Delta {
    let part = |index: usize| Some(Amount::Int(int(&value[index]).into()));
    Delta::new(&[part(0), part(1), part(2), None, None, None, None]).unwrap()
}

fn new_delta(value: &Value) -> Value {
    let amounts: Vec<Option<Amount>> = value
        .as_array()
        .unwrap()
        .iter()
        .map(|amount| match amount {
            Value::Null => None,
            Value::String(_) => Some(Amount::Int(whole(amount))),
            other => Some(Amount::Float(float(&other[0]))),
        })
        .collect();
    json!([shown(Delta::new(&amounts.try_into().unwrap()).map(Delta::repr))])
}

fn deltas(value: &Value) -> Value {
    let (a, b) = (delta(&value[0]), delta(&value[1]));
    let n: BigInt = value[2].as_str().unwrap().parse().unwrap();
    let f = float(&value[3]);
    let repr = |answer: Result<Delta, Raised>| shown(answer.map(Delta::repr));
    // CPython has its own words for `%` alone.
    let divmod = a.divmod(b).map(|(quotient, rest)| format!("({quotient}, {})", rest.repr()));
    json!([
        a.to_string(),
        a.repr(),
        bits(a.total_seconds()),
        repr(a.negated()),
        repr(a.absolute()),
        repr(a.plus(b)),
        repr(a.minus(b)),
        repr(a.times(&n)),
        repr(a.times_float(f)),
        repr(a.over(&n)),
        repr(a.over_float(f)),
        shown(a.ratio_to(b).map(bits)),
        repr(a.floor_over(&n)),
        shown(divmod),
        a < b,
        a == b,
    ])
}

fn date(value: &Value) -> Date {
    Date::new(int(&value[0]), int(&value[1]), int(&value[2])).unwrap()
}

fn dates(value: &Value) -> Value {
    let (it, delta, other) = (date(value), delta(&value[3]), Date::from_ordinal(int(&value[4])).unwrap());
    let week = it.iso_week();
    json!([
        it.ordinal(),
        it.weekday(),
        [week.year, i32::from(week.week), i32::from(week.weekday)],
        it.day_of_year(),
        it.to_string(),
        it.repr(),
        it.ctime(),
        shown(it.plus(delta).map(Date::repr)),
        shown(it.minus(delta).map(Date::repr)),
        it.since(other).repr(),
        it < other,
    ])
}

fn clock(value: &Value) -> Result<Clock, Raised> {
    Clock::new(int(&value[0]), int(&value[1]), int(&value[2]), int(&value[3]), int(&value[4]))
}

fn zone<'v>(offset: &Value, name: &'v Value) -> Option<Zone<'v>> {
    offset.as_i64().map(|micros| Zone::fixed(Delta::from_micros(micros), name.as_str()).unwrap())
}

fn moment(value: &Value) -> DateTime<'_> {
    DateTime { date: date(&value[0]), clock: clock(&value[1]).unwrap(), zone: zone(&value[2], &value[3]) }
}

fn time(value: &Value) -> Time<'_> {
    Time { clock: clock(&value[0]).unwrap(), zone: zone(&value[1], &value[2]) }
}

fn tuple(it: TimeTuple) -> String {
    let (date, clock) = (it.date, it.clock);
    format!(
        "({}, {}, {}, {}, {}, {}, {}, {}, {})",
        date.year(),
        date.month(),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second(),
        date.weekday(),
        date.day_of_year(),
        it.is_dst
    )
}

fn moments(value: &Value) -> Value {
    let (a, b, delta) = (moment(&value[0]), moment(&value[1]), delta(&value[2]));
    let zone = zone(&value[3], &Value::Null).unwrap();
    let repr = |answer: Result<DateTime<'_>, Raised>| shown(answer.map(|it| it.repr()));
    let unfolded = json!([value[0][1][0], value[0][1][1], value[0][1][2], value[0][1][3], 0]);
    let first = if a.zone.is_some() { DateTime { clock: clock(&unfolded).unwrap(), ..a } } else { a };
    json!([
        a.iso(' ', TimeSpec::Auto),
        a.repr(),
        a.iso('T', TimeSpec::named(value[4].as_str().unwrap()).unwrap()),
        a.ctime(),
        a.zone_name(),
        shown(a.timestamp().map(bits)),
        repr(a.plus(delta)),
        repr(a.minus(delta)),
        shown(a.since(&b).map(Delta::repr)),
        shown(a.compare(&b).map(|order| order.is_lt())),
        a.equals(&b),
        repr(first.to_zone(zone)),
        repr(a.in_zone(Some(zone)).from_utc(zone)),
        shown(a.utc_time_tuple().map(tuple)),
        tuple(a.time_tuple()),
    ])
}

fn times(value: &Value) -> Value {
    let (a, b) = (time(&value[0]), time(&value[1]));
    json!([
        a.iso(TimeSpec::Auto),
        a.repr(),
        a.iso(TimeSpec::named(value[2].as_str().unwrap()).unwrap()),
        shown(a.compare(b).map(|order| order.is_lt())),
        a.equals(b),
        a.zone.and_then(|zone| zone.name(None)),
    ])
}

fn stamps(value: &Value) -> Value {
    let stamp = match &value[0] {
        Value::Array(float_bits) => Stamp::Float(float(&float_bits[0])),
        other => Stamp::Int(whole(other)),
    };
    let zone = zone(&value[1], &Value::Null);
    json!([
        shown(DateTime::from_stamp(stamp, None).map(|it| it.repr())),
        shown(DateTime::utc_from_stamp(stamp).map(|it| it.repr())),
        shown(DateTime::from_stamp(stamp, zone).map(|it| it.repr())),
        shown(Date::from_stamp(stamp).map(Date::repr)),
    ])
}

fn formatted(value: &Value) -> Value {
    let (a, t, format) = (moment(&value[0]), time(&value[1]), value[2].as_str().unwrap());
    let text = |answer: Result<String, Stop>| answer.expect("room enough");
    let room = 1 << 20;
    json!([
        text(a.strftime(format, room)),
        text(a.date.strftime(format, room)),
        text(t.strftime(format, room))
    ])
}

fn answer(operation: &str, value: &Value) -> Value {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    match operation {
        "new" => new_delta(value),
        "delta" => deltas(value),
        "date" => dates(value),
        "isoweek" => {
            json!([shown(
                Date::from_iso_week(int(&value[0]), int(&value[1]), int(&value[2])).map(Date::repr)
            )])
        }
        "new date" => {
            json!([shown(Date::new(int(&value[0]), int(&value[1]), int(&value[2])).map(Date::repr))])
        }
        "ordinal" => {
            let found = Date::from_ordinal(int(value));
            let midnight = |date| DateTime { date, clock: Clock::default(), zone: None }.repr();
            json!([shown(found.clone().map(Date::repr)), shown(found.map(midnight))])
        }
        "moment" => moments(value),
        "time" => times(value),
        "new time" => json!([shown(clock(value).map(|clock| Time { clock, zone: None }.repr()))]),
        "stamp" => stamps(value),
        "iso date" => {
            let text = text(value);
            json!([
                shown(Date::from_iso(&text).map(Date::repr)),
                shown(DateTime::from_iso(&text).map(|it| it.repr()))
            ])
        }
        "iso time" => json!([shown(Time::from_iso(&text(value)).map(|it| it.repr()))]),
        "iso moment" => json!([shown(DateTime::from_iso(&text(value)).map(|it| it.repr()))]),
        "strftime" => formatted(value),
        "strptime" => {
            let (text, format) = (text(&value[0]), text(&value[1]));
            let found = DateTime::strptime(&text, &format).map(|(it, name)| {
                let zone = match (it.offset(), &name) {
                    (Some(offset), Some(name)) => Some(Zone::Fixed { offset, name: Some(name) }),
                    _ => it.zone,
                };
                it.in_zone(zone).repr()
            });
            json!([shown(found)])
        }
        other => panic!("unknown operation {other}"),
    }
}

#[test]
fn answers_as_cpython() {
    support::check("datetime.jsonl", answer);
}
