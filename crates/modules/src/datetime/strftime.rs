//! `strftime`, as the reference version does it over the C library of Linux in the C locale.

use super::calendar::{is_leap, ordinal};
use super::directive::{Conversion, Piece, Pieces};
use super::names;
use super::zone::write_offset;
use super::{Clock, Date, DateTime, EPOCH_DAYS, Time};
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

/// C's `struct tm`, whose parts need not agree with each other.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'z> {
    /// The year.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 61.
    pub second: u8,
    /// 0 to 6, Monday being 0.
    pub weekday: u8,
    /// 0 to 365.
    pub day_of_year: u16,
    /// Above 0 with daylight saving time, 0 without, below 0 where that is not known.
    pub is_dst: i64,
    /// The name of its zone, where it has one.
    pub zone: Option<&'z str>,
}

impl From<&TimeTuple> for Moment<'static> {
    fn from(tuple: &TimeTuple) -> Self {
        let TimeTuple { date, clock, is_dst } = *tuple;
        Self {
            year: i64::from(date.year()),
            month: date.month(),
            day: date.day(),
            hour: clock.hour,
            minute: clock.minute,
            second: clock.second,
            weekday: date.weekday(),
            day_of_year: date.day_of_year().saturating_sub(1),
            is_dst: i64::from(is_dst),
            zone: None,
        }
    }
}

impl Moment<'_> {
    /// `time.strftime(format, moment)` of at most `room` bytes.
    ///
    /// # Errors
    /// The text would be longer.
    pub fn strftime(&self, format: &str, room: usize) -> Result<String, Stop> {
        convert(format, self, room)
    }

    /// Year and number of the ISO week.
    fn iso_week(&self) -> (i64, i64) {
        let days = |year| if is_leap(year) { 366 } else { 365 };
        // The week belongs to the year that its Thursday is in.
        let thursday = i64::from(self.day_of_year).saturating_sub(i64::from(self.weekday)).saturating_add(3);
        let (year, thursday) = if thursday < 0 {
            let year = self.year.saturating_sub(1);
            (year, thursday.saturating_add(days(year)))
        } else if thursday >= days(self.year) {
            (self.year.saturating_add(1), thursday.saturating_sub(days(self.year)))
        } else {
            (self.year, thursday)
        };
        (year, (thursday / 7).saturating_add(1))
    }

    /// `time.mktime(moment)`: seconds since 1970, its parts being of UTC. With daylight saving time it is an hour earlier.
    fn seconds(&self) -> i64 {
        let days = ordinal(self.year, i64::from(self.month), i64::from(self.day)).saturating_sub(EPOCH_DAYS);
        let minutes = i64::from(self.hour).saturating_mul(60).saturating_add(i64::from(self.minute));
        let within = minutes.saturating_mul(60).saturating_add(i64::from(self.second));
        let shift = if self.is_dst > 0 { 3600 } else { 0 };
        days.saturating_mul(86_400).saturating_add(within).saturating_sub(shift)
    }
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
    convert(&format, &Moment::from(tuple), room)
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
fn convert(format: &str, tuple: &Moment<'_>, room: usize) -> Result<String, Stop> {
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
fn value(it: &Conversion<'_>, tuple: &Moment<'_>) -> String {
    let Moment { year, is_dst, .. } = *tuple;
    let (hour, weekday) = (i64::from(tuple.hour), i64::from(tuple.weekday));
    let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
    let days = i64::from(tuple.day_of_year);
    let number = |digits: usize, value: i64| it.number(digits, value, '0');
    let spaced = |digits: usize, value: i64| it.number(digits, value, '_');
    // Weeks that begin with a given day, the year's first such day beginning week 1.
    let week = |since: i64| days.saturating_sub(since).saturating_add(7) / 7;
    let sunday = weekday.saturating_add(1) % 7;
    let (iso_year, iso_week) = tuple.iso_week();
    let text = match it.letter {
        '%' => "%".to_owned(),
        'n' => "\n".to_owned(),
        't' => "\t".to_owned(),
        'a' => it.name(names::short(names::weekday(tuple.weekday))),
        'A' => it.name(names::weekday(tuple.weekday)),
        'b' | 'h' => it.name(names::short(names::month(tuple.month))),
        'B' => it.name(names::month(tuple.month)),
        'p' => it.capital(if hour > 11 { "PM" } else { "AM" }),
        'P' => if hour > 11 { "pm" } else { "am" }.to_owned(),
        'C' => number(1, year.div_euclid(100)),
        'd' => number(2, i64::from(tuple.day)),
        'e' => spaced(2, i64::from(tuple.day)),
        'g' => number(2, iso_year.rem_euclid(100)),
        'G' => number(1, iso_year),
        'H' => number(2, hour),
        'I' => number(2, hour12),
        'j' => number(3, days.saturating_add(1)),
        'k' => spaced(2, hour),
        'l' => spaced(2, hour12),
        'm' => number(2, i64::from(tuple.month)),
        'M' => number(2, i64::from(tuple.minute)),
        's' => tuple.seconds().to_string(),
        'S' => number(2, i64::from(tuple.second)),
        'u' => number(1, weekday.saturating_add(1)),
        'U' => number(2, week(sunday)),
        'V' => number(2, iso_week),
        'w' => number(1, sunday),
        'W' => number(2, week(weekday)),
        'y' => number(2, year.rem_euclid(100)),
        'Y' => number(1, year),
        // The C library knows of no offset but that of UTC; sign and digits are each as wide as asked.
        'z' => return format!("{}{}", it.padded("+".to_owned()), it.padded(number(4, 0))),
        'Z' if is_dst < 0 => tuple.zone.map(|zone| it.capital(zone)).unwrap_or_default(),
        'Z' => it.capital(tuple.zone.unwrap_or("UTC")),
        _ => compound(it, tuple),
    };
    it.padded(text)
}

/// The conversions that stand for several others, and what is no conversion.
fn compound(it: &Conversion<'_>, tuple: &Moment<'_>) -> String {
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
