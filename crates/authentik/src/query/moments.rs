//! What a field that holds a moment is compared with: as Django takes it, a text that is one, or a day.

use super::errors::VALIDATION_ERROR;
use hognose_eval::data::Data;
use hognose_eval::ops::text;
use hognose_eval::{Context, R, Value, export};
use hognose_modules::datetime::rows::{moment_of, owned_moment};
use hognose_modules::datetime::{DateTime, Zone};

/// A value as a moment with its zone: UTC where it says none.
///
/// # Errors
/// Django's `ValidationError` for a text that is none, `TypeError` for what is no text.
pub(super) fn moment<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Data> {
    let given = match value {
        Value::Str(given) => given.text(cx.heap())?.to_owned(),
        Value::Object(_) => {
            let data = export::data(cx, value)?;
            match moment_of(&data) {
                Some(moment) if moment.zone.is_none() => return Ok(in_utc(moment)),
                Some(_) => return Ok(data),
                // A day.
                None => text::str_string(cx, value)?,
            }
        }
        _ => return Err(cx.type_error("fromisoformat: argument must be str")),
    };
    cx.burn_bytes(given.len())?;
    let problem = match read(&given) {
        Ok(moment) => return Ok(in_utc(moment)),
        Err(problem) => problem,
    };
    Err(cx.raise(&VALIDATION_ERROR, format_args!("['“{given}” value {}']", problem.message())))
}

fn in_utc(moment: DateTime<'_>) -> Data {
    owned_moment(&DateTime { zone: moment.zone.or(Some(Zone::Utc)), ..moment })
}

/// Why a text is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Form,
    Day,
    Moment,
}

impl Problem {
    fn message(self) -> &'static str {
        match self {
            Self::Form => "has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.",
            Self::Day => "has the correct format (YYYY-MM-DD) but it is an invalid date.",
            Self::Moment => {
                "has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time."
            }
        }
    }
}

/// What `datetime.fromisoformat` reads, and what Django reads besides: numbers of one digit, blanks before the zone.
fn read(text: &str) -> Result<DateTime<'static>, Problem> {
    if let Ok(moment) = DateTime::from_iso(text) {
        return Ok(moment);
    }
    let (iso, problem) = loose(text).ok_or(Problem::Form)?;
    DateTime::from_iso(&iso).map_err(|_| problem)
}

/// The text as ISO 8601 has it, and what is wrong with it if it is none even so.
fn loose(text: &str) -> Option<(String, Problem)> {
    let (year, rest) = text.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let day_end = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
    let (day, rest) = rest.split_at_checked(day_end)?;
    let date = format!("{}-{}-{}", digits(year, 4)?, padded(month)?, padded(day)?);
    let Some(time) = rest.strip_prefix(['T', ' ']) else {
        return rest.is_empty().then_some((date, Problem::Day));
    };
    let zone_at =
        time.find(|char: char| !(char.is_ascii_digit() || ":.,".contains(char))).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(zone_at)?;
    let mut parts = clock.splitn(3, ':');
    let (hour, minute) = (padded(parts.next()?)?, padded(parts.next()?)?);
    let second = match parts.next() {
        None => "00".to_owned(),
        Some(second) => match second.split_once(['.', ',']) {
            None => padded(second)?,
            // Of twelve digits at most, six count.
            Some((second, rest)) => {
                let is_fraction =
                    (1..=12).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit());
                format!("{}.{:0<6}", padded(second)?, is_fraction.then_some(rest)?.get(..rest.len().min(6))?)
            }
        },
    };
    Some((format!("{date}T{hour}:{minute}:{second}{}", offset(zone.trim_start())?), Problem::Moment))
}

/// `Z`, `+02`, `+0200` or `+02:00`, or nothing.
fn offset(zone: &str) -> Option<String> {
    if zone.is_empty() || zone == "Z" {
        return Some(zone.to_owned());
    }
    let sign = zone.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?;
    let rest = zone.get(1..)?;
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = match minutes.strip_prefix(':').unwrap_or(minutes) {
        "" if rest.len() == 2 => "00",
        minutes => minutes,
    };
    Some(format!("{sign}{}:{}", digits(hours, 2)?, digits(minutes, 2)?))
}

/// So many digits.
fn digits(text: &str, count: usize) -> Option<&str> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// One digit or two, as two.
fn padded(text: &str) -> Option<String> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{text:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::{Problem, loose, read};

    #[test]
    fn reads_what_django_reads() {
        let iso = |text| loose(text).map(|(iso, _)| iso);
        assert_eq!(iso("2026-3-2 8:05").as_deref(), Some("2026-03-02T08:05:00"));
        assert_eq!(iso("2026-03-02T8:05:1,5 +0200").as_deref(), Some("2026-03-02T08:05:01.500000+02:00"));
        assert_eq!(iso("2026-03-02 08:05:01.1234567 Z").as_deref(), Some("2026-03-02T08:05:01.123456Z"));
        assert_eq!(iso("2026-3-2").as_deref(), Some("2026-03-02"));
        for wrong in [
            "",
            "x",
            "2026-03",
            "26-03-02",
            "2026-03-02 8",
            "2026-03-02 8:05 +2",
            "2026-03-02 8:05x",
            "2026-3-2é",
        ] {
            assert_eq!(iso(wrong), None, "{wrong}");
        }
        assert_eq!(read("2026-13-02 08:05").err(), Some(Problem::Moment));
        assert_eq!(read("2026-02-30").err(), Some(Problem::Day));
        assert_eq!(read("tomorrow").err(), Some(Problem::Form));
        assert!(read("20260302T080500").is_ok());
    }
}
