//! What expressions see of queries: `QuerySet`, `Model.objects`, and relations such as `user.groups`.

use super::ask::{self, Source};
use super::changes;
use super::conditions;
use super::matching::primary_key;
use super::plan::{Clause, Column, Lookup, Order, Query, Shape, is_column};
use crate::bindings::access;
use crate::bindings::tables::BINDINGS;
use hognose_eval::class::{Class, Slots};
use hognose_eval::ops::{self, iterate, text};
use hognose_eval::row::{Args, Member, Row, Signature};
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};
use hognose_schema::binding::TypeId;
use std::any::Any;
use std::cell::Cell;

/// `Model.objects`.
pub static MANAGER: Class = Class {
    name: "Manager",
    module: "django.db.models.manager",
    message_name: "Manager",
    rows: &[ROWS, changes::MAKING],
    ..Class::EMPTY
};

/// A relation such as `user.groups`.
pub static RELATED: Class = Class {
    name: "ManyRelatedManager",
    module: "django.db.models.fields.related_descriptors",
    message_name: "ManyRelatedManager",
    rows: &[ROWS, changes::RELATING],
    ..Class::EMPTY
};

/// A query.
pub static QUERY_SET: Class = Class {
    name: "QuerySet",
    module: "django.db.models.query",
    message_name: "QuerySet",
    rows: &[ROWS, changes::MAKING],
    slots: Slots {
        repr: Some(repr),
        truth: Some(|cx, object| Ok(!results(cx, object)?.is_empty())),
        len: Some(|cx, object| Ok(results(cx, object)?.len())),
        iter: Some(|cx, object| Ok(Value::List(results(cx, object)?))),
        contains: Some(|cx, object, item| iterate::contains(cx, Value::List(results(cx, object)?), item)),
        get_item: Some(get_item),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// Fields of the objects: what was found, and the objects at hand, if that is where the query looks.
const FOUND: usize = 0;
const AT_HAND: usize = 1;
/// Of a relation: the object that it is of, and the number of the field.
pub(super) const OWNER: usize = 2;
pub(super) const RELATION: usize = 3;

const fn row(name: &'static str, doc: &'static str, f: hognose_eval::row::RawMethodFn) -> Row {
    Row::new(name, Signature::NONE, doc, Member::RawMethod(f))
}

static ROWS: &[Row] = &[
    row("all", "The same query.", |cx, row, this, args| {
        no_arguments(cx, row, args)?;
        derived(cx, this, Ok)
    }),
    row("none", "Finds nothing.", |cx, row, this, args| {
        no_arguments(cx, row, args)?;
        derived(cx, this, |mut query| {
            query.clauses.push(Clause { negated: true, tests: Vec::new() });
            Ok(query)
        })
    }),
    row("filter", "Only those for which every condition holds.", |cx, _, this, args| {
        restricted(cx, this, args, false)
    }),
    row("exclude", "Without those for which every condition holds.", |cx, _, this, args| {
        restricted(cx, this, args, true)
    }),
    row("order_by", "In the order of these fields; `-` turns one round.", order_by),
    row("distinct", "Each only once.", |cx, row, this, args| {
        no_arguments(cx, row, args)?;
        derived(cx, this, |mut query| {
            query.distinct = true;
            Ok(query)
        })
    }),
    row("values", "Dicts of these fields.", values),
    row("values_list", "Tuples of these fields, or bare values.", values_list),
    row("get", "The only one; DoesNotExist, MultipleObjectsReturned.", |cx, _, this, args| {
        let (mut query, source) = parts(cx, this)?;
        add(cx, &mut query, args, false)?;
        ask::get(cx, &query, source)
    }),
    row("first", "The first, by primary key if not ordered.", |cx, row, this, args| {
        no_arguments(cx, row, args)?;
        end(cx, this, false)
    }),
    row("last", "The last, by primary key if not ordered.", |cx, row, this, args| {
        no_arguments(cx, row, args)?;
        end(cx, this, true)
    }),
    row("reverse", "In the opposite order.", |cx, row, this, args| {
        no_arguments(cx, row, args)?;
        derived(cx, this, |mut query| {
            if query.is_sliced() {
                return Err(cx.type_error("Cannot reverse a query once a slice has been taken."));
            }
            for part in &mut query.order {
                part.descending = !part.descending;
            }
            Ok(query)
        })
    }),
    row("union", "What one of the queries finds, each only once.", union),
    row("iterator", "The objects, one after the other.", |cx, _, this, _| {
        let (query, source) = parts(cx, this)?;
        iterate::iterator_value(cx, Value::List(ask::list(cx, &query, source)?))
    }),
    row("select_related", "The same query.", |cx, _, this, _| derived(cx, this, Ok)),
    row("prefetch_related", "The same query.", |cx, _, this, _| derived(cx, this, Ok)),
    row("only", "The same query.", |cx, _, this, _| derived(cx, this, Ok)),
    row("defer", "The same query.", |cx, _, this, _| derived(cx, this, Ok)),
    row("contains", "Whether an object is among them.", |cx, row, this, args| {
        let [object] = args.positional else {
            return Err(cx.type_error(format_args!(
                "QuerySet.{}() takes 2 positional arguments but {} were given",
                row.name,
                args.positional.len().saturating_add(1)
            )));
        };
        if !matches!(object, Value::Object(_)) {
            return Err(cx.type_error("'obj' must be a model instance."));
        }
        let (query, source) = parts(cx, this)?;
        Ok(Value::bool(iterate::contains(cx, Value::List(ask::list(cx, &query, source)?), *object)?))
    }),
    row("exists", "Whether there are any.", |cx, row, this, args| {
        no_arguments(cx, row, args)?;
        if let Some(found) = cached(this) {
            return Ok(Value::bool(!found.is_empty()));
        }
        let (query, source) = parts(cx, this)?;
        Ok(Value::bool(ask::exists(cx, &query, source)?))
    }),
    row("count", "How many there are.", |cx, row, this, args| {
        no_arguments(cx, row, args)?;
        if let Some(found) = cached(this) {
            return Ok(Value::Int(i64::try_from(found.len()).unwrap_or(i64::MAX)));
        }
        let (query, source) = parts(cx, this)?;
        Ok(Value::Int(ask::count(cx, &query, source)?))
    }),
];

/// `a.union(b, …)`: asked at once, since what follows can only look at what was found.
fn union<'h>(cx: &Context<'h>, _: &'static Row, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let (query, source) = parts(cx, this)?;
    let model = query.model;
    let keeps_all = match args.keywords.iter().find(|(name, _)| *name == "all") {
        Some((_, all)) => ops::truth(cx, *all)?,
        None => false,
    };
    let found = List::new(cx.heap())?;
    let mut sets = vec![ask::list(cx, &query, source)?];
    for other in args.positional {
        let (query, source) = parts(cx, *other)?;
        sets.push(ask::list(cx, &query, source)?);
    }
    for item in sets.iter().flat_map(|set| set.to_vec()) {
        if keeps_all || !iterate::contains(cx, Value::List(found), item)? {
            found.push(cx.heap(), item)?;
        }
    }
    over(cx, model, found)
}

fn no_arguments<'h>(cx: &Context<'h>, row: &Row, args: &Args<'_, 'h>) -> R<'h, ()> {
    if let Some((name, _)) = args.keywords.first() {
        return Err(cx.type_error(format_args!(
            "QuerySet.{}() got an unexpected keyword argument '{name}'",
            row.name
        )));
    }
    if args.positional.is_empty() {
        return Ok(());
    }
    Err(cx.type_error(format_args!(
        "QuerySet.{}() takes 1 positional argument but {} were given",
        row.name,
        args.positional.len().saturating_add(1)
    )))
}

/// A query as a value.
///
/// # Errors
/// Limits.
fn made<'h>(cx: &Context<'h>, class: &'static Class, query: Query, source: Source<'h>) -> R<'h> {
    cx.charge(query.size())?;
    let data: &'h dyn Any = cx.keep(query)?;
    let at_hand = match source {
        Source::Local(objects) => Value::List(objects),
        Source::Host => Value::Unbound,
    };
    let fields = cx.heap().values(&[Value::Unbound, at_hand, Value::Unbound, Value::Unbound], 4)?;
    Ok(Value::Object(cx.heap().alloc(Object { class, data, fields: Cell::new(fields) })?))
}

/// `Model.objects`.
///
/// # Errors
/// Limits.
pub fn manager<'h>(cx: &Context<'h>, model: TypeId) -> R<'h> {
    made(cx, &MANAGER, Query::all(model), Source::Host)
}

/// The manager of a relation of an object: over the objects that the request, or the host, gave with it.
///
/// # Errors
/// Limits.
pub fn related<'h>(cx: &Context<'h>, this: Value<'h>, number: u16, model: TypeId) -> R<'h> {
    let objects = match access::read(cx, this, number)? {
        Value::List(objects) => objects,
        Value::Unbound => return Ok(Value::Unbound),
        _ => List::new(cx.heap())?,
    };
    let manager = made(cx, &RELATED, Query::all(model), Source::Local(objects))?;
    if let Value::Object(manager) = manager {
        manager.set_field(OWNER, this);
        manager.set_field(RELATION, Value::Int(i64::from(number)));
    }
    Ok(manager)
}

/// A query over objects at hand.
///
/// # Errors
/// Limits.
pub fn over<'h>(cx: &Context<'h>, model: TypeId, objects: &'h List<'h>) -> R<'h> {
    made(cx, &QUERY_SET, Query::all(model), Source::Local(objects))
}

/// The query of a value, and where it looks.
pub(super) fn parts<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, (Query, Source<'h>)> {
    let found = match this {
        Value::Object(object) => object.data::<Query>().map(|query| (query, object.field(AT_HAND))),
        _ => None,
    };
    let Some((query, at_hand)) = found else { return Err(cx.type_error("not a query")) };
    cx.charge(query.size())?;
    Ok(match at_hand {
        Value::List(objects) => (query.clone(), Source::Local(super::groups::known(cx, objects)?)),
        _ => (query.clone(), Source::Host),
    })
}

/// The query of a value without looking where.
fn derived<'h>(cx: &Context<'h>, this: Value<'h>, change: impl FnOnce(Query) -> R<'h, Query>) -> R<'h> {
    let (query, source) = parts(cx, this)?;
    made(cx, &QUERY_SET, change(query)?, source)
}

fn add<'h>(cx: &Context<'h>, query: &mut Query, args: &Args<'_, 'h>, negated: bool) -> R<'h, ()> {
    if args.positional.is_empty() && args.keywords.is_empty() {
        return Ok(());
    }
    if query.is_sliced() {
        return Err(cx.type_error("Cannot filter a query once a slice has been taken."));
    }
    query.clauses.push(conditions::clause(cx, query.model, args, negated)?);
    Ok(())
}

fn restricted<'h>(cx: &Context<'h>, this: Value<'h>, args: &Args<'_, 'h>, negated: bool) -> R<'h> {
    derived(cx, this, |mut query| {
        add(cx, &mut query, args, negated)?;
        Ok(query)
    })
}

fn names<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h, Vec<&'h str>> {
    let text = |value: &Value<'h>| match value {
        Value::Str(text) => text.text(cx.heap()),
        other => {
            Err(cx
                .type_error(format_args!("expected the name of a field, got {}", ops::own_type_name(*other))))
        }
    };
    args.positional.iter().map(text).collect()
}

fn order_by<'h>(cx: &Context<'h>, row: &'static Row, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    no_arguments(cx, row, &Args { positional: &[], keywords: args.keywords })?;
    let names = names(cx, args)?;
    derived(cx, this, |mut query| {
        if query.is_sliced() {
            return Err(cx.type_error("Cannot reorder a query once a slice has been taken."));
        }
        query.order.clear();
        for name in names {
            let (descending, name) = match name.strip_prefix('-') {
                Some(rest) => (true, rest),
                None => (false, name),
            };
            query.order.push(Order { path: path(cx, &query, name)?, descending });
        }
        Ok(query)
    })
}

/// The path of a name without a lookup.
fn path<'h>(cx: &Context<'h>, query: &Query, name: &str) -> R<'h, super::plan::Path> {
    let (path, lookup) = conditions::resolve(cx, query.model, name)?;
    if lookup == Lookup::Exact && !name.ends_with("__exact") {
        return Ok(path);
    }
    Err(cx.raise(
        &super::errors::FIELD_ERROR,
        format_args!(
            "Unsupported lookup '{}' for a column or join on the field not permitted.",
            lookup.name()
        ),
    ))
}

fn columns<'h>(cx: &Context<'h>, query: &Query, names: &[&'h str]) -> R<'h, Vec<Column>> {
    let all: Vec<&str>;
    let names = if names.is_empty() {
        let release = crate::surroundings::release(cx);
        let fields = BINDINGS.get(query.model).map_or(&[] as &[_], |decl| decl.fields);
        all = fields
            .iter()
            .filter(|field| {
                is_column(field, release)
                    && !matches!(field.ty, hognose_schema::binding::TypeExpr::Relation(_))
            })
            .map(|field| field.name)
            .collect();
        &all
    } else {
        names
    };
    cx.burn(names.len() as u64)?;
    names.iter().map(|name| Ok(Column { name: (*name).into(), path: path(cx, query, name)? })).collect()
}

fn values<'h>(cx: &Context<'h>, row: &'static Row, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    no_arguments(cx, row, &Args { positional: &[], keywords: args.keywords })?;
    let names = names(cx, args)?;
    derived(cx, this, |mut query| {
        query.shape = Shape::Dicts(columns(cx, &query, &names)?);
        Ok(query)
    })
}

fn values_list<'h>(cx: &Context<'h>, _: &'static Row, this: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let mut flat = false;
    for (name, value) in args.keywords {
        match *name {
            "flat" => flat = ops::truth(cx, *value)?,
            _ => {
                return Err(cx.type_error(format_args!(
                    "QuerySet.values_list() got an unexpected keyword argument '{name}'"
                )));
            }
        }
    }
    let names = names(cx, args)?;
    if flat && names.len() > 1 {
        return Err(cx.type_error("'flat' is not valid when values_list is called with more than one field."));
    }
    derived(cx, this, |mut query| {
        let mut columns = columns(cx, &query, &names)?;
        columns.truncate(if flat { 1 } else { columns.len() });
        query.shape = match (flat, columns.pop()) {
            (true, Some(only)) => Shape::Bare(only),
            (_, last) => {
                columns.extend(last);
                Shape::Tuples(columns)
            }
        };
        Ok(query)
    })
}

/// `first()` and `last()`.
fn end<'h>(cx: &Context<'h>, this: Value<'h>, is_last: bool) -> R<'h> {
    let (mut query, source) = parts(cx, this)?;
    if query.is_sliced() && (is_last || query.order.is_empty()) {
        let what = if is_last { "reverse" } else { "reorder" };
        return Err(cx.type_error(format_args!("Cannot {what} a query once a slice has been taken.")));
    }
    if query.order.is_empty() {
        query.order.push(Order { path: primary_key(), descending: false });
    }
    if is_last {
        for part in &mut query.order {
            part.descending = !part.descending;
        }
    }
    query.limit = Some(query.limit.map_or(1, |limit| limit.min(1)));
    Ok(ask::list(cx, &query, source)?.get(0).unwrap_or(Value::None))
}

fn cached<'h>(this: Value<'h>) -> Option<&'h List<'h>> {
    match this {
        Value::Object(object) => match object.field(FOUND) {
            Value::List(found) => Some(found),
            _ => None,
        },
        _ => None,
    }
}

/// What a query finds: asked once.
fn results<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, &'h List<'h>> {
    let this = Value::Object(object);
    if let Some(found) = cached(this) {
        return Ok(found);
    }
    let (query, source) = parts(cx, this)?;
    let found = ask::list(cx, &query, source)?;
    object.set_field(FOUND, Value::List(found));
    Ok(found)
}

fn repr<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    const SHOWN: usize = 20;
    let found = match cached(Value::Object(object)) {
        Some(found) => found,
        None => {
            let (mut query, source) = parts(cx, Value::Object(object))?;
            let most = SHOWN.saturating_add(1);
            query.limit = Some(query.limit.map_or(most, |limit| limit.min(most)));
            ask::list(cx, &query, source)?
        }
    };
    out.push("<QuerySet [")?;
    cx.nested(|| {
        for (index, item) in found.to_vec().into_iter().take(SHOWN).enumerate() {
            if index > 0 {
                out.push(", ")?;
            }
            text::write_repr(cx, item, out)?;
        }
        Ok(())
    })?;
    if found.len() > SHOWN {
        out.push(", '...(remaining elements truncated)...'")?;
    }
    out.push("]>")
}

fn get_item<'h>(cx: &Context<'h>, object: &'h Object<'h>, key: Value<'h>) -> R<'h> {
    let this = Value::Object(object);
    let is_negative = |value: Value<'h>| matches!(value, Value::Int(number) if number < 0);
    let negative = match key {
        Value::Int(_) => is_negative(key),
        Value::Slice(slice) => is_negative(slice.start) || is_negative(slice.stop),
        _ => {
            return Err(cx.type_error(format_args!(
                "QuerySet indices must be integers or slices, not {}.",
                ops::own_type_name(key)
            )));
        }
    };
    if negative {
        return Err(cx.value_error("Negative indexing is not supported."));
    }
    if let Some(found) = cached(this) {
        return ops::index::get_item(cx, Value::List(found), key);
    }
    let (mut query, source) = parts(cx, this)?;
    match key {
        Value::Int(index) => {
            narrow(&mut query, usize::try_from(index).unwrap_or(usize::MAX), Some(1));
            let found = ask::list(cx, &query, source)?;
            ops::index::get_item(cx, Value::List(found), Value::Int(0))
        }
        Value::Slice(slice) => {
            let place = |value: Value<'h>| match value {
                Value::Int(number) => Some(usize::try_from(number).unwrap_or(0)),
                _ => None,
            };
            let start = place(slice.start).unwrap_or(0);
            let count = place(slice.stop).map(|stop| stop.saturating_sub(start));
            narrow(&mut query, start, count);
            match slice.step {
                Value::None => made(cx, &QUERY_SET, query, source),
                step => {
                    let found = Value::List(ask::list(cx, &query, source)?);
                    let every = hognose_eval::value::range::SliceObject {
                        start: Value::None,
                        stop: Value::None,
                        step,
                    };
                    ops::index::get_item(cx, found, Value::Slice(cx.heap().alloc(every)?))
                }
            }
        }
        _ => Err(cx.internal("an index of no kind")),
    }
}

/// A part of what a query finds.
fn narrow(query: &mut Query, start: usize, count: Option<usize>) {
    let left = query.limit.map(|limit| limit.saturating_sub(start));
    query.offset = query.offset.saturating_add(start);
    query.limit = match (left, count) {
        (Some(left), Some(count)) => Some(left.min(count)),
        (left, count) => left.or(count),
    };
}
