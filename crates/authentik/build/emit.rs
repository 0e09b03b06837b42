//! The tables as Rust.

use crate::model::Spec;
use crate::resolve::{Availability, FieldTable, Part, TypeTable, Types};
use crate::surfaces::{Form, Tables};
use crate::types::Ty;
use std::fmt::Write;

/// The whole file.
pub(crate) fn tables(spec: &Spec, all: &Types<'_>, rest: &Tables) -> String {
    let mut out = String::from("// Made from spec/bindings.toml by build.rs.\n\n");
    let _ = writeln!(out, "static TYPES: [TypeDecl; {}] = [", all.tables.len());
    for table in &all.tables {
        type_decl(&mut out, table);
    }
    out.push_str("];\n\n");
    bindings(&mut out, spec, all, rest);
    ids(&mut out, all);
    out
}

fn available((since, until): &Availability) -> String {
    if since.is_none() && until.is_none() {
        return "Availability::ALWAYS".to_owned();
    }
    format!("Availability {{ since: {}, until: {} }}", option(since.as_ref()), option(until.as_ref()))
}

fn option(code: Option<&String>) -> String {
    code.map_or_else(|| "None".to_owned(), |code| format!("Some({code})"))
}

fn ids_list(ids: &[u16]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| format!("TypeId({id})")).collect();
    format!("&[{}]", ids.join(", "))
}

fn field(out: &mut String, field: &FieldTable) {
    let _ = writeln!(
        out,
        "        FieldDecl {{ name: {:?}, ty: {}, default: FieldDefault::{}, owner: TypeId({}), fixed: {}, hidden: {}, \
         property: {}, secret: {}, write: {:?}, choices: &{:?}, examples: &{:?}, available: {}, doc: {:?} }},",
        field.name,
        field.ty.rust(),
        field.default,
        field.owner,
        field.fixed,
        field.hidden,
        field.property,
        field.secret,
        field.write,
        field.choices,
        field.examples,
        available(&field.available),
        field.doc
    );
}

fn type_decl(out: &mut String, table: &TypeTable) {
    let _ = writeln!(
        out,
        "    TypeDecl {{\n        name: {:?}, kind: TypeKind::{}, module: {:?}, lineage: {}, family: {}, is_abstract: {}, in_files: {}, \
         open: {}, tag: {:?}, word: {:?}, short: {:?}, mapping: {:?}, key: &{:?}, repr: Repr::{}, json: JsonForm::{}, \
         app: {:?}, model: {:?}, available: {}, doc: {:?},",
        table.name,
        if table.is_class { "Class" } else { "Shape" },
        table.module,
        ids_list(&table.lineage),
        ids_list(&table.family),
        table.is_abstract,
        table.in_files,
        table.open,
        table.tag,
        table.word,
        table.short,
        table.mapping,
        table.key,
        table.repr,
        table.json,
        table.app,
        table.model,
        available(&table.available),
        table.doc
    );
    out.push_str("        text: &[");
    for (when, parts) in &table.text {
        let _ = write!(out, "TextCase {{ when: &{when:?}, parts: &[");
        for part in parts {
            let _ = match part {
                Part::Text(text) => write!(out, "TextPart::Text({text:?}), "),
                Part::Field(fields) => write!(out, "TextPart::Field(&{fields:?}), "),
            };
        }
        out.push_str("] }, ");
    }
    out.push_str("],\n        fields: &[\n");
    for decl in &table.fields {
        field(out, decl);
    }
    out.push_str("        ],\n        names: &[");
    let mut names: Vec<_> = table.names.iter().collect();
    names.sort_by_key(|(name, _)| (name.len(), name.as_str()));
    for (name, number) in names {
        let _ = write!(out, "({name:?}, {number}), ");
    }
    out.push_str("],\n        aliases: &[");
    for alias in &table.aliases {
        let _ = write!(
            out,
            "AliasDecl {{ name: {:?}, field: {}, deprecated: {}, available: {} }}, ",
            alias.name,
            alias.field,
            option(alias.deprecated.as_ref()),
            available(&alias.available)
        );
    }
    out.push_str("],\n        methods: &[\n");
    for method in &table.methods {
        let _ = writeln!(
            out,
            "        MethodDecl {{ name: {:?}, signature: {}, owner: TypeId({}), capability: {:?}, available: {}, doc: {:?} }},",
            method.name,
            method.sig.rust(),
            method.owner,
            method.capability,
            available(&method.available),
            method.doc
        );
    }
    out.push_str("        ],\n    },\n");
}

fn bindings(out: &mut String, spec: &Spec, all: &Types<'_>, rest: &Tables) {
    let release =
        |name: &String| all.release(name).unwrap_or_else(|error| format!("compile_error!({error:?})"));
    let releases: Vec<_> = spec.releases.known.iter().map(release).collect();
    let _ = writeln!(
        out,
        "/// Everything `spec/bindings.toml` declares.\npub static BINDINGS: Bindings = Bindings {{\n    types: &TYPES,\n    \
         releases: &[{}],\n    default_release: {},\n    preview: {},",
        releases.join(", "),
        release(&spec.releases.default),
        option(spec.releases.preview.as_ref().map(release).as_ref())
    );
    for (name, table) in [("capabilities", &spec.capability), ("computes", &spec.compute)] {
        let _ = writeln!(out, "    {name}: &{:?},", table.iter().collect::<Vec<_>>());
    }
    let mut names: Vec<_> = all.known.iter().collect();
    names.sort();
    out.push_str("    type_names: &[");
    for (name, id) in names {
        let _ = write!(out, "({name:?}, TypeId({id})), ");
    }
    out.push_str("],\n");
    let _ = writeln!(out, "    auth_common: &{:?},\n    auth_methods: &[", spec.auth_method.common);
    for method in &rest.auth {
        let _ = writeln!(
            out,
            "        AuthMethodDecl {{ name: {:?}, args: &{:?}, doc: {:?} }},",
            method.name, method.args, method.doc
        );
    }
    out.push_str("    ],\n    documents: &[\n");
    for document in &rest.documents {
        let _ = writeln!(
            out,
            "        DocumentDecl {{ name: {:?}, ty: {}, doc: {:?} }},",
            document.name,
            document.ty.rust(),
            document.doc
        );
    }
    out.push_str("    ],\n    effects: &[\n");
    for effect in &rest.effects {
        let args: Vec<_> =
            effect.args.iter().map(|(name, ty)| format!("({name:?}, {})", ty.rust())).collect();
        let _ = writeln!(
            out,
            "        EffectDecl {{ name: {:?}, args: &[{}], capability: {:?}, doc: {:?} }},",
            effect.name,
            args.join(", "),
            effect.capability,
            effect.doc
        );
    }
    out.push_str("    ],\n    results: &[\n");
    for result in &rest.results {
        let _ = writeln!(
            out,
            "        ResultDecl {{ name: {:?}, ty: {}, {}, doc: {:?} }},",
            result.name,
            result.ty.rust(),
            result.rules,
            result.doc
        );
    }
    out.push_str("    ],\n    helpers: &[\n");
    for helper in &rest.helpers {
        let form = match &helper.form {
            Form::Function(sig) => format!("Function({})", sig.rust()),
            Form::Object(id) => format!("Object(TypeId({id}))"),
            Form::Exception(name) => format!("Exception({name:?})"),
        };
        let _ = writeln!(
            out,
            "        HelperDecl {{ name: {:?}, form: HelperForm::{form}, python: {:?}, capability: {:?}, available: {}, doc: {:?} }},",
            helper.name,
            helper.python,
            helper.capability,
            available(&helper.available),
            helper.doc
        );
    }
    out.push_str("    ],\n    surfaces: &[\n");
    surfaces(out, rest);
    out.push_str("    ],\n};\n\n");
}

fn surfaces(out: &mut String, rest: &Tables) {
    for surface in &rest.surfaces {
        let _ = writeln!(
            out,
            "        SurfaceDecl {{\n            name: {:?}, context: TypeId({}), object: TypeId({}), result: {}, order: {:?}, \
             shares: {:?}, precompiled: {}, writes: &{:?}, helpers: &{:?}, available: {}, doc: {:?},\n            names: &[",
            surface.name,
            surface.context,
            surface.object,
            surface.result,
            surface.order,
            surface.shares,
            surface.precompiled,
            surface.writes,
            surface.helpers,
            available(&surface.available),
            surface.doc
        );
        for name in &surface.names {
            let _ = writeln!(
                out,
                "                NameDecl {{ name: {:?}, ty: {}, origin: Origin::{}, presence: Presence::{}, available: {}, doc: {:?} }},",
                name.name,
                name.ty.rust(),
                name.origin,
                name.presence,
                available(&name.available),
                name.doc
            );
        }
        out.push_str("            ],\n        },\n");
    }
}

/// The evaluator's classes: every field a row, by number.
pub(crate) fn classes(all: &Types<'_>) -> String {
    let mut out = String::from("// Made from spec/bindings.toml by build.rs.\n\n");
    let classes: Vec<_> = all.tables.iter().enumerate().filter(|(_, table)| table.is_class).collect();
    for (number, table) in &classes {
        let mut rows = String::new();
        let mut count: usize = 0;
        for (at, field) in table.fields.iter().enumerate() {
            if usize::from(field.owner) != *number || field.hidden {
                continue;
            }
            let mut names = vec![&field.name];
            let at16 = u16::try_from(at).unwrap_or(u16::MAX);
            names.extend(table.aliases.iter().filter(|alias| alias.field == at16).map(|alias| &alias.name));
            for name in names {
                count = count.saturating_add(1);
                let _ = writeln!(rows, "    {},", field_row(name, at, field));
            }
        }
        let is_model = !table.app.is_empty();
        if is_model {
            count = count.saturating_add(3);
            rows.push_str(&model_rows(*number));
            out.push_str(&model_errors(*number, &table.module));
        }
        let _ = writeln!(out, "static ROWS_{number}: [Row; {count}] = [\n{rows}];");
        let base =
            table.lineage.get(1).map_or_else(|| "None".to_owned(), |base| format!("Some(&CLASS_{base})"));
        let _ = writeln!(
            out,
            "static CLASS_{number}: Class = Class {{ name: {name:?}, module: {:?}, message_name: {name:?}, base: {base}, \
             rows: &[&ROWS_{number}, methods(TypeId({number}))], constructor: None, slots: slots(TypeId({number}), {}) }};\n",
            table.module,
            if table.key.is_empty() { "OBJECT" } else { "MODEL" },
            name = table.name,
        );
    }
    let _ =
        writeln!(out, "/// The classes by [`TypeId`].\npub static CLASSES: [&Class; {}] = [", classes.len());
    for (number, _) in &classes {
        let _ = writeln!(out, "    &CLASS_{number},");
    }
    out.push_str("];\n");
    model_tables(&mut out, all);
    out
}

/// What every model has besides its fields.
fn model_rows(number: usize) -> String {
    format!(
        "    Row::constant(\"objects\", \"All objects of the class.\", |cx| manager(cx, TypeId({number}))),\n    \
         Row::new(\"DoesNotExist\", Signature::NONE, \"No object was found.\", Member::Type(&MISSING_{number})),\n    \
         Row::new(\"MultipleObjectsReturned\", Signature::NONE, \"Several objects were found.\", Member::Type(&SEVERAL_{number})),\n"
    )
}

/// The exceptions of a model.
fn model_errors(number: usize, module: &str) -> String {
    let class = |ident: &str, name: &str, base: &str| {
        format!(
            "static {ident}_{number}: Class = Class {{ name: {name:?}, module: {module:?}, message_name: {name:?}, \
             base: Some(&{base}), ..Class::EMPTY }};\n"
        )
    };
    class("MISSING", "DoesNotExist", "OBJECT_DOES_NOT_EXIST")
        + &class("SEVERAL", "MultipleObjectsReturned", "MULTIPLE_OBJECTS_RETURNED")
}

/// The exceptions of models by type, and the modules that models are imported from.
fn model_tables(out: &mut String, all: &Types<'_>) {
    let classes: Vec<_> = all.tables.iter().enumerate().filter(|(_, table)| table.is_class).collect();
    let _ = writeln!(
        out,
        "/// `DoesNotExist` and `MultipleObjectsReturned` of models, by [`TypeId`].\n\
         pub static ERRORS: [Option<(&Class, &Class)>; {}] = [",
        classes.len()
    );
    for (number, table) in &classes {
        let errors = if table.app.is_empty() {
            "None".to_owned()
        } else {
            format!("Some((&MISSING_{number}, &SEVERAL_{number}))")
        };
        let _ = writeln!(out, "    {errors},");
    }
    out.push_str("];\n");
    let mut modules: std::collections::BTreeMap<&str, Vec<usize>> = std::collections::BTreeMap::new();
    for (number, table) in &classes {
        if !table.app.is_empty() {
            modules.entry(&table.module).or_default().push(*number);
        }
    }
    let mut names = String::new();
    for (at, (module, members)) in modules.iter().enumerate() {
        let _ = writeln!(out, "static MODULE_ROWS_{at}: [Row; {}] = [", members.len());
        for number in members {
            let doc = all.tables.get(*number).map_or("", |table| &table.doc);
            let _ = writeln!(
                out,
                "    Row::class(&CLASS_{number}, {doc:?}).needs(Capability(\"directory.read\")),"
            );
        }
        let more = match *module {
            "authentik.core.models" => ", CORE",
            "authentik.flows.models" => ", FLOWS",
            _ => "",
        };
        let _ = writeln!(
            out,
            "];\nstatic MODULE_{at}: Module = Module {{ name: {module:?}, rows: &[&MODULE_ROWS_{at}{more}] }};"
        );
        let _ = write!(names, "&MODULE_{at}, ");
    }
    let _ = writeln!(
        out,
        "/// Modules that models are imported from.\npub static MODEL_MODULES: [&Module; {}] = [{names}];",
        modules.len()
    );
}

/// The class at the other end of a relation.
fn related_class(item: &Ty) -> Option<u16> {
    match item {
        Ty::Object(class) | Ty::Named(class) => Some(*class),
        _ => None,
    }
}

fn field_row(name: &str, number: usize, field: &FieldTable) -> String {
    if let Ty::Of("Relation", item) = &field.ty
        && let Some(class) = related_class(item)
    {
        return format!(
            "Row::property({name:?}, {:?}, |cx, this| related(cx, this, {number}, TypeId({class})))",
            field.doc
        );
    }
    // What may be written inside is noted when it is read.
    if field.write.is_some() && matches!(field.ty, Ty::Of("Dict" | "List", _)) {
        return format!("Row::property({name:?}, {:?}, |cx, this| touched(cx, this, {number}))", field.doc);
    }
    let is_plain = !["Unset", "New", "Computed"].iter().any(|computed| field.default.starts_with(computed));
    if is_plain {
        format!("Row::new({name:?}, Signature::NONE, {:?}, Member::Field({number}))", field.doc)
    } else {
        format!("Row::property({name:?}, {:?}, |cx, this| read(cx, this, {number}))", field.doc)
    }
}

/// Constants for types and fields, so that code can name them.
fn ids(out: &mut String, all: &Types<'_>) {
    out.push_str("/// Positions of types.\npub mod id {\n    use super::TypeId;\n\n");
    for (number, table) in all.tables.iter().enumerate() {
        let name = constant(&table.name);
        let _ = writeln!(
            out,
            "    /// `{}`: {}\n    pub const {name}: TypeId = TypeId({number});",
            table.name, table.doc
        );
    }
    out.push_str("}\n\n/// Numbers of fields.\npub mod field {\n");
    for table in all.tables.iter().filter(|table| !table.fields.is_empty()) {
        let _ = writeln!(
            out,
            "    /// Fields of `{}`.\n    pub mod {} {{",
            table.name,
            constant(&table.name).to_lowercase()
        );
        for (number, field) in table.fields.iter().enumerate() {
            let _ = writeln!(
                out,
                "        /// `{}`: {}\n        pub const {}: u16 = {number};",
                field.name,
                field.doc,
                constant(&field.name)
            );
        }
        out.push_str("    }\n");
    }
    out.push_str("}\n");
}

/// `HttpRequest` and `http_request` as `HTTP_REQUEST`.
pub(crate) fn constant(name: &str) -> String {
    let name = name.replace("OAuth", "Oauth").replace("GeoIP", "Geoip").replace("WebAuthn", "Webauthn");
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = at.checked_add(1).and_then(|at| chars.get(at));
        let starts_word = c.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if starts_word {
            out.push('_');
        }
        out.push(if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    }
    out
}
