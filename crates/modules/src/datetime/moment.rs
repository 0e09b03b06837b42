//! `datetime`.

use std::cmp::Ordering;
use std::fmt::Write as _;

use super::calendar::from_ordinal;
use super::date::date_overflow;
use super::names::{ctime_month, ctime_weekday};
use super::zone::write_offset;
use super::{Clock, DAY, Date, Delta, EPOCH_DAYS, MAX_ORDINAL, SECOND, Time, TimeSpec, Zone};
use crate::raised::Raised;

/// A day and a time, in a zone or not: `datetime`.
#[derive(Clone, Copy, Debug)]
pub struct DateTime<'z> {
    /// The day.
    pub date: Date,
    /// The time.
    pub clock: Clock,
    /// `tzinfo`.
    pub zone: Option<Zone<'z>>,
}

impl<'z> DateTime<'z> {
    /// `datetime.min`.
    pub const MIN: DateTime<'static> = DateTime {
        date: Date::MIN,
        clock: Clock { hour: 0, minute: 0, second: 0, fold: 0, microsecond: 0 },
        zone: None,
    };
    /// `datetime.max`.
    pub const MAX: DateTime<'static> = DateTime {
        date: Date::MAX,
        clock: Clock { hour: 23, minute: 59, second: 59, fold: 0, microsecond: 999_999 },
        zone: None,
    };

    /// The moment so many microseconds after the beginning of day 0; `None` outside of the years 1 to 9999.
    pub(super) fn from_micros(micros: i64, zone: Option<Zone<'z>>) -> Option<Self> {
        let ordinal = micros.div_euclid(DAY);
        if !(1..=MAX_ORDINAL).contains(&ordinal) {
            return None;
        }
        let (year, month, day) = from_ordinal(ordinal);
        Some(Self {
            date: Date::of(year, month, day),
            clock: Clock::from_micros(micros.rem_euclid(DAY)),
            zone,
        })
    }

    /// Microseconds since the beginning of day 0, as shown.
    pub(super) fn micros(&self) -> i64 {
        self.date.ordinal().saturating_mul(DAY).saturating_add(self.clock.micros())
    }

    /// Seconds since 1970 as if it were shown in UTC, rounded down, and the fold: what a zone with rules is asked by.
    pub(super) fn local_seconds(&self) -> (i64, u8) {
        let seconds = self.micros().div_euclid(SECOND);
        (seconds.saturating_sub(EPOCH_DAYS.saturating_mul(86_400)), self.clock.fold)
    }

    /// `moment.date()` and `moment.timetz()` are its parts; this is `datetime.combine(date, time)`.
    #[must_use]
    pub const fn combine(date: Date, time: Time<'z>) -> Self {
        Self { date, clock: time.clock, zone: time.zone }
    }

    /// `moment.timetz()`.
    #[must_use]
    pub const fn time(&self) -> Time<'z> {
        Time { clock: self.clock, zone: self.zone }
    }

    /// The same date and time in this zone: `moment.replace(tzinfo=zone)`.
    #[must_use]
    pub const fn in_zone<'o>(&self, zone: Option<Zone<'o>>) -> DateTime<'o> {
        DateTime { date: self.date, clock: self.clock, zone }
    }

    /// `moment.utcoffset()` in microseconds.
    #[must_use]
    pub fn offset(&self) -> Option<i64> {
        self.zone.and_then(|zone| zone.offset(Some(self)))
    }

    /// `moment.dst()` in microseconds.
    #[must_use]
    pub fn dst(&self) -> Option<i64> {
        self.zone.and_then(|zone| zone.dst(Some(self)))
    }

    /// `moment.tzname()`.
    #[must_use]
    pub fn zone_name(&self) -> Option<String> {
        self.zone.and_then(|zone| zone.name(Some(self)))
    }

    /// `moment + delta`.
    ///
    /// # Errors
    /// `OverflowError`: outside of the years 1 to 9999.
    pub fn plus(&self, delta: Delta) -> Result<Self, Raised> {
        self.shifted(delta.total())
    }

    /// `moment - delta`.
    ///
    /// # Errors
    /// `OverflowError`: outside of the years 1 to 9999.
    pub fn minus(&self, delta: Delta) -> Result<Self, Raised> {
        self.shifted(delta.total().saturating_neg())
    }

    fn shifted(&self, micros: i128) -> Result<Self, Raised> {
        i64::try_from(i128::from(self.micros()).saturating_add(micros))
            .ok()
            .and_then(|micros| Self::from_micros(micros, self.zone))
            .ok_or_else(date_overflow)
    }

    fn same_zone(&self, other: &DateTime<'_>) -> bool {
        match (self.zone, other.zone) {
            (None, None) => true,
            (Some(mine), Some(others)) => mine.is(others),
            _ => false,
        }
    }

    /// How far apart they are in microseconds; `None` where one has an offset and one has not.
    fn apart(&self, other: &DateTime<'_>) -> Option<i64> {
        let shown = self.micros().saturating_sub(other.micros());
        if self.same_zone(other) {
            return Some(shown);
        }
        match (self.offset(), other.offset()) {
            (None, None) => Some(shown),
            (Some(mine), Some(others)) => Some(shown.saturating_sub(mine).saturating_add(others)),
            _ => None,
        }
    }

    /// `moment - other`.
    ///
    /// # Errors
    /// `TypeError`: one has an offset and one has not.
    pub fn since(&self, other: &DateTime<'_>) -> Result<Delta, Raised> {
        self.apart(other)
            .map(Delta::from_micros)
            .ok_or_else(|| Raised::typed("can't subtract offset-naive and offset-aware datetimes"))
    }

    /// How two moments compare.
    ///
    /// # Errors
    /// `TypeError`: one has an offset and one has not.
    pub fn compare(&self, other: &DateTime<'_>) -> Result<Ordering, Raised> {
        self.apart(other)
            .map(|apart| apart.cmp(&0))
            .ok_or_else(|| Raised::typed("can't compare offset-naive and offset-aware datetimes"))
    }

    /// Whether two moments are equal. Between zones a moment whose offset depends on the fold equals none.
    #[must_use]
    pub fn equals(&self, other: &DateTime<'_>) -> bool {
        if self.apart(other) != Some(0) {
            return false;
        }
        self.same_zone(other) || !(self.offset_depends_on_fold() || other.offset_depends_on_fold())
    }

    fn offset_depends_on_fold(&self) -> bool {
        let other = Self { clock: self.clock.folded(1u8.saturating_sub(self.clock.fold)), ..*self };
        self.offset() != other.offset()
    }

    /// What equal moments have in common, to be hashed: microseconds in UTC, or as shown without offset.
    #[must_use]
    pub fn hash_key(&self) -> i64 {
        let first = Self { clock: self.clock.folded(0), ..*self };
        first.micros().saturating_sub(first.offset().unwrap_or(0))
    }

    /// `moment.astimezone(zone)`; a moment without zone is taken to be local, which is UTC.
    ///
    /// # Errors
    /// `OverflowError` or `ValueError`: outside of the years 1 to 9999.
    pub fn to_zone<'o>(&self, zone: Zone<'o>) -> Result<DateTime<'o>, Raised> {
        if self.zone.is_some_and(|mine| mine.is(zone)) {
            return Ok(self.in_zone(Some(zone)));
        }
        let offset = match self.offset() {
            Some(offset) => offset,
            None => {
                // Here CPython looks both ways.
                self.check_local()?;
                let other = 1u8.saturating_sub(self.clock.fold);
                Self { clock: self.clock.folded(other), ..*self }.check_local()?;
                0
            }
        };
        let utc = self.shifted(i128::from(offset).saturating_neg())?;
        utc.in_zone(Some(zone)).from_utc(zone)
    }

    /// `zone.fromutc(moment)`: the moment shown in UTC, as it is in the zone.
    ///
    /// # Errors
    /// `OverflowError`: outside of the years 1 to 9999.
    pub fn from_utc<'o>(&self, zone: Zone<'o>) -> Result<DateTime<'o>, Raised> {
        let shown = self.in_zone(Some(zone));
        match zone {
            Zone::Utc => Ok(DateTime { clock: shown.clock.folded(0), ..shown }),
            Zone::Fixed { offset, .. } => shown.shifted(i128::from(offset)),
            Zone::Named(rules) => {
                let (utc, _) = self.local_seconds();
                let (local, fold) = rules.to_local(utc);
                let moved = i128::from(local.saturating_sub(utc)).saturating_mul(i128::from(SECOND));
                let moved = shown.shifted(moved)?;
                Ok(DateTime { clock: moved.clock.folded(fold), ..moved })
            }
        }
    }

    /// `moment.isoformat(separator, timespec)`.
    #[must_use]
    pub fn iso(&self, separator: char, spec: TimeSpec) -> String {
        let mut out = self.date.to_string();
        out.push(separator);
        let _infallible = self.clock.iso(spec, &mut out);
        if let Some(offset) = self.offset() {
            let _infallible = write_offset(&mut out, offset, ":");
        }
        out
    }

    /// `repr(moment)`.
    #[must_use]
    pub fn repr(&self) -> String {
        let (year, month, day) = self.date.parts();
        let mut out = format!("datetime.datetime({year}, {month}, {day}, ");
        let _infallible = self.clock.repr(&mut out);
        if self.clock.fold == 1 {
            out.push_str(", fold=1");
        }
        if let Some(zone) = self.zone {
            let _infallible = write!(out, ", tzinfo={}", zone.repr());
        }
        out.push(')');
        out
    }

    /// `moment.ctime()`.
    #[must_use]
    pub fn ctime(&self) -> String {
        let Clock { hour, minute, second, .. } = self.clock;
        format!(
            "{} {} {:2} {hour:02}:{minute:02}:{second:02} {:04}",
            ctime_weekday(self.date.weekday()),
            ctime_month(self.date.month()),
            self.date.day(),
            self.date.year()
        )
    }
}
