//! Copies of iterators over built-in containers, which go on from the same place.

use hognose_eval::value::iter::{Cursor, Iter};
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Value};

use super::no_copy;

/// A copy of an iterator, over what `copy` makes of the container.
///
/// # Errors
/// `TypeError` for generators and for iterators that call functions.
pub(super) fn copy<'h>(cx: &Context<'h>, iter: &'h Iter<'h>, copy: impl Fn(Value<'h>) -> R<'h>) -> R<'h> {
    let list_of = |list: &'h List<'h>| match copy(Value::List(list))? {
        Value::List(list) => Ok(list),
        _ => Err(cx.internal("the copy of a list is none")),
    };
    let items_of = |items: &'h [Value<'h>]| match copy(cx.tuple(items)?)? {
        Value::Tuple(tuple) => Ok(tuple.items()),
        _ => Err(cx.internal("the copy of a tuple is none")),
    };
    let cursor = match iter.cursor.get() {
        Cursor::List(list, index) => Cursor::List(list_of(list)?, index),
        Cursor::ListReversed(list, left) => Cursor::ListReversed(list_of(list)?, left),
        Cursor::Items(items) => Cursor::Items(items_of(items)?),
        Cursor::ItemsReversed(items) => Cursor::ItemsReversed(items_of(items)?),
        // As in CPython, what is left becomes a list.
        mut rest @ (Cursor::Dict(..) | Cursor::DictReversed(..) | Cursor::Set(..)) => {
            let list = List::new(cx.heap())?;
            while let Some(item) = rest.next(cx)? {
                cx.burn(1)?;
                list.push(cx.heap(), item)?;
            }
            Cursor::List(list_of(list)?, 0)
        }
        plain @ (Cursor::Done
        | Cursor::Range(..)
        | Cursor::WideRange(..)
        | Cursor::Chars(_)
        | Cursor::CharsReversed(_)
        | Cursor::Bytes(_)
        | Cursor::BytesReversed(_)) => plain,
        _ => return Err(no_copy(cx, Value::Iter(iter))),
    };
    Ok(Value::Iter(Iter::new(cx, cursor)?))
}
