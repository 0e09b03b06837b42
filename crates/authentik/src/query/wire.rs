//! Queries as the plain data of a host call, `directory.query`.
//!
//! `model`: name of the class. `where`: a list of clauses, all of which hold: `{"not": bool, "all": [{"path": ["attributes",
//! "dept"], "lookup": "exact", "value": …}]}`. `order`: `[{"path": ["pk"], "descending": bool}]`. `distinct`, `offset`, `limit` (or
//! None), `want`: `list`, `exists` or `count`. `fields`: None for whole objects, else the paths of the columns wanted; the reply
//! is then a list of lists.

use super::plan::{Clause, Column, Lookup, Order, Path, Query, Shape, Test, Want, resolve};
use crate::bindings::tables::BINDINGS;
use hognose_eval::data::{Data, Map};
use hognose_schema::binding::{TypeDecl, TypeId};

/// The operation.
pub const OPERATION: &str = "directory.query";

/// A query and what is wanted of it as arguments of a host call.
#[must_use]
pub fn encode(query: &Query, want: Want) -> Map {
    let names = |path: &Path| names(query.model, path);
    let clauses = query.clauses.iter().map(|clause| {
        let tests = clause.tests.iter().map(|test| {
            Data::Map(Map::from_iter([
                ("path", names(&test.path)),
                ("lookup", Data::from(test.lookup.name())),
                ("value", test.value.clone()),
            ]))
        });
        Data::Map(Map::from_iter([("not", Data::Bool(clause.negated)), ("all", Data::List(tests.collect()))]))
    });
    let order = query.order.iter().map(|part| {
        Data::Map(Map::from_iter([("path", names(&part.path)), ("descending", Data::Bool(part.descending))]))
    });
    let fields = match &query.shape {
        Shape::Objects => Data::None,
        Shape::Dicts(columns) | Shape::Tuples(columns) => {
            Data::List(columns.iter().map(|column| names(&column.path)).collect())
        }
        Shape::Bare(column) => Data::List(vec![names(&column.path)]),
    };
    let number = |number: usize| Data::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let want = match want {
        Want::List => "list",
        Want::Exists => "exists",
        Want::Count => "count",
    };
    Map::from_iter([
        ("model", Data::from(BINDINGS.get(query.model).map_or("", |decl| decl.name))),
        ("where", Data::List(clauses.collect())),
        ("order", Data::List(order.collect())),
        ("distinct", Data::Bool(query.distinct)),
        ("offset", number(query.offset)),
        ("limit", query.limit.map_or(Data::None, number)),
        ("fields", fields),
        ("want", Data::from(want)),
    ])
}

/// The names of a path from a class.
fn names(model: TypeId, path: &Path) -> Data {
    let mut names: Vec<Data> = Vec::new();
    let mut class: Option<&TypeDecl> = BINDINGS.get(model);
    for number in &path.fields {
        let Some(field) = class.and_then(|decl| decl.fields.get(usize::from(*number))) else { break };
        names.push(Data::from(field.name));
        class = super::plan::object_of(field.ty).and_then(|id| BINDINGS.get(id));
    }
    names.extend(path.keys.iter().map(|key| Data::Str(key.clone())));
    Data::List(names)
}

/// The query of a host call; none when it is none.
#[must_use]
pub fn decode(arguments: &Map) -> Option<(Query, Want)> {
    let model = BINDINGS.type_id(arguments.get("model")?.as_str()?)?;
    let mut query = Query::all(model);
    for clause in list(arguments.get("where")?)? {
        let clause = clause.as_map()?;
        let mut tests = Vec::new();
        for test in list(clause.get("all")?)? {
            let test = test.as_map()?;
            tests.push(Test {
                path: path(model, test.get("path")?)?,
                lookup: Lookup::named(test.get("lookup")?.as_str()?)?,
                value: test.get("value")?.clone(),
            });
        }
        query.clauses.push(Clause { negated: is_true(clause.get("not")?), tests });
    }
    for part in list(arguments.get("order")?)? {
        let part = part.as_map()?;
        query.order.push(Order {
            path: path(model, part.get("path")?)?,
            descending: is_true(part.get("descending")?),
        });
    }
    query.distinct = is_true(arguments.get("distinct")?);
    query.offset = size(arguments.get("offset")?)?;
    query.limit = match arguments.get("limit")? {
        Data::None => None,
        limit => Some(size(limit)?),
    };
    if let fields @ Data::List(_) = arguments.get("fields")? {
        let columns: Option<Vec<Column>> = list(fields)?
            .iter()
            .map(|names| Some(Column { name: "".into(), path: path(model, names)? }))
            .collect();
        query.shape = Shape::Tuples(columns?);
    }
    let want = match arguments.get("want")?.as_str()? {
        "list" => Want::List,
        "exists" => Want::Exists,
        "count" => Want::Count,
        _ => return None,
    };
    Some((query, want))
}

fn list(data: &Data) -> Option<&[Data]> {
    if let Data::List(items) = data { Some(items) } else { None }
}

fn is_true(data: &Data) -> bool {
    matches!(data, Data::Bool(true))
}

fn size(data: &Data) -> Option<usize> {
    if let Data::Int(number) = data { usize::try_from(*number).ok() } else { None }
}

/// The path of names from a class. A key that is called as a lookup is a key here.
fn path(model: TypeId, names: &Data) -> Option<Path> {
    let names: Option<Vec<&str>> = list(names)?.iter().map(Data::as_str).collect();
    let mut names = names?;
    // The lookup stands apart on the wire, so a lookup's name at the end is none.
    names.push("exact");
    resolve(model, &names, None).ok().map(|(path, _)| path)
}
