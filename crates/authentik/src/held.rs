//! What a host answers, as values: kept as it came, and looked at where it is read.

use hognose_eval::data::Data;
use hognose_eval::{Context, R, input};

/// Data of a host as a value.
///
/// # Errors
/// The limits on memory and fuel.
pub(crate) fn value<'h>(cx: &Context<'h>, data: Data) -> R<'h> {
    cx.charge(weight(&data))?;
    let data: &'h Data = cx.keep(data)?;
    input::value(cx, data)
}

/// About how many bytes data take.
pub(crate) fn weight(data: &Data) -> usize {
    let mut total = 0_usize;
    let mut pending = vec![data];
    while let Some(data) = pending.pop() {
        let own = match data {
            Data::Str(text) => text.len(),
            Data::Bytes(bytes) => bytes.len(),
            Data::List(items) | Data::Tuple(items) | Data::Set(items) => {
                pending.extend(items);
                0
            }
            Data::Map(map) => {
                pending.extend(map.iter().map(|(_, item)| item));
                map.iter().map(|(key, _)| key.len().saturating_add(16)).fold(0, usize::saturating_add)
            }
            Data::Dict(entries) => {
                pending.extend(entries.iter().flat_map(|(key, item)| [key, item]));
                0
            }
            Data::Record(record) => {
                pending.extend(&record.fields);
                0
            }
            Data::Open(record) => {
                pending.extend(record.fields.iter().map(|(_, item)| item));
                record.type_name.len()
            }
            Data::BigInt(number) => usize::try_from(number.bits() / 8).unwrap_or(usize::MAX),
            Data::Opaque { kind, repr } => kind.len().saturating_add(repr.len()),
            _ => 0,
        };
        total = total.saturating_add(own).saturating_add(size_of::<Data>());
    }
    total
}
