//! `date`.

use std::fmt;

use super::calendar::{self, days_in_month, first_iso_monday, from_ordinal, ordinal};
use super::names::{ctime_month, ctime_weekday};
use super::{Delta, MAX_ORDINAL, MAX_YEAR, MIN_YEAR};
use crate::raised::Raised;

/// A day: `date`. Ordered as Python orders it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// `date.isocalendar()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IsoWeek {
    /// Year that the week belongs to; 0 and 10,000 occur at the ends of the calendar.
    pub year: i32,
    /// 1 to 53.
    pub week: u8,
    /// 1 for Monday to 7.
    pub weekday: u8,
}

/// The error of an impossible year.
pub(super) fn year_out_of_range(year: i64) -> Raised {
    Raised::value(format!("year {year} is out of range"))
}

/// The error of arithmetic that leaves the calendar.
pub(super) fn date_overflow() -> Raised {
    Raised::overflow("date value out of range")
}

impl Date {
    /// `date.min`.
    pub const MIN: Self = Self { year: 1, month: 1, day: 1 };
    /// `date.max`.
    pub const MAX: Self = Self { year: 9999, month: 12, day: 31 };

    /// `date(year, month, day)`.
    ///
    /// # Errors
    /// `ValueError`: there is no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Result<Self, Raised> {
        if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
            return Err(year_out_of_range(year));
        }
        if !(1..=12).contains(&month) {
            return Err(Raised::value("month must be in 1..12"));
        }
        if !(1..=days_in_month(year, month)).contains(&day) {
            return Err(Raised::value("day is out of range for month"));
        }
        Ok(Self::of(year, month, day))
    }

    /// A day that is known to be one.
    pub(super) fn of(year: i64, month: i64, day: i64) -> Self {
        let small = |part: i64| u8::try_from(part).unwrap_or(1);
        Self { year: u16::try_from(year).unwrap_or(1), month: small(month), day: small(day) }
    }

    /// `date.fromordinal(number)`.
    ///
    /// # Errors
    /// `ValueError`: there is no such day.
    pub fn from_ordinal(number: i64) -> Result<Self, Raised> {
        if number < 1 {
            return Err(Raised::value("ordinal must be >= 1"));
        }
        let (year, month, day) = from_ordinal(number);
        Self::new(year, month, day)
    }

    /// `date.fromisocalendar(year, week, weekday)`.
    ///
    /// # Errors
    /// `ValueError`: there is no such day.
    pub fn from_iso_week(year: i64, week: i64, weekday: i64) -> Result<Self, Raised> {
        let (year, month, day) = iso_week_day(year, week, weekday)?;
        Self::new(year, month, day)
    }

    /// `date.year`.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// `date.month`: 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// `date.day`: 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    pub(super) const fn parts(self) -> (i64, i64, i64) {
        (self.year as i64, self.month as i64, self.day as i64)
    }

    /// `date.toordinal()`: 1 for 1 January of year 1.
    #[must_use]
    pub const fn ordinal(self) -> i64 {
        let (year, month, day) = self.parts();
        ordinal(year, month, day)
    }

    /// `date.weekday()`: 0 for Monday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        u8::try_from(calendar::weekday(self.ordinal())).unwrap_or_default()
    }

    /// Day of the year: 1 to 366.
    #[must_use]
    pub fn day_of_year(self) -> u16 {
        let (year, month, day) = self.parts();
        u16::try_from(calendar::days_before_month(year, month).saturating_add(day)).unwrap_or(1)
    }

    /// `date.isocalendar()`.
    #[must_use]
    pub fn iso_week(self) -> IsoWeek {
        let mut year = i64::from(self.year);
        let today = self.ordinal();
        if today < first_iso_monday(year) {
            year = year.saturating_sub(1);
        } else if today >= first_iso_monday(year.saturating_add(1)) {
            year = year.saturating_add(1);
        }
        let days = today.saturating_sub(first_iso_monday(year));
        IsoWeek {
            year: i32::try_from(year).unwrap_or_default(),
            week: u8::try_from((days / 7).saturating_add(1)).unwrap_or_default(),
            weekday: self.weekday().saturating_add(1),
        }
    }

    /// `date + delta`, of which only the days count.
    ///
    /// # Errors
    /// `OverflowError`: outside of the years 1 to 9999.
    pub fn plus(self, delta: Delta) -> Result<Self, Raised> {
        self.shifted(i64::from(delta.days()))
    }

    /// `date - delta`, of which only the days count.
    ///
    /// # Errors
    /// `OverflowError`: outside of the years 1 to 9999.
    pub fn minus(self, delta: Delta) -> Result<Self, Raised> {
        self.shifted(i64::from(delta.days()).saturating_neg())
    }

    fn shifted(self, days: i64) -> Result<Self, Raised> {
        let ordinal = self.ordinal().saturating_add(days);
        if !(1..=MAX_ORDINAL).contains(&ordinal) {
            return Err(date_overflow());
        }
        let (year, month, day) = from_ordinal(ordinal);
        Ok(Self::of(year, month, day))
    }

    /// `date - other`.
    #[must_use]
    pub fn since(self, other: Self) -> Delta {
        Delta::from_days(self.ordinal().saturating_sub(other.ordinal())).unwrap_or(Delta::ZERO)
    }

    /// `repr(date)`.
    #[must_use]
    pub fn repr(self) -> String {
        format!("datetime.date({}, {}, {})", self.year, self.month, self.day)
    }

    /// `date.ctime()`.
    #[must_use]
    pub fn ctime(self) -> String {
        format!(
            "{} {} {:2} 00:00:00 {:04}",
            ctime_weekday(self.weekday()),
            ctime_month(self.month),
            self.day,
            self.year
        )
    }
}

/// Year, month and day of a day in an ISO week; the year may be one too many.
pub(super) fn iso_week_day(year: i64, week: i64, weekday: i64) -> Result<(i64, i64, i64), Raised> {
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
        return Err(Raised::value(format!("Year is out of range: {year}")));
    }
    let monday = first_iso_monday(year);
    let weeks = first_iso_monday(year.saturating_add(1)).saturating_sub(monday) / 7;
    if !(1..=weeks).contains(&week) {
        return Err(Raised::value(format!("Invalid week: {week}")));
    }
    if !(1..=7).contains(&weekday) {
        return Err(Raised::value(format!("Invalid day: {weekday} (range is [1, 7])")));
    }
    let days = week.saturating_sub(1).saturating_mul(7).saturating_add(weekday).saturating_sub(1);
    Ok(from_ordinal(monday.saturating_add(days)))
}

/// `str(date)`, which is `date.isoformat()`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
