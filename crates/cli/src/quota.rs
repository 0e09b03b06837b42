//! Quotas as they are written on the command line.

use hognose::{Capability, Quota, Quotas};

/// What is bound of one capability; what is not said stays as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    capability: Capability,
    calls: Option<u32>,
    bytes: Option<u64>,
    milliseconds: Option<u64>,
}

/// `CAPABILITY:calls=N,bytes=N,milliseconds=N`, in any order.
pub(crate) fn read(text: &str) -> Result<Bounds, String> {
    let (name, parts) = text.split_once(':').unwrap_or((text, ""));
    let known = Quotas::default();
    let capability =
        hognose::capability(name).filter(|known_one| known.iter().any(|(name, _)| name == known_one.0));
    let Some(capability) = capability else {
        let names: Vec<&str> = known.iter().map(|(name, _)| name).collect();
        return Err(format!("what has a quota is {}", names.join(", ")));
    };
    let mut bounds = Bounds { capability, calls: None, bytes: None, milliseconds: None };
    for part in parts.split(',') {
        let wrong = || format!("`{part}` is none of calls=N, bytes=N, milliseconds=N");
        let (key, number) = part.split_once('=').ok_or_else(wrong)?;
        let number: u64 = number.parse().map_err(|_| wrong())?;
        match key {
            "calls" => bounds.calls = Some(u32::try_from(number).map_err(|_| wrong())?),
            "bytes" => bounds.bytes = Some(number),
            "milliseconds" => bounds.milliseconds = Some(number),
            _ => return Err(wrong()),
        }
    }
    Ok(bounds)
}

/// The usual quotas, but for these.
pub(crate) fn quotas(bounds: &[Bounds]) -> Quotas {
    bounds.iter().fold(Quotas::default(), |quotas, bounds| {
        let found = quotas.iter().find(|(name, _)| *name == bounds.capability.0);
        let Some((_, usual)) = found else { return quotas };
        quotas.with(
            bounds.capability,
            Quota {
                calls: bounds.calls.unwrap_or(usual.calls),
                bytes: bounds.bytes.unwrap_or(usual.bytes),
                milliseconds: bounds.milliseconds.unwrap_or(usual.milliseconds),
            },
        )
    })
}
