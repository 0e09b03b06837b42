//! Dates, times, ids and addresses as text.

use crate::bindings::build::{Date, Scalar, Time};
use hognose_schema::binding::TypeExpr;

/// Reads the text of a value of one of these types; none if it is not of the type's form, which `form` describes.
pub(super) fn parse(ty: TypeExpr, text: &str) -> Option<Scalar> {
    match ty {
        TypeExpr::Date => whole(text, date).map(Scalar::Date),
        TypeExpr::Time => whole(text, time).map(Scalar::Time),
        TypeExpr::Datetime => whole(text, datetime).map(|(date, time)| Scalar::Datetime(date, time)),
        TypeExpr::Uuid => uuid(text).map(Scalar::Uuid),
        TypeExpr::Ip => text.parse().ok().map(Scalar::Ip),
        _ => None,
    }
}

/// The form of a type's text, for messages.
pub(super) fn form(ty: TypeExpr) -> Option<&'static str> {
    Some(match ty {
        TypeExpr::Date => "a date such as \"2026-01-31\"",
        TypeExpr::Time => "a time such as \"12:30:00\"",
        TypeExpr::Datetime => "a date and time such as \"2026-01-31T12:30:00Z\"",
        TypeExpr::Uuid => "a UUID",
        TypeExpr::Ip => "an IP address",
        TypeExpr::Timedelta => "a number of seconds",
        TypeExpr::Bytes => "bytes in base64",
        _ => return None,
    })
}

fn whole<T>(text: &str, read: fn(&mut Reader<'_>) -> Option<T>) -> Option<T> {
    let mut reader = Reader { rest: text.as_bytes() };
    let value = read(&mut reader)?;
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    /// Exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        let mut value: u32 = 0;
        for digit in digits {
            let digit = char::from(*digit).to_digit(10)?;
            value = value.checked_mul(10)?.checked_add(digit)?;
        }
        self.rest = rest;
        Some(value)
    }

    fn byte(&mut self, wanted: u8) -> Option<()> {
        let rest = self.rest.strip_prefix(&[wanted])?;
        self.rest = rest;
        Some(())
    }

    /// Exactly two digits, less than `end`.
    fn two(&mut self, end: u32) -> Option<u8> {
        let value = self.digits(2)?;
        if value < end { u8::try_from(value).ok() } else { None }
    }
}

fn date(reader: &mut Reader<'_>) -> Option<Date> {
    let year = u16::try_from(reader.digits(4)?).ok().filter(|year| *year > 0)?;
    reader.byte(b'-')?;
    let month = reader.two(13).filter(|month| *month > 0)?;
    reader.byte(b'-')?;
    let day = reader.two(32).filter(|day| *day > 0 && *day <= days(year, month))?;
    Some(Date { year, month, day })
}

fn days(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn time(reader: &mut Reader<'_>) -> Option<Time> {
    let hour = reader.two(24)?;
    reader.byte(b':')?;
    let minute = reader.two(60)?;
    let second = if reader.byte(b':').is_some() { reader.two(60)? } else { 0 };
    let microsecond = if reader.byte(b'.').is_some() { fraction(reader)? } else { 0 };
    Some(Time { hour, minute, second, microsecond, offset: offset(reader)? })
}

/// One to six digits after the point, as microseconds.
fn fraction(reader: &mut Reader<'_>) -> Option<u32> {
    let count = reader.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let missing = 6_usize.checked_sub(count)?;
    let value = if count == 0 { None } else { reader.digits(count) }?;
    value.checked_mul(10_u32.checked_pow(u32::try_from(missing).ok()?)?)
}

/// Nothing, `Z`, or hours and minutes east of UTC. The outer `None` is an error.
fn offset(reader: &mut Reader<'_>) -> Option<Option<i32>> {
    if reader.byte(b'Z').is_some() {
        return Some(Some(0));
    }
    let is_west = match reader.rest.first() {
        Some(b'+') => false,
        Some(b'-') => true,
        _ => return Some(None),
    };
    reader.rest = reader.rest.get(1..)?;
    let hours = i32::from(reader.two(24)?);
    reader.byte(b':')?;
    let minutes = i32::from(reader.two(60)?);
    let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
    Some(Some(if is_west { seconds.checked_neg()? } else { seconds }))
}

fn datetime(reader: &mut Reader<'_>) -> Option<(Date, Time)> {
    let date = date(reader)?;
    if reader.byte(b'T').is_none() {
        reader.byte(b' ')?;
    }
    Some((date, time(reader)?))
}

/// 32 hexadecimal digits, alone or in the groups 8-4-4-4-12.
fn uuid(text: &str) -> Option<u128> {
    let mut digits = String::with_capacity(32);
    if text.len() == 36 {
        for (at, c) in text.char_indices() {
            match (at, c) {
                (8 | 13 | 18 | 23, '-') => {}
                (8 | 13 | 18 | 23, _) => return None,
                _ => digits.push(c),
            }
        }
    } else {
        digits.push_str(text);
    }
    if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(&digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_moments() {
        let read = |text| parse(TypeExpr::Datetime, text);
        let day = Date { year: 2024, month: 2, day: 29 };
        let time = |offset| Time { hour: 7, minute: 5, second: 9, microsecond: 250_000, offset };
        assert_eq!(read("2024-02-29T07:05:09.25Z"), Some(Scalar::Datetime(day, time(Some(0)))));
        assert_eq!(
            read("2024-02-29 07:05:09.250000-05:30"),
            Some(Scalar::Datetime(day, time(Some(-19_800))))
        );
        assert_eq!(read("2024-02-29T07:05:09.25"), Some(Scalar::Datetime(day, time(None))));
        for wrong in [
            "",
            "2024-02-29",
            "2023-02-29T07:05Z",
            "2024-02-29T24:00Z",
            "2024-02-29T07:05:09.Z",
            "2024-13-01T00:00Z",
            "0000-01-01T00:00Z",
            "2024-02-29T07:05:09.1234567Z",
            "2024-02-29T07:05Zx",
            "２024-02-29T07:05Z",
            "2024-02-29T07:05+5:30",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn reads_ids() {
        let id = Some(Scalar::Uuid(0x5c8b_1f6e_93f0_4b7c_8b6e_0d6d_3b7c_9a10));
        assert_eq!(parse(TypeExpr::Uuid, "5c8b1f6e-93f0-4b7c-8b6e-0d6d3b7c9a10"), id);
        assert_eq!(parse(TypeExpr::Uuid, "5C8B1F6E93F04B7C8B6E0D6D3B7C9A10"), id);
        for wrong in [
            "",
            "5c8b",
            "5c8b1f6e-93f0-4b7c-8b6e-0d6d3b7c9a1x",
            "5c8b1f6e993f0-4b7c-8b6e-0d6d3b7c9a1",
            "+5c8b1f6e93f04b7c8b6e0d6d3b7c9a1",
        ] {
            assert_eq!(parse(TypeExpr::Uuid, wrong), None, "{wrong}");
        }
        assert!(parse(TypeExpr::Ip, "2001:db8::1").is_some());
        assert!(parse(TypeExpr::Ip, "192.0.2.01").is_none());
    }
}
