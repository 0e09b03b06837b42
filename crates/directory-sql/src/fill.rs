//! Tables for a directory file: to try a database out, and to test.

use crate::convert;
use crate::layout::{self, Id, Layout, Link};
use crate::statement::{Converted, Dialect, Statement, Writer, cast};
use crate::tables::{Kind, Place, Tables, declared};
use hognose_authentik::bindings::classes;
use hognose_authentik::directory::Store;
use hognose_eval::data::{Data, Record};
use hognose_schema::binding::{Release, TypeId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Statements that make the tables of a release, and put objects into them.
#[derive(Clone, Debug)]
pub struct Contents {
    /// `CREATE TABLE …`, one each.
    pub tables: Vec<String>,
    /// `INSERT …`, in order.
    pub rows: Vec<Statement>,
}

/// Values of columns by their names.
type Values = BTreeMap<&'static str, (Kind, Converted)>;

/// What links two objects: the table, both ends by their columns, and the kind of its own primary key.
type Linked = (&'static str, [(&'static str, String); 2], Id);

/// Collects rows.
#[derive(Debug)]
struct Fill {
    tables: Tables,
    /// Primary keys of objects by what tells them apart.
    keys: HashMap<(TypeId, String), Data>,
    next: i64,
    /// By table and primary key.
    rows: BTreeMap<(&'static str, String), Values>,
    links: BTreeSet<Linked>,
}

impl Contents {
    /// The objects of a directory file as rows.
    #[must_use]
    pub fn of(store: &Store, release: Release, dialect: Dialect) -> Self {
        let mut fill = Fill {
            tables: Tables::of(release),
            keys: HashMap::new(),
            next: 1,
            rows: BTreeMap::new(),
            links: BTreeSet::new(),
        };
        for object in store.objects() {
            fill.reserve(object);
        }
        for object in store.objects() {
            fill.object(object);
        }
        Self { tables: fill.create(dialect), rows: fill.insert(dialect) }
    }
}

/// What tells an object apart from others of its class: its primary key, else its name, else all of it.
fn identity(object: &Record) -> Option<(TypeId, String)> {
    let decl = classes::declared(object.class)?;
    let class = *decl.lineage.first()?;
    let at = |number: Option<u16>| {
        number.and_then(|number| object.fields.get(usize::from(number))).filter(|data| !data.is_none())
    };
    let key = at(decl.field_number("pk")).and_then(|key| convert::to_column(Tables::key(class), key));
    let told = match (key, at(decl.short)) {
        (Some(key), _) => key.text,
        (None, Some(name)) => format!("{name:?}"),
        (None, None) => format!("{object:?}"),
    };
    Some((class, told))
}

impl Fill {
    /// No new primary key is one that is given.
    fn reserve(&mut self, object: &Record) {
        let number = classes::declared(object.class).and_then(|decl| decl.field_number("pk"));
        if let Some(Data::Int(given)) = number.and_then(|number| object.fields.get(usize::from(number))) {
            self.next = self.next.max(given.saturating_add(1));
        }
    }

    fn key(&mut self, object: &Record) -> Option<(TypeId, Data, bool)> {
        let identity = identity(object)?;
        let class = identity.0;
        Tables::layout(class)?;
        if let Some(known) = self.keys.get(&identity) {
            return Some((class, known.clone(), true));
        }
        let decl = declared(class)?;
        let given = decl.field_number("pk").and_then(|number| object.fields.get(usize::from(number)));
        let key = match given.filter(|given| !given.is_none()) {
            Some(given) => given.clone(),
            None => {
                let next = self.next;
                self.next = self.next.saturating_add(1);
                match Tables::key(class) {
                    Kind::Uuid => Data::from(format!("{next:032x}")),
                    _ => Data::Int(next),
                }
            }
        };
        self.keys.insert(identity, key.clone());
        Some((class, key, false))
    }

    /// An object and all in it; its primary key.
    fn object(&mut self, object: &Record) -> Option<(TypeId, Converted)> {
        let (class, key, is_known) = self.key(object)?;
        let key = convert::to_column(Tables::key(class), &key)?;
        if is_known {
            return Some((class, key));
        }
        let layout = Tables::layout(class)?;
        for part in layout.parts {
            self.put(part.table, &key.text, part.key, (Tables::key(class), key.clone()));
            if let (Some(first), false) = (layout.parts.first(), part.from.is_empty() || part.from == "id") {
                self.put(first.table, &key.text, part.from, (Tables::key(class), key.clone()));
            }
        }
        let columns: Vec<_> = self.tables.fields(class, layout).collect();
        for (number, column) in columns {
            let (Some(data), Some(part)) =
                (object.fields.get(usize::from(number)), layout.parts.get(column.part))
            else {
                continue;
            };
            let value = match (self.tables.place(class, number), data) {
                (Some(Place::One(_, kind)), Data::Record(related)) => {
                    self.object(related).map(|(_, key)| (kind, key))
                }
                (Some(Place::Column(kind)), data) => {
                    convert::to_column(kind, data).map(|value| (kind, value))
                }
                _ => None,
            };
            if let Some(value) = value {
                self.put(part.table, &key.text, column.name, value);
            }
        }
        let links: Vec<&'static Link> = self.tables.links(layout).collect();
        for link in links {
            self.link(layout, link, object, &key);
        }
        Some((class, key))
    }

    fn put(&mut self, table: &'static str, key: &str, column: &'static str, value: (Kind, Converted)) {
        self.rows.entry((table, key.to_owned())).or_default().insert(column, value);
    }

    fn link(&mut self, layout: &'static Layout, link: &'static Link, object: &Record, key: &Converted) {
        let number = declared(layout.class).and_then(|decl| decl.field_number(link.field));
        let Some(Data::List(items)) = number.and_then(|number| object.fields.get(usize::from(number))) else {
            return;
        };
        for item in items {
            let Data::Record(item) = item else { continue };
            let Some((_, other)) = self.object(item) else { continue };
            if link.id == Id::Objects {
                continue;
            }
            let mut ends = [(link.own, key.text.clone()), (link.other, other.text)];
            ends.sort();
            self.links.insert((self.tables.table_of(link), ends, link.id));
        }
    }

    /// All tables, with the columns that are laid out.
    fn create(&self, dialect: Dialect) -> Vec<String> {
        let mut tables: BTreeMap<&'static str, BTreeMap<&'static str, (Kind, bool)>> = BTreeMap::new();
        for layout in layout::all() {
            let key = Tables::key(layout.class);
            for part in layout.parts {
                tables.entry(part.table).or_default().insert(part.key, (key, true));
                let first = layout.parts.first().map_or(part.table, |first| first.table);
                if !part.from.is_empty() {
                    tables.entry(first).or_default().entry(part.from).or_insert((key, false));
                }
            }
            for (number, column) in self.tables.fields(layout.class, layout) {
                let (Some(part), Some(Place::Column(kind) | Place::One(_, kind))) =
                    (layout.parts.get(column.part), self.tables.place(layout.class, number))
                else {
                    continue;
                };
                tables.entry(part.table).or_default().insert(column.name, (kind, false));
            }
            for link in self.tables.links(layout).filter(|link| link.id != Id::Objects) {
                let target = declared(layout.class)
                    .and_then(|decl| decl.field_number(link.field))
                    .and_then(|number| self.tables.place(layout.class, number));
                let Some(Place::Many(_, target)) = target else { continue };
                let table = tables.entry(self.tables.table_of(link)).or_default();
                table.insert(link.own, (key, false));
                table.insert(link.other, (Tables::key(target), false));
                let (name, kind) = if link.id == Id::Uuid { ("uuid", Kind::Uuid) } else { ("id", Kind::Int) };
                table.insert(name, (kind, true));
            }
        }
        tables.into_iter().map(|(table, columns)| create(dialect, table, &columns)).collect()
    }

    fn insert(self, dialect: Dialect) -> Vec<Statement> {
        let mut statements = Vec::new();
        for ((table, _), columns) in self.rows {
            let columns: Vec<_> =
                columns.into_iter().map(|(name, (kind, value))| (name, kind, value)).collect();
            statements.push(insert(dialect, table, &columns));
        }
        for (number, (table, ends, id)) in (1_i64..).zip(self.links) {
            let mut columns = Vec::new();
            for (name, text) in ends {
                // Numbers have no more digits than fit; everything longer is the digits of a UUID.
                let (kind, value) = match text.parse::<i64>() {
                    Ok(number) if text.len() < 32 => (Kind::Int, Data::Int(number)),
                    _ => (Kind::Uuid, Data::from(text)),
                };
                columns.extend(convert::to_column(kind, &value).map(|value| (name, kind, value)));
            }
            let (name, kind, key) = match id {
                Id::Uuid => ("uuid", Kind::Uuid, Data::from(format!("{number:032x}"))),
                _ => ("id", Kind::Int, Data::Int(number)),
            };
            columns.extend(convert::to_column(kind, &key).map(|value| (name, kind, value)));
            statements.push(insert(dialect, table, &columns));
        }
        statements
    }
}

fn create(dialect: Dialect, table: &str, columns: &BTreeMap<&'static str, (Kind, bool)>) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|(name, (kind, is_key))| {
            let of = match (dialect, kind) {
                (Dialect::Postgres, kind) => cast(*kind),
                // The names that Django gives them there.
                (Dialect::Sqlite, Kind::Int) => "integer",
                (Dialect::Sqlite, Kind::Bool) => "bool",
                (Dialect::Sqlite, Kind::Uuid) => "char(32)",
                (Dialect::Sqlite, Kind::Moment) => "datetime",
                (Dialect::Sqlite, Kind::Text | Kind::Json) => "text",
            };
            format!("\"{name}\" {of}{}", if *is_key { " PRIMARY KEY" } else { "" })
        })
        .collect();
    format!("CREATE TABLE \"{table}\" ({})", columns.join(", "))
}

fn insert(dialect: Dialect, table: &str, columns: &[(&'static str, Kind, Converted)]) -> Statement {
    let mut writer = Writer::new(dialect);
    let names: Vec<String> = columns.iter().map(|(name, _, _)| format!("\"{name}\"")).collect();
    let values: Vec<String> = columns.iter().map(|(_, kind, value)| writer.value(*kind, value)).collect();
    let text = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), values.join(", "));
    writer.finish(text)
}
