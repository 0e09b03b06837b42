//! The tables of one release of authentik, asked by classes and numbers of fields.

use crate::layout::{self, Column, Id, Key, Layout, Link, MEMBERSHIPS};
use hognose_authentik::bindings::tables::{BINDINGS, id};
use hognose_authentik::query::plan::{inner, is_json, object_of};
use hognose_schema::binding::{FieldDecl, Release, TypeDecl, TypeExpr, TypeId};

/// What is in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int,
    Bool,
    Uuid,
    Moment,
    Json,
}

/// Where the value of a field is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// In a column; of a JSON column, behind keys.
    Column(Kind),
    /// The column holds the primary key of an object of a class.
    One(TypeId, Kind),
    /// Objects of a class, which another table links.
    Many(&'static Link, TypeId),
}

/// The first release with several parents of a group, and with `groups` of users.
const SEVERAL_PARENTS: Release = Release { year: 2025, month: 12 };

/// Children before there were several parents.
static CHILDREN: Link = Link {
    field: "children",
    table: "authentik_core_group",
    own: "parent_id",
    other: "group_uuid",
    id: Id::Objects,
    comes_along: false,
};

/// The tables of a release.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables {
    has_several_parents: bool,
}

impl Tables {
    pub(crate) fn of(release: Release) -> Self {
        Self { has_several_parents: release >= SEVERAL_PARENTS }
    }

    /// The layout of a class that has tables of its own.
    pub(crate) fn layout(class: TypeId) -> Option<&'static Layout> {
        layout::all().find(|layout| layout.class == class)
    }

    /// The layouts of the objects of a class: one, or those of the classes under an abstract one.
    pub(crate) fn members(class: TypeId) -> Vec<&'static Layout> {
        match Self::layout(class) {
            Some(layout) => vec![layout],
            None => layout::all()
                .filter(|layout| BINDINGS.get(layout.class).is_some_and(|decl| decl.is_a(class)))
                .collect(),
        }
    }

    /// Kind of the primary key of a class. Those of several tables meet as text.
    pub(crate) fn key(class: TypeId) -> Kind {
        match Self::layout(class).map(|layout| layout.key) {
            Some(Key::Int) => Kind::Int,
            Some(Key::Uuid) => Kind::Uuid,
            None => Kind::Text,
        }
    }

    /// The columns of a layout.
    pub(crate) fn columns(self, layout: &'static Layout) -> impl Iterator<Item = &'static Column> {
        let is_there = move |column: &&Column| {
            layout.class != id::GROUP || column.field != "parent" || !self.has_several_parents
        };
        layout.columns.iter().filter(is_there)
    }

    /// The links of a layout.
    pub(crate) fn links(self, layout: &'static Layout) -> impl Iterator<Item = &'static Link> {
        let has_parents = self.has_several_parents;
        layout.links.iter().filter_map(move |link| match (layout.class, link.field) {
            (id::GROUP, "parents") if !has_parents => None,
            (id::GROUP, "children") if !has_parents => Some(&CHILDREN),
            _ => Some(link),
        })
    }

    /// The table of a link.
    pub(crate) fn table_of(self, link: &Link) -> &'static str {
        if link.table == MEMBERSHIPS.0 && !self.has_several_parents { MEMBERSHIPS.1 } else { link.table }
    }

    /// Where the value of a field is; none if no table holds it.
    pub(crate) fn place(self, class: TypeId, number: u16) -> Option<Place> {
        let decl = BINDINGS.get(class)?;
        let field = decl.fields.get(usize::from(number))?;
        if field.name == "pk" {
            return Some(Place::Column(Self::key(class)));
        }
        let layout = Self::members(class).first().copied()?;
        if let Some(link) = self.links(layout).find(|link| link.field == field.name) {
            return Some(Place::Many(link, object_of(field.ty)?));
        }
        self.columns(layout).find(|column| column.field == field.name)?;
        match object_of(field.ty) {
            Some(target) => Some(Place::One(target, Self::key(target))),
            None => Some(Place::Column(kind(field)?)),
        }
    }

    /// Fields of a class that have a column, with their numbers.
    pub(crate) fn fields(
        self,
        class: TypeId,
        layout: &'static Layout,
    ) -> impl Iterator<Item = (u16, &'static Column)> {
        let decl = BINDINGS.get(class);
        self.columns(layout).filter_map(move |column| Some((decl?.field_number(column.field)?, column)))
    }
}

/// The declaration of a class that is laid out.
pub(crate) fn declared(class: TypeId) -> Option<&'static TypeDecl> {
    BINDINGS.get(class)
}

fn kind(field: &FieldDecl) -> Option<Kind> {
    Some(match inner(field.ty) {
        TypeExpr::Str => Kind::Text,
        TypeExpr::Int => Kind::Int,
        TypeExpr::Bool => Kind::Bool,
        TypeExpr::Uuid => Kind::Uuid,
        TypeExpr::Datetime => Kind::Moment,
        _ if is_json(field.ty) => Kind::Json,
        _ => return None,
    })
}
