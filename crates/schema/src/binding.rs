//! Declarations of the objects, context keys, names and places of expressions that a host binds to.
//!
//! All of it is constant data without functions of its own: the tables are made from `spec/bindings.toml` when the
//! crate of the bindings is built, and the decoder, the evaluator, the checker and the documentation read them.

use std::fmt;

/// A release of the host product, such as 2025.12. Later releases are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    /// Year of the release.
    pub year: u16,
    /// Month of the release.
    pub month: u8,
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.year, self.month)
    }
}

/// In which releases something exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Availability {
    /// First release that has it; none if every supported one has.
    pub since: Option<Release>,
    /// First release that does not have it any more.
    pub until: Option<Release>,
}

impl Availability {
    /// In all supported releases.
    pub const ALWAYS: Self = Self { since: None, until: None };

    /// Whether `release` has it.
    ///
    /// ```
    /// use hognose_schema::binding::{Availability, Release};
    /// let newer = Availability { since: Some(Release { year: 2025, month: 12 }), until: None };
    /// assert!(newer.covers(Release { year: 2026, month: 2 }));
    /// assert!(!newer.covers(Release { year: 2025, month: 10 }));
    /// ```
    #[must_use]
    pub fn covers(&self, release: Release) -> bool {
        self.since.is_none_or(|since| since <= release) && self.until.is_none_or(|until| release < until)
    }
}

/// Position of a class or shape in [`Bindings::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u16);

/// The type of a field, key, parameter or name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TypeExpr {
    /// Whatever Python has.
    Any,
    /// Any JSON value.
    Json,
    /// `None` only.
    None,
    /// `bool`.
    Bool,
    /// `int`.
    Int,
    /// `float`.
    Float,
    /// `int` or `float`.
    Number,
    /// `str`.
    Str,
    /// `bytes`.
    Bytes,
    /// `datetime.datetime` with a time zone.
    Datetime,
    /// `datetime.date`.
    Date,
    /// `datetime.time`.
    Time,
    /// `datetime.timedelta`.
    Timedelta,
    /// `uuid.UUID`.
    Uuid,
    /// `ipaddress.IPv4Address` or `IPv6Address`.
    Ip,
    /// Something that can be called.
    Function,
    /// `list` of one type.
    List(&'static TypeExpr),
    /// `set` of one type.
    Set(&'static TypeExpr),
    /// `tuple` of any length of one type.
    Tuple(&'static TypeExpr),
    /// `dict` from `str` to one type.
    Dict(&'static TypeExpr),
    /// The type, or `None`.
    Optional(&'static TypeExpr),
    /// One of several types.
    Union(&'static [TypeExpr]),
    /// A manager of related objects.
    Relation(&'static TypeExpr),
    /// A query over objects.
    Query(&'static TypeExpr),
    /// A class or shape declared in the same table.
    Object(TypeId),
    /// The same; in a file a string stands for an object whose [`TypeDecl::short`] field that is.
    Named(TypeId),
}

impl TypeExpr {
    /// Whether `None` is one of its values.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        match self {
            Self::Optional(_) | Self::None | Self::Json | Self::Any => true,
            Self::Union(members) => members.iter().any(Self::is_nullable),
            _ => false,
        }
    }
}

/// Whether a type is read by attribute or by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeKind {
    /// An object with attributes.
    Class,
    /// A plain `dict` with known keys.
    Shape,
}

/// What a field is when the request does not give it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldDefault {
    /// Reading it is an error of the request: there is no honest value.
    Unset,
    /// Not there at all: `AttributeError`, or no such key.
    Absent,
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string.
    Str(&'static str),
    /// An empty list, set, tuple or relation.
    Empty,
    /// An empty dict.
    EmptyDict,
    /// A new object of this class with all its defaults.
    New(TypeId),
    /// Found by the engine as [`Bindings::computes`] says under this name.
    Computed(&'static str),
}

/// A field of a class or a key of a shape. Its position in [`TypeDecl::fields`] is its number.
#[derive(Debug, Clone, Copy)]
pub struct FieldDecl {
    /// Name.
    pub name: &'static str,
    /// Type.
    pub ty: TypeExpr,
    /// What it is when not given.
    pub default: FieldDefault,
    /// The class or shape that declares it, which is the type itself or one of its bases.
    pub owner: TypeId,
    /// No file can give it: it is always the default.
    pub fixed: bool,
    /// Known to the engine only.
    pub hidden: bool,
    /// No column of the database.
    pub property: bool,
    /// No query can use it and no event carries it.
    pub secret: bool,
    /// Capability that allows changing it; none if nothing may.
    pub write: Option<&'static str>,
    /// The only strings allowed; empty if any is.
    pub choices: &'static [&'static str],
    /// Some strings it can be, where any is allowed.
    pub examples: &'static [&'static str],
    /// Releases that have it.
    pub available: Availability,
    /// What it is, as one sentence.
    pub doc: &'static str,
}

impl FieldDecl {
    /// Whether it can be `None`.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.ty.is_nullable()
    }

    /// Whether an expression may assign it, given the capability.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.write.is_some()
    }

    /// Whether it leads to other objects.
    #[must_use]
    pub fn is_relation(&self) -> bool {
        matches!(self.ty, TypeExpr::Relation(_))
    }

    /// Whether queries may name it.
    #[must_use]
    pub fn is_column(&self) -> bool {
        !self.property && !self.secret && !self.hidden
    }
}

/// How a parameter takes arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// By position only.
    PositionalOnly,
    /// By position or name.
    PositionalOrKeyword,
    /// By name only.
    KeywordOnly,
    /// `*args`.
    VarPositional,
    /// `**kwargs`.
    VarKeyword,
}

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub struct ParamDecl {
    /// Name.
    pub name: &'static str,
    /// How it takes arguments.
    pub kind: ParamKind,
    /// Type.
    pub ty: TypeExpr,
    /// Default as Python writes it; none if an argument must be given.
    pub default: Option<&'static str>,
}

/// What a function takes and gives.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// As it is written, from the opening parenthesis on.
    pub text: &'static str,
    /// Parameters in order.
    pub params: &'static [ParamDecl],
    /// What it returns.
    pub returns: TypeExpr,
}

/// A method of a class.
#[derive(Debug, Clone, Copy)]
pub struct MethodDecl {
    /// Name.
    pub name: &'static str,
    /// What it takes and gives, without `self`.
    pub signature: Signature,
    /// The class that declares it.
    pub owner: TypeId,
    /// Capability it needs, if any.
    pub capability: Option<&'static str>,
    /// Releases that have it.
    pub available: Availability,
    /// What it does, as one sentence.
    pub doc: &'static str,
}

/// A second name of a field.
#[derive(Debug, Clone, Copy)]
pub struct AliasDecl {
    /// The second name.
    pub name: &'static str,
    /// Number of the field.
    pub field: u16,
    /// Release that deprecated it.
    pub deprecated: Option<Release>,
    /// Releases that have it.
    pub available: Availability,
}

/// A piece of the text of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart {
    /// These characters.
    Text(&'static str),
    /// `str()` of the first of these fields that is truthy, else of the last.
    Field(&'static [u16]),
}

/// One form of the text of an object.
#[derive(Debug, Clone, Copy)]
pub struct TextCase {
    /// Fields that must all be truthy for this form.
    pub when: &'static [u16],
    /// Its pieces.
    pub parts: &'static [TextPart],
}

/// What `repr()` of an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repr {
    /// `<Name object>`.
    Object,
    /// `<Name: str>`, as Django's models.
    Model,
    /// `Name(field=…, …)`, as dataclasses.
    Fields,
    /// The same as `str()`.
    Str,
}

/// What an object becomes in events and other JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonForm {
    /// `{app, model_name, pk, name}`.
    Model,
    /// `{username, pk, email}`.
    User,
    /// A dict of its fields.
    Fields,
    /// Nothing: the key it stands under is left out.
    Drop,
    /// Its `str()`.
    Str,
}

/// A class or shape.
#[derive(Debug, Clone, Copy)]
pub struct TypeDecl {
    /// Name; of a class the name Python has for it.
    pub name: &'static str,
    /// Class or shape.
    pub kind: TypeKind,
    /// Module it is imported from; empty for shapes.
    pub module: &'static str,
    /// Itself, then everything it is derived from, nearest first.
    pub lineage: &'static [TypeId],
    /// Itself, unless it is abstract, and every type derived from it that files can hold.
    pub family: &'static [TypeId],
    /// No object is of this class itself.
    pub is_abstract: bool,
    /// Files can hold one.
    pub in_files: bool,
    /// Keys or attributes that are not declared are kept.
    pub open: bool,
    /// Key besides `$type` that says which class of the family an object is of.
    pub tag: Option<&'static str>,
    /// The word for it under that key.
    pub word: Option<&'static str>,
    /// Field that a string in a file gives.
    pub short: Option<u16>,
    /// Field that an object in a file gives as a whole.
    pub mapping: Option<u16>,
    /// Fields that decide equality: the first that both objects have.
    pub key: &'static [u16],
    /// Text of `str()`, the first form that applies; empty for that of `repr()`.
    pub text: &'static [TextCase],
    /// Text of `repr()`.
    pub repr: Repr,
    /// Form in JSON.
    pub json: JsonForm,
    /// Django's name of the application; empty if it is no model.
    pub app: &'static str,
    /// Django's name of the model; empty if it is no model.
    pub model: &'static str,
    /// Fields by number: those of bases first.
    pub fields: &'static [FieldDecl],
    /// Names and aliases of fields with their numbers, sorted by length, then by name: most comparisons are of lengths.
    pub names: &'static [(&'static str, u16)],
    /// Second names of fields.
    pub aliases: &'static [AliasDecl],
    /// Methods, those of bases included.
    pub methods: &'static [MethodDecl],
    /// Releases that have it.
    pub available: Availability,
    /// What it is, as one sentence.
    pub doc: &'static str,
}

impl TypeDecl {
    /// The number of the field of this name or alias.
    #[must_use]
    pub fn field_number(&self, name: &str) -> Option<u16> {
        let wanted = (name.len(), name);
        let at = self.names.binary_search_by(|(known, _)| (known.len(), *known).cmp(&wanted)).ok()?;
        self.names.get(at).map(|(_, number)| *number)
    }

    /// The field of this name or alias.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldDecl> {
        self.fields.get(usize::from(self.field_number(name)?))
    }

    /// The method of this name.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&'static MethodDecl> {
        self.methods.iter().find(|method| method.name == name)
    }

    /// Whether it is `other` or derived from it.
    #[must_use]
    pub fn is_a(&self, other: TypeId) -> bool {
        self.lineage.contains(&other)
    }
}

/// Where the value of a name in scope comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The request.
    Request,
    /// The request's context.
    Context,
    /// A key of the request's context.
    ContextKey(&'static str),
    /// The request's HTTP request.
    HttpRequest,
    /// The client's address.
    ClientIp,
    /// The request's user.
    User,
    /// Made by the engine.
    Computed,
}

/// When a name in scope is defined. Where it is not, using it is a `NameError`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Always,
    /// When the request has an HTTP request.
    HttpRequest,
    /// When the request has an HTTP request, or is about an event.
    ClientIp,
    /// When the request has a user.
    User,
    /// When the context has the key.
    Given,
}

/// A name in scope.
#[derive(Debug, Clone, Copy)]
pub struct NameDecl {
    /// The name.
    pub name: &'static str,
    /// Its type.
    pub ty: TypeExpr,
    /// Where its value comes from.
    pub origin: Origin,
    /// When it is defined.
    pub presence: Presence,
    /// Releases that have it.
    pub available: Availability,
    /// What it is, as one sentence.
    pub doc: &'static str,
}

/// What a helper is.
#[derive(Debug, Clone, Copy)]
pub enum HelperForm {
    /// A function.
    Function(Signature),
    /// An object of this class.
    Object(TypeId),
    /// An exception class of this name.
    Exception(&'static str),
}

/// A function or object that is in scope by its name.
#[derive(Debug, Clone, Copy)]
pub struct HelperDecl {
    /// The name.
    pub name: &'static str,
    /// What it is.
    pub form: HelperForm,
    /// What messages about its arguments call it.
    pub python: &'static str,
    /// Capability it needs, if any.
    pub capability: Option<&'static str>,
    /// Releases that have it.
    pub available: Availability,
    /// What it does, as one sentence.
    pub doc: &'static str,
}

/// What `None` means as a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoneRule {
    /// It fails.
    Fail,
    /// As if there were no expression.
    Skip,
    /// The default stays.
    Keep,
    /// A value like any other.
    Value,
}

/// What a result of another type than expected means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherRule {
    /// A value like any other.
    Value,
    /// As if there were no expression.
    Ignore,
    /// An error.
    Error,
}

/// How the results of several expressions come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeRule {
    /// Each stands alone.
    None,
    /// Dicts deeply, lists appended, anything else overridden.
    Deep,
    /// As `Deep`, but lists take only what is new.
    DeepUnique,
    /// The result stands in place of the default.
    Replace,
    /// One value for each element of a list or generator.
    Items,
}

/// What an exception in an expression does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionRule {
    /// It denies, with the exception as message.
    Deny,
    /// This expression is left out.
    Skip,
    /// Everything stops.
    Stop,
    /// The expression's own text is used.
    Source,
}

/// What the consumer of a surface does with results.
#[derive(Debug, Clone, Copy)]
pub struct ResultDecl {
    /// Name of the contract.
    pub name: &'static str,
    /// The result is a decision by its truth, not a value.
    pub is_policy: bool,
    /// What it should be.
    pub ty: TypeExpr,
    /// What `None` means.
    pub none: NoneRule,
    /// What a value of another type means.
    pub other: OtherRule,
    /// How several come together.
    pub merge: MergeRule,
    /// What an exception does.
    pub exception: ExceptionRule,
    /// `raise SkipObject` leaves the object out.
    pub skippable: bool,
    /// In one sentence.
    pub doc: &'static str,
}

/// A place where expressions run.
#[derive(Debug, Clone, Copy)]
pub struct SurfaceDecl {
    /// Its name.
    pub name: &'static str,
    /// Shape of the request's context.
    pub context: TypeId,
    /// Class of the object the request is about.
    pub object: TypeId,
    /// Position of the result contract in [`Bindings::results`].
    pub result: u16,
    /// Field that orders its expressions.
    pub order: Option<&'static str>,
    /// A dict whose keys are in the context too, as the same objects, unless the request gives them there.
    pub shares: Option<&'static str>,
    /// Compiled once with a fixed list of names.
    pub precompiled: bool,
    /// What an expression may change (a path from a name), with the capability that allows it.
    pub writes: &'static [(&'static str, &'static str)],
    /// Positions of the helpers in scope in [`Bindings::helpers`].
    pub helpers: &'static [u16],
    /// Names in scope, in the order in which they are parameters of the expression.
    pub names: &'static [NameDecl],
    /// Releases that have it.
    pub available: Availability,
    /// What it is, as one sentence.
    pub doc: &'static str,
}

impl SurfaceDecl {
    /// The name in scope, if it is one.
    #[must_use]
    pub fn name_in_scope(&self, name: &str) -> Option<&'static NameDecl> {
        self.names.iter().find(|known| known.name == name)
    }
}

/// A way to log in, with the keys that its arguments may have.
#[derive(Debug, Clone, Copy)]
pub struct AuthMethodDecl {
    /// Value of `auth_method`.
    pub name: &'static str,
    /// Keys of `auth_method_args`.
    pub args: &'static [&'static str],
    /// What it is, as one sentence.
    pub doc: &'static str,
}

/// Something a decision asks the host to do.
#[derive(Debug, Clone, Copy)]
pub struct EffectDecl {
    /// Its kind.
    pub name: &'static str,
    /// Its arguments with their types.
    pub args: &'static [(&'static str, TypeExpr)],
    /// The capability that allows it.
    pub capability: &'static str,
    /// What it does, as one sentence.
    pub doc: &'static str,
}

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy)]
pub struct DocumentDecl {
    /// Its name.
    pub name: &'static str,
    /// Type of what it holds.
    pub ty: TypeExpr,
    /// What it is for, as one sentence.
    pub doc: &'static str,
}

/// All declarations together.
#[derive(Debug, Clone, Copy)]
pub struct Bindings {
    /// Releases of the host product that are known, oldest first.
    pub releases: &'static [Release],
    /// The release an engine follows unless told otherwise.
    pub default_release: Release,
    /// The release that is not out yet.
    pub preview: Option<Release>,
    /// Capabilities with what they allow.
    pub capabilities: &'static [(&'static str, &'static str)],
    /// Names of [`FieldDefault::Computed`] with what they do.
    pub computes: &'static [(&'static str, &'static str)],
    /// Classes and shapes.
    pub types: &'static [TypeDecl],
    /// Names of types with their positions, sorted by name.
    pub type_names: &'static [(&'static str, TypeId)],
    /// Ways to log in.
    pub auth_methods: &'static [AuthMethodDecl],
    /// Keys that the arguments of any way to log in may have.
    pub auth_common: &'static [&'static str],
    /// Helpers.
    pub helpers: &'static [HelperDecl],
    /// Effects.
    pub effects: &'static [EffectDecl],
    /// Result contracts.
    pub results: &'static [ResultDecl],
    /// Surfaces.
    pub surfaces: &'static [SurfaceDecl],
    /// Files.
    pub documents: &'static [DocumentDecl],
}

impl Bindings {
    /// The type at a position.
    #[must_use]
    pub fn get(&self, id: TypeId) -> Option<&'static TypeDecl> {
        self.types.get(usize::from(id.0))
    }

    /// The position of the type of this name.
    #[must_use]
    pub fn type_id(&self, name: &str) -> Option<TypeId> {
        let at = self.type_names.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        self.type_names.get(at).map(|(_, id)| *id)
    }

    /// The type of this name.
    #[must_use]
    pub fn type_named(&self, name: &str) -> Option<&'static TypeDecl> {
        self.get(self.type_id(name)?)
    }

    /// The surface of this name.
    #[must_use]
    pub fn surface(&self, name: &str) -> Option<&'static SurfaceDecl> {
        self.surfaces.iter().find(|surface| surface.name == name)
    }

    /// The helper of this name.
    #[must_use]
    pub fn helper(&self, name: &str) -> Option<&'static HelperDecl> {
        self.helpers.iter().find(|helper| helper.name == name)
    }

    /// The effect of this kind.
    #[must_use]
    pub fn effect(&self, name: &str) -> Option<&'static EffectDecl> {
        self.effects.iter().find(|effect| effect.name == name)
    }

    /// The way to log in of this name.
    #[must_use]
    pub fn auth_method(&self, name: &str) -> Option<&'static AuthMethodDecl> {
        self.auth_methods.iter().find(|method| method.name == name)
    }

    /// The file of this name.
    #[must_use]
    pub fn document(&self, name: &str) -> Option<&'static DocumentDecl> {
        self.documents.iter().find(|document| document.name == name)
    }
}
