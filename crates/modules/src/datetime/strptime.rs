//! `strptime`: CPython turns the format into a regular expression, and so its choices are those of one: the first alternative
//! that lets the rest match.

use hognose_eval::text::class::{decimal, is_space};

use super::date::iso_week_day;
use super::{Clock, Date, DateTime, Delta, SECOND, Zone, calendar};
use crate::raised::{Raised, repr};

/// The regular expression of a conversion: alternatives of literal characters, `\d` and ranges. (`f` and `z` are matched by hand;
/// their text is needed for the places that errors name.)
fn pattern(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
        'f' => r"[0-9]{1,6}",
        'H' => r"2[0-3]|[0-1]\d|\d",
        'I' => r"1[0-2]|0[1-9]|[1-9]",
        'G' | 'Y' => r"\d\d\d\d",
        'j' => r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
        'm' => r"1[0-2]|0[1-9]|[1-9]",
        'M' => r"[0-5]\d|\d",
        'S' => r"6[0-1]|[0-5]\d|\d",
        'U' | 'W' => r"5[0-3]|[0-4]\d|\d",
        'w' => r"[0-6]",
        'u' => r"[1-7]",
        'V' => r"5[0-3]|0[1-9]|[1-4]\d|\d",
        'y' => r"\d\d",
        'z' => r"[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z)",
        'A' => "wednesday|thursday|saturday|tuesday|monday|friday|sunday",
        'a' => "mon|tue|wed|thu|fri|sat|sun",
        'B' => "september|february|november|december|january|october|august|march|april|june|july|may",
        'b' => "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
        'p' => "am|pm",
        'Z' => "utc|gmt",
        _ => return None,
    })
}

/// Names in the order of their numbers, from 0.
const WEEKDAYS: &str = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";
const MONTHS: &str = "january|february|march|april|may|june|july|august|september|october|november|december";

/// A part of a format.
#[derive(Clone, Copy)]
enum Element {
    /// This character, in either case.
    Literal(char),
    /// One or more of white space.
    Space,
    /// A conversion, which is also a group of the regular expression.
    Field(char),
}

/// What the parts of a format are, checked as CPython checks it.
struct Elements {
    list: Vec<Element>,
    /// Length of the regular expression so far, in characters.
    length: usize,
    /// Conversions so far, with the number of their group.
    groups: Vec<(char, usize)>,
    group_count: usize,
    /// The first conversion that occurs again.
    repeated: Option<Raised>,
}

impl Elements {
    fn read(format: &str) -> Result<Vec<Element>, Raised> {
        let mut it = Self { list: Vec::new(), length: 0, groups: Vec::new(), group_count: 0, repeated: None };
        it.add(format, format)?;
        match it.repeated {
            Some(raised) => Err(raised),
            None => Ok(it.list),
        }
    }

    fn add(&mut self, part: &str, format: &str) -> Result<(), Raised> {
        let mut chars = part.chars();
        while let Some(char) = chars.next() {
            if is_space(char) {
                while chars.clone().next().is_some_and(is_space) {
                    chars.next();
                }
                self.list.push(Element::Space);
                self.length = self.length.saturating_add(3);
            } else if char != '%' {
                let escaped = r"\.^$*+?(){}[]|".contains(char);
                self.list.push(Element::Literal(char));
                self.length = self.length.saturating_add(if escaped { 2 } else { 1 });
            } else {
                match chars.next() {
                    None => return Err(Raised::value(format!("stray % in format '{format}'"))),
                    Some('%') => {
                        self.list.push(Element::Literal('%'));
                        self.length = self.length.saturating_add(1);
                    }
                    // These are made of others, so this goes no deeper.
                    Some('c') => self.add("%a %b %d %H:%M:%S %Y", format)?,
                    Some('x') => self.add("%m/%d/%y", format)?,
                    Some('X') => self.add("%H:%M:%S", format)?,
                    Some(letter) => self.field(letter, format)?,
                }
            }
        }
        Ok(())
    }

    fn field(&mut self, letter: char, format: &str) -> Result<(), Raised> {
        let Some(pattern) = pattern(letter) else {
            // What is escaped in a regular expression has a backslash before it by now.
            let shown = if r"\.^$*+?(){}[]|".contains(letter) || is_space(letter) { '%' } else { letter };
            return Err(Raised::value(format!("'{shown}' is a bad directive in format '{format}'")));
        };
        self.group_count = self.group_count.saturating_add(1);
        if let Some((_, earlier)) = self.groups.iter().find(|(known, _)| *known == letter)
            && self.repeated.is_none()
        {
            let (group, at) = (self.group_count, self.length.saturating_add(4));
            self.repeated = Some(Raised::new(
                "PatternError",
                format!(
                    "redefinition of group name '{letter}' as group {group}; was group {earlier} at position {at}"
                ),
            ));
        }
        self.groups.push((letter, self.group_count));
        // The offset has groups within it.
        self.group_count = self.group_count.saturating_add(if letter == 'z' { 2 } else { 0 });
        self.length = self.length.saturating_add(pattern.len()).saturating_add("(?P<d>)".len());
        self.list.push(Element::Field(letter));
        Ok(())
    }
}

/// Whether two characters are equal but for case.
fn alike(left: char, right: char) -> bool {
    left == right
        || left.to_lowercase().eq(right.to_lowercase())
        || left.to_uppercase().eq(right.to_uppercase())
}

/// The end of a match of one alternative.
fn alternative(pattern: &str, text: &[char], from: usize) -> Option<usize> {
    let mut at = from;
    let mut atoms = pattern.chars();
    while let Some(atom) = atoms.next() {
        let char = *text.get(at)?;
        let fits = match atom {
            '\\' => atoms.next().is_some() && decimal(char).is_some(),
            '[' => {
                let (first, last) = (atoms.next()?, atoms.nth(1)?);
                atoms.next();
                (first..=last).contains(&char)
            }
            literal => alike(literal, char),
        };
        if !fits {
            return None;
        }
        at = at.saturating_add(1);
    }
    Some(at)
}

/// Where an element may end, the preferred place first.
fn ends(element: Element, text: &[char], from: usize) -> Vec<usize> {
    let run = |from: usize, most: usize, fits: &dyn Fn(char) -> bool| {
        text.iter().skip(from).take(most).take_while(|char| fits(**char)).count()
    };
    match element {
        Element::Literal(char) => {
            let fits = text.get(from).is_some_and(|&found| alike(char, found));
            fits.then(|| from.saturating_add(1)).into_iter().collect()
        }
        Element::Space => {
            let count = run(from, usize::MAX, &is_space);
            (1..=count).rev().map(|count| from.saturating_add(count)).collect()
        }
        Element::Field('f') => {
            let count = run(from, 6, &|char| char.is_ascii_digit());
            (1..=count).rev().map(|count| from.saturating_add(count)).collect()
        }
        Element::Field('z') => offset_ends(text, from),
        Element::Field(letter) => pattern(letter)
            .unwrap_or_default()
            .split('|')
            .filter_map(|it| alternative(it, text, from))
            .collect(),
    }
}

/// Where an offset may end.
fn offset_ends(text: &[char], from: usize) -> Vec<usize> {
    if text.get(from) == Some(&'Z') {
        return vec![from.saturating_add(1)];
    }
    let sign = from.saturating_add(1);
    let colon = |at: usize| if text.get(at) == Some(&':') { at.saturating_add(1) } else { at };
    let sixty = |at: usize| alternative(r"[0-5]\d", text, at);
    let hours = match text.get(from) {
        Some('+' | '-') => alternative(r"\d\d", text, sign),
        _ => None,
    };
    let Some(minutes) = hours.and_then(|at| sixty(colon(at))) else { return Vec::new() };
    let mut found = Vec::new();
    if let Some(seconds) = sixty(colon(minutes)) {
        if text.get(seconds) == Some(&'.') {
            let from = seconds.saturating_add(1);
            let count = text.iter().skip(from).take(6).take_while(|char| decimal(**char).is_some()).count();
            found.extend((1..=count).rev().map(|count| from.saturating_add(count)));
        }
        found.push(seconds);
    }
    found.push(minutes);
    found
}

/// Conversions and the texts they match, in order.
type Fields<'t> = Vec<(char, &'t [char])>;

/// The texts of the conversions, and where the match ends.
fn match_all<'t>(elements: &[Element], text: &'t [char]) -> Option<(Fields<'t>, usize)> {
    // For each element matched so far, the ends still to be tried, last one first.
    let mut tried: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(element) = elements.get(tried.len()) {
        let mut places = ends(*element, text, at);
        places.reverse();
        tried.push((at, places));
        loop {
            let (_, places) = tried.last_mut()?;
            if let Some(end) = places.pop() {
                at = end;
                break;
            }
            tried.pop();
        }
    }
    // Where an element ends is where the next one began.
    let starts = tried.iter().map(|(start, _)| *start);
    let stops = tried.iter().skip(1).map(|(start, _)| *start).chain([at]);
    let fields =
        elements.iter().zip(starts.zip(stops)).filter_map(|(element, (start, stop))| match element {
            Element::Field(letter) => Some((*letter, text.get(start..stop).unwrap_or_default())),
            _ => None,
        });
    Some((fields.collect(), at))
}

/// What was found.
#[derive(Default)]
struct Found {
    year: Option<i64>,
    iso_year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    micros: i64,
    weekday: Option<i64>,
    day_of_year: Option<i64>,
    week: Option<i64>,
    /// Whether weeks begin on Monday.
    monday: bool,
    iso_week: Option<i64>,
    /// Microseconds.
    offset: Option<i64>,
}

/// A day, whose parts need not agree with each other.
struct Days {
    date: (i64, i64, i64),
    weekday: i64,
    day_of_year: i64,
}

fn number(text: &[char]) -> i64 {
    text.iter()
        .filter_map(|char| decimal(*char))
        .fold(0, |value: i64, digit| value.wrapping_mul(10).wrapping_add(i64::from(digit)))
}

fn lower(text: &[char]) -> String {
    text.iter().flat_map(|char| char.to_lowercase()).collect()
}

/// The index of a name among those between bars, of which as many letters as it has count.
fn index(text: &[char], names: &str, width: Option<usize>) -> Result<i64, Raised> {
    let wanted = lower(text);
    let found =
        names.split('|').position(|name| width.and_then(|width| name.get(..width)).unwrap_or(name) == wanted);
    match found.and_then(|at| i64::try_from(at).ok()) {
        Some(at) => Ok(at),
        // A letter without a twin in lower case, such as the long s, can match and yet not be a name.
        None => Err(Raised::value(format!("{} is not in list", repr(&wanted)))),
    }
}

impl Found {
    fn take(&mut self, letter: char, text: &[char], half: &str) -> Result<(), Raised> {
        let value = number(text);
        match letter {
            'y' => self.year = Some(value.saturating_add(if value <= 68 { 2000 } else { 1900 })),
            'Y' => self.year = Some(value),
            'G' => self.iso_year = Some(value),
            'm' => self.month = Some(value),
            'B' => self.month = Some(index(text, MONTHS, None)?.saturating_add(1)),
            'b' => self.month = Some(index(text, MONTHS, Some(3))?.saturating_add(1)),
            'd' => self.day = Some(value),
            'H' => self.hour = value,
            'I' => {
                self.hour = match half {
                    "pm" if value != 12 => value.saturating_add(12),
                    "" | "am" if value == 12 => 0,
                    _ => value,
                };
            }
            'M' => self.minute = value,
            'S' => self.second = value,
            'f' => {
                let missing = 6u32.saturating_sub(u32::try_from(text.len()).unwrap_or(6));
                self.micros = value.saturating_mul(10i64.saturating_pow(missing));
            }
            'A' => self.weekday = Some(index(text, WEEKDAYS, None)?),
            'a' => self.weekday = Some(index(text, WEEKDAYS, Some(3))?),
            'w' => self.weekday = Some(if value == 0 { 6 } else { value.saturating_sub(1) }),
            'u' => self.weekday = Some(value.saturating_sub(1)),
            'j' => self.day_of_year = Some(value),
            'U' | 'W' => {
                self.week = Some(value);
                self.monday = letter == 'W';
            }
            'V' => self.iso_week = Some(value),
            'z' => self.offset = Some(offset(text)?),
            _ => {}
        }
        Ok(())
    }

    /// Year, month and day from what was found.
    fn date(&self) -> Result<(i64, i64, i64), Raised> {
        self.days().map(|days| days.date)
    }

    /// The day from what was found.
    fn days(&self) -> Result<Days, Raised> {
        self.check_iso()?;
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        // The year 1900 has no leap day.
        let leap_day = self.year.is_none() && month == 2 && day == 29;
        let mut year = self.year.unwrap_or(if leap_day { 1904 } else { 1900 });
        let mut parts = (year, month, day);
        let mut day_of_year = self.day_of_year;
        if let (None, Some(weekday)) = (day_of_year, self.weekday) {
            if let Some(week) = self.week {
                let first = Date::new(year, 1, 1)?;
                let mut number = day_in_week(first, week, weekday, self.monday);
                if number <= 0 {
                    year = year.saturating_sub(1);
                    number = number.saturating_add(if calendar::is_leap(year) { 366 } else { 365 });
                }
                day_of_year = Some(number);
            } else if let (Some(iso_year), Some(week)) = (self.iso_year, self.iso_week) {
                let (year, month, day) = iso_week_day(iso_year, week, weekday.saturating_add(1))?;
                Date::new(year, month, day)?;
                parts = (year, month, day);
            }
        }
        let date = match day_of_year {
            None => Date::new(parts.0, parts.1, parts.2)?,
            Some(number) => {
                let first = Date::new(year, 1, 1)?.ordinal();
                Date::from_ordinal(number.saturating_sub(1).saturating_add(first))?
            }
        };
        let (year, month, day) = date.parts();
        Ok(Days {
            date: (if leap_day { 1900 } else { year }, month, day),
            weekday: self.weekday.unwrap_or_else(|| i64::from(date.weekday())),
            day_of_year: day_of_year.unwrap_or_else(|| i64::from(date.day_of_year())),
        })
    }

    /// Which conversions of ISO weeks need which others.
    fn check_iso(&self) -> Result<(), Raised> {
        let week_and_day = "a weekday directive ('%A', '%a', '%w', or '%u').";
        Err(Raised::value(match (self.iso_year, self.iso_week) {
            (Some(_), _) if self.day_of_year.is_some() => {
                "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead."
                    .to_owned()
            }
            (Some(_), week) if week.is_none() || self.weekday.is_none() => format!(
                "ISO year directive '%G' must be used with the ISO week directive '%V' and {week_and_day}"
            ),
            (None, Some(_)) if self.year.is_none() || self.weekday.is_none() => format!(
                "ISO week directive '%V' must be used with the ISO year directive '%G' and {week_and_day}"
            ),
            (None, Some(_)) => "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year \
                                '%G' instead."
                .to_owned(),
            _ => return Ok(()),
        }))
    }
}

/// Number within the year of a day in a week as `%U` and `%W` count them; 0 or less before the year.
fn day_in_week(first: Date, week: i64, weekday: i64, monday: bool) -> i64 {
    let shift = |day: i64| if monday { day } else { day.saturating_add(1) % 7 };
    let first = shift(i64::from(first.weekday()));
    let weekday = shift(weekday).saturating_add(1);
    if week == 0 {
        return weekday.saturating_sub(first);
    }
    let partial = 7i64.saturating_sub(first) % 7;
    partial.saturating_add(week.saturating_sub(1).saturating_mul(7)).saturating_add(weekday)
}

/// Microseconds of an offset.
fn offset(text: &[char]) -> Result<i64, Raised> {
    if text == ['Z'] {
        return Ok(0);
    }
    let mut digits = text.to_vec();
    if digits.get(3) == Some(&':') {
        digits.remove(3);
        if digits.len() > 5 {
            if digits.get(5) != Some(&':') {
                let shown: String = text.iter().collect();
                return Err(Raised::value(format!("Inconsistent use of : in {shown}")));
            }
            digits.remove(5);
        }
    }
    let part = |from: usize, to: usize| digits.get(from..to.min(digits.len())).unwrap_or_default();
    let seconds = part(5, 7);
    if seconds.contains(&':') {
        let shown: String = seconds.iter().collect();
        return Err(Raised::value(format!("invalid literal for int() with base 10: {}", repr(&shown))));
    }
    let fraction = part(8, usize::MAX);
    let missing = 6u32.saturating_sub(u32::try_from(fraction.len()).unwrap_or(6));
    let micros = number(fraction).saturating_mul(10i64.saturating_pow(missing));
    let minutes = number(part(1, 3)).saturating_mul(60).saturating_add(number(part(3, 5)));
    let seconds = minutes.saturating_mul(60).saturating_add(number(seconds));
    let total = seconds.saturating_mul(SECOND).saturating_add(micros);
    Ok(if digits.first() == Some(&'-') { total.saturating_neg() } else { total })
}

/// What the text holds, and the text of the name of a zone.
fn read(text: &str, format: &str) -> Result<(Found, Option<String>), Raised> {
    let elements = Elements::read(format)?;
    let chars: Vec<char> = text.chars().collect();
    let Some((fields, end)) = match_all(&elements, &chars) else {
        let message = format!("time data {} does not match format {}", repr(text), repr(format));
        return Err(Raised::value(message));
    };
    if end != chars.len() {
        let rest: String = chars.iter().skip(end).collect();
        return Err(Raised::value(format!("unconverted data remains: {rest}")));
    }
    let field = |wanted| fields.iter().find(|(letter, _)| *letter == wanted).map(|(_, text)| *text);
    let half = lower(field('p').unwrap_or_default());
    let mut found = Found::default();
    for (letter, text) in &fields {
        found.take(*letter, text, &half)?;
    }
    Ok((found, field('Z').map(|text| text.iter().collect())))
}

/// `time.strptime(text, format)`: the nine items of a `struct_time`, in order.
///
/// # Errors
/// As [`DateTime::strptime`].
pub fn time_strptime(text: &str, format: &str) -> Result<[i64; 9], Raised> {
    let (found, name) = read(text, format)?;
    let Days { date: (year, month, day), weekday, day_of_year } = found.days()?;
    // Only names of UTC match.
    let is_dst = if name.is_some() { 0 } else { -1 };
    Ok([year, month, day, found.hour, found.minute, found.second, weekday, day_of_year, is_dst])
}

impl DateTime<'_> {
    /// `datetime.strptime(text, format)`. The name of a zone, where both a name and an offset were read, comes apart: it
    /// belongs to the zone.
    ///
    /// # Errors
    /// `ValueError`: the text is not of that format; `ValueError` or `PatternError`: the format is none.
    pub fn strptime(text: &str, format: &str) -> Result<(DateTime<'static>, Option<String>), Raised> {
        let (found, name) = read(text, format)?;
        let (year, month, day) = found.date()?;
        let zone = found.offset.map(|offset| Zone::fixed(Delta::from_micros(offset), None)).transpose()?;
        let name = zone.and(name);
        let date = Date::new(year, month, day)?;
        let clock = Clock::new(found.hour, found.minute, found.second, found.micros, 0)?;
        Ok((DateTime { date, clock, zone }, name))
    }
}
