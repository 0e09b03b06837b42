//! The rule at the end of a zone's data, for all times after its last transition: `CET-1CEST,M3.5.0,M10.5.0/3`.

use super::Info;
use crate::datetime::EPOCH_DAYS;
use crate::datetime::calendar::{
    days_before_month, days_before_year, days_in_month, from_ordinal, is_leap, weekday,
};

/// Standard time and daylight saving time in turn, every year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    standard: Info,
    daylight: Info,
    start: Turn,
    end: Turn,
}

/// What holds after the last transition.
#[derive(Clone, Copy, Debug)]
pub(super) enum After {
    /// Always the same.
    Fixed(Info),
    /// By the time of year.
    Rule(Rule),
}

/// When a year's clocks change.
#[derive(Clone, Copy, Debug)]
struct Turn {
    day: Day,
    /// Seconds after the local midnight that begins the day.
    seconds: i64,
}

#[derive(Clone, Copy, Debug)]
enum Day {
    /// The so-many-th weekday of a month, 5 being the last; Sunday is 0.
    Weekday { month: i64, week: i64, day: i64 },
    /// Day of the year from 1, 29 February not counted.
    Julian(i64),
    /// Day of the year from 0.
    Zero(i64),
}

/// Text that is being read.
struct Reader {
    rest: &'static str,
}

impl Reader {
    fn takes(&mut self, prefix: char) -> bool {
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn number(&mut self) -> Option<i64> {
        let end = self.rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        digits.parse().ok()
    }

    /// An abbreviation, in angle brackets where it is not of letters.
    fn name(&mut self) -> Option<&'static str> {
        let (name, rest) = if self.takes('<') {
            self.rest.split_once('>')?
        } else {
            let end = self.rest.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(self.rest.len());
            self.rest.split_at_checked(end)?
        };
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    /// Hours, minutes and seconds, in seconds.
    fn time(&mut self) -> Option<i64> {
        let negative = self.takes('-');
        if !negative {
            self.takes('+');
        }
        let mut seconds = self.number()?.checked_mul(3600)?;
        for unit in [60, 1] {
            if !self.takes(':') {
                break;
            }
            seconds = seconds.checked_add(self.number()?.checked_mul(unit)?)?;
        }
        Some(if negative { seconds.checked_neg()? } else { seconds })
    }

    fn turn(&mut self) -> Option<Turn> {
        let day = if self.takes('M') {
            let month = self.number().filter(|month| (1..=12).contains(month))?;
            let week = self.takes('.').then(|| self.number())?.filter(|week| (1..=5).contains(week))?;
            let day = self.takes('.').then(|| self.number())?.filter(|day| (0..=6).contains(day))?;
            Day::Weekday { month, week, day }
        } else if self.takes('J') {
            Day::Julian(self.number().filter(|day| (1..=365).contains(day))?)
        } else {
            Day::Zero(self.number().filter(|day| (0..=365).contains(day))?)
        };
        let seconds = if self.takes('/') { self.time()? } else { 7200 };
        Some(Turn { day, seconds })
    }
}

impl After {
    /// Reads the rule; `None` where it is none.
    pub(super) fn read(text: &'static str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let name = reader.name()?;
        // West is positive here.
        let offset = if reader.rest.is_empty() { 0 } else { reader.time()?.checked_neg()? };
        let standard = Info { offset, dst: 0, name };
        if reader.rest.is_empty() {
            return Some(Self::Fixed(standard));
        }
        let name = reader.name()?;
        let offset = match reader.rest.starts_with(',') {
            true => standard.offset.checked_add(3600)?,
            false => reader.time()?.checked_neg()?,
        };
        let daylight = Info { offset, dst: offset.checked_sub(standard.offset)?, name };
        let start = reader.takes(',').then(|| reader.turn())??;
        let end = reader.takes(',').then(|| reader.turn())??;
        reader.rest.is_empty().then_some(Self::Rule(Rule { standard, daylight, start, end }))
    }
}

impl Turn {
    /// Seconds since 1970 as if local time were UTC.
    fn in_year(self, year: i64) -> i64 {
        let before = days_before_year(year).saturating_sub(EPOCH_DAYS);
        let days = match self.day {
            Day::Weekday { month, week, day } => {
                let first =
                    days_before_year(year).saturating_add(days_before_month(year, month)).saturating_add(1);
                // Sunday is 0 in the rule, 6 in the calendar.
                let sunday_based = weekday(first).saturating_add(1);
                let ahead = day.saturating_sub(sunday_based).rem_euclid(7);
                let mut in_month = week.saturating_sub(1).saturating_mul(7).saturating_add(ahead);
                if in_month >= days_in_month(year, month) {
                    in_month = in_month.saturating_sub(7);
                }
                before
                    .saturating_add(days_before_month(year, month))
                    .saturating_add(in_month)
                    .saturating_add(1)
            }
            // Ordinals count from 1, days of the year here from 0.
            Day::Julian(day) if day >= 60 && is_leap(year) => before.saturating_add(day).saturating_add(1),
            Day::Julian(day) => before.saturating_add(day),
            Day::Zero(day) => before.saturating_add(day).saturating_add(1),
        };
        days.saturating_mul(86_400).saturating_add(self.seconds)
    }
}

fn year_of(seconds: i64) -> i64 {
    from_ordinal(seconds.div_euclid(86_400).saturating_add(EPOCH_DAYS)).0
}

impl Rule {
    fn turns(&self, year: i64) -> (i64, i64) {
        (self.start.in_year(year), self.end.in_year(year))
    }

    const fn is_daylight(time: i64, start: i64, end: i64) -> bool {
        if start < end { start <= time && time < end } else { !(end <= time && time < start) }
    }

    const fn info(&self, daylight: bool) -> Info {
        if daylight { self.daylight } else { self.standard }
    }

    /// What holds at a local time.
    pub(super) fn at_local(&self, local: i64, fold: u8) -> Info {
        let (mut start, mut end) = self.turns(year_of(local));
        let moved = self.daylight.dst;
        if (fold == 1) == (moved >= 0) {
            end = end.saturating_sub(moved);
        } else {
            start = start.saturating_add(moved);
        }
        self.info(Self::is_daylight(local, start, end))
    }

    /// What holds at a moment, and whether its local time is the second of two.
    pub(super) fn at_utc(&self, utc: i64) -> (Info, bool) {
        let (start, end) = self.turns(year_of(utc));
        let (start, end) =
            (start.saturating_sub(self.standard.offset), end.saturating_sub(self.daylight.offset));
        let moved = self.daylight.dst;
        let from = if moved > 0 { end } else { start };
        let fold = from <= utc && utc < from.saturating_add(moved.saturating_abs());
        (self.info(Self::is_daylight(utc, start, end)), fold)
    }
}
