//! Queries as plain data: what is asked, checked against the declarations before anybody answers.

use crate::bindings::tables::{BINDINGS, field, id};
use hognose_eval::data::Data;
use hognose_schema::binding::{FieldDecl, FieldDefault, Release, TypeDecl, TypeExpr, TypeId};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Query {
    /// The class whose objects are asked for.
    pub model: TypeId,
    /// What must hold.
    pub clauses: Vec<Clause>,
    /// The order; empty for whatever order the objects have.
    pub order: Vec<Order>,
    /// Each only once.
    pub distinct: bool,
    /// How many of those found are passed over.
    pub offset: usize,
    /// How many are wanted at most.
    pub limit: Option<usize>,
    /// What each one becomes.
    pub shape: Shape,
}

/// Tests that must all hold, or must not all hold.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Those for which all tests hold are left out.
    pub negated: bool,
    /// The tests.
    pub tests: Vec<Test>,
}

/// One test.
#[derive(Clone, Debug)]
pub struct Test {
    /// Where the value is.
    pub path: Path,
    /// What is asked about it.
    pub lookup: Lookup,
    /// What it is compared with.
    pub value: Data,
}

/// The way from an object to a value: fields, then keys of JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Numbers of fields; each but the last leads to other objects.
    pub fields: Vec<u16>,
    /// Keys inside the last.
    pub keys: Vec<Box<str>>,
    /// Type of the last field.
    pub ty: TypeExpr,
}

/// One field of an order.
#[derive(Clone, Debug)]
pub struct Order {
    /// Where the value is.
    pub path: Path,
    /// Largest first.
    pub descending: bool,
}

/// What the objects found become.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Themselves.
    Objects,
    /// Dicts of these columns.
    Dicts(Vec<Column>),
    /// Tuples of these columns.
    Tuples(Vec<Column>),
    /// The bare values of this column.
    Bare(Column),
}

/// A column by the name it was asked for.
#[derive(Clone, Debug)]
pub struct Column {
    /// The name.
    pub name: Box<str>,
    /// Where the value is.
    pub path: Path,
}

/// What a terminal operation wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// All that were found.
    List,
    /// Whether there are any.
    Exists,
    /// How many there are.
    Count,
}

macro_rules! lookups {
    ($($variant:ident $name:literal $doc:literal;)*) => {
        /// What is asked about a value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Lookup {
            $(#[doc = $doc] $variant,)*
        }

        impl Lookup {
            /// The lookup of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

lookups! {
    Exact "exact" "Equal.";
    IExact "iexact" "Equal, in any case.";
    Contains "contains" "Contains the text; of JSON: contains the value.";
    IContains "icontains" "Contains the text, in any case.";
    StartsWith "startswith" "Starts with the text.";
    IStartsWith "istartswith" "Starts with the text, in any case.";
    EndsWith "endswith" "Ends with the text.";
    IEndsWith "iendswith" "Ends with the text, in any case.";
    In "in" "Equal to one of them.";
    IsNull "isnull" "Is null; of JSON: is not there.";
    Gt "gt" "Larger.";
    Gte "gte" "Larger or equal.";
    Lt "lt" "Smaller.";
    Lte "lte" "Smaller or equal.";
    Range "range" "From the first to the second.";
}

impl Query {
    /// All objects of a class.
    #[must_use]
    pub const fn all(model: TypeId) -> Self {
        Self {
            model,
            clauses: Vec::new(),
            order: Vec::new(),
            distinct: false,
            offset: 0,
            limit: None,
            shape: Shape::Objects,
        }
    }

    /// Whether a slice was taken: no more conditions then.
    #[must_use]
    pub const fn is_sliced(&self) -> bool {
        self.offset > 0 || self.limit.is_some()
    }

    /// About how many bytes it is.
    #[must_use]
    pub fn size(&self) -> usize {
        let tests: usize = self.clauses.iter().map(|clause| clause.tests.len()).sum();
        let values = self.clauses.iter().flat_map(|clause| &clause.tests).map(|test| weight(&test.value));
        let columns = match &self.shape {
            Shape::Objects => 0,
            Shape::Dicts(columns) | Shape::Tuples(columns) => columns.len(),
            Shape::Bare(_) => 1,
        };
        let parts = tests.saturating_add(columns).saturating_add(self.order.len()).saturating_add(1);
        parts.saturating_mul(192).saturating_add(values.fold(0, usize::saturating_add))
    }
}

fn weight(data: &Data) -> usize {
    match data {
        Data::Str(text) => text.len(),
        Data::Bytes(bytes) => bytes.len(),
        Data::List(items) | Data::Tuple(items) | Data::Set(items) => items
            .iter()
            .map(|item| weight(item).saturating_add(size_of::<Data>()))
            .fold(0, usize::saturating_add),
        Data::Map(map) => map
            .iter()
            .map(|(key, item)| weight(item).saturating_add(key.len()).saturating_add(96))
            .fold(0, usize::saturating_add),
        _ => size_of::<Data>(),
    }
}

/// What is wrong with the name of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum NameError {
    /// No field of that name in this class.
    Unknown(Box<str>, TypeId),
    /// The field has no such lookup.
    Lookup(Box<str>, TypeExpr),
}

impl NameError {
    /// In Django's words.
    #[must_use]
    pub fn message(&self, release: Release) -> String {
        match self {
            Self::Unknown(name, class) => {
                let fields = BINDINGS.get(*class).map_or(&[] as &[FieldDecl], |decl| decl.fields);
                let mut choices: Vec<&str> =
                    fields.iter().filter(|field| is_column(field, release)).map(|field| field.name).collect();
                choices.sort_unstable();
                format!("Cannot resolve keyword '{name}' into field. Choices are: {}", choices.join(", "))
            }
            Self::Lookup(name, ty) if object_of(*ty).is_some() => {
                format!("Related Field got invalid lookup: {name}")
            }
            Self::Lookup(name, ty) => {
                format!(
                    "Unsupported lookup '{name}' for {} or join on the field not permitted.",
                    django_type(*ty)
                )
            }
        }
    }
}

fn django_type(ty: TypeExpr) -> &'static str {
    match inner(ty) {
        TypeExpr::Bool => "BooleanField",
        TypeExpr::Int => "IntegerField",
        TypeExpr::Float | TypeExpr::Number => "FloatField",
        TypeExpr::Datetime => "DateTimeField",
        TypeExpr::Date => "DateField",
        TypeExpr::Time => "TimeField",
        TypeExpr::Uuid => "UUIDField",
        TypeExpr::Str => "CharField",
        _ => "JSONField",
    }
}

/// Whether queries can use a field.
#[must_use]
pub fn is_column(field: &FieldDecl, release: Release) -> bool {
    field.is_column() && field.available.covers(release)
}

/// The type behind `| None`.
#[must_use]
pub const fn inner(ty: TypeExpr) -> TypeExpr {
    match ty {
        TypeExpr::Optional(inner) => *inner,
        other => other,
    }
}

/// The class of the objects that a field leads to.
#[must_use]
pub fn object_of(ty: TypeExpr) -> Option<TypeId> {
    let class = match inner(ty) {
        TypeExpr::Object(class) | TypeExpr::Named(class) => class,
        TypeExpr::Relation(item) => return object_of(*item),
        _ => return None,
    };
    let decl = BINDINGS.get(class)?;
    if decl.is_a(id::MODEL) { Some(class) } else { None }
}

/// Whether a field holds JSON.
#[must_use]
pub fn is_json(ty: TypeExpr) -> bool {
    match inner(ty) {
        TypeExpr::Json | TypeExpr::List(_) | TypeExpr::Dict(_) => true,
        ty @ TypeExpr::Object(_) => object_of(ty).is_none(),
        _ => false,
    }
}

/// The field of a class that a query may use under a name, in one release or in any.
#[must_use]
pub fn column(decl: &TypeDecl, name: &str, release: Option<Release>) -> Option<(u16, &'static FieldDecl)> {
    let number = decl.field_number(name)?;
    let field = decl.fields.get(usize::from(number))?;
    let is_known = release.is_none_or(|release| field.available.covers(release));
    if field.is_column() && is_known { Some((number, field)) } else { None }
}

/// Relations that a path may go through.
pub const LONGEST: usize = 12;

/// Follow names from a class, in one release or in any; what is left is a lookup, if anything.
///
/// # Errors
/// The first name that is no field.
pub fn resolve(model: TypeId, names: &[&str], release: Option<Release>) -> Result<(Path, Lookup), NameError> {
    let mut path = Path { fields: Vec::new(), keys: Vec::new(), ty: TypeExpr::Any };
    let mut class = model;
    let mut rest = names.iter();
    let mut lookup = None;
    while let Some(name) = rest.next() {
        if path.fields.len() >= LONGEST {
            return Err(NameError::Lookup((*name).into(), path.ty));
        }
        let found = BINDINGS.get(class).and_then(|decl| column(decl, name, release));
        let Some((number, decl)) = found else {
            if path.fields.is_empty() {
                return Err(NameError::Unknown((*name).into(), class));
            }
            // Behind a relation stands a field of its class, or a lookup of the relation itself.
            let known = Lookup::named(name)
                .filter(|lookup| matches!(lookup, Lookup::Exact | Lookup::In | Lookup::IsNull));
            if known.is_none() || rest.len() > 0 {
                return Err(NameError::Lookup((*name).into(), path.ty));
            }
            lookup = known;
            break;
        };
        // `user_id` is the primary key of `user`.
        if decl.default == FieldDefault::Computed("related_pk")
            && let Some((related, _)) = name
                .strip_suffix("_id")
                .and_then(|name| BINDINGS.get(class).and_then(|decl| column(decl, name, release)))
        {
            path.fields.push(related);
            path.ty = decl.ty;
            path.fields.push(field::model::PK);
            lookup = behind(&mut path, rest.as_slice())?;
            break;
        }
        path.fields.push(number);
        path.ty = decl.ty;
        match object_of(decl.ty) {
            Some(next) => class = next,
            None => {
                lookup = behind(&mut path, rest.as_slice())?;
                break;
            }
        }
    }
    Ok((path, lookup.unwrap_or(Lookup::Exact)))
}

/// What stands behind the last field: keys of JSON and a lookup.
fn behind(path: &mut Path, names: &[&str]) -> Result<Option<Lookup>, NameError> {
    let last = names.last().and_then(|name| Lookup::named(name));
    let keys = if last.is_some() { names.len().saturating_sub(1) } else { names.len() };
    let keys = names.get(..keys).unwrap_or(&[]);
    if let Some(first) = keys.first()
        && !is_json(path.ty)
    {
        return Err(NameError::Lookup((*first).into(), path.ty));
    }
    path.keys = keys.iter().map(|key| Box::from(*key)).collect();
    if let Some(lookup) = last
        && !is_offered(path, lookup)
    {
        return Err(NameError::Lookup(lookup.name().into(), path.ty));
    }
    Ok(last)
}

/// Whether a lookup makes sense for a value.
fn is_offered(path: &Path, lookup: Lookup) -> bool {
    match inner(path.ty) {
        TypeExpr::Bool => matches!(lookup, Lookup::Exact | Lookup::In | Lookup::IsNull),
        _ => true,
    }
}
