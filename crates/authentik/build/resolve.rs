//! Classes and shapes with everything they inherit, checked.

use crate::model::{Alias, Field, Method, Spec, Text, Type};
use crate::types::{self, Sig, Ty};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// First and end release as Rust.
pub(crate) type Availability = (Option<String>, Option<String>);

pub(crate) struct FieldTable {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    /// Variant of `FieldDefault` as Rust.
    pub(crate) default: String,
    pub(crate) owner: u16,
    pub(crate) fixed: bool,
    pub(crate) hidden: bool,
    pub(crate) property: bool,
    pub(crate) secret: bool,
    pub(crate) write: Option<String>,
    pub(crate) choices: Vec<String>,
    pub(crate) examples: Vec<String>,
    pub(crate) available: Availability,
    pub(crate) doc: String,
}

pub(crate) struct MethodTable {
    pub(crate) name: String,
    pub(crate) sig: Sig,
    pub(crate) owner: u16,
    pub(crate) capability: Option<String>,
    pub(crate) available: Availability,
    pub(crate) doc: String,
}

pub(crate) struct AliasTable {
    pub(crate) name: String,
    pub(crate) field: u16,
    pub(crate) deprecated: Option<String>,
    pub(crate) available: Availability,
}

/// Fields that must be truthy, and the pieces of the text.
pub(crate) type Case = (Vec<u16>, Vec<Part>);

pub(crate) enum Part {
    Text(String),
    Field(Vec<u16>),
}

pub(crate) struct TypeTable {
    pub(crate) name: String,
    pub(crate) is_class: bool,
    pub(crate) module: String,
    pub(crate) lineage: Vec<u16>,
    pub(crate) family: Vec<u16>,
    pub(crate) is_abstract: bool,
    pub(crate) in_files: bool,
    pub(crate) open: bool,
    pub(crate) tag: Option<String>,
    pub(crate) word: Option<String>,
    pub(crate) short: Option<u16>,
    pub(crate) mapping: Option<u16>,
    pub(crate) key: Vec<u16>,
    pub(crate) text: Vec<Case>,
    pub(crate) repr: &'static str,
    pub(crate) json: &'static str,
    pub(crate) app: String,
    pub(crate) model: String,
    pub(crate) fields: Vec<FieldTable>,
    pub(crate) names: BTreeMap<String, u16>,
    pub(crate) aliases: Vec<AliasTable>,
    pub(crate) methods: Vec<MethodTable>,
    pub(crate) available: Availability,
    pub(crate) doc: String,
}

/// What every step needs.
pub(crate) struct Types<'a> {
    pub(crate) spec: &'a Spec,
    pub(crate) known: IndexMap<String, u16>,
    pub(crate) tables: Vec<TypeTable>,
}

/// Resolves all classes and shapes.
pub(crate) fn types(spec: &Spec) -> Result<Types<'_>, String> {
    let mut known = IndexMap::new();
    let declared: Vec<(&String, &Type, bool)> = (spec.class.iter().map(|(name, ty)| (name, ty, true)))
        .chain(spec.shape.iter().map(|(name, ty)| (name, ty, false)))
        .collect();
    for (number, (name, _, _)) in declared.iter().enumerate() {
        let id = u16::try_from(number).map_err(|_| "too many classes".to_owned())?;
        if known.insert((*name).clone(), id).is_some() {
            return Err(format!("`{name}` is declared as a class and as a shape"));
        }
    }
    let mut all = Types { spec, known, tables: Vec::new() };
    for (name, ty, is_class) in declared {
        let kind = if is_class { "class" } else { "shape" };
        let table = table(&all, name, ty, is_class).map_err(|error| format!("{kind}.{name}: {error}"))?;
        all.tables.push(table);
    }
    for id in 0..all.tables.len() {
        let id16 = u16::try_from(id).unwrap_or(u16::MAX);
        let family: Vec<u16> = (0_u16..)
            .zip(&all.tables)
            .filter(|(_, table)| table.lineage.contains(&id16) && !table.is_abstract && table.in_files)
            .map(|(id, _)| id)
            .collect();
        if let Some(table) = all.tables.get_mut(id) {
            table.family = family;
        }
    }
    check_words(&all)?;
    Ok(all)
}

fn check_words(all: &Types<'_>) -> Result<(), String> {
    for table in &all.tables {
        let mut words: Vec<&String> = Vec::new();
        for member in table.family.iter().filter_map(|id| all.tables.get(usize::from(*id))) {
            let Some(word) = &member.word else { continue };
            if words.contains(&word) {
                return Err(format!("class.{}: `kind = {word:?}` is used twice in its family", member.name));
            }
            words.push(word);
        }
        if table.word.is_some() && table.tag.is_none() {
            return Err(format!("class.{}: `kind` without a `tag`", table.name));
        }
    }
    Ok(())
}

/// What a type has from its bases, then with its own members.
#[derive(Default)]
struct Members {
    lineage: Vec<u16>,
    fields: Vec<FieldTable>,
    methods: Vec<MethodTable>,
    aliases: Vec<AliasTable>,
    names: BTreeMap<String, u16>,
    tag: Option<String>,
    open: bool,
}

impl Members {
    fn inherit(&mut self, all: &Types<'_>, ty: &Type, is_class: bool) -> Result<(), String> {
        if is_class && ty.bases.len() > 1 {
            return Err("a class has one base: its fields keep their numbers".to_owned());
        }
        for base in &ty.bases {
            let base_id = all.id(base)?;
            let base = (all.tables.get(usize::from(base_id)))
                .ok_or_else(|| format!("base `{base}` has to be declared before it"))?;
            if base.is_class != is_class {
                return Err(format!("base `{}` is of the other kind", base.name));
            }
            for id in &base.lineage {
                if !self.lineage.contains(id) {
                    self.lineage.push(*id);
                }
            }
            for field in &base.fields {
                if self.fields.iter().all(|own| own.name != field.name) {
                    self.fields.push(copy_field(field));
                }
            }
            self.methods.extend(base.methods.iter().map(copy_method));
            self.aliases.extend(base.aliases.iter().map(copy_alias));
            self.tag = self.tag.take().or_else(|| base.tag.clone());
            self.open = self.open || base.open;
        }
        Ok(())
    }

    fn own(&mut self, all: &Types<'_>, id: u16, ty: &Type, is_class: bool) -> Result<(), String> {
        for (name, field) in &ty.field {
            let resolved = resolve_field(all, id, name, field, is_class)
                .map_err(|error| format!("field.{name}: {error}"))?;
            match self.fields.iter_mut().find(|inherited| inherited.name == *name) {
                Some(inherited) => *inherited = resolved,
                None => self.fields.push(resolved),
            }
        }
        for (name, method) in &ty.method {
            let resolved =
                resolve_method(all, id, name, method).map_err(|error| format!("method.{name}: {error}"))?;
            match self.methods.iter_mut().find(|inherited| inherited.name == *name) {
                Some(inherited) => *inherited = resolved,
                None => self.methods.push(resolved),
            }
        }
        for (number, field) in (0_u16..).zip(&self.fields) {
            self.names.insert(field.name.clone(), number);
        }
        for (name, alias) in &ty.alias {
            let resolved = resolve_alias(all, name, alias, &self.names)
                .map_err(|error| format!("alias.{name}: {error}"))?;
            self.aliases.retain(|inherited| inherited.name != *name);
            self.aliases.push(resolved);
        }
        for alias in &self.aliases {
            if self.names.insert(alias.name.clone(), alias.field).is_some() {
                return Err(format!("alias.{}: there is a field of this name", alias.name));
            }
        }
        Ok(())
    }

    fn number(&self, name: &str) -> Result<u16, String> {
        self.names.get(name).copied().ok_or_else(|| format!("there is no field `{name}`"))
    }
}

fn table(all: &Types<'_>, name: &str, ty: &Type, is_class: bool) -> Result<TypeTable, String> {
    let id = all.id(name)?;
    let mut members =
        Members { lineage: vec![id], tag: ty.tag.clone(), open: ty.open || ty.dynamic, ..Members::default() };
    members.inherit(all, ty, is_class)?;
    members.own(all, id, ty, is_class)?;
    let number = |name: &String| members.number(name);
    let first_base = members.lineage.get(1).and_then(|base| all.tables.get(usize::from(*base)));
    let key = match (&ty.key, first_base) {
        (Some(key), _) => key.iter().map(number).collect::<Result<_, _>>()?,
        (None, Some(base)) => base.key.clone(),
        (None, None) => Vec::new(),
    };
    let text = match (&ty.text, first_base) {
        (Some(text), _) => templates(text, &members)?,
        (None, Some(base)) => base.text.iter().map(copy_text).collect(),
        (None, None) => Vec::new(),
    };
    let model = if ty.app.is_empty() {
        String::new()
    } else {
        ty.model.clone().unwrap_or_else(|| name.to_lowercase())
    };
    Ok(TypeTable {
        name: name.to_owned(),
        is_class,
        module: ty.module.clone(),
        family: Vec::new(),
        is_abstract: ty.is_abstract,
        in_files: ty.file,
        word: ty.kind.clone(),
        short: ty.short.as_ref().map(number).transpose()?,
        mapping: ty.mapping.as_ref().map(number).transpose()?,
        key,
        text,
        repr: repr(ty.repr.as_deref(), first_base)?,
        json: json(ty.json.as_deref(), !ty.app.is_empty(), first_base)?,
        app: ty.app.clone(),
        model,
        available: all.available(ty.since.as_ref(), ty.until.as_ref())?,
        doc: ty.doc.clone(),
        lineage: members.lineage,
        open: members.open,
        tag: members.tag,
        fields: members.fields,
        names: members.names,
        aliases: members.aliases,
        methods: members.methods,
    })
}

fn resolve_method(all: &Types<'_>, owner: u16, name: &str, method: &Method) -> Result<MethodTable, String> {
    Ok(MethodTable {
        name: name.to_owned(),
        sig: types::signature(&method.sig, &all.known)?,
        owner,
        capability: all.capability(method.capability.as_ref())?,
        available: all.available(method.since.as_ref(), method.until.as_ref())?,
        doc: method.doc.clone(),
    })
}

fn repr(word: Option<&str>, base: Option<&TypeTable>) -> Result<&'static str, String> {
    Ok(match word {
        Some("model") => "Model",
        Some("fields") => "Fields",
        Some("str") => "Str",
        Some("object") => "Object",
        Some(other) => return Err(format!("repr: there is no form `{other}`")),
        None => base.map_or("Object", |base| base.repr),
    })
}

fn json(word: Option<&str>, is_model: bool, base: Option<&TypeTable>) -> Result<&'static str, String> {
    Ok(match word {
        Some("model") => "Model",
        Some("user") => "User",
        Some("fields") => "Fields",
        Some("drop") => "Drop",
        Some(other) => return Err(format!("json: there is no form `{other}`")),
        None if is_model => "Model",
        None => base.map_or("Str", |base| base.json),
    })
}

fn copy_field(field: &FieldTable) -> FieldTable {
    FieldTable {
        name: field.name.clone(),
        ty: field.ty.clone(),
        default: field.default.clone(),
        write: field.write.clone(),
        choices: field.choices.clone(),
        examples: field.examples.clone(),
        available: field.available.clone(),
        doc: field.doc.clone(),
        ..*field
    }
}

fn copy_method(method: &MethodTable) -> MethodTable {
    let params = (method.sig.params.iter())
        .map(|param| types::Param {
            name: param.name.clone(),
            kind: param.kind,
            ty: param.ty.clone(),
            default: param.default.clone(),
        })
        .collect();
    MethodTable {
        name: method.name.clone(),
        sig: Sig { text: method.sig.text.clone(), params, returns: method.sig.returns.clone() },
        owner: method.owner,
        capability: method.capability.clone(),
        available: method.available.clone(),
        doc: method.doc.clone(),
    }
}

fn copy_alias(alias: &AliasTable) -> AliasTable {
    AliasTable {
        name: alias.name.clone(),
        field: alias.field,
        deprecated: alias.deprecated.clone(),
        available: alias.available.clone(),
    }
}

fn copy_text(case: &Case) -> Case {
    let parts = (case.1.iter())
        .map(|part| match part {
            Part::Text(text) => Part::Text(text.clone()),
            Part::Field(fields) => Part::Field(fields.clone()),
        })
        .collect();
    (case.0.clone(), parts)
}

fn resolve_field(
    all: &Types<'_>,
    owner: u16,
    name: &str,
    field: &Field,
    is_class: bool,
) -> Result<FieldTable, String> {
    if !is_class
        && (field.default.is_some() || field.new.is_some() || field.compute.is_some() || field.absent)
    {
        return Err("a key of a shape that is not given is not there: it has no default".to_owned());
    }
    let ty = types::parse(&field.ty, &all.known)?;
    if !field.choices.is_empty() && !matches!(ty.bare(), Ty::Plain("Str")) {
        return Err("`choices` are for strings".to_owned());
    }
    let default = if is_class { default(all, field, &ty)? } else { "Absent".to_owned() };
    if let Some(toml::Value::String(text)) = &field.default
        && !field.choices.is_empty()
        && !field.choices.contains(text)
    {
        return Err(format!("the default {text:?} is not one of the choices"));
    }
    Ok(FieldTable {
        name: name.to_owned(),
        ty,
        default,
        owner,
        fixed: field.fixed,
        hidden: field.hidden,
        property: field.property,
        secret: field.secret,
        write: all.capability(field.write.as_ref())?,
        choices: field.choices.clone(),
        examples: field.examples.clone(),
        available: all.available(field.since.as_ref(), field.until.as_ref())?,
        doc: field.doc.clone(),
    })
}

fn default(all: &Types<'_>, field: &Field, ty: &Ty) -> Result<String, String> {
    let given = [field.default.is_some(), field.new.is_some(), field.compute.is_some(), field.absent];
    if given.into_iter().filter(|given| *given).count() > 1 {
        return Err("only one of `default`, `new`, `compute`, `absent` can be".to_owned());
    }
    if field.absent {
        return Ok("Absent".to_owned());
    }
    if let Some(class) = &field.new {
        let id = all.id(class)?;
        if ty.objects().contains(&id) {
            return Ok(format!("New(TypeId({id}))"));
        }
        return Err(format!("`new = {class:?}` is not of its type"));
    }
    if let Some(compute) = &field.compute {
        if all.spec.compute.contains_key(compute) {
            return Ok(format!("Computed({compute:?})"));
        }
        return Err(format!("[compute] does not know `{compute}`"));
    }
    let bare = ty.bare();
    let shape = match bare {
        Ty::Object(id) => !all.is_class(*id),
        _ => false,
    };
    match &field.default {
        None if ty.is_optional() => Ok("None".to_owned()),
        None if field.fixed => Err("`fixed` needs a default".to_owned()),
        None => Ok("Unset".to_owned()),
        Some(toml::Value::Boolean(value)) if *bare == Ty::Plain("Bool") => Ok(format!("Bool({value})")),
        Some(toml::Value::Integer(value)) if matches!(bare, Ty::Plain("Int" | "Number")) => {
            Ok(format!("Int({value})"))
        }
        Some(toml::Value::Float(value)) if matches!(bare, Ty::Plain("Float" | "Number")) => {
            Ok(format!("Float({value:?})"))
        }
        Some(toml::Value::String(value)) if *bare == Ty::Plain("Str") => Ok(format!("Str({value:?})")),
        Some(toml::Value::Array(value))
            if value.is_empty() && matches!(bare, Ty::Of("List" | "Set" | "Tuple" | "Relation", _)) =>
        {
            Ok("Empty".to_owned())
        }
        Some(toml::Value::Table(value))
            if value.is_empty() && (shape || matches!(bare, Ty::Of("Dict", _))) =>
        {
            Ok("EmptyDict".to_owned())
        }
        Some(other) => Err(format!("the default {other} is not of the type `{}`", field.ty)),
    }
}

fn resolve_alias(
    all: &Types<'_>,
    name: &str,
    alias: &Alias,
    names: &BTreeMap<String, u16>,
) -> Result<AliasTable, String> {
    let (field, deprecated, since, until) = match alias {
        Alias::Plain(field) => (field, None, None, None),
        Alias::Full { field, deprecated, since, until } => {
            (field, deprecated.as_ref(), since.as_ref(), until.as_ref())
        }
    };
    Ok(AliasTable {
        name: name.to_owned(),
        field: names.get(field).copied().ok_or_else(|| format!("there is no field `{field}`"))?,
        deprecated: deprecated.map(|release| all.release(release)).transpose()?,
        available: all.available(since, until)?,
    })
}

fn templates(text: &Text, members: &Members) -> Result<Vec<Case>, String> {
    let number = |name: &str| members.number(name).map_err(|error| format!("str: {error}"));
    let one = |when: &[String], text: &str| -> Result<_, String> {
        let when = when.iter().map(|name| number(name)).collect::<Result<Vec<_>, _>>()?;
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (fields, after) = after.split_once('}').ok_or_else(|| format!("str: no `}}` in `{text}`"))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Field(fields.split('|').map(number).collect::<Result<_, _>>()?));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok((when, parts))
    };
    match text {
        Text::One(text) => Ok(vec![one(&[], text)?]),
        Text::Cases(cases) => {
            if cases.last().is_none_or(|last| !last.when.is_empty()) {
                return Err("str: the last form must have no `if`".to_owned());
            }
            cases.iter().map(|case| one(&case.when, &case.text)).collect()
        }
    }
}

impl Types<'_> {
    /// The position of a class or shape.
    pub(crate) fn id(&self, name: &str) -> Result<u16, String> {
        self.known.get(name).copied().ok_or_else(|| format!("there is no class or shape `{name}`"))
    }

    fn is_class(&self, id: u16) -> bool {
        usize::from(id) < self.spec.class.len()
    }

    /// A capability, if it is known.
    pub(crate) fn capability(&self, name: Option<&String>) -> Result<Option<String>, String> {
        match name {
            Some(name) if !self.spec.capability.contains_key(name) => {
                Err(format!("[capability] does not know `{name}`"))
            }
            name => Ok(name.cloned()),
        }
    }

    /// A release as Rust, if it is known.
    pub(crate) fn release(&self, name: &str) -> Result<String, String> {
        if !self.spec.releases.known.iter().any(|known| known == name) {
            return Err(format!("[releases] does not know `{name}`"));
        }
        let numbers = name
            .split_once('.')
            .and_then(|(year, month)| Some((year.parse::<u16>().ok()?, month.parse::<u8>().ok()?)));
        let (year, month) = numbers.ok_or_else(|| format!("a release is year.month, not `{name}`"))?;
        Ok(format!("Release {{ year: {year}, month: {month} }}"))
    }

    /// Since and until as Rust.
    pub(crate) fn available(
        &self,
        since: Option<&String>,
        until: Option<&String>,
    ) -> Result<Availability, String> {
        let release = |name: &String| self.release(name);
        Ok((since.map(release).transpose()?, until.map(release).transpose()?))
    }
}
