//! The walk over the schema.

use super::Options;
use super::error::{DecodeError, Step, nearest};
use super::object;
use super::scalar;
use super::words::{Kind, describe, objects, part};
use crate::bindings::build::{Build, Scalar};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hognose_schema::binding::{SurfaceDecl, TypeExpr, TypeKind};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::cell::{Cell, RefCell};
use std::fmt;

/// What a value weighs besides its text.
const WEIGHT: usize = 16;

/// What the whole walk shares.
pub(super) struct Cx<'a, B: Build> {
    pub(super) build: &'a B,
    pub(super) surface: Option<&'static SurfaceDecl>,
    pub(super) options: &'a Options,
    /// The arguments of the way to log in that were last read: their fields, and the first key that is none.
    pub(super) auth_args: RefCell<Option<object::AuthArgs>>,
    /// The way to log in that was last read.
    pub(super) auth_method: RefCell<Option<Box<str>>>,
    depth: Cell<u32>,
    left: Cell<usize>,
    failure: RefCell<Failure>,
}

#[derive(Default)]
struct Failure {
    reason: Option<String>,
    suggestion: Option<String>,
    /// From the inside out.
    steps: Vec<Step>,
}

/// A level of nesting that ends when this is dropped.
pub(super) struct Level<'c>(&'c Cell<u32>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

impl<'a, B: Build> Cx<'a, B> {
    pub(super) fn new(build: &'a B, surface: Option<&'static SurfaceDecl>, options: &'a Options) -> Self {
        Self {
            build,
            surface,
            options,
            auth_args: RefCell::default(),
            auth_method: RefCell::default(),
            depth: Cell::new(0),
            left: Cell::new(options.size),
            failure: RefCell::default(),
        }
    }

    /// Ends the walk for this reason.
    pub(super) fn fail<T, E: de::Error>(&self, reason: String, suggestion: Option<String>) -> Result<T, E> {
        let error = E::custom(&reason);
        if let Ok(mut failure) = self.failure.try_borrow_mut() {
            failure.reason.get_or_insert(reason);
            failure.suggestion = suggestion;
        }
        Err(error)
    }

    /// Notes where a failed step was.
    pub(super) fn at<T, E>(&self, step: impl FnOnce() -> Step, result: Result<T, E>) -> Result<T, E> {
        if result.is_err()
            && let Ok(mut failure) = self.failure.try_borrow_mut()
        {
            failure.steps.push(step());
        }
        result
    }

    pub(super) fn at_key<T, E>(&self, key: &str, result: Result<T, E>) -> Result<T, E> {
        self.at(|| Step::Key(key.into()), result)
    }

    pub(super) fn at_index<T, E>(&self, index: usize, result: Result<T, E>) -> Result<T, E> {
        self.at(|| Step::Index(index), result)
    }

    /// One more level of nesting.
    pub(super) fn enter<E: de::Error>(&self) -> Result<Level<'_>, E> {
        let depth = self.depth.get().saturating_add(1);
        if depth > self.options.depth {
            return self.fail(format!("nested more than {} levels deep", self.options.depth), None);
        }
        self.depth.set(depth);
        Ok(Level(&self.depth))
    }

    /// One more value, with so many bytes of text.
    pub(super) fn charge<E: de::Error>(&self, bytes: usize) -> Result<(), E> {
        match self.left.get().checked_sub(bytes.saturating_add(WEIGHT)) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => self.fail(format!("larger than {} bytes", self.options.size), None),
        }
    }

    /// The error of a failed walk.
    pub(super) fn error(&self, error: &dyn fmt::Display) -> DecodeError {
        let Ok(mut failure) = self.failure.try_borrow_mut() else {
            return DecodeError::new(&[], error.to_string(), None);
        };
        let Failure { reason, suggestion, mut steps } = std::mem::take(&mut *failure);
        steps.reverse();
        DecodeError::new(&steps, reason.unwrap_or_else(|| error.to_string()), suggestion)
    }
}

/// Reads a value of one type.
pub(super) struct Walk<'c, 'a, B: Build> {
    pub(super) cx: &'c Cx<'a, B>,
    pub(super) ty: TypeExpr,
    /// Null is fine too.
    pub(super) nullable: bool,
    /// The only strings allowed, unless there are none.
    pub(super) choices: &'static [&'static str],
    /// It is the name of a way to log in, which decides what the arguments may be.
    pub(super) is_auth_method: bool,
}

impl<'c, 'a, B: Build> Walk<'c, 'a, B> {
    pub(super) fn new(cx: &'c Cx<'a, B>, ty: TypeExpr) -> Self {
        Self { cx, ty, nullable: false, choices: &[], is_auth_method: false }
    }

    /// The part of the type that has values of this kind.
    fn part<E: de::Error>(&self, kind: Kind) -> Result<TypeExpr, E> {
        if kind == Kind::Null && self.nullable {
            return Ok(TypeExpr::None);
        }
        match part(self.ty, kind) {
            Some(part) => Ok(part),
            None => {
                let or_null = if self.nullable { " or null" } else { "" };
                self.cx.fail(
                    format!("expected {}{or_null}, found {}", describe(self.ty), kind.found(self.ty)),
                    None,
                )
            }
        }
    }

    fn null<E: de::Error>(self) -> Result<B::Value, E> {
        self.part(Kind::Null)?;
        Ok(self.cx.build.none())
    }

    fn text<E: de::Error>(self, text: &str) -> Result<B::Value, E> {
        let part = self.part(Kind::Str)?;
        self.cx.charge(text.len())?;
        if self.is_auth_method {
            self.cx.auth_method.replace(Some(text.into()));
        }
        match part {
            TypeExpr::Named(id) => object::short(self.cx, id, text),
            TypeExpr::Bytes => match STANDARD.decode(text) {
                Ok(bytes) => Ok(self.cx.build.bytes(bytes)),
                Err(_) => self.cx.fail(format!("expected {}", describe(part)), None),
            },
            TypeExpr::Datetime | TypeExpr::Date | TypeExpr::Time | TypeExpr::Uuid | TypeExpr::Ip => {
                match scalar::parse(part, text) {
                    Some(scalar) => Ok(self.cx.build.scalar(scalar)),
                    None => self.cx.fail(format!("expected {}, found {}", describe(part), quote(text)), None),
                }
            }
            _ if !self.choices.is_empty() && !self.choices.contains(&text) => {
                let choices: Vec<_> = self.choices.iter().map(|choice| format!("{choice:?}")).collect();
                let reason = format!("expected one of {}, found {}", choices.join(", "), quote(text));
                self.cx.fail(reason, nearest(text, self.choices.iter().copied()))
            }
            _ => Ok(self.cx.build.str(text.into())),
        }
    }

    fn integer<E: de::Error>(self, value: i128) -> Result<B::Value, E> {
        let part = self.part(Kind::Int)?;
        match part {
            TypeExpr::Timedelta => {
                self.timedelta(i64::try_from(value).ok().and_then(|value| value.checked_mul(1_000_000)))
            }
            // The nearest float is what Python's float() gives.
            TypeExpr::Float => Ok(self.cx.build.float(value as f64)),
            _ => Ok(match i64::try_from(value) {
                Ok(value) => self.cx.build.int(value),
                Err(_) => self.cx.build.big_int(value.into()),
            }),
        }
    }

    fn timedelta<E: de::Error>(self, microseconds: Option<i64>) -> Result<B::Value, E> {
        match microseconds {
            Some(microseconds) => Ok(self.cx.build.scalar(Scalar::Timedelta(microseconds))),
            None => self.cx.fail("the number of seconds is too large".to_owned(), None),
        }
    }
}

/// A string in a message, cut when it is long.
pub(super) fn quote(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short:?}…") } else { format!("{short:?}") }
}

impl<'de, B: Build> DeserializeSeed<'de> for Walk<'_, '_, B> {
    type Value = B::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<B::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, B: Build> Visitor<'de> for Walk<'_, '_, B> {
    type Value = B::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&describe(self.ty))
    }

    fn visit_unit<E: de::Error>(self) -> Result<B::Value, E> {
        self.null()
    }

    fn visit_none<E: de::Error>(self) -> Result<B::Value, E> {
        self.null()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<B::Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<B::Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<B::Value, E> {
        self.part(Kind::Bool)?;
        Ok(self.cx.build.bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<B::Value, E> {
        self.integer(i128::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<B::Value, E> {
        self.integer(i128::from(value))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<B::Value, E> {
        self.integer(value)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<B::Value, E> {
        match i128::try_from(value) {
            Ok(value) => self.integer(value),
            Err(_) => {
                self.part(Kind::Int)?;
                Ok(self.cx.build.big_int(value.into()))
            }
        }
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<B::Value, E> {
        if self.part(Kind::Float)? == TypeExpr::Timedelta {
            let microseconds = (value * 1e6).round();
            let is_small = microseconds.abs() < 9e18;
            return self.timedelta(is_small.then_some(microseconds as i64));
        }
        Ok(self.cx.build.float(value))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<B::Value, E> {
        self.text(text)
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<B::Value, E> {
        self.cx.charge(bytes.len())?;
        match part(self.ty, Kind::Str) {
            Some(TypeExpr::Bytes | TypeExpr::Any | TypeExpr::Json) => Ok(self.cx.build.bytes(bytes.to_vec())),
            _ => self.cx.fail(format!("expected {}, found bytes", describe(self.ty)), None),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<B::Value, A::Error> {
        let part = self.part(Kind::Seq)?;
        let _level = self.cx.enter()?;
        let item_type = match part {
            TypeExpr::List(item)
            | TypeExpr::Set(item)
            | TypeExpr::Tuple(item)
            | TypeExpr::Relation(item)
            | TypeExpr::Query(item) => *item,
            _ => TypeExpr::Json,
        };
        let mut items = Vec::new();
        loop {
            let item = seq.next_element_seed(Walk::new(self.cx, item_type));
            match self.cx.at_index(items.len(), item)? {
                Some(item) => {
                    self.cx.charge(0)?;
                    items.push(item);
                }
                None => break,
            }
        }
        Ok(match part {
            TypeExpr::Set(_) => self.cx.build.set(items),
            TypeExpr::Tuple(_) => self.cx.build.tuple(items),
            _ => self.cx.build.list(items),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<B::Value, A::Error> {
        let part = self.part(Kind::Map)?;
        let _level = self.cx.enter()?;
        match part {
            TypeExpr::Object(id) | TypeExpr::Named(id) => {
                let decl = object::declared(self.cx, id)?;
                if decl.kind == TypeKind::Shape {
                    return object::shape(self.cx, id, decl, map);
                }
                let classes = objects(self.ty);
                object::class(self.cx, &classes, map)
            }
            TypeExpr::Dict(item) => object::dict_or_tagged(self.cx, *item, map),
            _ => object::open(self.cx, map),
        }
    }
}
