//! `json.dumps`.

use hognose_eval::format;
use hognose_eval::ops;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};
use hognose_syntax::surrogate::code_of;

/// How the text looks.
#[derive(Clone, Copy)]
pub(super) struct Style<'h> {
    pub(super) skip_keys: bool,
    pub(super) ascii: bool,
    pub(super) check_circular: bool,
    pub(super) allow_nan: bool,
    /// One level of indentation.
    pub(super) indent: Option<&'h str>,
    /// Between items.
    pub(super) item: &'h str,
    /// Between key and value.
    pub(super) key: &'h str,
    /// Called for what JSON has no form for.
    pub(super) default: Option<Value<'h>>,
    pub(super) sort_keys: bool,
}

pub(super) struct Encoder<'a, 'h> {
    cx: &'a Context<'h>,
    style: Style<'h>,
    out: Writer<'a, 'h>,
    /// Containers around what is being written.
    open: Vec<*const ()>,
    level: usize,
}

impl<'a, 'h> Encoder<'a, 'h> {
    pub(super) fn new(cx: &'a Context<'h>, style: Style<'h>) -> Self {
        Self { cx, style, out: Writer::new(cx), open: Vec::new(), level: 0 }
    }

    pub(super) fn text(mut self, value: Value<'h>) -> R<'h> {
        self.value(value)?;
        self.out.finish()
    }

    fn value(&mut self, value: Value<'h>) -> R<'h, ()> {
        self.cx.burn(1)?;
        match value {
            Value::None => self.out.push("null"),
            Value::Bool(value) => self.out.push(if value.get() { "true" } else { "false" }),
            Value::Int(_) | Value::Big(_) => ops::text::write_repr(self.cx, value, &mut self.out),
            Value::Float(value) => {
                let text = self.float(value.get())?;
                self.out.push(&text)
            }
            Value::Str(text) => {
                let text = text.text(self.cx.heap())?;
                self.string(text)
            }
            Value::List(list) => {
                self.inside(std::ptr::from_ref(list).cast(), |this| this.list(&|index| list.get(index)))
            }
            Value::Tuple(tuple) => self.inside(std::ptr::from_ref(tuple).cast(), |this| {
                this.list(&|index| tuple.items().get(index).copied())
            }),
            Value::Dict(dict) => self.inside(std::ptr::from_ref(dict).cast(), |this| this.dict(dict)),
            other => self.other(other),
        }
    }

    fn other(&mut self, value: Value<'h>) -> R<'h, ()> {
        let Some(default) = self.style.default else {
            return Err(self.cx.type_error(format_args!(
                "Object of type {} is not JSON serializable",
                ops::own_type_name(value).rsplit('.').next().unwrap_or_default()
            )));
        };
        let identity = match value {
            Value::Object(object) => std::ptr::from_ref(object).cast(),
            Value::Set(set) => std::ptr::from_ref(set).cast(),
            _ => std::ptr::null(),
        };
        let cx = self.cx;
        self.inside(identity, |this| {
            let made = cx.call(default, &[value])?;
            this.value(made)
        })
    }

    /// Write a container one level further in, unless it is around already.
    fn inside(&mut self, identity: *const (), write: impl FnOnce(&mut Self) -> R<'h, ()>) -> R<'h, ()> {
        let known = !identity.is_null();
        if known && self.style.check_circular && self.open.contains(&identity) {
            return Err(self.cx.value_error("Circular reference detected"));
        }
        self.cx.burn(self.open.len() as u64 >> 3)?;
        self.cx.enter()?;
        self.open.push(identity);
        let result = write(self);
        self.open.pop();
        self.cx.leave();
        result
    }

    fn float(&self, value: f64) -> R<'h, String> {
        if value.is_finite() {
            return Ok(format::float_repr(value));
        }
        if !self.style.allow_nan {
            return Err(self.cx.value_error(format_args!(
                "Out of range float values are not JSON compliant: {}",
                format::float_repr(value)
            )));
        }
        Ok(if value.is_nan() {
            "NaN".to_owned()
        } else if value > 0.0 {
            "Infinity".to_owned()
        } else {
            "-Infinity".to_owned()
        })
    }

    fn newline(&mut self) -> R<'h, ()> {
        let Some(indent) = self.style.indent else { return Ok(()) };
        self.out.push("\n")?;
        for _ in 0..self.level {
            self.out.push(indent)?;
        }
        Ok(())
    }

    fn list(&mut self, item: &dyn Fn(usize) -> Option<Value<'h>>) -> R<'h, ()> {
        if item(0).is_none() {
            return self.out.push("[]");
        }
        self.out.push("[")?;
        self.level = self.level.saturating_add(1);
        let mut index = 0_usize;
        while let Some(value) = item(index) {
            if index > 0 {
                self.out.push(self.style.item)?;
            }
            self.newline()?;
            self.value(value)?;
            index = index.saturating_add(1);
        }
        self.level = self.level.saturating_sub(1);
        self.newline()?;
        self.out.push("]")
    }

    fn dict(&mut self, dict: &'h Dict<'h>) -> R<'h, ()> {
        if dict.is_empty() {
            return self.out.push("{}");
        }
        let items = self.items(dict)?;
        self.out.push("{")?;
        self.level = self.level.saturating_add(1);
        self.newline()?;
        let mut first = true;
        let mut index = 0_usize;
        while let Some(Value::Tuple(pair)) = items.get(index) {
            index = index.saturating_add(1);
            let (Some(key), Some(value)) = (pair.items().first(), pair.items().get(1)) else { continue };
            let Some(name) = self.key(*key)? else { continue };
            if !first {
                self.out.push(self.style.item)?;
                self.newline()?;
            }
            first = false;
            self.string(&name)?;
            self.out.push(self.style.key)?;
            self.value(*value)?;
        }
        self.level = self.level.saturating_sub(1);
        self.newline()?;
        self.out.push("}")
    }

    /// The entries as pairs, sorted when asked for.
    fn items(&self, dict: &'h Dict<'h>) -> R<'h, &'h List<'h>> {
        let cx = self.cx;
        let items = List::new(cx.heap())?;
        let table = dict.table(cx)?;
        let mut position = 0;
        while let Some((next, key, value)) = table.next_from(position) {
            position = next;
            cx.burn(1)?;
            items.push(cx.heap(), cx.tuple(&[key, value])?)?;
        }
        if self.style.sort_keys {
            cx.call_method(Value::List(items), "sort", &[])?;
        }
        Ok(items)
    }

    /// A key as text; none when it is skipped.
    fn key(&self, key: Value<'h>) -> R<'h, Option<String>> {
        Ok(Some(match key {
            Value::Str(text) => {
                let text = text.text(self.cx.heap())?;
                self.cx.heap().charge(text.len())?;
                text.to_owned()
            }
            Value::Float(value) => self.float(value.get())?,
            Value::Bool(value) => (if value.get() { "true" } else { "false" }).to_owned(),
            Value::None => "null".to_owned(),
            Value::Int(_) | Value::Big(_) => ops::text::repr_string(self.cx, key)?,
            _ if self.style.skip_keys => return Ok(None),
            other => {
                return Err(self.cx.type_error(format_args!(
                    "keys must be str, int, float, bool or None, not {}",
                    ops::own_type_name(other)
                )));
            }
        }))
    }

    fn string(&mut self, text: &str) -> R<'h, ()> {
        self.out.push("\"")?;
        let plain = |char: char| {
            !(char == '"'
                || char == '\\'
                || char < ' '
                || (self.style.ascii && (!char.is_ascii() || char == '\u{7f}')))
        };
        let mut rest = text;
        while let Some(at) = rest.find(|char| !plain(char)) {
            let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.out.push(head)?;
            let Some(char) = tail.chars().next() else { break };
            match char {
                '"' => self.out.push("\\\"")?,
                '\\' => self.out.push("\\\\")?,
                '\n' => self.out.push("\\n")?,
                '\r' => self.out.push("\\r")?,
                '\t' => self.out.push("\\t")?,
                '\u{8}' => self.out.push("\\b")?,
                '\u{c}' => self.out.push("\\f")?,
                other => match code_of(other) {
                    code @ 0..=0xFFFF => self.out.display(format_args!("\\u{code:04x}"))?,
                    code => {
                        let rest = code.saturating_sub(0x1_0000);
                        let (high, low) = (0xD800 | (rest >> 10), 0xDC00 | (rest & 0x3FF));
                        self.out.display(format_args!("\\u{high:04x}\\u{low:04x}"))?;
                    }
                },
            }
            rest = tail.get(char.len_utf8()..).unwrap_or("");
        }
        self.out.push(rest)?;
        self.out.push("\"")
    }
}
