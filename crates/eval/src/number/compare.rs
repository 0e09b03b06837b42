//! Comparisons, exact for any size.

use std::cmp::Ordering;

use super::{Int, IntRef, int_from_float};

/// Compares two integers.
#[must_use]
pub fn compare(a: IntRef<'_>, b: IntRef<'_>) -> Ordering {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => a.cmp(&b),
        (IntRef::Big(a), IntRef::Big(b)) => a.cmp(b),
        _ => a.to_big().cmp(&b.to_big()),
    }
}

/// Compares an integer with a float without rounding either; None for not-a-number.
#[must_use]
pub fn compare_with_float(a: IntRef<'_>, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    if b.is_infinite() {
        return Some(if b > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    // A machine word of at most 53 bits is a float exactly.
    if let IntRef::Small(a) = a
        && a.unsigned_abs() < 1 << 53
    {
        return (a as f64).partial_cmp(&b);
    }
    let floor = b.floor();
    let whole = int_from_float(floor).unwrap_or(Int::Small(0));
    let order = compare(a, whole.as_ref());
    // Equal to the floor of a float that is not whole means below it.
    Some(if order == Ordering::Equal && floor < b { Ordering::Less } else { order })
}
