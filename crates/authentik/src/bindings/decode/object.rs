//! Objects: dicts, shapes, classes, and which class an object is of.

use super::error::nearest;
use super::plain::{PLAIN, plain};
use super::raw::{Keep, Raw, Replay};
use super::walk::{Cx, Walk, quote};
use super::words;
use crate::bindings::build::{Build, default};
use crate::bindings::tables::{BINDINGS, field, id};
use hognose_schema::binding::{Availability, FieldDecl, TypeDecl, TypeExpr, TypeId};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use std::fmt;

/// The key that names the class of an object.
const TYPE: &str = "$type";
/// What was seen of the arguments of a way to log in.
pub(super) struct AuthArgs {
    given: Vec<&'static str>,
    unknown: Option<Box<str>>,
}

/// The declaration of a type.
pub(super) fn declared<B: Build, E: de::Error>(cx: &Cx<'_, B>, id: TypeId) -> Result<&'static TypeDecl, E> {
    match BINDINGS.get(id) {
        Some(decl) => Ok(decl),
        None => cx.fail("its type is not declared".to_owned(), None),
    }
}

/// A key, as far as the type knows it.
enum Key {
    /// `$type`, or the family's own tag.
    Tag(&'static str),
    Field(u16, Availability),
    Other(Box<str>),
}

/// Reads a key of an object of this type.
struct KeyOf<'c, 'a, B: Build> {
    cx: &'c Cx<'a, B>,
    decl: &'static TypeDecl,
}

impl<'de, B: Build> DeserializeSeed<'de> for KeyOf<'_, '_, B> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<B: Build> Visitor<'_> for KeyOf<'_, '_, B> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Key, E> {
        self.cx.charge(0)?;
        if let Some(number) = self.decl.field_number(name) {
            let alias = self.decl.aliases.iter().find(|alias| alias.name == name);
            let field = self.decl.fields.get(usize::from(number));
            let available = alias.map(|alias| alias.available).or_else(|| field.map(|field| field.available));
            return Ok(Key::Field(number, available.unwrap_or(Availability::ALWAYS)));
        }
        if let Some(tag) = [Some(TYPE), self.decl.tag].into_iter().flatten().find(|tag| *tag == name) {
            return Ok(Key::Tag(tag));
        }
        self.cx.charge(name.len())?;
        Ok(Key::Other(name.into()))
    }
}

/// A dict from text to values of one type. `entries` are those that were read already.
pub(super) fn dict<'de, B: Build, A: MapAccess<'de>>(
    cx: &Cx<'_, B>,
    ty: TypeExpr,
    mut entries: Vec<(Box<str>, B::Value)>,
    mut map: A,
) -> Result<B::Value, A::Error> {
    while let Some(key) = map.next_key::<Box<str>>()? {
        cx.charge(key.len())?;
        if &*key == TYPE && matches!(ty, TypeExpr::Json) && !entries.is_empty() {
            return cx.at_key(TYPE, cx.fail("it has to be the first key of its object".to_owned(), None));
        }
        let value = cx.at_key(&key, map.next_value_seed(Walk::new(cx, ty)))?;
        entries.push((key, value));
    }
    Ok(cx.build.dict(entries))
}

/// The same in a place for dicts only. As in open places, one with the key `$type` is written as
/// `{"$type": "dict", "value": …}`.
pub(super) fn dict_or_tagged<'de, B: Build, A: MapAccess<'de>>(
    cx: &Cx<'_, B>,
    ty: TypeExpr,
    mut map: A,
) -> Result<B::Value, A::Error> {
    let read = |key: &str, raw| {
        let value = cx.at_key(key, Walk::new(cx, ty).deserialize(Replay::<A::Error>::new(raw)))?;
        Ok((Box::from(key), value))
    };
    let Some(first) = map.next_key::<Box<str>>()? else { return Ok(cx.build.dict(Vec::new())) };
    cx.charge(first.len())?;
    if &*first != TYPE {
        let value = cx.at_key(&first, map.next_value_seed(Walk::new(cx, ty)))?;
        return dict(cx, ty, vec![(first, value)], map);
    }
    let tag = cx.at_key(TYPE, map.next_value_seed(Keep(cx)))?;
    if !matches!(&tag, Raw::Str(name) if *name == "dict") {
        return dict(cx, ty, vec![read(TYPE, tag)?], map);
    }
    let inside = match map.next_key::<Box<str>>()? {
        Some(key) if &*key == "value" => cx.at_key("value", map.next_value_seed(Keep(cx)))?,
        _ => return cx.at_key(TYPE, cx.fail("the type `dict` needs a `value`".to_owned(), None)),
    };
    let Raw::Map(inside) = inside else {
        return cx.at_key("value", cx.fail("expected an object".to_owned(), None));
    };
    let entries: Result<Vec<_>, A::Error> = inside.into_iter().map(|(key, raw)| read(&key, raw)).collect();
    match map.next_key::<Box<str>>()? {
        Some(key) => cx.at_key(&key, cx.fail("nothing may stand behind the value".to_owned(), None)),
        None => Ok(cx.build.dict(entries?)),
    }
}

/// An object in an open place.
pub(super) fn open<'de, B: Build, A: MapAccess<'de>>(
    cx: &Cx<'_, B>,
    mut map: A,
) -> Result<B::Value, A::Error> {
    let Some(key) = map.next_key::<Box<str>>()? else { return Ok(cx.build.dict(Vec::new())) };
    cx.charge(key.len())?;
    if &*key != TYPE {
        let value = cx.at_key(&key, map.next_value_seed(Walk::new(cx, TypeExpr::Json)))?;
        return dict(cx, TypeExpr::Json, vec![(key, value)], map);
    }
    let name: String = cx.at_key(TYPE, map.next_value())?;
    if let Some((_, kind)) = PLAIN.iter().find(|(known, _)| *known == name) {
        return plain(cx, *kind, map);
    }
    let found =
        BINDINGS.type_id(&name).filter(|id| BINDINGS.get(*id).is_some_and(|decl| decl.family.contains(id)));
    match found.and_then(|id| Some((id, BINDINGS.get(id)?))) {
        Some((id, decl)) if !decl.module.is_empty() => Fields::new(cx, id, decl).read(cx, map),
        _ => {
            let can_be = |decl: &&TypeDecl| !decl.module.is_empty() && decl.in_files && !decl.is_abstract;
            let classes = BINDINGS.types.iter().filter(can_be).map(|decl| decl.name);
            let known = classes.chain(PLAIN.iter().map(|(name, _)| *name));
            cx.at_key(TYPE, cx.fail(format!("there is no class {}", quote(&name)), nearest(&name, known)))
        }
    }
}

/// A dict with known keys.
pub(super) fn shape<'de, B: Build, A: MapAccess<'de>>(
    cx: &Cx<'_, B>,
    shape: TypeId,
    decl: &'static TypeDecl,
    mut map: A,
) -> Result<B::Value, A::Error> {
    let is_args = shape == id::AUTH_METHOD_ARGS;
    let has_args = decl.is_a(id::FLOW_CONTEXT);
    let outer = has_args.then(|| (cx.auth_args.take(), cx.auth_method.take()));
    let mut args = AuthArgs { given: Vec::new(), unknown: None };
    let mut entries = Vec::new();
    while let Some(key) = map.next_key_seed(KeyOf { cx, decl })? {
        let (key, value) = match key {
            Key::Field(number, available) => {
                let known = declared_field(cx, decl, number)?;
                cx.at_key(known.name, check(cx, decl, known, available))?;
                let mut walk = seed(cx, None, known);
                walk.is_auth_method = has_args && known.name == "auth_method";
                let value = cx.at_key(known.name, map.next_value_seed(walk))?;
                if is_args {
                    args.given.push(known.name);
                }
                (Box::from(known.name), value)
            }
            Key::Tag(tag) => {
                let value = cx.at_key(tag, map.next_value_seed(Walk::new(cx, TypeExpr::Json)))?;
                (Box::from(tag), value)
            }
            Key::Other(name) if decl.open || is_args => {
                if is_args && args.unknown.is_none() {
                    args.unknown = Some(name.clone());
                }
                let value = cx.at_key(&name, map.next_value_seed(Walk::new(cx, TypeExpr::Json)))?;
                (name, value)
            }
            Key::Other(name) => return unknown(cx, decl, &name),
        };
        entries.push((key, value));
    }
    if is_args {
        cx.auth_args.replace(Some(args));
    }
    if let Some((outer_args, outer_method)) = outer {
        let (args, method) = (cx.auth_args.replace(outer_args), cx.auth_method.replace(outer_method));
        if let Some(args) = args {
            cx.at_key("auth_method_args", check_args(cx, method.as_deref(), &args))?;
        }
    }
    Ok(cx.build.dict(entries))
}

/// Whether the arguments belong to the way to log in.
fn check_args<B: Build, E: de::Error>(
    cx: &Cx<'_, B>,
    method: Option<&str>,
    args: &AuthArgs,
) -> Result<(), E> {
    let known = method.map(|method| BINDINGS.auth_method(method));
    if let Some(name) = &args.unknown
        && !matches!(known, Some(None))
        && let Some(decl) = BINDINGS.get(id::AUTH_METHOD_ARGS)
    {
        return unknown(cx, decl, name);
    }
    let Some(Some(decl)) = known else { return Ok(()) };
    let wrong =
        args.given.iter().find(|name| !decl.args.contains(name) && !BINDINGS.auth_common.contains(name));
    match wrong {
        Some(name) => cx.at_key(name, cx.fail(format!("the method `{}` does not set it", decl.name), None)),
        None => Ok(()),
    }
}

fn declared_field<B: Build, E: de::Error>(
    cx: &Cx<'_, B>,
    decl: &'static TypeDecl,
    number: u16,
) -> Result<&'static FieldDecl, E> {
    match decl.fields.get(usize::from(number)) {
        Some(field) => Ok(field),
        None => cx.fail("its field is not declared".to_owned(), None),
    }
}

/// What reads the value of a field.
fn seed<'c, 'a, B: Build>(
    cx: &'c Cx<'a, B>,
    number: Option<u16>,
    field: &'static FieldDecl,
) -> Walk<'c, 'a, B> {
    let mut walk = Walk { choices: field.choices, ..Walk::new(cx, field.ty) };
    // The surface says more of these than the declaration.
    if field.owner == id::POLICY_REQUEST
        && let Some(surface) = cx.surface
    {
        match number {
            Some(field::policy_request::CONTEXT) => walk.ty = TypeExpr::Object(surface.context),
            Some(field::policy_request::OBJ) => {
                walk.ty = TypeExpr::Object(surface.object);
                walk.nullable = true;
            }
            _ => {}
        }
    }
    walk
}

/// Whether a file may give the field.
fn check<B: Build, E: de::Error>(
    cx: &Cx<'_, B>,
    decl: &TypeDecl,
    field: &FieldDecl,
    available: Availability,
) -> Result<(), E> {
    let Some(release) = cx.options.release else { return Ok(()) };
    // What a release has by an older name may be given by the newer one: so it is written.
    let has_older = decl.aliases.iter().any(|alias| {
        let known = decl.fields.get(usize::from(alias.field));
        known.is_some_and(|known| known.name == field.name) && alias.available.covers(release)
    });
    if let Some(since) = available.since.filter(|since| release < *since && !has_older) {
        return cx.fail(format!("{} has it since {since}, this is {release}", decl.name), None);
    }
    if let Some(until) = available.until.filter(|until| release >= *until) {
        return cx.fail(format!("{} has it no more since {until}, this is {release}", decl.name), None);
    }
    if field.fixed {
        return cx.fail("it cannot be given, it is always the same".to_owned(), None);
    }
    Ok(())
}

fn unknown<T, B: Build, E: de::Error>(cx: &Cx<'_, B>, decl: &'static TypeDecl, name: &str) -> Result<T, E> {
    let known = decl.names.iter().map(|(name, _)| *name);
    cx.at_key(name, cx.fail(format!("unknown field of {}", decl.name), nearest(name, known)))
}

/// The object that a string stands for.
pub(super) fn short<B: Build, E: de::Error>(
    cx: &Cx<'_, B>,
    class: TypeId,
    text: &str,
) -> Result<B::Value, E> {
    let decl = declared(cx, class)?;
    let mut fields = Fields::new(cx, class, decl);
    if let Some(slot) = decl.short.and_then(|number| fields.values.get_mut(usize::from(number))) {
        *slot = Some(cx.build.str(text.into()));
    }
    Ok(fields.finish(cx))
}

/// An object of one of these classes or of one derived from them.
pub(super) fn class<'de, B: Build, A: MapAccess<'de>>(
    cx: &Cx<'_, B>,
    classes: &[TypeId],
    mut map: A,
) -> Result<B::Value, A::Error> {
    let concrete = classes
        .iter()
        .find_map(|id| BINDINGS.get(*id).filter(|decl| !decl.is_abstract).map(|decl| (*id, decl)));
    let Some((first, decl)) = concrete else { return tagged(cx, classes, map) };
    if let Some(number) = decl.mapping {
        let known = declared_field(cx, decl, number)?;
        let mut fields = Fields::new(cx, first, decl);
        let value = mapping(cx, decl, known, map)?;
        fields.set(number, value);
        return Ok(fields.finish(cx));
    }
    let mut fields = Fields::new(cx, first, decl);
    match map.next_key_seed(KeyOf { cx, decl })? {
        None => return Ok(fields.finish(cx)),
        Some(Key::Tag(tag)) => {
            let name: String = cx.at_key(tag, map.next_value())?;
            let (id, decl) = cx.at_key(tag, named(cx, classes, &name))?;
            fields = Fields::new(cx, id, decl);
        }
        Some(key) => fields.entry(cx, key, |seed| map.next_value_seed(seed))?,
    }
    fields.read(cx, map)
}

/// The value of the field that an object is as a whole: all of the object, or of one with its class and that field's name, as
/// requests are written.
fn mapping<'de, B: Build, A: MapAccess<'de>>(
    cx: &Cx<'_, B>,
    decl: &'static TypeDecl,
    field: &'static FieldDecl,
    mut map: A,
) -> Result<B::Value, A::Error> {
    let item = if let TypeExpr::Dict(item) = field.ty { *item } else { TypeExpr::Json };
    let mut entries = Vec::new();
    let mut read = |key: Box<str>, raw| {
        let value = Walk::new(cx, item).deserialize(Replay::<A::Error>::new(raw));
        entries.push((key.clone(), cx.at_key(&key, value)?));
        Ok(())
    };
    let Some(first) = map.next_key::<Box<str>>()? else { return Ok(cx.build.dict(entries)) };
    cx.charge(first.len())?;
    let name = map.next_value_seed(Keep(cx))?;
    let is_named = &*first == TYPE && matches!(&name, Raw::Str(name) if *name == decl.name);
    let Some(second) = map.next_key::<Box<str>>()? else {
        read(first, name)?;
        return Ok(cx.build.dict(entries));
    };
    cx.charge(second.len())?;
    let value = map.next_value_seed(Keep(cx))?;
    if is_named && *second == *field.name && matches!(value, Raw::Map(_)) {
        let value = Walk::new(cx, field.ty).deserialize(Replay::<A::Error>::new(value));
        return match map.next_key::<Box<str>>()? {
            Some(key) => unknown(cx, decl, &key),
            None => cx.at_key(field.name, value),
        };
    }
    read(first, name)?;
    read(second, value)?;
    dict(cx, item, entries, map)
}

/// An object of an abstract class: the key that says which one may stand anywhere.
fn tagged<'de, B: Build, A: MapAccess<'de>>(
    cx: &Cx<'_, B>,
    classes: &[TypeId],
    mut map: A,
) -> Result<B::Value, A::Error> {
    let tag = classes.iter().find_map(|id| BINDINGS.get(*id)?.tag);
    let mut waiting = Vec::new();
    while let Some(key) = map.next_key::<String>()? {
        cx.charge(key.len())?;
        if key != TYPE && Some(key.as_str()) != tag {
            let value = cx.at_key(&key, map.next_value_seed(Keep(cx)))?;
            waiting.push((key, value));
            continue;
        }
        let name: String = cx.at_key(&key, map.next_value())?;
        let (id, decl) = cx.at_key(&key, named(cx, classes, &name))?;
        let mut fields = Fields::new(cx, id, decl);
        for (name, value) in waiting {
            let key = KeyOf { cx, decl }.visit_str(&name)?;
            fields.entry(cx, key, |seed| seed.deserialize(Replay::<A::Error>::new(value)))?;
        }
        return fields.read(cx, map);
    }
    let mut known = words_of(classes);
    if known.len() > 8 {
        known.truncate(8);
        known.push("…");
    }
    cx.fail(
        format!("expected the key `{}` to name its class: {}", tag.unwrap_or(TYPE), known.join(", ")),
        None,
    )
}

/// The classes of these families.
fn members(classes: &[TypeId]) -> impl Iterator<Item = (TypeId, &'static TypeDecl)> {
    let families = classes.iter().filter_map(|id| BINDINGS.get(*id)).flat_map(|decl| decl.family);
    families.filter_map(|id| Some((*id, BINDINGS.get(*id)?)))
}

fn words_of(classes: &[TypeId]) -> Vec<&'static str> {
    members(classes).map(|(_, decl)| decl.word.unwrap_or(decl.name)).collect()
}

/// The class of this name or word in these families.
fn named<B: Build, E: de::Error>(
    cx: &Cx<'_, B>,
    classes: &[TypeId],
    name: &str,
) -> Result<(TypeId, &'static TypeDecl), E> {
    if let Some(found) = members(classes).find(|(_, decl)| decl.name == name || decl.word == Some(name)) {
        return Ok(found);
    }
    let all: Vec<_> = classes.iter().map(|id| words::name(*id)).collect();
    let known = members(classes).flat_map(|(_, decl)| [Some(decl.name), decl.word]).flatten();
    cx.fail(format!("{} is no kind of {}", quote(name), all.join(" or ")), nearest(name, known))
}

/// An object under construction.
struct Fields<V> {
    class: TypeId,
    decl: &'static TypeDecl,
    values: Vec<Option<V>>,
    /// Attributes the class does not declare.
    others: Vec<(Box<str>, V)>,
}

impl<V> Fields<V> {
    fn new<B: Build<Value = V>>(_: &Cx<'_, B>, class: TypeId, decl: &'static TypeDecl) -> Self {
        let mut values = Vec::new();
        values.resize_with(decl.fields.len(), || None);
        Self { class, decl, values, others: Vec::new() }
    }

    fn set(&mut self, number: u16, value: V) {
        if let Some(slot) = self.values.get_mut(usize::from(number)) {
            *slot = Some(value);
        }
    }

    /// Reads the rest of the object.
    fn read<'de, B: Build<Value = V>, A: MapAccess<'de>>(
        mut self,
        cx: &Cx<'_, B>,
        mut map: A,
    ) -> Result<V, A::Error> {
        while let Some(key) = map.next_key_seed(KeyOf { cx, decl: self.decl })? {
            if let Key::Tag(tag) = key {
                // What is known already may be said again.
                let name: String = cx.at_key(tag, map.next_value())?;
                if self.decl.name != name && self.decl.word != Some(name.as_str()) {
                    let reason =
                        format!("its class is {} already; `{tag}` has to be the first key", self.decl.name);
                    return cx.at_key(tag, cx.fail(reason, None));
                }
                continue;
            }
            self.entry(cx, key, |seed| map.next_value_seed(seed))?;
        }
        Ok(self.finish(cx))
    }

    /// Reads the value of one key.
    fn entry<'c, 'a, B: Build<Value = V>, E: de::Error>(
        &mut self,
        cx: &'c Cx<'a, B>,
        key: Key,
        read: impl FnOnce(Walk<'c, 'a, B>) -> Result<V, E>,
    ) -> Result<(), E> {
        match key {
            Key::Field(number, available) => {
                let field = declared_field(cx, self.decl, number)?;
                cx.at_key(field.name, check(cx, self.decl, field, available))?;
                let value = cx.at_key(field.name, read(seed(cx, Some(number), field)))?;
                self.set(number, value);
                Ok(())
            }
            Key::Other(name) if self.decl.open => {
                let value = cx.at_key(&name, read(Walk::new(cx, TypeExpr::Json)))?;
                self.others.push((name, value));
                Ok(())
            }
            Key::Other(name) => unknown(cx, self.decl, &name),
            Key::Tag(tag) => cx.at_key(tag, cx.fail("it stands there twice".to_owned(), None)),
        }
    }

    fn finish<B: Build<Value = V>>(mut self, cx: &Cx<'_, B>) -> V {
        let missing = self.values.iter_mut().zip(self.decl.fields).filter(|(slot, _)| slot.is_none());
        let has_default = |field: &FieldDecl| {
            !cx.options.exact || (field.available != Availability::ALWAYS && !field.secret)
        };
        for (slot, field) in missing.filter(|(_, field)| has_default(field)) {
            *slot = default(cx.build, field);
        }
        if !self.decl.open {
            return cx.build.record(self.class, self.values);
        }
        let known = self.values.into_iter().zip(self.decl.fields);
        let mut attributes: Vec<_> =
            known.filter_map(|(value, field)| Some((field.name.into(), value?))).collect();
        attributes.append(&mut self.others);
        cx.build.open_record(self.class, attributes)
    }
}
