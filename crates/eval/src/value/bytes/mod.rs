//! `bytes`.

/// Bytes made by a function of a sink: drafted, charged, and written into the region.
macro_rules! made {
    ($cx:expr, |$sink:ident| $write:expr) => {{
        let draft = $crate::write::Draft::of(|$sink| $write);
        match draft.done() {
            Some(done) => $cx.bytes(done),
            None => {
                $cx.burn_bytes(draft.size)?;
                super::wrap($cx, $cx.heap().fill_bytes(draft.size, |$sink| $write)?)
            }
        }
    }};
}

mod build;
mod case;
mod codec;
mod find;
pub mod methods;
mod split;

use crate::context::Context;
use crate::ops::own_type_name;
use crate::stop::R;
use crate::value::Value;

pub use methods::{NEW, ROWS};

/// Bytes in the region or the policy.
#[derive(Debug)]
pub struct Bytes<'h> {
    data: &'h [u8],
}

impl<'h> Bytes<'h> {
    /// Wrap data that is in the region already.
    #[must_use]
    pub const fn new(data: &'h [u8]) -> Self {
        Self { data }
    }

    /// The data.
    #[must_use]
    #[inline]
    pub fn data(&self) -> &'h [u8] {
        self.data
    }

    /// CPython keeps one object of each value of up to one byte.
    pub(crate) fn is_short(&self) -> bool {
        self.data.len() < 2
    }
}

/// Data that are in the region already, as a value.
pub(crate) fn wrap<'h>(cx: &Context<'h>, data: &'h [u8]) -> R<'h> {
    Ok(Value::Bytes(cx.heap().alloc(Bytes::new(data))?))
}

/// The data of a value that must be bytes.
///
/// # Errors
/// `TypeError` for anything else.
pub(crate) fn required<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h [u8]> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.data()),
        _ => {
            Err(cx
                .type_error(format_args!("a bytes-like object is required, not '{}'", own_type_name(value))))
        }
    }
}
