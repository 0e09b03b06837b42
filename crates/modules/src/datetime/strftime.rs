//! `strftime`, as the reference version does it over the C library of Linux in the C locale.

use super::directive::{Conversion, Piece, Pieces};
use super::names;
use super::zone::write_offset;
use super::{Clock, DAY, Date, DateTime, EPOCH_DAYS, SECOND, Time};
use crate::raised::Raised;

/// Why no text came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// An exception.
    Raised(Raised),
    /// The text would be longer than allowed.
    Room,
}

/// The fields of a `struct_time`, as `timetuple` makes them.
#[derive(Clone, Copy, Debug)]
pub struct TimeTuple {
    /// The day.
    pub date: Date,
    /// Hours, minutes and seconds.
    pub clock: Clock,
    /// `tm_isdst`: 1 with daylight saving time, 0 without, -1 where that is not known.
    pub is_dst: i8,
}

impl Date {
    /// `date.timetuple()`.
    #[must_use]
    pub fn time_tuple(self) -> TimeTuple {
        TimeTuple { date: self, clock: Clock::default(), is_dst: -1 }
    }

    /// `date.strftime(format)` of at most `room` bytes.
    ///
    /// # Errors
    /// The text would be longer.
    pub fn strftime(self, format: &str, room: usize) -> Result<String, Stop> {
        render(format, &self.time_tuple(), &Extras { offset: None, name: None, micros: 0 }, room)
    }
}

impl Time<'_> {
    /// `time.strftime(format)` of at most `room` bytes: as of 1 January 1900.
    ///
    /// # Errors
    /// The text would be longer.
    pub fn strftime(&self, format: &str, room: usize) -> Result<String, Stop> {
        let name = self.zone.and_then(|zone| zone.name(None));
        let tuple = TimeTuple { date: Date::of(1900, 1, 1), clock: self.clock, is_dst: -1 };
        render(format, &tuple, &Extras { offset: self.offset(), name, micros: self.clock.microsecond }, room)
    }
}

impl DateTime<'_> {
    /// `moment.timetuple()`.
    #[must_use]
    pub fn time_tuple(&self) -> TimeTuple {
        let is_dst = match self.dst() {
            None => -1,
            Some(0) => 0,
            Some(_) => 1,
        };
        TimeTuple { date: self.date, clock: self.clock, is_dst }
    }

    /// `moment.utctimetuple()`.
    ///
    /// # Errors
    /// `OverflowError`: outside of the years 1 to 9999.
    pub fn utc_time_tuple(&self) -> Result<TimeTuple, Raised> {
        let micros = self.micros().saturating_sub(self.offset().unwrap_or(0));
        let utc = DateTime::from_micros(micros, None).ok_or_else(super::date::date_overflow)?;
        Ok(TimeTuple { date: utc.date, clock: utc.clock, is_dst: 0 })
    }

    /// `moment.strftime(format)` of at most `room` bytes.
    ///
    /// # Errors
    /// The text would be longer.
    pub fn strftime(&self, format: &str, room: usize) -> Result<String, Stop> {
        let extras = Extras { offset: self.offset(), name: self.zone_name(), micros: self.clock.microsecond };
        render(format, &self.time_tuple(), &extras, room)
    }
}

/// What Python itself puts into a format, before the C library sees it.
struct Extras {
    offset: Option<i64>,
    name: Option<String>,
    micros: u32,
}

/// Text that stops growing.
struct Limited {
    text: String,
    room: usize,
}

impl Limited {
    fn push(&mut self, text: &str) -> Result<(), Stop> {
        if text.len() > self.room.saturating_sub(self.text.len()) {
            return Err(Stop::Room);
        }
        self.text.push_str(text);
        Ok(())
    }
}

fn render(format: &str, tuple: &TimeTuple, extras: &Extras, room: usize) -> Result<String, Stop> {
    let format = expand(format, extras, room)?;
    convert(&format, tuple, room)
}

/// Replaces `%z`, `%:z`, `%Z` and `%f`.
fn expand(format: &str, extras: &Extras, room: usize) -> Result<String, Stop> {
    // C's text ends at the first zero.
    let format = format.split('\0').next().unwrap_or_default();
    let mut out = Limited { text: String::new(), room };
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        out.push(before)?;
        let mut offset = String::new();
        let mut write = |separator| {
            if let Some(micros) = extras.offset {
                let _infallible = write_offset(&mut offset, micros, separator);
            }
        };
        rest = if let Some(after) = after.strip_prefix('z') {
            write("");
            after
        } else if let Some(after) = after.strip_prefix(":z") {
            write(":");
            after
        } else if let Some(after) = after.strip_prefix('Z') {
            // The name goes through the C library too.
            out.push(&extras.name.as_deref().unwrap_or_default().replace('%', "%%"))?;
            after
        } else if let Some(after) = after.strip_prefix('f') {
            out.push(&format!("{:06}", extras.micros))?;
            after
        } else {
            // Whatever follows stays with its `%`, be it another one.
            let mut chars = after.chars();
            let next = chars.next();
            out.push("%")?;
            if let Some(next) = next {
                out.push(next.encode_utf8(&mut [0; 4]))?;
            }
            chars.as_str()
        };
        out.push(&offset)?;
    }
    out.push(rest)?;
    Ok(out.text)
}

/// The C library's part.
fn convert(format: &str, tuple: &TimeTuple, room: usize) -> Result<String, Stop> {
    // Where the text does not fit into the largest buffer that CPython tries, it is empty.
    let most = buffer(format.chars().count());
    let mut out = Limited { text: String::new(), room };
    let mut written = 0usize;
    for piece in Pieces::new(format) {
        let text = match piece {
            Piece::Text(text) => {
                written = written.saturating_add(text.chars().count());
                out.push(text)?;
                continue;
            }
            Piece::Field(field) => {
                if field.letter == 'z' && tuple.is_dst < 0 {
                    continue;
                }
                if written.saturating_add(field.width) >= most {
                    return Ok(String::new());
                }
                if field.width > room.saturating_sub(out.text.len()) {
                    return Err(Stop::Room);
                }
                value(&field, tuple)
            }
        };
        written = written.saturating_add(text.chars().count());
        if written >= most {
            return Ok(String::new());
        }
        out.push(&text)?;
    }
    if written >= most { Ok(String::new()) } else { Ok(out.text) }
}

/// Size in characters of the largest buffer that CPython tries; one of them is for the end of C's text.
fn buffer(length: usize) -> usize {
    let enough = length.saturating_mul(256);
    let mut size = 1024usize;
    while size < enough {
        size = size.saturating_mul(2);
    }
    size
}

/// The text of one conversion.
fn value(it: &Conversion<'_>, tuple: &TimeTuple) -> String {
    let TimeTuple { date, clock, is_dst } = *tuple;
    let (hour, weekday, year) = (i64::from(clock.hour), i64::from(date.weekday()), i64::from(date.year()));
    let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
    let days = i64::from(date.day_of_year()).saturating_sub(1);
    let number = |digits: usize, value: i64| it.number(digits, value, '0');
    let spaced = |digits: usize, value: i64| it.number(digits, value, '_');
    // Weeks that begin with a given day, the year's first such day beginning week 1.
    let week = |since: i64| days.saturating_sub(since).saturating_add(7) / 7;
    let sunday = weekday.saturating_add(1) % 7;
    let iso = date.iso_week();
    let text = match it.letter {
        '%' => "%".to_owned(),
        'n' => "\n".to_owned(),
        't' => "\t".to_owned(),
        'a' => it.name(names::short(names::weekday(date.weekday()))),
        'A' => it.name(names::weekday(date.weekday())),
        'b' | 'h' => it.name(names::short(names::month(date.month()))),
        'B' => it.name(names::month(date.month())),
        'p' => it.capital(if hour > 11 { "PM" } else { "AM" }),
        'P' => if hour > 11 { "pm" } else { "am" }.to_owned(),
        'C' => number(1, year / 100),
        'd' => number(2, i64::from(date.day())),
        'e' => spaced(2, i64::from(date.day())),
        'g' => number(2, i64::from(iso.year).rem_euclid(100)),
        'G' => number(1, i64::from(iso.year)),
        'H' => number(2, hour),
        'I' => number(2, hour12),
        'j' => number(3, days.saturating_add(1)),
        'k' => spaced(2, hour),
        'l' => spaced(2, hour12),
        'm' => number(2, i64::from(date.month())),
        'M' => number(2, i64::from(clock.minute)),
        's' => seconds_of(tuple).to_string(),
        'S' => number(2, i64::from(clock.second)),
        'u' => number(1, weekday.saturating_add(1)),
        'U' => number(2, week(sunday)),
        'V' => number(2, i64::from(iso.week)),
        'w' => number(1, sunday),
        'W' => number(2, week(weekday)),
        'y' => number(2, year % 100),
        'Y' => number(1, year),
        // The C library knows of no offset but that of UTC; sign and digits are each as wide as asked.
        'z' => return format!("{}{}", it.padded("+".to_owned()), it.padded(number(4, 0))),
        'Z' if is_dst < 0 => String::new(),
        'Z' => it.capital("UTC"),
        _ => compound(it, tuple),
    };
    it.padded(text)
}

/// The conversions that stand for several others, and what is no conversion.
fn compound(it: &Conversion<'_>, tuple: &TimeTuple) -> String {
    let format = match it.letter {
        'c' => "%a %b %e %H:%M:%S %Y",
        'D' | 'x' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'r' => "%I:%M:%S %p",
        'R' => "%H:%M",
        'T' | 'X' => "%H:%M:%S",
        _ => "",
    };
    let text = match format {
        "" => it.written.to_owned(),
        format => convert(format, tuple, usize::MAX).unwrap_or_default(),
    };
    if it.upper { text.to_uppercase() } else { text }
}

/// Seconds since 1970 of a local time.
fn seconds_of(tuple: &TimeTuple) -> i64 {
    let moment = DateTime { date: tuple.date, clock: tuple.clock, zone: None };
    moment.micros().saturating_sub(EPOCH_DAYS.saturating_mul(DAY)).div_euclid(SECOND)
}
