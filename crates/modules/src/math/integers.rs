//! Functions of integers of any size. Each has a companion that says beforehand how many bits its result may have.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "integers of any size do not overflow; callers bound their size"
)]

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, ToPrimitive, Zero};

use super::elementary::log2;
use crate::raised::Raised;

/// `math.isqrt`.
///
/// # Errors
/// `ValueError` for a negative number.
pub fn isqrt(n: &BigInt) -> Result<BigInt, Raised> {
    if n.sign() == Sign::Minus {
        return Err(Raised::value("isqrt() argument must be nonnegative"));
    }
    Ok(n.sqrt())
}

/// `math.factorial`.
///
/// # Errors
/// `ValueError` for a negative number, `OverflowError` for one of more than 63 bits.
pub fn factorial(n: &BigInt) -> Result<BigInt, Raised> {
    if n.sign() == Sign::Minus {
        return Err(Raised::value("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_i64().and_then(|n| u64::try_from(n).ok()) else {
        return Err(Raised::overflow("factorial() argument should not exceed 9223372036854775807"));
    };
    Ok(product(2, n.saturating_add(1)).into())
}

/// How many bits `n!` may have.
#[must_use]
pub fn factorial_bits(n: &BigInt) -> u64 {
    let n = size(n);
    if n < 2.0 {
        return 1;
    }
    // n! <= (n / e)^n × n × 3
    (n * (log2(n) - std::f64::consts::LOG2_E) + log2(n) + 2.0).ceil().to_u64().unwrap_or(u64::MAX)
}

/// A number as a float, infinite where it is too large; 0 where it is negative.
fn size(n: &BigInt) -> f64 {
    n.to_f64().unwrap_or(f64::INFINITY).max(0.0)
}

/// The product of the numbers from `low` up to but not including `high`, in halves of about equal size.
fn product(low: u64, high: u64) -> BigUint {
    let count = high.saturating_sub(low);
    if count == 0 {
        return BigUint::one();
    }
    if count <= 16 {
        return (low..high).fold(BigUint::one(), |product, factor| product * factor);
    }
    let middle = low.saturating_add(count / 2);
    product(low, middle) * product(middle, high)
}

fn whole(number: &BigInt, name: &str) -> Result<(), Raised> {
    if number.sign() == Sign::Minus {
        return Err(Raised::value(format!("{name} must be a non-negative integer")));
    }
    Ok(())
}

/// `math.perm`; without `k` it is the factorial.
///
/// # Errors
/// `ValueError` for a negative number, `OverflowError` for more than 2⁶³ factors.
pub fn perm(n: &BigInt, k: Option<&BigInt>) -> Result<BigInt, Raised> {
    let Some(k) = k else { return factorial(n) };
    whole(n, "n")?;
    whole(k, "k")?;
    if n < k {
        return Ok(BigInt::zero());
    }
    let Some(factors) = k.to_i64().and_then(|k| u64::try_from(k).ok()) else {
        return Err(Raised::overflow(format!("k must not exceed {}", i64::MAX)));
    };
    Ok(falling(n, factors))
}

/// n × (n − 1) × …, with so many factors.
fn falling(n: &BigInt, factors: u64) -> BigInt {
    if factors <= 16 {
        return (0..factors).fold(BigInt::one(), |product, less| product * (n - less));
    }
    let half = factors / 2;
    falling(n, half) * falling(&(n - half), factors.saturating_sub(half))
}

/// How many bits a permutation's number may have.
#[must_use]
pub fn perm_bits(n: &BigInt, k: Option<&BigInt>) -> u64 {
    match k {
        None => factorial_bits(n),
        Some(k) if k.sign() == Sign::Minus || n < k => 1,
        Some(k) => k.to_u64().map_or(u64::MAX, |k| k.saturating_mul(n.bits())).clamp(1, factorial_bits(n)),
    }
}

/// `math.comb`.
///
/// # Errors
/// `ValueError` for a negative number, `OverflowError` for more than 2⁶³ factors.
pub fn comb(n: &BigInt, k: &BigInt) -> Result<BigInt, Raised> {
    whole(n, "n")?;
    whole(k, "k")?;
    if n < k {
        return Ok(BigInt::zero());
    }
    let other = n - k;
    let fewer = if &other < k { &other } else { k };
    let Some(factors) = fewer.to_i64().and_then(|k| u64::try_from(k).ok()) else {
        return Err(Raised::overflow(format!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    if factors == 0 {
        return Ok(BigInt::one());
    }
    let divisor = BigInt::from(product(2, factors.saturating_add(1)));
    Ok(falling(n, factors).checked_div(&divisor).unwrap_or_default())
}

/// How many bits a combination's number may have.
#[must_use]
pub fn comb_bits(n: &BigInt, k: &BigInt) -> u64 {
    if k.sign() == Sign::Minus || n < k {
        return 1;
    }
    let fewer = size(&(n - k)).min(size(k));
    if fewer < 1.0 {
        return 1;
    }
    // Both 2^n and (n e / k)^k are larger.
    let each = n.bits().to_f64().unwrap_or(f64::INFINITY) - log2(fewer) + std::f64::consts::LOG2_E;
    (fewer * each + 1.0).min(size(n)).ceil().to_u64().unwrap_or(u64::MAX).max(1)
}

/// How many bits the largest number has that [`comb`] computes with on its way.
#[must_use]
pub fn comb_work_bits(n: &BigInt, k: &BigInt) -> u64 {
    let other = n - k;
    perm_bits(n, Some(if &other < k { &other } else { k }))
}
