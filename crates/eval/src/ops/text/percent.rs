//! `format % values`.

use super::{write_ascii, write_repr, write_str};
use crate::context::Context;
use crate::format::char_of_int;
use crate::format::printf::{
    self, Amount, Argument, Arguments, Conversion, Directive, Part, Source, Template,
};
use crate::number::{self, Int, IntRef};
use crate::ops::convert::{self, checked, number_error};
use crate::ops::{index, own_type_name};
use crate::stop::R;
use crate::value::Value;
use crate::value::bytes::{Bytes, wrap};
use crate::value::str::Str;
use crate::write::{ByteWriter, Writer};

/// `format % values` of text.
///
/// # Errors
/// CPython's complaints about formats and values; limits.
pub fn percent<'h>(cx: &Context<'h>, format: &'h Str<'h>, operand: Value<'h>) -> R<'h> {
    let format = format.text(cx.heap())?;
    let mut out = Writer::new(cx);
    let mut run = Run::new(cx, Source::Text(format), operand);
    for part in Template::new(run.source) {
        cx.burn(1)?;
        match part {
            Part::Literal(range) => out.push(format.get(range).unwrap_or_default())?,
            Part::Conversion(conversion) => {
                let (directive, value) = run.next(&conversion)?;
                run.write_text(&conversion, directive, value, &mut out)?;
            }
        }
    }
    checked(cx, run.arguments.finish(run.source))?;
    out.finish()
}

/// `format % values` of bytes.
///
/// # Errors
/// As [`percent`].
pub fn percent_bytes<'h>(cx: &Context<'h>, format: &'h Bytes<'h>, operand: Value<'h>) -> R<'h> {
    let format = format.data();
    let mut out = ByteWriter::new(cx);
    let mut run = Run::new(cx, Source::Bytes(format), operand);
    for part in Template::new(run.source) {
        cx.burn(1)?;
        match part {
            Part::Literal(range) => out.push(format.get(range).unwrap_or_default())?,
            Part::Conversion(conversion) => {
                let (directive, value) = run.next(&conversion)?;
                run.write_bytes(&conversion, directive, value, &mut out)?;
            }
        }
    }
    checked(cx, run.arguments.finish(run.source))?;
    out.finish()
}

struct Run<'a, 'h> {
    cx: &'a Context<'h>,
    source: Source<'h>,
    operand: Value<'h>,
    arguments: Arguments,
    /// The value last looked up by key.
    looked: Value<'h>,
}

impl<'a, 'h> Run<'a, 'h> {
    fn new(cx: &'a Context<'h>, source: Source<'h>, operand: Value<'h>) -> Self {
        let mapping = match operand {
            Value::Dict(_) | Value::List(_) | Value::Range(_) => true,
            Value::Bytes(_) => matches!(source, Source::Text(_)),
            Value::Object(object) => {
                object.class.slot(|slots| slots.get_item).is_some() && !object.class.slots.is_sequence
            }
            _ => false,
        };
        let tuple = match operand {
            Value::Tuple(tuple) => Some(tuple.len()),
            _ => None,
        };
        Self { cx, source, operand, arguments: Arguments::new(tuple, mapping), looked: Value::Unbound }
    }

    /// A conversion with its numbers, and its value.
    fn next(&mut self, conversion: &Conversion) -> R<'h, (Directive, Value<'h>)> {
        let cx = self.cx;
        self.look_up(conversion)?;
        let width = match conversion.width {
            Amount::Argument => {
                let width = self.star()?;
                Some(checked(cx, printf::star_width(width))?)
            }
            _ => None,
        };
        let precision = match conversion.precision {
            Amount::Argument => {
                let precision = self.star()?;
                Some(checked(cx, printf::star_precision(precision))?)
            }
            _ => None,
        };
        if let Some(fault) = conversion.fault.clone() {
            return Err(number_error(cx, fault));
        }
        let value = self.take()?;
        Ok((conversion.directive(width, precision), value))
    }

    /// Looks a key up, where there is one.
    fn look_up(&mut self, conversion: &Conversion) -> R<'h, ()> {
        let cx = self.cx;
        if !conversion.mapping {
            return Ok(());
        }
        checked(cx, self.arguments.need_mapping())?;
        // What is wrong with the key comes with the fault.
        let Some(range) = conversion.key.clone() else { return Ok(()) };
        let key = match self.source {
            Source::Text(text) => cx.wrap_str(text.get(range).unwrap_or_default())?,
            Source::Bytes(data) => wrap(cx, data.get(range).unwrap_or_default())?,
        };
        self.looked = index::get_item(cx, self.operand, key)?;
        self.arguments.looked_up();
        Ok(())
    }

    /// The next argument.
    fn take(&mut self) -> R<'h> {
        Ok(match (checked(self.cx, self.arguments.take())?, self.operand) {
            (Argument::Looked, _) => self.looked,
            (Argument::Item(at), Value::Tuple(tuple)) => {
                tuple.items().get(at).copied().unwrap_or(Value::None)
            }
            (Argument::Whole | Argument::Item(_), operand) => operand,
        })
    }

    /// The argument for a `*`; none when it does not fit 64 bits.
    fn star(&mut self) -> R<'h, Option<i64>> {
        match self.take()? {
            Value::Int(number) => Ok(Some(number)),
            Value::Bool(value) => Ok(Some(i64::from(value))),
            Value::Big(_) => Ok(None),
            _ => Err(number_error(self.cx, printf::star_wants_int())),
        }
    }

    fn write_text(
        &self,
        conversion: &Conversion,
        directive: Directive,
        value: Value<'h>,
        out: &mut Writer<'_, 'h>,
    ) -> R<'h, ()> {
        let cx = self.cx;
        match directive.kind {
            's' | 'r' | 'a' => {
                let write = match directive.kind {
                    's' => write_str,
                    'r' => write_repr,
                    _ => write_ascii,
                };
                if directive.width == 0 && directive.precision.is_none() {
                    return write(cx, value, out);
                }
                let mut shown = Writer::new(cx);
                write(cx, value, &mut shown)?;
                let shown = shown.as_str();
                let room = out.room(directive.len_bound(0).saturating_add(shown.len()))?;
                directive.write_text(room, shown);
                Ok(())
            }
            'c' => {
                let char = self.char(value)?;
                directive.write_text(out.room(directive.len_bound(0))?, char.encode_utf8(&mut [0; 4]));
                Ok(())
            }
            _ => self.write_number(conversion, directive, value, out),
        }
    }

    fn write_bytes(
        &self,
        conversion: &Conversion,
        directive: Directive,
        value: Value<'h>,
        out: &mut ByteWriter<'_, 'h>,
    ) -> R<'h, ()> {
        let cx = self.cx;
        match directive.kind {
            's' | 'b' => {
                let Value::Bytes(bytes) = value else {
                    return Err(number_error(cx, printf::bytes_required(own_type_name(value))));
                };
                let data = bytes.data();
                directive.write_bytes(out.room(directive.len_bound(0).saturating_add(data.len()))?, data);
            }
            'r' | 'a' => {
                let mut shown = Writer::new(cx);
                write_ascii(cx, value, &mut shown)?;
                let data = shown.as_str().as_bytes();
                directive.write_bytes(out.room(directive.len_bound(0).saturating_add(data.len()))?, data);
            }
            'c' => {
                let byte = u8::try_from(self.char(value)?).unwrap_or(b'?');
                directive.write_bytes(out.room(directive.len_bound(0))?, &[byte]);
            }
            _ => {
                let mut text = Writer::new(cx);
                self.write_number(conversion, directive, value, &mut text)?;
                out.push(text.as_str().as_bytes())?;
            }
        }
        Ok(())
    }

    /// The character of `%c`.
    fn char(&self, value: Value<'h>) -> R<'h, char> {
        let cx = self.cx;
        match (value, self.source) {
            (Value::Str(text), Source::Text(_)) => {
                let mut chars = text.text(cx.heap())?.chars();
                if let (Some(char), None) = (chars.next(), chars.next()) {
                    return Ok(char);
                }
            }
            (Value::Bytes(bytes), Source::Bytes(_)) => {
                if let [byte] = bytes.data() {
                    return Ok(char::from(*byte));
                }
            }
            _ => {
                if let Some(int) = convert::to_int(value) {
                    return checked(cx, char_of_int(self.source, int.as_ref()));
                }
            }
        }
        Err(number_error(cx, printf::char_required(self.source)))
    }

    fn write_number(
        &self,
        conversion: &Conversion,
        directive: Directive,
        value: Value<'h>,
        out: &mut Writer<'_, 'h>,
    ) -> R<'h, ()> {
        /// Bits of the largest float.
        const FLOAT_BITS: u64 = 1024;
        let cx = self.cx;
        let plain = Directive { kind: directive.kind, ..Directive::default() };
        if let (Value::Int(value), 'd' | 'i' | 'u') = (value, directive.kind)
            && directive == plain
        {
            return out.push_int(value);
        }
        match directive.kind {
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                let int = self.int(directive, value)?;
                let int: IntRef<'_> = int.as_ref();
                if matches!(directive.kind, 'd' | 'i' | 'u') {
                    cx.burn(number::cost::decimal(int.bits()))?;
                }
                let room = out.room(directive.len_bound(int.bits()))?;
                checked(cx, directive.write_int(room, int))
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let float = self.float(value)?;
                directive.write_float(out.room(directive.len_bound(FLOAT_BITS))?, float);
                Ok(())
            }
            _ => Err(number_error(cx, conversion.unsupported(self.source))),
        }
    }

    /// The value of an integer conversion.
    fn int(&self, directive: Directive, value: Value<'h>) -> R<'h, Int> {
        let cx = self.cx;
        if let Some(int) = convert::to_int(value) {
            return Ok(int);
        }
        match value {
            Value::Float(float) if matches!(directive.kind, 'd' | 'i' | 'u') => {
                checked(cx, number::int_from_float(float.get()))
            }
            Value::Object(_) if index::is_index(value) => {
                let int = convert::to_int(convert::index(cx, value)?);
                int.ok_or_else(|| cx.internal("an index that is no int"))
            }
            _ => {
                let name = own_type_name(value);
                Err(number_error(cx, printf::number_required(self.source, directive.kind, name)))
            }
        }
    }

    /// The value of a float conversion.
    fn float(&self, value: Value<'h>) -> R<'h, f64> {
        let cx = self.cx;
        let required = || number_error(cx, printf::float_required(self.source, own_type_name(value)));
        match (value, convert::to_int(value)) {
            (Value::Float(float), _) => Ok(float.get()),
            (_, Some(int)) => match (number::float_from_int(int.as_ref()), self.source) {
                (Ok(float), _) => Ok(float),
                (Err(_), Source::Bytes(_)) => Err(required()),
                (Err(error), Source::Text(_)) => Err(number_error(cx, error)),
            },
            _ => Err(required()),
        }
    }
}
