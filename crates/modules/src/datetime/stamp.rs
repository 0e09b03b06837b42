//! Seconds since 1970: `timestamp` and `fromtimestamp`.

use super::calendar::from_ordinal;
use super::date::year_out_of_range;
use super::{DAY, Date, DateTime, EPOCH_DAYS, MAX_ORDINAL, MAX_YEAR, SECOND, Zone};
use crate::raised::Raised;

/// The seconds that a moment is made of.
#[derive(Clone, Copy, Debug)]
pub enum Stamp {
    /// A whole number; beyond 64 bits any such number with the same sign does.
    Int(i128),
    /// A floating-point number.
    Float(f64),
}

/// Ends of what C's `time_t` holds, as floating-point numbers.
const TIME_MIN: f64 = -9_223_372_036_854_775_808.0;
/// Seconds of a day: how far CPython looks for a change of the local clock.
const FOLD_PROBE: i64 = 86_400;

impl Stamp {
    /// Whole seconds, rounded down, and microseconds.
    pub(crate) fn split(self, round_down: bool) -> Result<(i64, i64), Raised> {
        let overflow = || Raised::overflow("timestamp out of range for platform time_t");
        match self {
            Self::Int(seconds) => Ok((i64::try_from(seconds).map_err(|_| overflow())?, 0)),
            Self::Float(float) if float.is_nan() => Err(Raised::value("Invalid value NaN (not a number)")),
            Self::Float(float) => {
                let (mut whole, mut micros) = if round_down {
                    (float.floor(), 0.0)
                } else {
                    (float.trunc(), (float.fract() * 1e6).round_ties_even())
                };
                if micros >= 1e6 {
                    micros -= 1e6;
                    whole += 1.0;
                } else if micros < 0.0 {
                    micros += 1e6;
                    whole -= 1.0;
                }
                if !(TIME_MIN..-TIME_MIN).contains(&whole) {
                    return Err(overflow());
                }
                #[expect(clippy::cast_possible_truncation, reason = "in range")]
                let split = (whole as i64, micros as i64);
                Ok(split)
            }
        }
    }
}

/// Year, month and day of a moment; fails where C's calendar or Python's ends.
fn day_of(seconds: i64) -> Result<Date, Raised> {
    let days = seconds.div_euclid(86_400).saturating_add(EPOCH_DAYS);
    let (year, month, day) = from_ordinal(days);
    if i32::try_from(year.saturating_sub(1900)).is_err() {
        return Err(Raised::new("OSError", "[Errno 75] Value too large for defined data type"));
    }
    // C counts years in 32 bits, from 1900.
    #[expect(clippy::cast_possible_truncation, reason = "wraps as C's does")]
    let shown = i64::from(year as i32);
    if !(1..=MAX_YEAR).contains(&shown) {
        return Err(year_out_of_range(shown));
    }
    Ok(Date::of(year, month, day))
}

impl Date {
    /// `date.fromtimestamp(stamp)`, in UTC.
    ///
    /// # Errors
    /// `OverflowError`, `ValueError` or `OSError`: there is no such day.
    pub fn from_stamp(stamp: Stamp) -> Result<Self, Raised> {
        let (seconds, _) = stamp.split(true)?;
        day_of(seconds)
    }
}

impl DateTime<'_> {
    /// `datetime.fromtimestamp(stamp, zone)`; without zone it is UTC, as is `utcfromtimestamp`.
    ///
    /// # Errors
    /// `OverflowError`, `ValueError` or `OSError`: there is no such moment.
    pub fn from_stamp(stamp: Stamp, zone: Option<Zone<'_>>) -> Result<DateTime<'_>, Raised> {
        let moment = Self::utc_from_stamp(stamp)?;
        match zone {
            Some(zone) => moment.from_utc(zone),
            None => {
                moment.check_probe()?;
                Ok(moment)
            }
        }
    }

    /// `datetime.utcfromtimestamp(stamp)`.
    ///
    /// # Errors
    /// `OverflowError`, `ValueError` or `OSError`: there is no such moment.
    pub fn utc_from_stamp(stamp: Stamp) -> Result<DateTime<'static>, Raised> {
        let (seconds, micros) = stamp.split(false)?;
        let date = day_of(seconds)?;
        let clock = seconds.rem_euclid(86_400).saturating_mul(SECOND).saturating_add(micros);
        Ok(DateTime { date, clock: super::Clock::from_micros(clock), zone: None })
    }

    /// `moment.timestamp()`; a moment without zone is taken to be local, which is UTC.
    ///
    /// # Errors
    /// `ValueError`: without zone, at the ends of the calendar, where CPython looks a day further.
    pub fn timestamp(&self) -> Result<f64, Raised> {
        let micros = match self.offset() {
            Some(offset) => self.micros().saturating_sub(offset),
            None => {
                self.check_local()?;
                let since = self.micros().saturating_sub(EPOCH_DAYS.saturating_mul(DAY));
                let (seconds, micros) = (since.div_euclid(SECOND), since.rem_euclid(SECOND));
                #[expect(clippy::cast_precision_loss, reason = "both are below 2**53")]
                let stamp = seconds as f64 + micros as f64 / 1e6;
                return Ok(stamp);
            }
        };
        Ok(super::Delta::from_micros(micros.saturating_sub(EPOCH_DAYS.saturating_mul(DAY))).total_seconds())
    }

    /// CPython finds out whether local clocks change by looking a day ahead or back; that fails at the calendar's ends.
    pub(super) fn check_local(&self) -> Result<(), Raised> {
        if self.clock.fold == 1 {
            let ahead = self.micros().saturating_add(DAY).div_euclid(DAY);
            if ahead > MAX_ORDINAL { Err(year_out_of_range(MAX_YEAR.saturating_add(1))) } else { Ok(()) }
        } else {
            self.check_probe()
        }
    }

    /// The look back.
    fn check_probe(&self) -> Result<(), Raised> {
        let back = self.micros().div_euclid(SECOND).saturating_sub(FOLD_PROBE);
        if back < 86_400 { Err(year_out_of_range(0)) } else { Ok(()) }
    }
}
