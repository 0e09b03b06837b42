//! Answers to queries: one host call, or a look at objects at hand.

use super::errors;
use super::matching::{self, Reader, Slot};
use super::plan::{Column, Query, Shape, Want, object_of};
use super::wire;
use crate::bindings::access;
use crate::bindings::classes::declared;
use crate::bindings::tables::field;
use hognose_eval::data::{Data, Record};
use hognose_eval::host::HostCall;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, Fatal, R, Stop, Value, export, input, ops};
use hognose_schema::binding::FieldDefault;
use std::borrow::Cow;

/// Where the objects of a query are.
#[derive(Clone, Copy)]
pub(super) enum Source<'h> {
    /// With the host.
    Host,
    /// At hand.
    Local(&'h List<'h>),
}

/// Whether a query finds nothing, whatever there is.
fn is_empty(query: &Query) -> bool {
    query.limit == Some(0) || query.clauses.iter().any(|clause| clause.negated && clause.tests.is_empty())
}

/// All that a query finds.
///
/// # Errors
/// Limits, and what the host answers.
pub(super) fn list<'h>(cx: &Context<'h>, query: &Query, source: Source<'h>) -> R<'h, &'h List<'h>> {
    if is_empty(query) {
        return List::new(cx.heap());
    }
    match source {
        Source::Local(objects) => local(cx, query, objects),
        Source::Host => match call(cx, query, Want::List)?.into_list() {
            Some(items) => imported(cx, query, items),
            None => Err(unusable(cx)),
        },
    }
}

/// How many a query finds.
///
/// # Errors
/// Limits, and what the host answers.
pub(super) fn count<'h>(cx: &Context<'h>, query: &Query, source: Source<'h>) -> R<'h, i64> {
    if is_empty(query) {
        return Ok(0);
    }
    match source {
        Source::Local(objects) => Ok(i64::try_from(local(cx, query, objects)?.len()).unwrap_or(i64::MAX)),
        Source::Host => match call(cx, query, Want::Count)? {
            Data::Int(count) => Ok(count),
            _ => Err(unusable(cx)),
        },
    }
}

/// Whether a query finds anything.
///
/// # Errors
/// Limits, and what the host answers.
pub(super) fn exists<'h>(cx: &Context<'h>, query: &Query, source: Source<'h>) -> R<'h, bool> {
    if is_empty(query) {
        return Ok(false);
    }
    match source {
        Source::Local(objects) => Ok(!local(cx, query, objects)?.is_empty()),
        Source::Host => match call(cx, query, Want::Exists)? {
            Data::Bool(exists) => Ok(exists),
            _ => Err(unusable(cx)),
        },
    }
}

/// The only one.
///
/// # Errors
/// `DoesNotExist` and `MultipleObjectsReturned` besides those of [`list`].
pub(super) fn get<'h>(cx: &Context<'h>, query: &Query, source: Source<'h>) -> R<'h> {
    let mut query = query.clone();
    if query.limit.is_none() {
        query.limit = Some(21);
    }
    let found = list(cx, &query, source)?;
    match (found.get(0), found.len()) {
        (Some(only), 1) => Ok(only),
        (None, _) => Err(errors::missing(cx, query.model)),
        (Some(_), count) => Err(errors::several(cx, query.model, count)),
    }
}

fn call<'h>(cx: &Context<'h>, query: &Query, want: Want) -> R<'h, Data> {
    crate::methods::require(cx, "directory.read")?;
    cx.charge(query.size())?;
    cx.host_call(HostCall { operation: wire::OPERATION, arguments: wire::encode(query, want) })
}

fn unusable<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.heap().fatal(Fatal::HostUnavailable(wire::OPERATION))
}

/// The host's rows as values.
fn imported<'h>(cx: &Context<'h>, query: &Query, items: Vec<Data>) -> R<'h, &'h List<'h>> {
    let list = List::new(cx.heap())?;
    for item in items {
        let value = match &query.shape {
            Shape::Objects => crate::held::value(cx, item)?,
            shape => {
                let Some(cells) = item.into_list() else { return Err(unusable(cx)) };
                let values: Vec<Value<'h>> =
                    cells.into_iter().map(|cell| cx.import(cell)).collect::<Result<_, _>>()?;
                row(cx, shape, &values)?
            }
        };
        list.push(cx.heap(), value)?;
    }
    Ok(list)
}

/// What the values of the columns become.
fn row<'h>(cx: &Context<'h>, shape: &Shape, values: &[Value<'h>]) -> R<'h> {
    match shape {
        Shape::Objects | Shape::Bare(_) => Ok(values.first().copied().unwrap_or(Value::None)),
        Shape::Tuples(_) => cx.tuple(values),
        Shape::Dicts(columns) => {
            let dict = Dict::new(cx.heap())?;
            for (column, value) in columns.iter().zip(values) {
                dict.set_text(cx, &column.name, *value)?;
            }
            Ok(Value::Dict(dict))
        }
    }
}

fn local<'h>(cx: &Context<'h>, query: &Query, objects: &'h List<'h>) -> R<'h, &'h List<'h>> {
    let reader = Local { cx };
    let objects = objects.to_vec();
    cx.burn(objects.len() as u64)?;
    let candidates = objects.iter().filter_map(|value| match value {
        Value::Object(object) => Some(*object),
        _ => None,
    });
    let is_distinct = query.distinct && !matches!(query.shape, Shape::Objects);
    let found = if is_distinct {
        // Equal rows are one before any are counted off.
        let whole = Query { offset: 0, limit: None, ..query.clone() };
        matching::select(&reader, candidates, &whole)?
    } else {
        matching::select(&reader, candidates, query)?
    };
    let columns: &[Column] = match &query.shape {
        Shape::Objects => &[],
        Shape::Dicts(columns) | Shape::Tuples(columns) => columns,
        Shape::Bare(column) => std::slice::from_ref(column),
    };
    let list = List::new(cx.heap())?;
    for object in found {
        let value = if matches!(query.shape, Shape::Objects) {
            Value::Object(object)
        } else {
            let mut values = Vec::with_capacity(columns.len());
            for column in columns {
                let cell = matching::values(&reader, object, &column.path)?.into_iter().next();
                let cell = cell.map_or(Data::None, Cow::into_owned);
                values.push(if cell.is_none() { Value::None } else { cx.import(cell)? });
            }
            row(cx, &query.shape, &values)?
        };
        if !is_distinct || !ops::iterate::contains(cx, Value::List(list), value)? {
            list.push(cx.heap(), value)?;
        }
    }
    if is_distinct {
        let rows: Vec<Value<'h>> =
            list.to_vec().into_iter().skip(query.offset).take(query.limit.unwrap_or(usize::MAX)).collect();
        return List::from_slice(cx.heap(), &rows);
    }
    Ok(list)
}

/// Reads objects of this evaluation.
struct Local<'c, 'h> {
    cx: &'c Context<'h>,
}

impl<'h> Reader<'h> for Local<'_, 'h> {
    type Object = &'h Object<'h>;
    type Error = Stop<'h>;

    fn field(&self, object: &'h Object<'h>, number: u16) -> R<'h, Slot<'h, &'h Object<'h>>> {
        let Some(decl) = declared(object.class).and_then(|decl| decl.fields.get(usize::from(number))) else {
            return Ok(Slot::Data(Cow::Owned(Data::Absent)));
        };
        if object_of(decl.ty).is_some() {
            let value = if matches!(decl.default, FieldDefault::Computed(_)) {
                access::read(self.cx, Value::Object(object), number)?
            } else {
                input::field(self.cx, object, number)?
            };
            return Ok(Slot::Objects(match value {
                Value::Object(related) => vec![related],
                Value::List(items) => super::groups::known(self.cx, items)?
                    .to_vec()
                    .into_iter()
                    .filter_map(|item| if let Value::Object(item) = item { Some(item) } else { None })
                    .collect(),
                _ => Vec::new(),
            }));
        }
        Ok(Slot::Data(plain(self.cx, object, number)?))
    }

    fn key(&self, object: &'h Object<'h>) -> R<'h, Cow<'h, Data>> {
        plain(self.cx, object, field::model::PK)
    }

    fn work(&self, amount: usize) -> R<'h, ()> {
        self.cx.burn(amount as u64)
    }
}

/// A field as data: as the request gave it, since a query does not see what an expression changed.
fn plain<'h>(cx: &Context<'h>, object: &'h Object<'h>, number: u16) -> R<'h, Cow<'h, Data>> {
    if let Some(record) = object.data::<Record>()
        && let Some(data) = record.fields.get(usize::from(number))
    {
        return Ok(Cow::Borrowed(data));
    }
    match object.field(usize::from(number)) {
        Value::Unbound => Ok(Cow::Owned(Data::Absent)),
        value => Ok(Cow::Owned(export::data(cx, value)?)),
    }
}
