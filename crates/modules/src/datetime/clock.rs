//! `time`: a time of day.

use std::fmt::{self, Write as _};

use super::{SECOND, Zone};
use crate::raised::Raised;

/// Hours, minutes, seconds and microseconds, without a zone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    /// 1 for the second pass where clocks are set back.
    pub(super) fold: u8,
    pub(super) microsecond: u32,
}

/// How much of a time `isoformat` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSpec {
    /// Microseconds unless they are 0.
    Auto,
    /// `HH`
    Hours,
    /// `HH:MM`
    Minutes,
    /// `HH:MM:SS`
    Seconds,
    /// `HH:MM:SS.fff`
    Milliseconds,
    /// `HH:MM:SS.ffffff`
    Microseconds,
}

impl TimeSpec {
    /// The specification of that name.
    ///
    /// # Errors
    /// `ValueError`: there is none.
    pub fn named(name: &str) -> Result<Self, Raised> {
        Ok(match name {
            "auto" => Self::Auto,
            "hours" => Self::Hours,
            "minutes" => Self::Minutes,
            "seconds" => Self::Seconds,
            "milliseconds" => Self::Milliseconds,
            "microseconds" => Self::Microseconds,
            _ => return Err(Raised::value("Unknown timespec value")),
        })
    }
}

impl Clock {
    /// A time of day.
    ///
    /// # Errors
    /// `ValueError`: there is none.
    pub fn new(hour: i64, minute: i64, second: i64, microsecond: i64, fold: i64) -> Result<Self, Raised> {
        let part = |value: i64, below: i64, text: &str| {
            if (0..below).contains(&value) { Ok(value) } else { Err(Raised::value(text)) }
        };
        let small = |value: i64| u8::try_from(value).unwrap_or_default();
        let hour = part(hour, 24, "hour must be in 0..23")?;
        let minute = part(minute, 60, "minute must be in 0..59")?;
        let second = part(second, 60, "second must be in 0..59")?;
        let microsecond = part(microsecond, SECOND, "microsecond must be in 0..999999")?;
        let fold = part(fold, 2, "fold must be either 0 or 1")?;
        Ok(Self {
            hour: small(hour),
            minute: small(minute),
            second: small(second),
            fold: small(fold),
            microsecond: u32::try_from(microsecond).unwrap_or_default(),
        })
    }

    /// `hour`.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// `minute`.
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// `second`.
    #[must_use]
    pub const fn second(self) -> u8 {
        self.second
    }

    /// `microsecond`.
    #[must_use]
    pub const fn microsecond(self) -> u32 {
        self.microsecond
    }

    /// `fold`.
    #[must_use]
    pub const fn fold(self) -> u8 {
        self.fold
    }

    /// The same time with this fold.
    pub(super) const fn folded(self, fold: u8) -> Self {
        Self { fold, ..self }
    }

    /// Microseconds since midnight.
    pub(super) fn micros(self) -> i64 {
        let minutes = i64::from(self.hour).saturating_mul(60).saturating_add(i64::from(self.minute));
        let seconds = minutes.saturating_mul(60).saturating_add(i64::from(self.second));
        seconds.saturating_mul(SECOND).saturating_add(i64::from(self.microsecond))
    }

    /// The time so many microseconds after midnight, less than a day of them.
    pub(super) fn from_micros(micros: i64) -> Self {
        let seconds = micros / SECOND;
        let small = |value: i64| u8::try_from(value).unwrap_or_default();
        Self {
            hour: small(seconds / 3600),
            minute: small(seconds / 60 % 60),
            second: small(seconds % 60),
            fold: 0,
            microsecond: u32::try_from(micros % SECOND).unwrap_or_default(),
        }
    }

    /// `isoformat` without zone.
    pub(super) fn iso(self, spec: TimeSpec, out: &mut impl fmt::Write) -> fmt::Result {
        write!(out, "{:02}", self.hour)?;
        let spec = match spec {
            TimeSpec::Auto if self.microsecond == 0 => TimeSpec::Seconds,
            TimeSpec::Auto => TimeSpec::Microseconds,
            other => other,
        };
        if spec == TimeSpec::Hours {
            return Ok(());
        }
        write!(out, ":{:02}", self.minute)?;
        if spec == TimeSpec::Minutes {
            return Ok(());
        }
        write!(out, ":{:02}", self.second)?;
        match spec {
            TimeSpec::Milliseconds => write!(out, ".{:03}", self.microsecond / 1000),
            TimeSpec::Microseconds => write!(out, ".{:06}", self.microsecond),
            _ => Ok(()),
        }
    }

    /// The arguments of `repr` from the hour on, as far as they are not 0.
    pub(super) fn repr(self, out: &mut impl fmt::Write) -> fmt::Result {
        write!(out, "{}, {}", self.hour, self.minute)?;
        if self.second != 0 || self.microsecond != 0 {
            write!(out, ", {}", self.second)?;
        }
        if self.microsecond != 0 { write!(out, ", {}", self.microsecond) } else { Ok(()) }
    }
}

/// A time of day: `time`.
#[derive(Clone, Copy, Debug)]
pub struct Time<'z> {
    /// The time.
    pub clock: Clock,
    /// `tzinfo`.
    pub zone: Option<Zone<'z>>,
}

impl Time<'_> {
    /// `time.utcoffset()` in microseconds; none also for zones whose offset depends on the day.
    #[must_use]
    pub fn offset(self) -> Option<i64> {
        self.zone.and_then(|zone| zone.offset(None))
    }

    /// Whether two times are equal; one with and one without offset never are.
    #[must_use]
    pub fn equals(self, other: Time<'_>) -> bool {
        match (self.offset(), other.offset()) {
            (Some(mine), Some(others)) if !self.same_zone(other) => self.utc(mine) == other.utc(others),
            (Some(_), Some(_)) | (None, None) => self.clock.micros() == other.clock.micros(),
            _ => self.same_zone(other) && self.clock.micros() == other.clock.micros(),
        }
    }

    /// How two times compare.
    ///
    /// # Errors
    /// `TypeError`: one has an offset and one has not.
    pub fn compare(self, other: Time<'_>) -> Result<std::cmp::Ordering, Raised> {
        match (self.offset(), other.offset()) {
            (Some(mine), Some(others)) if !self.same_zone(other) => {
                Ok(self.utc(mine).cmp(&other.utc(others)))
            }
            (Some(_), Some(_)) | (None, None) => Ok(self.clock.micros().cmp(&other.clock.micros())),
            _ => Err(Raised::typed("can't compare offset-naive and offset-aware times")),
        }
    }

    fn same_zone(self, other: Time<'_>) -> bool {
        match (self.zone, other.zone) {
            (None, None) => true,
            (Some(mine), Some(others)) => mine.is(others),
            _ => false,
        }
    }

    /// Microseconds since midnight in UTC, which may be of the day before or after.
    fn utc(self, offset: i64) -> i64 {
        self.clock.micros().saturating_sub(offset)
    }

    /// `time.isoformat(timespec)`.
    #[must_use]
    pub fn iso(self, spec: TimeSpec) -> String {
        let mut out = String::new();
        let _infallible = self.clock.iso(spec, &mut out);
        if let Some(offset) = self.offset() {
            let _infallible = super::zone::write_offset(&mut out, offset, ":");
        }
        out
    }

    /// `repr(time)`.
    #[must_use]
    pub fn repr(self) -> String {
        let mut out = "datetime.time(".to_owned();
        let _infallible = self.clock.repr(&mut out);
        if let Some(zone) = self.zone {
            let _infallible = write!(out, ", tzinfo={}", zone.repr());
        }
        out.push_str(if self.clock.fold == 1 { ", fold=1)" } else { ")" });
        out
    }
}
