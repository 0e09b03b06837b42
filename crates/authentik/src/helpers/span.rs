//! Spans of time as authentik's settings write them: `hours=1;minutes=3`.

use hognose_eval::{Context, R, Value, class, ops};

/// Words for units, with their seconds.
const UNITS: &[(&str, f64)] = &[
    ("microseconds", 1e-6),
    ("milliseconds", 1e-3),
    ("seconds", 1.0),
    ("minutes", 60.0),
    ("hours", 3_600.0),
    ("days", 86_400.0),
    ("weeks", 604_800.0),
];

/// Days of a span at most.
const MOST_DAYS: f64 = 999_999_999.0;

/// The seconds of a span.
///
/// # Errors
/// `ValueError` for what is none.
pub(super) fn seconds<'h>(cx: &Context<'h>, text: Value<'h>) -> R<'h, f64> {
    let Value::Str(text) = text else {
        ops::attribute::get(cx, text, "split")?;
        return Err(cx.type_error("a span of time must be text"));
    };
    let text = text.text(cx.heap())?;
    cx.burn_bytes(text.len())?;
    let mut found: Vec<(f64, f64)> = Vec::new();
    for part in text.split(';') {
        cx.burn(1)?;
        let pieces: Vec<&str> = part.split('=').collect();
        let [key, value] = pieces.as_slice() else {
            return Err(if pieces.len() < 2 {
                cx.value_error("not enough values to unpack (expected 2, got 1)")
            } else {
                cx.value_error("too many values to unpack (expected 2)")
            });
        };
        let key = key.to_lowercase();
        let Some((_, unit)) = UNITS.iter().find(|(name, _)| *name == key) else { continue };
        let value = cx.call(Value::Type(&class::FLOAT), &[cx.str(value.trim())?])?;
        let Value::Float(value) = value else { return Err(cx.internal("a float that is none")) };
        // Of a unit that stands there twice the last counts.
        found.retain(|(known, _)| known.to_bits() != unit.to_bits());
        found.push((*unit, value.get()));
    }
    if found.is_empty() {
        return Err(cx.value_error("No valid keys to pass to timedelta"));
    }
    let total: f64 = found.iter().map(|(unit, value)| unit * value).sum();
    if total.is_nan() {
        return Err(cx.value_error("cannot convert float NaN to integer"));
    }
    if total.is_infinite() {
        return Err(cx.overflow_error("cannot convert float infinity to integer"));
    }
    let days = (total / 86_400.0).floor();
    if days.abs() > MOST_DAYS {
        return Err(cx.overflow_error(format_args!("days={days:.0}; must have magnitude <= {MOST_DAYS:.0}")));
    }
    Ok(total)
}
