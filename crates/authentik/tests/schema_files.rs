//! The JSON Schemas of the files the decoder reads are made from the declarations and kept in `spec/`.
//!
//! `UPDATE=1 cargo test -p hognose-authentik --test schema_files` writes them anew.
#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose_authentik::bindings::tables::{BINDINGS, id};
use hognose_schema::binding::{Availability, FieldDecl, FieldDefault, TypeDecl, TypeExpr, TypeId, TypeKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn schema_files_are_current() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    for document in BINDINGS.documents {
        let path = spec.join(format!("{}.schema.json", document.name));
        let text =
            serde_json::to_string_pretty(&schema(document.name, document.ty, document.doc)).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == text, "{} is not current: run this test with UPDATE=1", path.display());
    }
}

fn schema(name: &str, ty: TypeExpr, doc: &str) -> Value {
    let mut maker = Maker::default();
    let root = maker.of(ty);
    let mut defs = Map::new();
    while let Some(wanted) = maker.waiting.pop_first() {
        let (key, value) = match wanted {
            Def::Exact(id) => (name_of(id).to_owned(), maker.object(id, BINDINGS.get(id).unwrap())),
            Def::Family(id) => (family_name(id), maker.family(id)),
        };
        defs.insert(key, value);
    }
    defs.sort_keys();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("hognose {name}"),
        "description": doc,
    });
    let object = schema.as_object_mut().unwrap();
    object.extend(root.as_object().unwrap().clone());
    object.insert("$defs".to_owned(), Value::Object(defs));
    schema
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Def {
    Exact(TypeId),
    Family(TypeId),
}

#[derive(Default)]
struct Maker {
    waiting: BTreeSet<Def>,
    done: BTreeSet<Def>,
}

fn name_of(id: TypeId) -> &'static str {
    BINDINGS.get(id).unwrap().name
}

fn family_name(id: TypeId) -> String {
    format!("any {}", name_of(id))
}

impl Maker {
    fn reference(&mut self, def: Def) -> Value {
        if self.done.insert(def) {
            self.waiting.insert(def);
        }
        match def {
            Def::Exact(id) => json!({ "$ref": format!("#/$defs/{}", name_of(id)) }),
            Def::Family(id) => json!({ "$ref": format!("#/$defs/any%20{}", name_of(id)) }),
        }
    }

    /// A place where an object of a class or one derived from it stands, or a shape.
    fn place(&mut self, id: TypeId) -> Value {
        let decl = BINDINGS.get(id).unwrap();
        let is_alone = decl.kind == TypeKind::Shape || decl.family == [id];
        self.reference(if is_alone { Def::Exact(id) } else { Def::Family(id) })
    }

    fn of(&mut self, ty: TypeExpr) -> Value {
        use TypeExpr as T;
        match ty {
            T::Any | T::Json => json!({}),
            T::None => json!({ "type": "null" }),
            T::Bool => json!({ "type": "boolean" }),
            T::Int => json!({ "type": "integer" }),
            T::Float | T::Number => json!({ "type": "number" }),
            T::Timedelta => json!({ "type": "number", "description": "Seconds." }),
            T::Str => json!({ "type": "string" }),
            T::Bytes => json!({ "type": "string", "contentEncoding": "base64" }),
            T::Datetime => json!({ "type": "string", "format": "date-time" }),
            T::Date => json!({ "type": "string", "format": "date" }),
            T::Time => json!({ "type": "string", "format": "time" }),
            T::Uuid => json!({ "type": "string", "pattern": UUID }),
            T::Ip => json!({ "type": "string", "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }] }),
            T::Function => json!(false),
            T::List(item) | T::Set(item) | T::Tuple(item) | T::Relation(item) | T::Query(item) => {
                json!({ "type": "array", "items": self.of(*item) })
            }
            T::Dict(item) => json!({ "type": "object", "additionalProperties": self.of(*item) }),
            T::Optional(inner) => nullable(self.of(*inner)),
            T::Union(members) => {
                json!({ "anyOf": members.iter().map(|member| self.of(*member)).collect::<Vec<_>>() })
            }
            T::Object(id) => self.place(id),
            T::Named(id) => {
                let decl = BINDINGS.get(id).unwrap();
                let field = decl.fields.get(usize::from(decl.short.unwrap())).unwrap();
                let short = json!({ "type": "string", "description": format!("Its `{}`.", field.name) });
                json!({ "anyOf": [short, self.place(id)] })
            }
        }
    }

    /// Any class of a family. Untagged objects are of the base itself, unless that is abstract.
    fn family(&mut self, id: TypeId) -> Value {
        let decl = BINDINGS.get(id).unwrap();
        let mut members = Vec::new();
        for member in decl.family {
            let mut value = self.reference(Def::Exact(*member));
            if *member != id {
                let object = value.as_object_mut().unwrap();
                let tags = [Some("$type"), decl.tag].into_iter().flatten();
                let tags: Vec<_> = tags.map(|tag| json!({ "required": [tag] })).collect();
                match tags.as_slice() {
                    [json] => object.extend(json.as_object().unwrap().clone()),
                    several => {
                        object.insert("anyOf".to_owned(), json!(several));
                    }
                }
            }
            members.push(value);
        }
        json!({ "description": decl.doc, "anyOf": members })
    }

    fn object(&mut self, id: TypeId, decl: &TypeDecl) -> Value {
        if let Some(number) = decl.mapping {
            let field = decl.fields.get(usize::from(number)).unwrap();
            return with_doc(self.of(field.ty), decl.doc, decl.available);
        }
        let mut properties = Map::new();
        if decl.kind == TypeKind::Class {
            properties.insert("$type".to_owned(), json!({ "const": decl.name }));
            if let Some(tag) = decl.tag {
                let words: Vec<_> = decl.word.into_iter().chain([decl.name]).collect();
                properties.insert(tag.to_owned(), json!({ "enum": words }));
            }
        }
        for field in decl.fields.iter().filter(|field| !field.fixed) {
            properties.insert(field.name.to_owned(), self.field(field));
        }
        for alias in decl.aliases {
            let field = decl.fields.get(usize::from(alias.field)).unwrap();
            if !field.fixed {
                let doc = format!("Same as `{}`.", field.name);
                properties.insert(alias.name.to_owned(), with_doc(self.of(field.ty), &doc, alias.available));
            }
        }
        let mut object =
            json!({ "type": "object", "properties": properties, "additionalProperties": decl.open });
        if decl.is_a(id::FLOW_CONTEXT) {
            object.as_object_mut().unwrap().insert("allOf".to_owned(), auth_methods());
        }
        if id == id::AUTH_METHOD_ARGS {
            object.as_object_mut().unwrap().insert("additionalProperties".to_owned(), json!(true));
        }
        with_doc(object, decl.doc, decl.available)
    }

    fn field(&mut self, field: &FieldDecl) -> Value {
        let mut value = self.of(field.ty);
        let Some(object) = value.as_object_mut() else { return value };
        if !field.choices.is_empty() {
            object.insert("enum".to_owned(), json!(field.choices));
        }
        if !field.examples.is_empty() {
            object.insert("examples".to_owned(), json!(field.examples));
        }
        let default = match field.default {
            FieldDefault::None => Some(Value::Null),
            FieldDefault::Bool(value) => Some(json!(value)),
            FieldDefault::Int(value) => Some(json!(value)),
            FieldDefault::Float(value) => Some(json!(value)),
            FieldDefault::Str(value) => Some(json!(value)),
            FieldDefault::Empty => Some(json!([])),
            FieldDefault::EmptyDict => Some(json!({})),
            _ => None,
        };
        if let Some(default) = default {
            object.insert("default".to_owned(), default);
        }
        with_doc(value, field.doc, field.available)
    }
}

const UUID: &str = "^[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{12}$";

/// Which arguments go with which way to log in.
fn auth_methods() -> Value {
    let mut rules = Vec::new();
    for method in BINDINGS.auth_methods {
        let keys: Vec<_> = method.args.iter().chain(BINDINGS.auth_common).collect();
        rules.push(json!({
            "if": { "properties": { "auth_method": { "const": method.name } }, "required": ["auth_method"] },
            "then": { "properties": { "auth_method_args": { "propertyNames": { "enum": keys } } } },
        }));
    }
    Value::Array(rules)
}

fn nullable(value: Value) -> Value {
    match value.get("type") {
        Some(Value::String(only)) => {
            let types = json!([only, "null"]);
            let mut value = value;
            value.as_object_mut().unwrap().insert("type".to_owned(), types);
            value
        }
        _ => json!({ "anyOf": [value, { "type": "null" }] }),
    }
}

fn with_doc(mut value: Value, doc: &str, available: Availability) -> Value {
    let Some(object) = value.as_object_mut() else { return value };
    let mut doc = doc.to_owned();
    if let Some(since) = available.since {
        doc.push_str(&format!(" Since {since}."));
    }
    if let Some(until) = available.until {
        doc.push_str(&format!(" Until {until}."));
    }
    object.shift_insert(0, "description".to_owned(), Value::String(doc));
    value
}
