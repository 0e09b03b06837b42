//! `str.format` and `str.format_map`: fields are attributes and items that the whitelist has, and nothing else.

use super::{write_ascii, write_format, write_repr, write_str};
use crate::context::Context;
use crate::format::template::{self, Conversion, Field, First, Numbering, Part, Step, Template};
use crate::ops::convert::checked;
use crate::ops::{attribute, index};
use crate::row::Args;
use crate::stop::R;
use crate::value::Value;
use crate::write::Writer;

/// What the fields of a template begin with.
#[derive(Clone, Copy)]
pub(crate) enum Given<'a, 'h> {
    /// The arguments of `str.format`.
    Arguments(&'a Args<'a, 'h>),
    /// The mapping of `str.format_map`.
    Mapping(Value<'h>),
}

/// `template.format(…)`.
///
/// # Errors
/// CPython's complaints about templates; what fields and formatting raise; limits.
pub(crate) fn fill<'h>(cx: &Context<'h>, template: &'h str, given: Given<'_, 'h>) -> R<'h> {
    let mut out = Writer::new(cx);
    let filling = Filling { cx, given };
    filling.write(Template::new(template), &mut Numbering::default(), &mut out)?;
    out.finish()
}

struct Filling<'a, 'h> {
    cx: &'a Context<'h>,
    given: Given<'a, 'h>,
}

impl<'h> Filling<'_, 'h> {
    fn write(
        &self,
        mut template: Template<'h>,
        numbering: &mut Numbering,
        out: &mut Writer<'_, 'h>,
    ) -> R<'h, ()> {
        let cx = self.cx;
        while let Some(part) = template.next() {
            cx.burn(1)?;
            match checked(cx, part)? {
                Part::Literal(text) => out.push(text)?,
                Part::Field(field) => self.field(&template, &field, numbering, out)?,
            }
        }
        Ok(())
    }

    fn field(
        &self,
        template: &Template<'h>,
        field: &Field<'h>,
        numbering: &mut Numbering,
        out: &mut Writer<'_, 'h>,
    ) -> R<'h, ()> {
        let cx = self.cx;
        let mut value = self.value(field, numbering)?;
        let conversion = match field.conversion {
            None => None,
            Some(char) => Some(checked(cx, Conversion::read(char))?),
        };
        let write = match conversion {
            None => None,
            Some(Conversion::Repr) => Some(write_repr as fn(&Context<'h>, _, &mut Writer<'_, 'h>) -> _),
            Some(Conversion::Str) => Some(write_str as _),
            Some(Conversion::Ascii) => Some(write_ascii as _),
        };
        if let Some(write) = write {
            if field.spec.is_empty() {
                return write(cx, value, out);
            }
            let mut converted = Writer::new(cx);
            write(cx, value, &mut converted)?;
            value = converted.finish()?;
        }
        let spec = if field.nested {
            let mut spec = Writer::new(cx);
            self.write(checked(cx, template.nested(field.spec))?, numbering, &mut spec)?;
            spec.into_text()?
        } else {
            field.spec
        };
        write_format(cx, value, spec, out)
    }

    /// The value that a field names.
    fn value(&self, field: &Field<'h>, numbering: &mut Numbering) -> R<'h> {
        let cx = self.cx;
        cx.burn_bytes(field.name.len())?;
        let (first, path) = checked(cx, field.path(numbering))?;
        let mut value = self.first(first)?;
        for step in path {
            cx.burn(1)?;
            value = match checked(cx, step)? {
                // No name that a policy could not write itself.
                Step::Attribute(name) if name.starts_with('_') => {
                    return Err(attribute::no_attribute(cx, value, name));
                }
                Step::Attribute(name) => attribute::get(cx, value, name)?,
                Step::Index(at) => index::get_item(cx, value, number(at))?,
                Step::Key(key) => index::get_item(cx, value, cx.wrap_str(key)?)?,
            };
        }
        Ok(value)
    }

    fn first(&self, first: First<'h>) -> R<'h> {
        let cx = self.cx;
        match (self.given, first) {
            (Given::Arguments(args), First::Index(at)) => match args.positional.get(at) {
                Some(value) => Ok(*value),
                None => checked(cx, Err(template::no_argument(at))),
            },
            (Given::Arguments(args), First::Name(name)) => {
                match args.keywords.iter().find(|(known, _)| *known == name) {
                    Some((_, value)) => Ok(*value),
                    None => Err(cx.key_error(cx.wrap_str(name)?)),
                }
            }
            (Given::Mapping(_), First::Index(_)) => checked(cx, Err(template::no_positional())),
            (Given::Mapping(mapping), First::Name(name)) => index::get_item(cx, mapping, cx.wrap_str(name)?),
        }
    }
}

fn number<'h>(at: usize) -> Value<'h> {
    Value::Int(i64::try_from(at).unwrap_or(i64::MAX))
}
