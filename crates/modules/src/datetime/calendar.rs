//! The proleptic Gregorian calendar in numbers of days.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "years are within ±2**34 and days within ±2**43, far from what 64 bits hold"
)]

/// Whether the year has 366 days.
pub(crate) const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days of a month, 1 to 12.
pub(crate) const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days of the year before the first of that month.
pub(crate) const fn days_before_month(year: i64, month: i64) -> i64 {
    let common = match month {
        1 => 0,
        2 => 31,
        3 => 59,
        4 => 90,
        5 => 120,
        6 => 151,
        7 => 181,
        8 => 212,
        9 => 243,
        10 => 273,
        11 => 304,
        _ => 334,
    };
    if month > 2 && is_leap(year) { common + 1 } else { common }
}

/// Days before 1 January of the year, counted from year 1.
pub(crate) const fn days_before_year(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400)
}

/// Number of the day: 1 for 1 January of year 1.
pub(crate) const fn ordinal(year: i64, month: i64, day: i64) -> i64 {
    days_before_year(year) + days_before_month(year, month) + day
}

/// Year, month and day of an ordinal.
pub(crate) const fn from_ordinal(ordinal: i64) -> (i64, i64, i64) {
    // Within periods of 400 years, counted from 1 March of year 0 so that a leap day comes last.
    let days = ordinal + 305;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// Day of the week of an ordinal, Monday being 0.
pub(crate) const fn weekday(ordinal: i64) -> i64 {
    (ordinal + 6).rem_euclid(7)
}

/// Ordinal of the Monday that begins the first ISO week of the year.
pub(crate) const fn first_iso_monday(year: i64) -> i64 {
    let first = ordinal(year, 1, 1);
    let day = weekday(first);
    let monday = first - day;
    if day > 3 { monday + 7 } else { monday }
}
