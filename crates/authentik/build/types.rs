//! Type expressions and signatures, written as Python annotations.

use indexmap::IndexMap;
use std::fmt::Write;

/// A type; objects by their position in the table.
#[derive(Clone, PartialEq)]
pub(crate) enum Ty {
    /// Name of a variant of `TypeExpr` without contents.
    Plain(&'static str),
    /// Name of a variant that holds one type.
    Of(&'static str, Box<Ty>),
    Union(Vec<Ty>),
    Object(u16),
    Named(u16),
}

const PLAIN: &[(&str, &str)] = &[
    ("any", "Any"),
    ("json", "Json"),
    ("none", "None"),
    ("bool", "Bool"),
    ("int", "Int"),
    ("float", "Float"),
    ("number", "Number"),
    ("str", "Str"),
    ("bytes", "Bytes"),
    ("datetime", "Datetime"),
    ("date", "Date"),
    ("time", "Time"),
    ("timedelta", "Timedelta"),
    ("uuid", "Uuid"),
    ("ip", "Ip"),
    ("function", "Function"),
];

const OF: &[(&str, &str)] = &[
    ("list", "List"),
    ("set", "Set"),
    ("tuple", "Tuple"),
    ("dict", "Dict"),
    ("relation", "Relation"),
    ("queryset", "Query"),
];

fn find(table: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, variant)| *variant)
}

impl Ty {
    /// May be `None` because it is written so.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Ty::Of("Optional", _) | Ty::Plain("None"))
    }

    /// Without the `?`.
    pub(crate) fn bare(&self) -> &Ty {
        match self {
            Ty::Of("Optional", inner) => inner.bare(),
            other => other,
        }
    }

    /// The objects it names.
    pub(crate) fn objects(&self) -> Vec<u16> {
        match self {
            Ty::Plain(_) => Vec::new(),
            Ty::Of(_, inner) => inner.objects(),
            Ty::Union(members) => members.iter().flat_map(Ty::objects).collect(),
            Ty::Object(id) | Ty::Named(id) => vec![*id],
        }
    }

    /// As Rust.
    pub(crate) fn rust(&self) -> String {
        match self {
            Ty::Plain(variant) => format!("T::{variant}"),
            Ty::Of(variant, inner) => format!("T::{variant}(&{})", inner.rust()),
            Ty::Union(members) => {
                let members: Vec<_> = members.iter().map(Ty::rust).collect();
                format!("T::Union(&[{}])", members.join(", "))
            }
            Ty::Object(id) => format!("T::Object(TypeId({id}))"),
            Ty::Named(id) => format!("T::Named(TypeId({id}))"),
        }
    }
}

/// A parameter of a signature.
pub(crate) struct Param {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) ty: Ty,
    pub(crate) default: Option<String>,
}

/// A parsed signature.
pub(crate) struct Sig {
    pub(crate) text: String,
    pub(crate) params: Vec<Param>,
    pub(crate) returns: Ty,
}

impl Sig {
    /// As Rust.
    pub(crate) fn rust(&self) -> String {
        let mut params = String::new();
        for param in &self.params {
            let _ = write!(
                params,
                "ParamDecl {{ name: {:?}, kind: ParamKind::{}, ty: {}, default: {:?} }}, ",
                param.name,
                param.kind,
                param.ty.rust(),
                param.default
            );
        }
        format!(
            "Signature {{ text: {:?}, params: &[{params}], returns: {} }}",
            self.text,
            self.returns.rust()
        )
    }
}

/// Reads a type.
pub(crate) fn parse(text: &str, known: &IndexMap<String, u16>) -> Result<Ty, String> {
    let mut reader = Reader { text, rest: text, known };
    let ty = reader.union()?;
    if reader.rest.trim().is_empty() { Ok(ty) } else { Err(reader.error("the end")) }
}

/// Reads a signature.
pub(crate) fn signature(text: &str, known: &IndexMap<String, u16>) -> Result<Sig, String> {
    let mut reader = Reader { text, rest: text, known };
    let params = reader.params()?;
    reader.expect("->")?;
    let returns = reader.union()?;
    if !reader.rest.trim().is_empty() {
        return Err(reader.error("the end"));
    }
    Ok(Sig { text: text.to_owned(), params, returns })
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
    known: &'a IndexMap<String, u16>,
}

impl<'a> Reader<'a> {
    fn error(&self, wanted: &str) -> String {
        format!("in `{}`: expected {wanted} before `{}`", self.text, self.rest.trim())
    }

    fn take(&mut self, token: &str) -> bool {
        match self.rest.trim_start().strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.take(token) { Ok(()) } else { Err(self.error(&format!("`{token}`"))) }
    }

    fn word(&mut self) -> Result<&'a str, String> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        if word.is_empty() {
            return Err(self.error("a name"));
        }
        self.rest = rest;
        Ok(word)
    }

    fn union(&mut self) -> Result<Ty, String> {
        let mut members = vec![self.single()?];
        while self.take("|") {
            members.push(self.single()?);
        }
        match members.pop() {
            Some(only) if members.is_empty() => Ok(only),
            Some(last) => {
                members.push(last);
                Ok(Ty::Union(members))
            }
            None => Err(self.error("a type")),
        }
    }

    fn single(&mut self) -> Result<Ty, String> {
        let named = self.take("@");
        let word = self.word()?;
        let mut ty = if let Some(id) = self.known.get(word) {
            if named { Ty::Named(*id) } else { Ty::Object(*id) }
        } else if named {
            return Err(format!("in `{}`: there is no class `{word}`", self.text));
        } else if let Some(variant) = find(PLAIN, word) {
            Ty::Plain(variant)
        } else if let Some(variant) = find(OF, word) {
            let inner = if self.take("[") {
                let inner = self.union()?;
                self.expect("]")?;
                inner
            } else if matches!(word, "list" | "dict") {
                Ty::Plain("Json")
            } else {
                return Err(self.error("`[`"));
            };
            Ty::Of(variant, Box::new(inner))
        } else {
            return Err(format!("in `{}`: there is no type `{word}`", self.text));
        };
        if self.take("?") {
            ty = Ty::Of("Optional", Box::new(ty));
        }
        Ok(ty)
    }

    fn params(&mut self) -> Result<Vec<Param>, String> {
        let mut params: Vec<Param> = Vec::new();
        let mut kind = "PositionalOrKeyword";
        let mut first = true;
        self.expect("(")?;
        while !self.take(")") {
            if !first {
                self.expect(",")?;
            }
            first = false;
            if self.take("/") {
                params.iter_mut().for_each(|param| param.kind = "PositionalOnly");
                continue;
            }
            let this = if self.take("**") {
                "VarKeyword"
            } else if self.take("*") {
                kind = "KeywordOnly";
                if self.rest.trim_start().starts_with(',') {
                    continue;
                }
                "VarPositional"
            } else {
                kind
            };
            let name = self.word()?.to_owned();
            self.expect(":")?;
            let ty = self.union()?;
            let default = if self.take("=") { Some(self.default()?) } else { None };
            params.push(Param { name, kind: this, ty, default });
        }
        Ok(params)
    }

    fn default(&mut self) -> Result<String, String> {
        let rest = self.rest.trim_start();
        let end = if let Some(inner) = rest.strip_prefix('"') {
            inner.find('"').map(|at| at.saturating_add(2))
        } else {
            rest.find([',', ')'])
        };
        let (default, rest) =
            end.and_then(|end| rest.split_at_checked(end)).ok_or_else(|| self.error("a default"))?;
        self.rest = rest;
        Ok(default.to_owned())
    }
}
