//! What a policy sees of `bisect`.

use hognose_eval::class::Module;
use hognose_eval::ops::{self, compare, index, own_type_name};
use hognose_eval::row::{Call, Member, Row, Signature, keyword_only, optional, required};
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::CompareOp;

use crate::glue::Size;

/// The module.
pub static MODULE: Module = Module { name: "bisect", rows: &[ROWS] };

const SIGNATURE: Signature =
    Signature::keywords(&[required("a"), required("x"), optional("lo"), optional("hi"), keyword_only("key")]);

macro_rules! function {
    ($name:literal, $message_name:literal, $doc:literal, $f:path, $side:path) => {
        Row::new($name, SIGNATURE, $doc, Member::Function(|cx, call| $f(cx, call, $side)))
            .called($message_name)
    };
}

static ROWS: &[Row] = &[
    function!("bisect", "bisect_right", "Where an item goes, behind equal ones.", find, Side::Right),
    function!("bisect_right", "bisect_right", "Where an item goes, behind equal ones.", find, Side::Right),
    function!("bisect_left", "bisect_left", "Where an item goes, before equal ones.", find, Side::Left),
    function!("insort", "insort_right", "Insert an item, behind equal ones.", insert, Side::Right),
    function!("insort_right", "insort_right", "Insert an item, behind equal ones.", insert, Side::Right),
    function!("insort_left", "insort_left", "Insert an item, before equal ones.", insert, Side::Left),
];

/// On which side of equal items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Where to look.
struct Search<'h> {
    sequence: Value<'h>,
    low: i64,
    high: Option<i64>,
    key: Option<Value<'h>>,
}

impl<'h> Search<'h> {
    fn of(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h, Self> {
        let low: Option<i64> = call.get(cx, 2)?;
        let Size(high) = call.get(cx, 3)?;
        Ok(Self {
            sequence: call.value(0),
            low: low.unwrap_or(0),
            // As in CPython, -1 means what `None` means.
            high: high.filter(|high| *high != -1),
            key: call.value(4).bound().filter(|key| !key.is_none()),
        })
    }

    fn find(&self, cx: &Context<'h>, item: Value<'h>, side: Side) -> R<'h, i64> {
        let mut low = self.low;
        if low < 0 {
            return Err(cx.value_error("lo must be non-negative"));
        }
        let mut high = match self.high {
            Some(high) => high,
            None => i64::try_from(ops::len(cx, self.sequence)?).unwrap_or(i64::MAX),
        };
        self.check_items(cx)?;
        while low < high {
            cx.burn(1)?;
            let middle = low.saturating_add(high.saturating_sub(low) >> 1);
            let mut found = index::get_item(cx, self.sequence, Value::Int(middle))?;
            if let Some(key) = self.key {
                found = cx.nested(|| cx.call(key, &[found]))?;
            }
            let goes_left = match side {
                Side::Right => compare::order(cx, CompareOp::Lt, item, found)?,
                Side::Left => !compare::order(cx, CompareOp::Lt, found, item)?,
            };
            if goes_left {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        Ok(low)
    }

    /// Whether there are items by number.
    fn check_items(&self, cx: &Context<'h>) -> R<'h, ()> {
        match self.sequence {
            Value::Str(_) | Value::Bytes(_) | Value::List(_) | Value::Tuple(_) | Value::Range(_) => Ok(()),
            Value::Dict(_) => {
                let name = own_type_name(self.sequence);
                Err(cx.type_error(format_args!("{name} is not a sequence")))
            }
            Value::Object(object) if object.class.slot(|slots| slots.get_item).is_some() => Ok(()),
            other => {
                let name = own_type_name(other);
                Err(cx.type_error(format_args!("'{name}' object does not support indexing")))
            }
        }
    }
}

fn find<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, side: Side) -> R<'h> {
    Search::of(cx, call)?.find(cx, call.value(1), side).map(Value::Int)
}

fn insert<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, side: Side) -> R<'h> {
    let search = Search::of(cx, call)?;
    let item = call.value(1);
    let compared = match search.key {
        Some(key) => cx.nested(|| cx.call(key, &[item]))?,
        None => item,
    };
    let place = search.find(cx, compared, side)?;
    cx.call_method(search.sequence, "insert", &[Value::Int(place), item])?;
    Ok(Value::None)
}
