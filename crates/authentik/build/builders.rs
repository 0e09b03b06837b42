//! Builders of declared objects, as Rust.

use crate::emit::constant;
use crate::resolve::{FieldTable, TypeTable, Types};
use crate::types::Ty;
use std::fmt::Write;

/// The whole file.
pub(crate) fn builders(all: &Types<'_>) -> String {
    let mut out = String::from("// Made from spec/bindings.toml by build.rs.\n\n");
    for (number, table) in (0_u16..).zip(&all.tables) {
        if is_family(all, number) {
            family(&mut out, all, table);
        }
        if is_built(table) {
            builder(&mut out, all, number, table);
        }
    }
    out
}

/// Whether there is a builder of exactly this type.
fn is_built(table: &TypeTable) -> bool {
    table.in_files && !table.is_abstract
}

/// Whether a place of this class takes objects of several classes.
fn is_family(all: &Types<'_>, number: u16) -> bool {
    all.tables.get(usize::from(number)).is_some_and(|table| table.is_class && table.family != [number])
}

fn family(out: &mut String, all: &Types<'_>, table: &TypeTable) {
    if table.family.is_empty() {
        return;
    }
    let name = &table.name;
    let _ = writeln!(
        out,
        "/// Builders of `{name}` and what is derived from it.\npub trait Any{name}: Into<Data> {{}}"
    );
    for member in table.family.iter().filter_map(|id| all.tables.get(usize::from(*id))) {
        let _ = writeln!(out, "impl Any{name} for {} {{}}", member.name);
    }
    out.push('\n');
}

fn builder(out: &mut String, all: &Types<'_>, number: u16, table: &TypeTable) {
    let (name, id) = (&table.name, format!("TypeId({number})"));
    let (inner, new) = match (table.is_class, table.open) {
        (true, false) => ("Fields", format!("Fields::new({id})")),
        (true, true) => ("Attributes", format!("Attributes::new({id})")),
        (false, _) => ("Keys", "Keys::default()".to_owned()),
    };
    let _ = writeln!(
        out,
        "/// Builds a `{name}`: {}\n#[derive(Debug, Clone)]\n#[must_use]\npub struct {name}({inner});\n\n\
         impl Default for {name} {{\n    fn default() -> Self {{\n        Self::new()\n    }}\n}}\n\n\
         impl From<{name}> for Data {{\n    fn from(built: {name}) -> Data {{\n        built.0.build()\n    }}\n}}\n\n\
         impl {name} {{\n    /// With nothing but defaults.\n    pub fn new() -> Self {{\n        Self({new})\n    }}\n",
        table.doc
    );
    for (at, field) in table.fields.iter().enumerate().filter(|(_, field)| !field.fixed) {
        setter(out, all, table, at, field);
    }
    if table.open {
        out.push_str(
            "    /// Set what is not declared.\n    pub fn with(mut self, name: impl Into<Box<str>>, value: impl Into<Data>) -> Self {\n        \
             self.0.set(name.into(), value.into());\n        self\n    }\n",
        );
    }
    out.push_str("}\n\n");
    if let Some(field) = table.short.and_then(|short| table.fields.get(usize::from(short))) {
        let _ = writeln!(
            out,
            "impl From<&str> for {name} {{\n    /// Known by its `{0}` only.\n    fn from({0}: &str) -> Self {{\n        \
             Self::new().{0}({0})\n    }}\n}}\n",
            field.name
        );
    }
}

fn setter(out: &mut String, all: &Types<'_>, table: &TypeTable, at: usize, field: &FieldTable) {
    let (ty, value) = argument(all, &field.ty);
    let place =
        if table.is_class && !table.open { format!("{at}") } else { format!("{:?}.into()", field.name) };
    let mut doc = field.doc.clone();
    if !field.choices.is_empty() {
        let _ = write!(doc, " One of {}.", field.choices.join(", "));
    }
    let _ = writeln!(
        out,
        "    /// {doc}\n    pub fn {}(mut self, value: {ty}) -> Self {{\n        self.0.set({place}, {value});\n        self\n    }}\n",
        method_name(&field.name)
    );
}

fn method_name(field: &str) -> String {
    let name = constant(field).to_lowercase();
    if matches!(name.as_str(), "type" | "static" | "match" | "move" | "ref") {
        format!("{name}_")
    } else {
        name
    }
}

/// The type of a setter's argument, and what makes `Data` of it.
fn argument(all: &Types<'_>, ty: &Ty) -> (String, String) {
    match ty.bare() {
        Ty::Plain("Str") => ("impl Into<Box<str>>".to_owned(), "Data::Str(value.into())".to_owned()),
        Ty::Plain("Int") => ("impl Into<i64>".to_owned(), "Data::Int(value.into())".to_owned()),
        Ty::Plain("Bool") => ("bool".to_owned(), "Data::Bool(value)".to_owned()),
        Ty::Plain("Float" | "Number") => {
            ("impl Into<f64>".to_owned(), "Data::Float(value.into())".to_owned())
        }
        Ty::Plain("Bytes") => ("impl Into<Box<[u8]>>".to_owned(), "Data::Bytes(value.into())".to_owned()),
        Ty::Object(id) | Ty::Named(id) => {
            let (ty, convert) = object(all, *id);
            (ty, convert.replace("item", "value"))
        }
        Ty::Of("Dict", _) => ("impl Into<Map>".to_owned(), "Data::Map(value.into())".to_owned()),
        Ty::Of(kind @ ("List" | "Set" | "Tuple" | "Relation"), item) => {
            let variant = if *kind == "Relation" { "List" } else { kind };
            let (ty, convert) = match item.bare() {
                Ty::Plain("Str") => ("impl Into<Box<str>>".to_owned(), "Data::Str(item.into())".to_owned()),
                Ty::Object(id) | Ty::Named(id) => object(all, *id),
                _ => ("impl Into<Data>".to_owned(), "item.into()".to_owned()),
            };
            (
                format!("impl IntoIterator<Item = {ty}>"),
                format!("Data::{variant}(value.into_iter().map(|item| {convert}).collect())"),
            )
        }
        _ => ("impl Into<Data>".to_owned(), "value.into()".to_owned()),
    }
}

/// The same for an object named `item`.
fn object(all: &Types<'_>, id: u16) -> (String, String) {
    let name = all.tables.get(usize::from(id)).map_or("Data", |table| &table.name);
    if is_family(all, id) {
        (format!("impl Any{name}"), "item.into()".to_owned())
    } else {
        (format!("impl Into<{name}>"), "item.into().into()".to_owned())
    }
}
