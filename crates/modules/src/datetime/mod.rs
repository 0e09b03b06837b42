//! Python's `datetime` as small plain data: dates, times of day, moments, spans and fixed zones.
//!
//! Nothing here knows what time it is: *now* comes from the evaluator's clock. The local zone is UTC, as in the containers
//! that authentik runs in.
//!
//! ```
//! use hognose_modules::datetime::{Date, DateTime, Delta};
//! let due = Date::new(2024, 2, 28).unwrap().plus(Delta::from_days(1).unwrap()).unwrap();
//! assert_eq!((due.to_string(), due.weekday()), ("2024-02-29".to_owned(), 3));
//! let moment = DateTime::from_iso("2024-02-29T10:00+01:00").unwrap();
//! assert_eq!(moment.timestamp().unwrap(), 1709197200.0);
//! ```

pub(crate) mod calendar;
mod clock;
mod date;
mod delta;
mod directive;
mod moment;
mod names;
mod read_iso;
pub mod rows;
mod stamp;
mod strftime;
mod strptime;
mod zone;

pub use clock::{Clock, Time, TimeSpec};
pub use date::{Date, IsoWeek};
pub use delta::{Amount, Delta};
pub use moment::DateTime;
pub use stamp::Stamp;
pub use strftime::{Moment, Stop, TimeTuple};
pub use strptime::time_strptime;
pub use zone::{NamedZone, Zone};

/// Microseconds of a second.
pub(crate) const SECOND: i64 = 1_000_000;
/// Microseconds of a day.
pub(crate) const DAY: i64 = 86_400 * SECOND;
/// Days from the day before 1 January of year 1 to 1 January 1970.
pub(crate) const EPOCH_DAYS: i64 = 719_163;
/// First and last year.
pub(crate) const MIN_YEAR: i64 = 1;
pub(crate) const MAX_YEAR: i64 = 9999;
/// Ordinal of the last day of the last year.
pub(crate) const MAX_ORDINAL: i64 = 3_652_059;
