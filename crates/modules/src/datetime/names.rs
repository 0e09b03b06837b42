//! Names of days and months in the C locale.

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Full name of a day of the week, Monday being 0.
pub(super) fn weekday(day: u8) -> &'static str {
    WEEKDAYS.get(usize::from(day)).copied().unwrap_or("?")
}

/// Full name of a month, January being 1.
pub(super) fn month(month: u8) -> &'static str {
    usize::from(month).checked_sub(1).and_then(|at| MONTHS.get(at)).copied().unwrap_or("?")
}

/// The first three letters.
pub(super) fn short(name: &'static str) -> &'static str {
    name.get(..3).unwrap_or(name)
}

/// The name of a day of the week as `ctime` has it.
pub(super) fn ctime_weekday(day: u8) -> &'static str {
    short(weekday(day))
}

/// The name of a month as `ctime` has it.
pub(super) fn ctime_month(number: u8) -> &'static str {
    short(month(number))
}
