//! Where random numbers come from: a seeded generator, or the host byte by byte.

use std::cell::Cell;

use hognose_eval::data::{Data, Map};
use hognose_eval::host::HostCall;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, Fatal, R, Value};
use num_bigint::BigInt;

use super::rows::{RANDOM, SYSTEM_RANDOM};
use super::twister::Twister;
use crate::glue::{data, object, object_with};

/// The register that keeps the evaluation's generator and bytes.
const REGISTER: usize = 4;
/// Fields of what it keeps: the generator behind the module's functions, that of `secrets`, bytes of the host, and how many
/// of them are used.
const SHARED: usize = 0;
const SYSTEM: usize = 1;
const POOL: usize = 2;
const USED: usize = 3;

/// Bytes that the host is asked for at once: many small questions would use up its calls.
const AT_ONCE: usize = 256;
/// Bytes that seed a generator which is given no seed.
const SEED: usize = 32;

/// The host call. It has the argument `count`; the reply is that many bytes.
pub(crate) const OPERATION: &str = "random.bytes";

/// What an object of `Random` or `SystemRandom` keeps.
pub(super) struct Generator {
    /// None for `SystemRandom`.
    pub(super) twister: Option<Twister>,
    /// The second of two numbers that `gauss` made.
    pub(super) spare: Cell<Option<f64>>,
}

/// The generator of an object.
pub(super) fn of<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h Generator> {
    data(cx, value)
}

/// A seeded generator, before it is seeded.
pub(super) fn new_random<'h>(cx: &Context<'h>) -> R<'h> {
    object(cx, &RANDOM, Generator { twister: Some(Twister::new()), spare: Cell::new(None) })
}

/// A generator that gives what the host gives.
pub(super) fn new_system<'h>(cx: &Context<'h>) -> R<'h> {
    object(cx, &SYSTEM_RANDOM, Generator { twister: None, spare: Cell::new(None) })
}

fn kept<'h>(cx: &Context<'h>) -> R<'h, &'h Object<'h>> {
    let Some(register) = cx.registers.get(REGISTER) else { return Err(cx.internal("too few registers")) };
    if !register.get().is_bound() {
        let fields = [Value::Unbound, Value::Unbound, cx.bytes(&[])?, Value::Int(0)];
        register.set(object_with(cx, &RANDOM, (), &fields)?);
    }
    match register.get() {
        Value::Object(kept) => Ok(kept),
        _ => Err(cx.internal("another thing in the register")),
    }
}

/// The generator behind the functions of `random`, seeded by the host before its first use.
pub(super) fn shared<'h>(cx: &Context<'h>, seeded: bool) -> R<'h> {
    let kept = kept(cx)?;
    if !kept.field(SHARED).is_bound() {
        let made = new_random(cx)?;
        if seeded {
            seed_by_host(cx, of(cx, made)?)?;
        }
        kept.set_field(SHARED, made);
    }
    Ok(kept.field(SHARED))
}

/// The generator behind the functions of `secrets`.
pub(crate) fn system<'h>(cx: &Context<'h>) -> R<'h> {
    let kept = kept(cx)?;
    if !kept.field(SYSTEM).is_bound() {
        kept.set_field(SYSTEM, new_system(cx)?);
    }
    Ok(kept.field(SYSTEM))
}

pub(crate) fn from_host<'h>(cx: &Context<'h>, count: usize) -> R<'h, &'h [u8]> {
    cx.charge(count)?;
    let mut arguments = Map::new();
    arguments.insert("count", Data::Int(i64::try_from(count).unwrap_or(i64::MAX)));
    match &cx.host_call(HostCall { operation: OPERATION, arguments })? {
        Data::Bytes(bytes) if bytes.len() == count => cx.heap().slice(bytes),
        // Bytes of another size, or none.
        _ => Err(cx.heap().fatal(Fatal::HostUnavailable(OPERATION))),
    }
}

/// Bytes of the host, none of them given twice.
pub(crate) fn bytes<'h>(cx: &Context<'h>, count: usize) -> R<'h, &'h [u8]> {
    if count > AT_ONCE {
        return from_host(cx, count);
    }
    let kept = kept(cx)?;
    let used = match kept.field(USED) {
        Value::Int(used) => usize::try_from(used).unwrap_or(usize::MAX),
        _ => usize::MAX,
    };
    let place = |start: usize| start..start.saturating_add(count);
    let set_used = |used: usize| {
        kept.set_field(USED, Value::Int(i64::try_from(used.saturating_add(count)).unwrap_or(i64::MAX)));
    };
    if let Value::Bytes(pool) = kept.field(POOL)
        && let Some(found) = pool.data().get(place(used))
    {
        set_used(used);
        return Ok(found);
    }
    let pool = from_host(cx, AT_ONCE)?;
    kept.set_field(POOL, cx.bytes(pool)?);
    set_used(0);
    Ok(pool.get(place(0)).unwrap_or_default())
}

/// Seed a generator with bytes of the host.
pub(super) fn seed_by_host<'h>(cx: &Context<'h>, generator: &Generator) -> R<'h, ()> {
    let bytes = bytes(cx, SEED)?;
    let words = bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word));
    seed(cx, generator, &words.collect::<Vec<_>>())
}

/// Seed a generator with words.
pub(super) fn seed<'h>(cx: &Context<'h>, generator: &Generator, key: &[u32]) -> R<'h, ()> {
    // What mixing a state once takes; each word of the key is mixed in too.
    cx.burn((key.len() as u64 >> 2).saturating_add(100))?;
    if let Some(twister) = &generator.twister {
        twister.seed(key);
    }
    generator.spare.set(None);
    Ok(())
}

impl Generator {
    /// A float from 0 to below 1.
    pub(super) fn random<'h>(&self, cx: &Context<'h>) -> R<'h, f64> {
        cx.burn(1)?;
        let bits = match &self.twister {
            Some(twister) => u64::from(twister.next() >> 5) << 26 | u64::from(twister.next() >> 6),
            None => {
                let bytes = bytes(cx, 7)?;
                bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 3
            }
        };
        #[expect(clippy::cast_precision_loss, reason = "53 bits")]
        let float = bits as f64;
        Ok(float / 9_007_199_254_740_992.0)
    }

    /// Up to 64 random bits.
    fn few_bits<'h>(&self, cx: &Context<'h>, count: u32) -> R<'h, u64> {
        cx.burn(1)?;
        let Some(twister) = &self.twister else {
            let bytes = bytes(cx, count.div_ceil(8) as usize)?;
            let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            return Ok(bits.wrapping_shr(count.next_multiple_of(8).wrapping_sub(count)));
        };
        Ok(match count {
            0 => 0,
            1..=32 => u64::from(twister.next().wrapping_shr(32_u32.saturating_sub(count))),
            _ => {
                let low = u64::from(twister.next());
                let high = twister.next().wrapping_shr(64_u32.saturating_sub(count));
                u64::from(high) << 32 | low
            }
        })
    }

    /// Random bits as bytes, the lowest first.
    pub(super) fn bits<'h>(&self, cx: &Context<'h>, count: usize) -> R<'h, Vec<u8>> {
        let size = count.div_ceil(8);
        cx.charge(size.saturating_mul(2))?;
        cx.burn((size as u64) >> 3)?;
        let Some(twister) = &self.twister else {
            let given = bytes(cx, size)?;
            let extra = u32::try_from(size.saturating_mul(8).saturating_sub(count)).unwrap_or_default();
            let mut made: Vec<u8> = given.iter().rev().copied().collect();
            // As the int of these bytes without its lowest bits.
            let mut carried = 0_u8;
            for byte in made.iter_mut().rev() {
                let whole = u16::from_be_bytes([carried, *byte]);
                carried = *byte;
                *byte = whole.wrapping_shr(extra).to_le_bytes().first().copied().unwrap_or_default();
            }
            return Ok(made);
        };
        let mut made = Vec::with_capacity(size.saturating_add(4));
        let mut left = count;
        while left > 0 {
            let word = twister.next();
            let missing = u32::try_from(32_usize.saturating_sub(left)).unwrap_or_default();
            made.extend_from_slice(&word.wrapping_shr(missing).to_le_bytes());
            left = left.saturating_sub(32);
        }
        made.truncate(size);
        Ok(made)
    }

    /// A number from 0 to below `end`, which is above 0.
    pub(super) fn below<'h>(&self, cx: &Context<'h>, end: u64) -> R<'h, u64> {
        let bits = 64_u32.saturating_sub(end.leading_zeros());
        loop {
            let number = self.few_bits(cx, bits)?;
            if number < end {
                return Ok(number);
            }
        }
    }

    /// The same for numbers of any size.
    pub(super) fn below_big<'h>(&self, cx: &Context<'h>, end: &BigInt) -> R<'h, BigInt> {
        if let Ok(small) = u64::try_from(end) {
            return self.below(cx, small).map(BigInt::from);
        }
        let count = usize::try_from(end.bits()).unwrap_or(usize::MAX);
        loop {
            let bits = self.bits(cx, count)?;
            let number = BigInt::from_bytes_le(num_bigint::Sign::Plus, &bits);
            if number < *end {
                return Ok(number);
            }
        }
    }
}
