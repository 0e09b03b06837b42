//! What a policy sees of `io`.

use std::cell::Cell;

use hognose_eval::arg::CInt;
use hognose_eval::class::{Class, Module, OS_ERROR, Slots};
use hognose_eval::ops::{self, own_type_name, text::repr_string};
use hognose_eval::row::{Row, Signature, optional, p_only, p_only_optional};
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::value::str::Str;
use hognose_eval::{Context, R, Value, function, method};

use super::Newline;
use crate::glue::{self, Size};

/// The module.
pub static MODULE: Module = Module { name: "io", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&STRING_IO];

static ROWS: &[Row] = &[
    Row::class(&STRING_IO, "Text that is written and read like a file."),
    Row::constant("SEEK_SET", "Positions from the beginning.", |_| Ok(Value::Int(0))),
    Row::constant("SEEK_CUR", "Positions from here.", |_| Ok(Value::Int(1))),
    Row::constant("SEEK_END", "Positions from the end.", |_| Ok(Value::Int(2))),
];

/// `StringIO`. Field 0 is the text.
static STRING_IO: Class = Class {
    name: "StringIO",
    module: "_io",
    message_name: "_io.StringIO",
    rows: &[METHODS],
    constructor: Some(&NEW),
    slots: Slots {
        repr: Some(|_, _, out| out.push("<_io.StringIO object>")),
        next: Some(|cx, object| {
            let file = File::open(cx, Value::Object(object))?;
            Ok(Some(file.line(cx, None)?).filter(|line| !line.is_empty()).map(Value::Str))
        }),
        iter: Some(|cx, object| File::base(cx, Value::Object(object)).map(|_| Value::Object(object))),
        enter: Some(|cx, object| File::base(cx, Value::Object(object)).map(|_| Value::Object(object))),
        exit: Some(|cx, object, _| {
            File::of(cx, Value::Object(object))?.state.closed.set(true);
            Ok(false)
        }),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static NEW: Row = function!(
    "StringIO",
    Signature::keywords(&[optional("initial_value"), optional("newline")]),
    "Text that is written and read like a file.",
    new,
    2
);

macro_rules! constant {
    ($name:literal, $doc:literal, $value:path) => {
        method!($name, Signature::NONE, $doc, $value, 1).called(concat!("StringIO.", $name))
    };
}

static METHODS: &[Row] = &[
    method!(
        "read",
        Signature::positional(&[p_only_optional("size")]),
        "So many characters, or all that are left.",
        read,
        2
    ),
    method!(
        "readline",
        Signature::positional(&[p_only_optional("size")]),
        "A line, or its first characters.",
        readline,
        2
    ),
    method!(
        "readlines",
        Signature::positional(&[p_only_optional("hint")]),
        "All lines that are left, or some.",
        readlines,
        2
    ),
    method!("write", Signature::one(&[p_only("s")]), "Write a text; how long it is.", write, 2)
        .called("StringIO.write"),
    method!("writelines", Signature::one(&[p_only("lines")]), "Write several texts.", write_lines, 2)
        .called("_IOBase.writelines"),
    method!("getvalue", Signature::NONE, "The whole text.", get_value, 1).called("StringIO.getvalue"),
    method!(
        "seek",
        Signature::positional(&[p_only("pos"), p_only_optional("whence")]),
        "Go on at another place.",
        seek,
        3
    ),
    constant!("tell", "The place where it goes on.", tell),
    method!("truncate", Signature::positional(&[p_only_optional("pos")]), "Cut the text off.", truncate, 2),
    constant!("close", "End it.", close),
    constant!("readable", "Whether it can be read.", yes),
    constant!("writable", "Whether it can be written.", yes),
    constant!("seekable", "Whether it can go on at another place.", yes),
    method!("flush", Signature::NONE, "Nothing: all of it is written already.", flush, 1)
        .called("_IOBase.flush"),
    method!("isatty", Signature::NONE, "Whether it is a terminal.", no, 1).called("_IOBase.isatty"),
    Row::property("closed", "Whether it was ended.", |cx, this| {
        Ok(Value::bool(File::of(cx, this)?.state.closed.get()))
    }),
    Row::property("line_buffering", "Whether lines are written at once.", |cx, this| {
        File::open(cx, this).map(|_| Value::bool(false))
    }),
    Row::property("encoding", "None: it is text.", |_, _| Ok(Value::None)),
    Row::property("errors", "None: it is text.", |_, _| Ok(Value::None)),
];

/// What a `StringIO` keeps besides its text.
#[derive(Debug)]
struct State {
    newline: Newline,
    /// In characters.
    position: Cell<usize>,
    length: Cell<usize>,
    closed: Cell<bool>,
}

/// A `StringIO` at hand.
#[derive(Clone, Copy)]
struct File<'h> {
    object: &'h Object<'h>,
    state: &'h State,
}

impl<'h> File<'h> {
    fn of(cx: &Context<'h>, this: Value<'h>) -> R<'h, Self> {
        if let Value::Object(object) = this
            && let Some(state) = object.data::<State>()
        {
            return Ok(Self { object, state });
        }
        Err(cx.internal("a receiver that is no StringIO"))
    }

    /// One that was not closed.
    fn open(cx: &Context<'h>, this: Value<'h>) -> R<'h, Self> {
        let file = Self::of(cx, this)?;
        if file.state.closed.get() {
            return Err(cx.value_error("I/O operation on closed file"));
        }
        Ok(file)
    }

    /// As [`File::open`], in the words of the functions that all kinds of files have in common.
    fn base(cx: &Context<'h>, this: Value<'h>) -> R<'h, Self> {
        let file = Self::of(cx, this)?;
        if file.state.closed.get() {
            return Err(cx.value_error("I/O operation on closed file."));
        }
        Ok(file)
    }

    fn text(self, cx: &Context<'h>) -> R<'h, &'h Str<'h>> {
        match self.object.field(0) {
            Value::Str(text) => Ok(text),
            _ => Err(cx.internal("a StringIO without text")),
        }
    }

    /// The characters between two places.
    fn between(self, cx: &Context<'h>, start: usize, end: usize) -> R<'h, &'h Str<'h>> {
        let view = self.text(cx)?.view(cx)?;
        let bytes = view.byte_of(start)..view.byte_of(end);
        cx.burn_bytes(bytes.len())?;
        let text = view.as_str().get(bytes).unwrap_or_default();
        cx.heap().alloc(Str::new(text))
    }

    /// What is left from here on, but not more than so many characters.
    fn rest(self, cx: &Context<'h>, most: Option<usize>) -> R<'h, &'h Str<'h>> {
        let (start, length) = (self.state.position.get(), self.state.length.get());
        let end = most.map_or(length, |most| start.saturating_add(most).min(length));
        if start >= end {
            return cx.heap().alloc(Str::new(""));
        }
        self.state.position.set(end);
        self.between(cx, start, end)
    }

    /// The next line, but not more than so many characters.
    fn line(self, cx: &Context<'h>, most: Option<usize>) -> R<'h, &'h Str<'h>> {
        cx.burn(1)?;
        let start = self.state.position.get();
        if start >= self.state.length.get() {
            return cx.heap().alloc(Str::new(""));
        }
        let view = self.text(cx)?.view(cx)?;
        let from = view.byte_of(start);
        let bytes = self.state.newline.line(view.as_str().get(from..).unwrap_or_default());
        cx.burn_bytes(bytes)?;
        let end = view.position_of(from.saturating_add(bytes));
        let end = most.map_or(end, |most| start.saturating_add(most).min(end));
        self.state.position.set(end);
        self.between(cx, start, end)
    }

    fn put(self, cx: &Context<'h>, text: &'h Str<'h>) -> R<'h, ()> {
        cx.burn(1)?;
        if text.is_empty() {
            return Ok(());
        }
        let text = self.translated(cx, text)?;
        let (position, length) = (self.state.position.get(), self.state.length.get());
        let count = text.chars(cx)?;
        let end = position.saturating_add(count);
        let heap = cx.heap();
        let mut made = self.text(cx)?;
        if position > length {
            let gap = position.saturating_sub(length);
            cx.burn_bytes(gap)?;
            cx.charge(gap)?;
            made = made.concat(heap.alloc(Str::new(heap.text(&"\0".repeat(gap))?))?, heap)?;
            made = made.concat(text, heap)?;
        } else if position == length {
            made = made.concat(text, heap)?;
        } else {
            cx.burn_bytes(made.byte_len())?;
            let after = self.between(cx, end.min(length), length)?;
            made = self.between(cx, 0, position)?.concat(text, heap)?.concat(after, heap)?;
        }
        self.object.set_field(0, Value::Str(made));
        self.state.length.set(length.max(end));
        self.state.position.set(end);
        Ok(())
    }

    fn translated(self, cx: &Context<'h>, text: &'h Str<'h>) -> R<'h, &'h Str<'h>> {
        if self.state.newline == Newline::Feed {
            return Ok(text);
        }
        let plain = text.text(cx.heap())?;
        cx.burn_bytes(plain.len())?;
        cx.charge(plain.len().saturating_mul(2))?;
        match self.state.newline.translate(plain) {
            std::borrow::Cow::Borrowed(_) => Ok(text),
            std::borrow::Cow::Owned(made) => cx.heap().alloc(Str::new(cx.heap().text(&made)?)),
        }
    }
}

fn new<'h>(cx: &Context<'h>, initial: Value<'h>, newline: Value<'h>) -> R<'h> {
    let newline = match newline {
        Value::Unbound => Newline::Feed,
        Value::None => Newline::Translated,
        Value::Str(name) => match Newline::named(name.text(cx.heap())?) {
            Some(newline) => newline,
            None => {
                let shown = repr_string(cx, newline)?;
                return Err(cx.value_error(format_args!("illegal newline value: {shown}")));
            }
        },
        other => {
            let name = own_type_name(other);
            return Err(cx.type_error(format_args!("newline must be str or None, not {name}")));
        }
    };
    let initial = match initial {
        Value::Unbound | Value::None => None,
        Value::Str(text) => Some(text),
        other => {
            let name = own_type_name(other);
            return Err(cx.type_error(format_args!("initial_value must be str or None, not {name}")));
        }
    };
    let state = State { newline, position: Cell::new(0), length: Cell::new(0), closed: Cell::new(false) };
    let made = glue::object_with(cx, &STRING_IO, state, &[cx.wrap_str("")?])?;
    if let Some(text) = initial {
        let file = File::of(cx, made)?;
        file.put(cx, text)?;
        file.state.position.set(0);
    }
    Ok(made)
}

/// A number of characters; none when there is no bound.
fn count(size: Size) -> Option<usize> {
    size.0.and_then(|size| usize::try_from(size).ok())
}

fn read<'h>(cx: &Context<'h>, this: Value<'h>, size: Size) -> R<'h> {
    File::open(cx, this)?.rest(cx, count(size)).map(Value::Str)
}

fn readline<'h>(cx: &Context<'h>, this: Value<'h>, size: Size) -> R<'h> {
    File::open(cx, this)?.line(cx, count(size)).map(Value::Str)
}

fn readlines<'h>(cx: &Context<'h>, this: Value<'h>, hint: Size) -> R<'h> {
    let file = File::base(cx, this)?;
    let mut left = hint.0.filter(|hint| *hint > 0).and_then(|hint| usize::try_from(hint).ok());
    let lines = List::new(cx.heap())?;
    loop {
        let line = file.line(cx, None)?;
        if line.is_empty() {
            return Ok(Value::List(lines));
        }
        lines.push(cx.heap(), Value::Str(line))?;
        if let Some(rest) = left {
            match rest.checked_sub(line.chars(cx)?) {
                Some(rest) => left = Some(rest),
                None => return Ok(Value::List(lines)),
            }
        }
    }
}

fn write<'h>(cx: &Context<'h>, this: Value<'h>, text: Value<'h>) -> R<'h> {
    let Value::Str(text) = text else {
        let name = own_type_name(text);
        return Err(cx.type_error(format_args!("string argument expected, got '{name}'")));
    };
    File::open(cx, this)?.put(cx, text)?;
    Ok(Value::Int(i64::try_from(text.chars(cx)?).unwrap_or(i64::MAX)))
}

fn write_lines<'h>(cx: &Context<'h>, this: Value<'h>, lines: Value<'h>) -> R<'h> {
    File::base(cx, this)?;
    let mut cursor = ops::iterate(cx, lines)?;
    while let Some(line) = cursor.next(cx)? {
        write(cx, this, line)?;
    }
    Ok(Value::None)
}

fn get_value<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    File::open(cx, this)?.text(cx).map(Value::Str)
}

fn seek<'h>(cx: &Context<'h>, this: Value<'h>, place: i64, whence: Option<CInt>) -> R<'h> {
    let file = File::open(cx, this)?;
    let whence = whence.map_or(0, |whence| whence.0);
    let position = match (whence, usize::try_from(place)) {
        (0, Ok(place)) => place,
        (0, Err(_)) => return Err(cx.value_error(format_args!("Negative seek position {place}"))),
        (1, Ok(0)) => file.state.position.get(),
        (2, Ok(0)) => file.state.length.get(),
        (1 | 2, _) => return Err(cx.raise(&OS_ERROR, "Can't do nonzero cur-relative seeks")),
        _ => {
            return Err(cx.value_error(format_args!("Invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    };
    file.state.position.set(position);
    tell(cx, this)
}

fn tell<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    let file = File::open(cx, this)?;
    Ok(Value::Int(i64::try_from(file.state.position.get()).unwrap_or(i64::MAX)))
}

fn truncate<'h>(cx: &Context<'h>, this: Value<'h>, size: Size) -> R<'h> {
    let file = File::open(cx, this)?;
    let size = match size.0.map(usize::try_from) {
        Some(Err(_)) => {
            let size = size.0.unwrap_or_default();
            return Err(cx.value_error(format_args!("Negative size value {size}")));
        }
        Some(Ok(size)) => size,
        None => file.state.position.get(),
    };
    if size < file.state.length.get() {
        let kept = file.between(cx, 0, size)?;
        file.object.set_field(0, Value::Str(kept));
        file.state.length.set(size);
    }
    Ok(Value::Int(i64::try_from(size).unwrap_or(i64::MAX)))
}

fn close<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    File::of(cx, this)?.state.closed.set(true);
    Ok(Value::None)
}

fn flush<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    File::base(cx, this).map(|_| Value::None)
}

fn yes<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    File::open(cx, this).map(|_| Value::bool(true))
}

fn no<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h> {
    File::base(cx, this).map(|_| Value::bool(false))
}
