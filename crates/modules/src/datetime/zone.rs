//! `timezone`, and what a moment needs to know of a zone with rules.

use std::fmt;

use super::{DAY, DateTime, Delta, SECOND};
use crate::raised::{Raised, repr};

/// A zone whose offset depends on the moment: what `zoneinfo` makes.
pub trait NamedZone: fmt::Debug {
    /// Its key.
    fn key(&self) -> &str;
    /// Seconds east of UTC at a local time: seconds since 1970 as if that time were UTC, and its fold. `None` where no time is
    /// given and the zone has more than one offset.
    fn offset(&self, local: Option<(i64, u8)>) -> Option<i64>;
    /// Seconds of daylight saving time in the offset, likewise.
    fn dst(&self, local: Option<(i64, u8)>) -> Option<i64>;
    /// Abbreviation, likewise.
    fn name(&self, local: Option<(i64, u8)>) -> Option<&str>;
    /// The local time, in seconds since 1970 as if it were UTC, and its fold, at a moment in seconds since 1970.
    fn to_local(&self, utc: i64) -> (i64, u8);
    /// Whether it is the same object for Python.
    fn is(&self, other: &dyn NamedZone) -> bool;
}

/// A `tzinfo`.
#[derive(Clone, Copy, Debug)]
pub enum Zone<'z> {
    /// `timezone.utc`.
    Utc,
    /// `timezone(offset, name)`.
    Fixed {
        /// Microseconds east of UTC, less than a day.
        offset: i64,
        /// Its name, if one was given.
        name: Option<&'z str>,
    },
    /// A zone with rules.
    Named(&'z dyn NamedZone),
}

impl<'z> Zone<'z> {
    /// `timezone(offset, name)`.
    ///
    /// # Errors
    /// `ValueError`: a day or more.
    pub fn fixed(offset: Delta, name: Option<&'z str>) -> Result<Self, Raised> {
        let micros = i64::try_from(offset.total()).unwrap_or(i64::MAX);
        if micros.saturating_abs() >= DAY {
            return Err(Raised::value(format!(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {}.",
                offset.repr()
            )));
        }
        if micros == 0 && name.is_none() {
            return Ok(Self::Utc);
        }
        Ok(Self::Fixed { offset: micros, name })
    }

    /// Whether it is the same zone object for Python. Two fixed zones made alike count as one: hardly anything tells them
    /// apart.
    #[must_use]
    pub fn is(self, other: Zone<'_>) -> bool {
        match (self, other) {
            (Self::Utc, Zone::Utc) => true,
            (Self::Fixed { offset, name }, Zone::Fixed { offset: others, name: named }) => {
                offset == others && name == named
            }
            (Self::Named(mine), Zone::Named(others)) => mine.is(others),
            _ => false,
        }
    }

    /// `tz.utcoffset(moment)` in microseconds.
    #[must_use]
    pub fn offset(self, moment: Option<&DateTime<'_>>) -> Option<i64> {
        match self {
            Self::Utc => Some(0),
            Self::Fixed { offset, .. } => Some(offset),
            Self::Named(zone) => {
                let seconds = zone.offset(moment.map(DateTime::local_seconds));
                seconds.map(|seconds| seconds.saturating_mul(SECOND))
            }
        }
    }

    /// `tz.dst(moment)`; none for fixed zones.
    #[must_use]
    pub fn dst(self, moment: Option<&DateTime<'_>>) -> Option<i64> {
        match self {
            Self::Utc | Self::Fixed { .. } => None,
            Self::Named(zone) => {
                let seconds = zone.dst(moment.map(DateTime::local_seconds));
                seconds.map(|seconds| seconds.saturating_mul(SECOND))
            }
        }
    }

    /// `tz.tzname(moment)`.
    #[must_use]
    pub fn name(self, moment: Option<&DateTime<'_>>) -> Option<String> {
        match self {
            Self::Utc => Some("UTC".to_owned()),
            Self::Fixed { name: Some(name), .. } => Some(name.to_owned()),
            Self::Fixed { offset, name: None } => {
                let mut out = "UTC".to_owned();
                if offset != 0 {
                    let _infallible = write_offset(&mut out, offset, ":");
                }
                Some(out)
            }
            Self::Named(zone) => zone.name(moment.map(DateTime::local_seconds)).map(str::to_owned),
        }
    }

    /// `str(tz)`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Named(zone) => zone.key().to_owned(),
            fixed => fixed.name(None).unwrap_or_default(),
        }
    }

    /// `repr(tz)`.
    #[must_use]
    pub fn repr(self) -> String {
        match self {
            Self::Utc => "datetime.timezone.utc".to_owned(),
            Self::Fixed { offset, name } => {
                let delta = Delta::from_micros(offset).repr();
                match name {
                    Some(name) => format!("datetime.timezone({delta}, {})", repr(name)),
                    None => format!("datetime.timezone({delta})"),
                }
            }
            Self::Named(zone) => format!("zoneinfo.ZoneInfo(key={})", repr(zone.key())),
        }
    }

    /// `tz == other`: fixed zones of the same offset, or the same zone with rules.
    #[must_use]
    pub fn equals(self, other: Zone<'_>) -> bool {
        match (self, other) {
            (Self::Named(_), _) | (_, Zone::Named(_)) => self.is(other),
            _ => self.offset(None) == other.offset(None),
        }
    }
}

/// An offset of microseconds as `+HH:MM`, with seconds and microseconds where there are any.
pub(super) fn write_offset(out: &mut impl fmt::Write, offset: i64, separator: &str) -> fmt::Result {
    let micros = offset.saturating_abs();
    let seconds = micros / SECOND;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    write!(out, "{}{hours:02}{separator}{minutes:02}", if offset < 0 { '-' } else { '+' })?;
    let (seconds, micros) = (seconds % 60, micros % SECOND);
    if seconds != 0 || micros != 0 {
        write!(out, "{separator}{seconds:02}")?;
    }
    if micros != 0 { write!(out, ".{micros:06}") } else { Ok(()) }
}
