//! `fromisoformat`: what CPython accepts of ISO 8601, and a little beyond it, as CPython does.

use super::date::iso_week_day;
use super::{Clock, Date, DateTime, Delta, SECOND, Time, Zone};
use crate::raised::{Raised, repr};

/// Not a date or time in one of the forms.
struct Malformed;

type Read<T> = Result<T, Malformed>;

/// A place in the text; past its end there are zeros, as in C.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn skip(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn take(&mut self) -> u8 {
        let byte = self.peek();
        self.skip();
        byte
    }

    fn digits(&mut self, count: usize) -> Read<i64> {
        let mut value = 0i64;
        for _ in 0..count {
            let digit = self.peek().wrapping_sub(b'0');
            if digit > 9 {
                return Err(Malformed);
            }
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            self.skip();
        }
        Ok(value)
    }
}

/// Year, month and day; what follows the date within its length is not looked at.
fn date_parts(bytes: &[u8], length: usize) -> Read<(i64, i64, i64)> {
    let mut cursor = Cursor { bytes, at: 0 };
    let year = cursor.digits(4)?;
    let separated = cursor.peek() == b'-';
    if separated {
        cursor.skip();
    }
    if cursor.peek() == b'W' {
        cursor.skip();
        let week = cursor.digits(2)?;
        let mut weekday = 1;
        if cursor.at < length {
            if separated && cursor.take() != b'-' {
                return Err(Malformed);
            }
            weekday = cursor.digits(1)?;
        }
        return iso_week_day(year, week, weekday).map_err(|_| Malformed);
    }
    let month = cursor.digits(2)?;
    if separated && cursor.take() != b'-' {
        return Err(Malformed);
    }
    Ok((year, month, cursor.digits(2)?))
}

/// Hours, minutes, seconds and microseconds, and whether something is left over.
fn clock_parts(bytes: &[u8], from: usize, end: usize) -> Read<([i64; 4], bool)> {
    let mut cursor = Cursor { bytes, at: from };
    let mut parts = [0; 4];
    let mut separated = true;
    for index in 0..3 {
        let value = cursor.digits(2)?;
        if let Some(part) = parts.get_mut(index) {
            *part = value;
        }
        let next = cursor.take();
        if index == 0 {
            separated = next == b':';
        }
        if cursor.at >= end {
            return Ok((parts, next != 0));
        }
        if separated && next == b':' {
            continue;
        }
        if next == b'.' || next == b',' {
            break;
        }
        if separated {
            return Err(Malformed);
        }
        cursor.at = cursor.at.saturating_sub(1);
    }
    let count = end.saturating_sub(cursor.at).min(6);
    let mut micros = cursor.digits(count)?;
    for _ in count..6 {
        micros = micros.wrapping_mul(10);
    }
    while cursor.peek().is_ascii_digit() {
        cursor.skip();
    }
    parts[3] = micros;
    Ok((parts, cursor.peek() != 0))
}

/// The time and the offset in microseconds, if there is one.
fn time_parts(bytes: &[u8], from: usize) -> Read<([i64; 4], Option<Offset>)> {
    let end = bytes.len();
    // The first byte of an empty text is its end, but it is looked at.
    let sign = (from..end).find(|&at| matches!(bytes.get(at), Some(b'+' | b'-' | b'Z'))).unwrap_or(end);
    let (clock, left_over) = clock_parts(bytes, from, sign)?;
    let Some(&symbol) = bytes.get(sign) else {
        return if left_over { Err(Malformed) } else { Ok((clock, None)) };
    };
    let after = sign.saturating_add(1);
    if symbol == b'Z' {
        let ends = Cursor { bytes, at: after }.peek() == 0;
        return if ends { Ok((clock, Some(Offset { seconds: 0, micros: 0 }))) } else { Err(Malformed) };
    }
    let ([hours, minutes, seconds, micros], left_over) = clock_parts(bytes, after, end)?;
    if left_over {
        return Err(Malformed);
    }
    let seconds = hours.wrapping_mul(3600).wrapping_add(minutes.wrapping_mul(60)).wrapping_add(seconds);
    let sign = if symbol == b'-' { -1 } else { 1 };
    Ok((clock, Some(Offset { seconds: seconds.wrapping_mul(sign), micros: micros.wrapping_mul(sign) })))
}

/// An offset as it was read.
struct Offset {
    seconds: i64,
    micros: i64,
}

impl Offset {
    fn zone(&self) -> Result<Zone<'static>, Raised> {
        // CPython drops microseconds where the seconds are 0.
        if self.seconds == 0 {
            return Ok(Zone::Utc);
        }
        Zone::fixed(Delta::from_micros(self.seconds.wrapping_mul(SECOND).wrapping_add(self.micros)), None)
    }
}

/// Where the date ends.
fn separator(bytes: &[u8]) -> Read<usize> {
    let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
    let length = bytes.len();
    if length == 7 {
        return Ok(7);
    }
    if at(4) == b'-' {
        if at(5) != b'W' {
            return Ok(10);
        }
        if length < 8 {
            return Err(Malformed);
        }
        if length > 8 && at(8) == b'-' {
            if length == 9 {
                return Err(Malformed);
            }
            // `YYYY-Www-##` is taken as a week and a time.
            return Ok(if length > 10 && at(10).is_ascii_digit() { 8 } else { 10 });
        }
        return Ok(8);
    }
    if at(4) != b'W' {
        return Ok(8);
    }
    let end = (7..length).find(|&index| !at(index).is_ascii_digit()).unwrap_or(length);
    Ok(match end {
        ..9 => end,
        _ if end.is_multiple_of(2) => 7,
        _ => 8,
    })
}

fn invalid(text: &str) -> Raised {
    Raised::value(format!("Invalid isoformat string: {}", repr(text)))
}

fn clock([hour, minute, second, micros]: [i64; 4]) -> Result<Clock, Raised> {
    Clock::new(hour, minute, second, micros, 0)
}

impl Date {
    /// `date.fromisoformat(text)`.
    ///
    /// # Errors
    /// `ValueError`: not a date.
    pub fn from_iso(text: &str) -> Result<Self, Raised> {
        let bytes = text.as_bytes();
        let parts =
            if matches!(bytes.len(), 7 | 8 | 10) { date_parts(bytes, bytes.len()) } else { Err(Malformed) };
        let (year, month, day) = parts.map_err(|_| invalid(text))?;
        Self::new(year, month, day)
    }
}

impl Time<'_> {
    /// `time.fromisoformat(text)`.
    ///
    /// # Errors
    /// `ValueError`: not a time.
    pub fn from_iso(text: &str) -> Result<Time<'static>, Raised> {
        let bytes = text.as_bytes();
        let from = usize::from(bytes.first() == Some(&b'T'));
        let (parts, offset) = time_parts(bytes, from).map_err(|_| invalid(text))?;
        let zone = offset.map(|offset| offset.zone()).transpose()?;
        Ok(Time { clock: clock(parts)?, zone })
    }
}

impl DateTime<'_> {
    /// `datetime.fromisoformat(text)`.
    ///
    /// # Errors
    /// `ValueError`: not a date and time.
    pub fn from_iso(text: &str) -> Result<DateTime<'static>, Raised> {
        let read = || -> Read<_> {
            let bytes = text.as_bytes();
            if bytes.len() < 7 {
                return Err(Malformed);
            }
            let end = separator(bytes)?;
            let date = date_parts(bytes, end)?;
            if bytes.len() <= end {
                return Ok((date, [0; 4], None));
            }
            // The separator is any one character.
            let width = text.get(end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            let (time, offset) = time_parts(bytes, end.saturating_add(width))?;
            Ok((date, time, offset))
        };
        let ((year, month, day), time, offset) = read().map_err(|_| invalid(text))?;
        let zone = offset.map(|offset| offset.zone()).transpose()?;
        Ok(DateTime { date: Date::new(year, month, day)?, clock: clock(time)?, zone })
    }
}
