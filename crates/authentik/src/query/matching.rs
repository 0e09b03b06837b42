//! Whether objects meet conditions, and in which order they stand: over whatever holds the objects.

use super::jsonb;
use super::plan::{Clause, Lookup, Order, Path, Test, is_json, object_of};
use hognose_eval::data::{Data, Map};
use hognose_eval::ops::compare::{Number, compare_numbers};
use hognose_modules::datetime::rows::moment_of;
use hognose_modules::uuid::Uuid;
use hognose_schema::binding::TypeExpr;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Reads fields of objects.
pub trait Reader<'a> {
    /// An object.
    type Object: Copy;
    /// Why reading stopped.
    type Error;

    /// The value of a field.
    ///
    /// # Errors
    /// Limits, where there are any.
    fn field(&self, object: Self::Object, number: u16) -> Result<Slot<'a, Self::Object>, Self::Error>;

    /// The primary key of an object, or what stands for it.
    ///
    /// # Errors
    /// Limits, where there are any.
    fn key(&self, object: Self::Object) -> Result<Cow<'a, Data>, Self::Error>;

    /// Charge for work.
    ///
    /// # Errors
    /// Limits, where there are any.
    fn work(&self, amount: usize) -> Result<(), Self::Error>;
}

/// The value of a field.
#[derive(Clone, Debug)]
pub enum Slot<'a, O> {
    /// Plain data; absent and `None` are null.
    Data(Cow<'a, Data>),
    /// Other objects: none for null.
    Objects(Vec<O>),
}

/// Whether an object meets all clauses.
///
/// # Errors
/// As the reader.
pub fn meets<'a, R: Reader<'a>>(reader: &R, object: R::Object, clauses: &[Clause]) -> Result<bool, R::Error> {
    for clause in clauses {
        let tests: Vec<&Test> = clause.tests.iter().collect();
        if all_hold(reader, object, &tests, 0)? == clause.negated {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether all tests hold. Those that go through the same relation hold for one and the same related object. The first
/// `depth` fields of the paths are behind us; [`super::plan::LONGEST`] bounds them.
fn all_hold<'a, R: Reader<'a>>(
    reader: &R,
    object: R::Object,
    tests: &[&Test],
    depth: usize,
) -> Result<bool, R::Error> {
    let mut shared: Vec<(u16, Vec<&Test>)> = Vec::new();
    for test in tests {
        reader.work(1)?;
        match test.path.fields.get(depth..) {
            Some([first, _, ..]) => match shared.iter_mut().find(|(number, _)| number == first) {
                Some((_, group)) => group.push(test),
                None => shared.push((*first, vec![test])),
            },
            _ => {
                if !holds(reader, object, test, depth)? {
                    return Ok(false);
                }
            }
        }
    }
    for (number, group) in shared {
        if !group_holds(reader, object, number, &group, depth)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn group_holds<'a, R: Reader<'a>>(
    reader: &R,
    object: R::Object,
    number: u16,
    group: &[&Test],
    depth: usize,
) -> Result<bool, R::Error> {
    if let [only] = group {
        return holds(reader, object, only, depth);
    }
    match reader.field(object, number)? {
        Slot::Objects(related) if !related.is_empty() => {
            for object in related {
                if all_hold(reader, object, group, depth.saturating_add(1))? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Ok(group.iter().all(|test| passes(&test.path, test.lookup, &Data::Absent, &test.value))),
    }
}

/// Whether one of the values at the end of the path passes.
fn holds<'a, R: Reader<'a>>(
    reader: &R,
    object: R::Object,
    test: &Test,
    depth: usize,
) -> Result<bool, R::Error> {
    let fields = test.path.fields.get(depth..).unwrap_or(&[]);
    for value in along(reader, object, fields, &test.path.keys)? {
        reader.work(cost(&value).saturating_add(cost(&test.value)) >> 6)?;
        if passes(&test.path, test.lookup, &value, &test.value) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn cost(data: &Data) -> usize {
    match data {
        Data::Str(text) => text.len(),
        Data::List(items) | Data::Tuple(items) | Data::Set(items) => items.len().saturating_mul(64),
        Data::Map(map) => map.len().saturating_mul(64),
        _ => 1,
    }
}

/// The values at the end of a path: several behind relations, absent where there is none.
///
/// # Errors
/// As the reader.
pub fn values<'a, R: Reader<'a>>(
    reader: &R,
    object: R::Object,
    path: &Path,
) -> Result<Vec<Cow<'a, Data>>, R::Error> {
    along(reader, object, &path.fields, &path.keys)
}

fn along<'a, R: Reader<'a>>(
    reader: &R,
    object: R::Object,
    fields: &[u16],
    keys: &[Box<str>],
) -> Result<Vec<Cow<'a, Data>>, R::Error> {
    let mut objects = vec![object];
    let mut found = Vec::new();
    for number in fields {
        let mut next = Vec::new();
        found.clear();
        for object in objects {
            reader.work(1)?;
            match reader.field(object, *number)? {
                Slot::Data(data) => found.push(data),
                Slot::Objects(related) if related.is_empty() => found.push(Cow::Owned(Data::Absent)),
                Slot::Objects(related) => next.extend(related),
            }
        }
        objects = next;
    }
    for object in objects {
        found.push(reader.key(object)?);
    }
    if keys.is_empty() {
        return Ok(found);
    }
    reader.work(keys.len())?;
    Ok(found.into_iter().map(|data| inside(data, keys)).collect())
}

fn inside<'a>(data: Cow<'a, Data>, keys: &[Box<str>]) -> Cow<'a, Data> {
    match data {
        Cow::Borrowed(data) => Cow::Borrowed(step(data, keys)),
        Cow::Owned(data) => Cow::Owned(step(&data, keys).clone()),
    }
}

fn step<'d>(data: &'d Data, keys: &[Box<str>]) -> &'d Data {
    static ABSENT: Data = Data::Absent;
    jsonb::at(data, keys).unwrap_or(&ABSENT)
}

/// Whether a value passes a test.
fn passes(path: &Path, lookup: Lookup, value: &Data, wanted: &Data) -> bool {
    if lookup == Lookup::IsNull {
        let is_null = if path.keys.is_empty() { value.is_none() } else { matches!(value, Data::Absent) };
        return matches!(wanted, Data::Bool(true)) == is_null;
    }
    if matches!(value, Data::Absent) {
        return false;
    }
    if is_json(path.ty) { json(lookup, value, wanted) } else { plain(lookup, value, wanted) }
}

fn plain(lookup: Lookup, value: &Data, wanted: &Data) -> bool {
    if value.is_none() {
        return false;
    }
    match lookup {
        Lookup::Exact => is_equal(value, wanted),
        Lookup::In => items(wanted).iter().any(|item| is_equal(value, item)),
        _ => other(lookup, value, wanted),
    }
}

/// Whether a JSON value passes a test, as `jsonb` compares.
#[must_use]
pub fn json(lookup: Lookup, value: &Data, wanted: &Data) -> bool {
    let ordering = |test: fn(Ordering) -> bool| test(jsonb::order(value, wanted));
    match lookup {
        Lookup::Exact => json_equal(value, wanted),
        Lookup::In => items(wanted).iter().any(|item| json_equal(value, item)),
        Lookup::Contains => holds_json(value, wanted),
        Lookup::Gt => ordering(Ordering::is_gt),
        Lookup::Gte => ordering(Ordering::is_ge),
        Lookup::Lt => ordering(Ordering::is_lt),
        Lookup::Lte => ordering(Ordering::is_le),
        Lookup::Range => match items(wanted) {
            [low, high] => jsonb::order(value, low).is_ge() && jsonb::order(value, high).is_le(),
            _ => false,
        },
        Lookup::IsNull => matches!(wanted, Data::Bool(true)) == value.is_none(),
        _ => match (jsonb::text(value), jsonb::text(wanted)) {
            (Some(value), Some(wanted)) => is_like(lookup, &value, &wanted),
            _ => false,
        },
    }
}

fn other(lookup: Lookup, value: &Data, wanted: &Data) -> bool {
    let ordering = |test: fn(Ordering) -> bool| order(value, wanted).is_some_and(test);
    match lookup {
        Lookup::Gt => ordering(Ordering::is_gt),
        Lookup::Gte => ordering(Ordering::is_ge),
        Lookup::Lt => ordering(Ordering::is_lt),
        Lookup::Lte => ordering(Ordering::is_le),
        Lookup::Range => match items(wanted) {
            [low, high] => {
                order(value, low).is_some_and(Ordering::is_ge)
                    && order(value, high).is_some_and(Ordering::is_le)
            }
            _ => false,
        },
        _ => match (text(value), text(wanted)) {
            (Some(value), Some(wanted)) => is_like(lookup, &value, &wanted),
            _ => false,
        },
    }
}

fn is_like(lookup: Lookup, value: &str, wanted: &str) -> bool {
    let any_case =
        matches!(lookup, Lookup::IExact | Lookup::IContains | Lookup::IStartsWith | Lookup::IEndsWith);
    let (value, wanted) = if any_case {
        (Cow::Owned(folded(value)), Cow::Owned(folded(wanted)))
    } else {
        (Cow::Borrowed(value), Cow::Borrowed(wanted))
    };
    match lookup {
        Lookup::IExact => value == wanted,
        Lookup::Contains | Lookup::IContains => value.contains(&*wanted),
        Lookup::StartsWith | Lookup::IStartsWith => value.starts_with(&*wanted),
        Lookup::EndsWith | Lookup::IEndsWith => value.ends_with(&*wanted),
        _ => false,
    }
}

/// `UPPER` of a database: letter by letter, so that `ß` stays what it is.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars()
        .map(|char| {
            let mut upper = char.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(upper), None) => upper,
                _ => char,
            }
        })
        .collect()
}

fn items(data: &Data) -> &[Data] {
    match data {
        Data::List(items) | Data::Tuple(items) | Data::Set(items) => items,
        _ => &[],
    }
}

/// The text that text lookups see of a column.
#[must_use]
pub fn text(data: &Data) -> Option<Cow<'_, str>> {
    Some(match data {
        Data::Str(text) => Cow::Borrowed(&**text),
        Data::Int(number) => Cow::Owned(number.to_string()),
        Data::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Data::Float(_) | Data::BigInt(_) => Cow::Owned(jsonb::text(data)?),
        Data::Foreign(_) => {
            let digits = uuid(data)?;
            let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
            let parts: Option<Vec<&str>> = parts.iter().map(|(from, to)| digits.get(*from..*to)).collect();
            Cow::Owned(parts?.join("-"))
        }
        _ => return None,
    })
}

fn uuid(data: &Data) -> Option<String> {
    let Data::Foreign(foreign) = data else { return None };
    let Uuid(number) = foreign.data.downcast_ref::<Uuid>()?;
    Some(format!("{number:032x}"))
}

/// The 32 digits of a UUID in text.
fn digits(text: &str) -> String {
    text.chars().filter(|char| *char != '-').collect::<String>().to_ascii_lowercase()
}

/// Equality of columns: a UUID equals its text.
#[must_use]
pub fn is_equal(value: &Data, wanted: &Data) -> bool {
    match (value, wanted) {
        (Data::Foreign(_), Data::Foreign(_)) => order(value, wanted) == Some(Ordering::Equal),
        (Data::Foreign(_), Data::Str(text)) | (Data::Str(text), Data::Foreign(_)) => {
            let foreign = if matches!(value, Data::Foreign(_)) { value } else { wanted };
            uuid(foreign).is_some_and(|known| known == digits(text))
        }
        (Data::Bool(value), Data::Int(wanted)) | (Data::Int(wanted), Data::Bool(value)) => {
            i64::from(*value) == *wanted
        }
        _ => json_equal(value, wanted),
    }
}

/// Equality of JSON: `1` is `1.0`, but neither `"1"` nor `true`.
fn json_equal(value: &Data, wanted: &Data) -> bool {
    let mut pending = vec![(value, wanted)];
    while let Some((a, b)) = pending.pop() {
        let same = match (a, b) {
            (Data::Map(a), Data::Map(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, item)| match b.get(key) {
                        Some(other) => {
                            pending.push((item, other));
                            true
                        }
                        None => false,
                    })
            }
            (Data::List(a) | Data::Tuple(a), Data::List(b) | Data::Tuple(b)) => {
                pending.extend(a.iter().zip(b));
                a.len() == b.len()
            }
            (Data::None, Data::None) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Str(a), Data::Str(b)) => a == b,
            (Data::Bytes(a), Data::Bytes(b)) => a == b,
            (
                Data::Int(_) | Data::Float(_) | Data::BigInt(_),
                Data::Int(_) | Data::Float(_) | Data::BigInt(_),
            ) => order(a, b) == Some(Ordering::Equal),
            _ => false,
        };
        if !same {
            return false;
        }
    }
    true
}

/// PostgreSQL's `@>`.
fn holds_json(value: &Data, wanted: &Data) -> bool {
    fn level(value: &Data, wanted: &Data, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match (value, wanted) {
            (Data::Map(value), Data::Map(wanted)) => in_map(value, wanted, depth),
            (Data::List(value), Data::List(wanted)) => {
                wanted.iter().all(|wanted| value.iter().any(|value| level(value, wanted, depth)))
            }
            _ => json_equal(value, wanted),
        }
    }
    fn in_map(value: &Map, wanted: &Map, depth: u32) -> bool {
        wanted.iter().all(|(key, wanted)| value.get(key).is_some_and(|value| level(value, wanted, depth)))
    }
    if let (Data::List(items), false) = (value, matches!(wanted, Data::List(_) | Data::Map(_))) {
        return items.iter().any(|item| json_equal(item, wanted));
    }
    level(value, wanted, 100)
}

/// How two values stand to each other; none when they do not compare.
#[must_use]
pub fn order(a: &Data, b: &Data) -> Option<Ordering> {
    match (a, b) {
        (Data::Int(a), Data::Int(b)) => Some(a.cmp(b)),
        (Data::Str(a), Data::Str(b)) => Some(a.cmp(b)),
        (Data::Bool(a), Data::Bool(b)) => Some(a.cmp(b)),
        (Data::Foreign(_), Data::Foreign(_)) => match (moment_of(a), moment_of(b)) {
            (Some(a), Some(b)) => a.compare(&b).ok(),
            _ => Some(uuid(a)?.cmp(&uuid(b)?)),
        },
        _ => compare_numbers(&number(a)?, &number(b)?),
    }
}

fn number(data: &Data) -> Option<Number> {
    Some(match data {
        Data::Int(number) => Number::Int(*number),
        Data::BigInt(number) => Number::Big((**number).clone()),
        Data::Float(number) => Number::Float(*number),
        _ => return None,
    })
}

/// How two objects stand to each other in an order. Null comes last, or first in a descending order.
///
/// # Errors
/// As the reader.
pub fn compare<'a, R: Reader<'a>>(
    reader: &R,
    a: R::Object,
    b: R::Object,
    by: &[Order],
) -> Result<Ordering, R::Error> {
    for part in by {
        let first = |object| -> Result<Cow<'a, Data>, R::Error> {
            Ok(values(reader, object, &part.path)?.into_iter().next().unwrap_or(Cow::Owned(Data::Absent)))
        };
        let (left, right) = (first(a)?, first(b)?);
        // A null inside JSON is a value of its own.
        let is_inside = is_json(part.path.ty) && !part.path.keys.is_empty();
        let is_null = |data: &Data| if is_inside { matches!(data, Data::Absent) } else { data.is_none() };
        let ordering = match (is_null(&left), is_null(&right)) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) if is_json(part.path.ty) => jsonb::order(&left, &right),
            (false, false) => order(&left, &right).unwrap_or(Ordering::Equal),
        };
        let ordering = if part.descending { ordering.reverse() } else { ordering };
        if ordering.is_ne() {
            return Ok(ordering);
        }
    }
    Ok(Ordering::Equal)
}

/// The primary key of a class as a path.
#[must_use]
pub fn primary_key() -> Path {
    Path { fields: vec![crate::bindings::tables::field::model::PK], keys: Vec::new(), ty: TypeExpr::Any }
}

/// Objects that meet the clauses, in order, without those before the offset and behind the limit.
///
/// # Errors
/// As the reader.
pub fn select<'a, R: Reader<'a>>(
    reader: &R,
    objects: impl IntoIterator<Item = R::Object>,
    query: &super::plan::Query,
) -> Result<Vec<R::Object>, R::Error> {
    let mut found = Vec::new();
    for object in objects {
        reader.work(1)?;
        if meets(reader, object, &query.clauses)? {
            found.push(object);
        }
    }
    if !query.order.is_empty() {
        found = sorted(reader, found, &query.order)?;
    }
    let found = found.into_iter().skip(query.offset);
    Ok(match query.limit {
        Some(limit) => found.take(limit).collect(),
        None => found.collect(),
    })
}

/// Merge sort, which can stop at a limit.
fn sorted<'a, R: Reader<'a>>(
    reader: &R,
    objects: Vec<R::Object>,
    by: &[Order],
) -> Result<Vec<R::Object>, R::Error> {
    let mut width = 1_usize;
    let mut objects = objects;
    while width < objects.len() {
        let mut merged = Vec::with_capacity(objects.len());
        for pair in objects.chunks(width.saturating_mul(2)) {
            let (left, right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
                reader.work(by.len())?;
                let side = if compare(reader, **a, **b, by)?.is_gt() { &mut right } else { &mut left };
                merged.extend(side.next());
            }
            merged.extend(left);
            merged.extend(right);
        }
        objects = merged;
        width = width.saturating_mul(2);
    }
    Ok(objects)
}

/// Whether a path ends at objects rather than at values.
#[must_use]
pub fn ends_at_objects(path: &Path) -> bool {
    object_of(path.ty).is_some()
}
