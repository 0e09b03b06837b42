//! Surfaces with everything they extend, helpers and the rest, checked.

use crate::model::{Name, Spec, Surface};
use crate::resolve::{Availability, Types};
use crate::types::{self, Sig, Ty};
use indexmap::IndexMap;

pub(crate) struct NameTable {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    /// Variant of `Origin` as Rust.
    pub(crate) origin: String,
    pub(crate) presence: &'static str,
    pub(crate) available: Availability,
    pub(crate) doc: String,
}

pub(crate) struct SurfaceTable {
    pub(crate) name: String,
    pub(crate) context: u16,
    pub(crate) object: u16,
    pub(crate) result: usize,
    pub(crate) order: Option<String>,
    pub(crate) shares: Option<String>,
    pub(crate) precompiled: bool,
    pub(crate) writes: Vec<(String, String)>,
    pub(crate) helpers: Vec<usize>,
    pub(crate) names: Vec<NameTable>,
    pub(crate) available: Availability,
    pub(crate) doc: String,
}

pub(crate) enum Form {
    Function(Sig),
    Object(u16),
    Exception(String),
}

pub(crate) struct HelperTable {
    pub(crate) name: String,
    pub(crate) form: Form,
    pub(crate) python: String,
    pub(crate) capability: Option<String>,
    pub(crate) available: Availability,
    pub(crate) doc: String,
}

pub(crate) struct ResultTable {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    /// Variants of the rules as Rust.
    pub(crate) rules: String,
    pub(crate) doc: String,
}

pub(crate) struct EffectTable {
    pub(crate) name: String,
    pub(crate) args: Vec<(String, Ty)>,
    pub(crate) capability: String,
    pub(crate) doc: String,
}

pub(crate) struct AuthTable {
    pub(crate) name: String,
    pub(crate) args: Vec<String>,
    pub(crate) doc: String,
}

pub(crate) struct DocumentTable {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    pub(crate) doc: String,
}

pub(crate) struct Tables {
    pub(crate) surfaces: Vec<SurfaceTable>,
    pub(crate) helpers: Vec<HelperTable>,
    pub(crate) results: Vec<ResultTable>,
    pub(crate) auth: Vec<AuthTable>,
    pub(crate) effects: Vec<EffectTable>,
    pub(crate) documents: Vec<DocumentTable>,
}

/// Resolves everything but classes and shapes.
pub(crate) fn resolve(spec: &Spec, all: &Types<'_>) -> Result<Tables, String> {
    let mut surfaces = Vec::new();
    for (name, surface) in &spec.surface {
        if !surface.is_abstract {
            surfaces.push(one(spec, all, name).map_err(|error| format!("surface.{name}: {error}"))?);
        }
    }
    Ok(Tables {
        surfaces,
        helpers: helpers(spec, all)?,
        results: results(spec, all)?,
        auth: auth(spec, all)?,
        effects: effects(spec, all)?,
        documents: documents(spec, all)?,
    })
}

/// What a surface extends, farthest first, itself last.
fn chain<'a>(spec: &'a Spec, name: &str) -> Result<Vec<&'a Surface>, String> {
    let mut chain = Vec::new();
    let mut next = Some(name);
    while let Some(name) = next {
        let surface = spec.surface.get(name).ok_or_else(|| format!("there is no surface `{name}`"))?;
        if chain.len() > spec.surface.len() {
            return Err("it extends itself".to_owned());
        }
        chain.push(surface);
        next = surface.extends.as_deref();
    }
    chain.reverse();
    Ok(chain)
}

fn one(spec: &Spec, all: &Types<'_>, name: &str) -> Result<SurfaceTable, String> {
    let chain = chain(spec, name)?;
    let mut names: IndexMap<&String, &Name> = IndexMap::new();
    let mut writes: IndexMap<&String, &String> = IndexMap::new();
    let mut helpers = Vec::new();
    for surface in &chain {
        names.extend(&surface.name);
        writes.extend(&surface.writes);
        for helper in &surface.helpers {
            let at =
                spec.helper.get_index_of(helper).ok_or_else(|| format!("there is no helper `{helper}`"))?;
            if !helpers.contains(&at) {
                helpers.push(at);
            }
        }
    }
    let last = |pick: fn(&Surface) -> Option<&String>, what: &str| {
        chain.iter().rev().find_map(|surface| pick(surface)).ok_or_else(|| format!("it has no `{what}`"))
    };
    for (path, capability) in &writes {
        let root = path.split('.').next().unwrap_or_default();
        if !names.keys().any(|name| *name == root) {
            return Err(format!("writes: `{root}` is no name in scope"));
        }
        all.capability(Some(capability))?;
    }
    let context = all.id(last(|surface| surface.context.as_ref(), "context")?)?;
    let names = names
        .into_iter()
        .map(|(name, decl)| name_table(all, name, decl).map_err(|error| format!("name.{name}: {error}")))
        .collect::<Result<Vec<_>, _>>()?;
    for name in &names {
        check_context_key(all, context, name)?;
    }
    let result = last(|surface| surface.result.as_ref(), "result")?;
    let own = chain.last().ok_or("it is empty")?;
    Ok(SurfaceTable {
        name: name.to_owned(),
        context,
        object: all.id(last(|surface| surface.obj.as_ref(), "obj")?)?,
        result: spec.result.get_index_of(result).ok_or_else(|| format!("there is no result `{result}`"))?,
        order: last(|surface| surface.order.as_ref(), "order").ok().cloned(),
        shares: shares(all, context, last(|surface| surface.shares.as_ref(), "shares").ok())?,
        precompiled: chain.iter().rev().find_map(|surface| surface.precompiled).unwrap_or(false),
        writes: writes.into_iter().map(|(path, capability)| (path.clone(), capability.clone())).collect(),
        helpers,
        names,
        available: all.available(own.since.as_ref(), own.until.as_ref())?,
        doc: own.doc.clone(),
    })
}

/// The dict that the context shares keys with, where this surface's context can reach it.
fn shares(all: &Types<'_>, context: u16, path: Option<&String>) -> Result<Option<String>, String> {
    let Some(path) = path else { return Ok(None) };
    let key = path.split('.').nth(1).unwrap_or_default();
    let shape = all.tables.get(usize::from(context)).ok_or("its context is unknown")?;
    Ok(shape.names.contains_key(key).then(|| path.clone()))
}

fn name_table(all: &Types<'_>, name: &str, decl: &Name) -> Result<NameTable, String> {
    let origin = match decl.value.as_str() {
        "request" => "Request".to_owned(),
        "context" => "Context".to_owned(),
        "http_request" => "HttpRequest".to_owned(),
        "client_ip" => "ClientIp".to_owned(),
        "user" => "User".to_owned(),
        "compute" => "Computed".to_owned(),
        other => match other.strip_prefix("context.") {
            Some(key) => format!("ContextKey({key:?})"),
            None => return Err(format!("value: `{other}` comes from nowhere")),
        },
    };
    let presence = match decl.when.as_deref() {
        None | Some("always") => "Always",
        Some("http_request") => "HttpRequest",
        Some("client_ip") => "ClientIp",
        Some("user") => "User",
        Some("given") => "Given",
        Some(other) => return Err(format!("when: there is no condition `{other}`")),
    };
    Ok(NameTable {
        name: name.to_owned(),
        ty: types::parse(&decl.ty, &all.known)?,
        origin,
        presence,
        available: all.available(decl.since.as_ref(), decl.until.as_ref())?,
        doc: decl.doc.clone(),
    })
}

fn check_context_key(all: &Types<'_>, context: u16, name: &NameTable) -> Result<(), String> {
    let Some(key) = name.origin.strip_prefix("ContextKey(\"").and_then(|rest| rest.strip_suffix("\")"))
    else {
        return Ok(());
    };
    let shape = all.tables.get(usize::from(context)).ok_or("its context is unknown")?;
    if shape.names.contains_key(key) {
        Ok(())
    } else {
        Err(format!("name.{}: {} has no key `{key}`", name.name, shape.name))
    }
}

fn helpers(spec: &Spec, all: &Types<'_>) -> Result<Vec<HelperTable>, String> {
    let mut tables = Vec::new();
    for (name, helper) in &spec.helper {
        let at = |error: String| format!("helper.{name}: {error}");
        let form = match (&helper.sig, &helper.value) {
            (Some(sig), None) => Form::Function(types::signature(sig, &all.known).map_err(at)?),
            (None, Some(value)) if value.ends_with("Exception") => Form::Exception(value.clone()),
            (None, Some(value)) => Form::Object(all.id(value).map_err(at)?),
            _ => return Err(at("it needs one of `sig` and `value`".to_owned())),
        };
        tables.push(HelperTable {
            name: name.clone(),
            form,
            python: helper.python.clone().unwrap_or_else(|| name.clone()),
            capability: all.capability(helper.capability.as_ref()).map_err(at)?,
            available: all.available(helper.since.as_ref(), helper.until.as_ref()).map_err(at)?,
            doc: helper.doc.clone(),
        });
    }
    Ok(tables)
}

fn rule(words: &[(&str, &'static str)], word: &str, what: &str) -> Result<&'static str, String> {
    let found = words.iter().find(|(known, _)| *known == word).map(|(_, variant)| *variant);
    found.ok_or_else(|| format!("{what}: there is no rule `{word}`"))
}

fn results(spec: &Spec, all: &Types<'_>) -> Result<Vec<ResultTable>, String> {
    let mut tables = Vec::new();
    for (name, result) in &spec.result {
        let at = |error: String| format!("result.{name}: {error}");
        let is_policy =
            rule(&[("policy", "true"), ("value", "false")], &result.outcome, "outcome").map_err(at)?;
        let none = [("fail", "Fail"), ("skip", "Skip"), ("keep", "Keep"), ("value", "Value")];
        let other = [("value", "Value"), ("ignore", "Ignore"), ("error", "Error")];
        let merge = [
            ("none", "None"),
            ("deep", "Deep"),
            ("deep_unique", "DeepUnique"),
            ("replace", "Replace"),
            ("items", "Items"),
        ];
        let exception = [("deny", "Deny"), ("skip", "Skip"), ("stop", "Stop"), ("source", "Source")];
        let rules = format!(
            "is_policy: {is_policy}, none: NoneRule::{}, other: OtherRule::{}, merge: MergeRule::{}, \
             exception: ExceptionRule::{}, skippable: {}",
            rule(&none, &result.none, "none").map_err(at)?,
            rule(&other, &result.other, "other").map_err(at)?,
            rule(&merge, &result.merge, "merge").map_err(at)?,
            rule(&exception, &result.exception, "exception").map_err(at)?,
            result.skip
        );
        let ty = types::parse(&result.ty, &all.known).map_err(at)?;
        tables.push(ResultTable { name: name.clone(), ty, rules, doc: result.doc.clone() });
    }
    Ok(tables)
}

fn auth(spec: &Spec, all: &Types<'_>) -> Result<Vec<AuthTable>, String> {
    let id = all.id("AuthMethodArgs")?;
    let shape = all.tables.get(usize::from(id)).ok_or("AuthMethodArgs is unknown")?;
    let check = |name: &str, keys: &[String]| match keys.iter().find(|key| !shape.names.contains_key(*key)) {
        Some(key) => Err(format!("auth_method.{name}: AuthMethodArgs has no key `{key}`")),
        None => Ok(()),
    };
    check("common", &spec.auth_method.common)?;
    let mut tables = Vec::new();
    for (name, method) in &spec.auth_method.methods {
        check(name, &method.args)?;
        tables.push(AuthTable { name: name.clone(), args: method.args.clone(), doc: method.doc.clone() });
    }
    Ok(tables)
}

fn effects(spec: &Spec, all: &Types<'_>) -> Result<Vec<EffectTable>, String> {
    let mut tables = Vec::new();
    for (name, effect) in &spec.effect {
        let at = |error: String| format!("effect.{name}: {error}");
        all.capability(Some(&effect.capability)).map_err(at)?;
        let mut args = Vec::new();
        for (arg, ty) in &effect.args {
            args.push((arg.clone(), types::parse(ty, &all.known).map_err(at)?));
        }
        let (capability, doc) = (effect.capability.clone(), effect.doc.clone());
        tables.push(EffectTable { name: name.clone(), args, capability, doc });
    }
    Ok(tables)
}

fn documents(spec: &Spec, all: &Types<'_>) -> Result<Vec<DocumentTable>, String> {
    let mut tables = Vec::new();
    for (name, document) in &spec.document {
        let ty =
            types::parse(&document.ty, &all.known).map_err(|error| format!("document.{name}: {error}"))?;
        tables.push(DocumentTable { name: name.clone(), ty, doc: document.doc.clone() });
    }
    Ok(tables)
}
