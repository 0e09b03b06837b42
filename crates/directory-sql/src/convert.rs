//! Values between expressions and databases.

use crate::statement::{Converted, Param};
use crate::tables::Kind;
use hognose_authentik::bindings::build::{Date, Scalar, Time};
use hognose_eval::data::{Data, Map};
use hognose_modules::datetime::rows::moment_of;
use hognose_modules::datetime::{TimeSpec, Zone};
use hognose_modules::uuid::Uuid;

/// Levels of JSON that go into a database; a directory file nests less.
const DEEPEST: u32 = 128;

/// A value for a column of a kind; none if the column can hold no such value, so that nothing equals it.
pub(crate) fn to_column(kind: Kind, value: &Data) -> Option<Converted> {
    match (kind, value) {
        (Kind::Text, Data::Str(text)) => whole(text),
        (Kind::Int, Data::Bool(value)) => Some(int(i64::from(*value))),
        (Kind::Int, Data::Int(number)) => Some(int(*number)),
        (Kind::Int, Data::Float(number)) if number.is_finite() => {
            Some(Converted { text: number.to_string(), native: Param::Float(*number), is_wide: true })
        }
        (Kind::Int, Data::BigInt(number)) => {
            // No column of 64 bits equals it; as a float it stands on the right side of all of them.
            let text = number.to_string();
            let native = Param::Float(text.parse().ok()?);
            Some(Converted { text, native, is_wide: true })
        }
        (Kind::Bool, Data::Bool(value)) => Some(boolean(*value)),
        (Kind::Uuid, Data::Str(text)) => {
            let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
            Some(uuid(u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32)?))
        }
        (Kind::Uuid, Data::Foreign(foreign)) => {
            foreign.data.downcast_ref::<Uuid>().map(|Uuid(number)| uuid(*number))
        }
        (Kind::Moment, Data::Foreign(_)) => moment(value).map(Converted::text),
        (Kind::Json, value) => json_text(value).and_then(|text| whole(&text)),
        _ => None,
    }
}

/// PostgreSQL's texts hold no NUL, so that nothing equals one that does.
pub(crate) fn whole(text: &str) -> Option<Converted> {
    if text.contains('\0') { None } else { Some(Converted::text(text.to_owned())) }
}

fn int(number: i64) -> Converted {
    Converted { text: number.to_string(), native: Param::Int(number), is_wide: false }
}

fn boolean(value: bool) -> Converted {
    Converted { text: value.to_string(), native: Param::Int(i64::from(value)), is_wide: false }
}

/// The digits without dashes: Django's form where there is no type of its own, and PostgreSQL reads it too.
fn uuid(number: u128) -> Converted {
    Converted::text(Uuid(number).hex())
}

/// A moment in UTC as Django writes it.
fn moment(value: &Data) -> Option<String> {
    let moment = moment_of(value)?;
    moment.zone?;
    let text = moment.to_zone(Zone::Utc).ok()?.iso(' ', TimeSpec::Auto);
    Some(text.split('+').next().unwrap_or_default().to_owned())
}

/// JSON text of a value; none if it is none.
pub(crate) fn json_text(value: &Data) -> Option<String> {
    json(value, DEEPEST).map(|json| json.to_string())
}

fn json(value: &Data, depth: u32) -> Option<serde_json::Value> {
    let depth = depth.checked_sub(1)?;
    Some(match value {
        Data::None => serde_json::Value::Null,
        Data::Bool(value) => (*value).into(),
        Data::Int(number) => (*number).into(),
        Data::Float(number) => serde_json::Number::from_f64(*number)?.into(),
        Data::Str(text) => (&**text).into(),
        Data::List(items) | Data::Tuple(items) => {
            items.iter().map(|item| json(item, depth)).collect::<Option<Vec<_>>>()?.into()
        }
        Data::Map(map) => {
            let entries = map.iter().map(|(key, value)| Some((key.to_owned(), json(value, depth)?)));
            serde_json::Value::Object(entries.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// JSON of a database as data. An object in it is a dict, whatever its keys are called.
pub(crate) fn from_json(text: &str) -> Option<Data> {
    serde_json::from_str(text).ok().map(plain)
}

/// Reading bounds how deep it nests.
fn plain(value: serde_json::Value) -> Data {
    match value {
        serde_json::Value::Null => Data::None,
        serde_json::Value::Bool(value) => Data::Bool(value),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Data::Int(number),
            (None, Some(number)) => Data::BigInt(Box::new(number.into())),
            (None, None) => Data::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Data::from(text),
        serde_json::Value::Array(items) => Data::List(items.into_iter().map(plain).collect()),
        serde_json::Value::Object(entries) => {
            Data::Map(entries.into_iter().map(|(key, value)| (key, plain(value))).collect::<Map>())
        }
    }
}

/// What a database shows of a column as data; none if it cannot be read.
pub(crate) fn from_column(kind: Kind, text: &str) -> Option<Data> {
    Some(match kind {
        Kind::Text => Data::from(text),
        Kind::Int => Data::Int(text.parse().ok()?),
        Kind::Bool => match text {
            "1" | "true" => Data::Bool(true),
            "0" | "false" => Data::Bool(false),
            _ => return None,
        },
        Kind::Uuid => {
            let digits: String = text.chars().filter(|char| *char != '-').collect();
            hognose_authentik::scalar(Scalar::Uuid(u128::from_str_radix(&digits, 16).ok()?))
        }
        Kind::Moment => hognose_authentik::scalar(read_moment(text)?),
        Kind::Json => from_json(text)?,
    })
}

/// `2026-03-04 09:30:00.123456`, in UTC.
fn read_moment(text: &str) -> Option<Scalar> {
    let (day, time) = text.split_once(' ')?;
    let mut day = day.split('-');
    let date = Date {
        year: day.next()?.parse().ok()?,
        month: day.next()?.parse().ok()?,
        day: day.next()?.parse().ok()?,
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut time = time.split(':');
    let is_short = fraction.len() <= 6 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let microsecond = format!("{fraction:0<6}").parse().ok().filter(|_| is_short)?;
    let time = Time {
        hour: time.next()?.parse().ok()?,
        minute: time.next()?.parse().ok()?,
        second: time.next()?.parse().ok()?,
        microsecond,
        offset: Some(0),
    };
    Some(Scalar::Datetime(date, time))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn moments_go_and_come_back() {
        let there = from_column(Kind::Moment, "2026-03-04 09:30:00.5").unwrap();
        let back = to_column(Kind::Moment, &there).unwrap();
        assert_eq!(back.text, "2026-03-04 09:30:00.500000");
        assert!(from_column(Kind::Moment, "2026-03-04T09:30").is_none());
        assert!(from_column(Kind::Moment, "now").is_none());
    }

    #[test]
    fn json_of_a_database_is_plain() {
        let value = from_json(r#"{"$type": "User", "pk": 1}"#);
        let Some(Data::Map(map)) = &value else { unreachable!() };
        assert_eq!(map.get("$type").and_then(Data::as_str), Some("User"));
    }

    #[test]
    fn odd_values_equal_nothing() {
        for value in [Data::from("a\0b"), Data::None, Data::Int(1)] {
            assert_eq!(to_column(Kind::Text, &value), None);
        }
        assert_eq!(to_column(Kind::Uuid, &Data::from("12")), None);
        assert_eq!(to_column(Kind::Int, &Data::Float(f64::NAN)), None);
    }
}
