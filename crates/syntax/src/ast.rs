//! The syntax tree before names are resolved. Everything Python 3.13 has is in it, so that the checks see it all;
//! what hognose leaves out is refused when it is made or lowered.

use crate::names::Symbol;
use crate::tree::{BinaryOp, CompareOp, Constant, Conversion, Span, UnaryOp};

/// The number of a function, lambda, comprehension or class: an index into the table of scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ScopeId(pub(crate) u32);

/// A name where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    pub(crate) symbol: Symbol,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) struct Stmt {
    pub(crate) kind: StmtKind,
    pub(crate) span: Span,
    /// Whether a `yield` is in it that belongs to the function around it.
    pub(crate) yields: bool,
}

#[derive(Debug)]
pub(crate) enum StmtKind {
    Expr(Expr),
    Assign {
        targets: Vec<Expr>,
        value: Expr,
    },
    AugAssign {
        target: Expr,
        op: BinaryOp,
        value: Expr,
    },
    AnnAssign {
        target: Expr,
        annotation: Expr,
        value: Option<Expr>,
    },
    Delete(Vec<Expr>),
    Return(Option<Expr>),
    If {
        test: Expr,
        body: Vec<Stmt>,
        orelse: Vec<Stmt>,
    },
    While {
        test: Expr,
        body: Vec<Stmt>,
        orelse: Vec<Stmt>,
    },
    For(Box<For>),
    Break,
    Continue,
    Pass,
    Def(Box<Def>),
    Class(Box<Class>),
    Import(Vec<Alias>),
    ImportFrom {
        module: Option<Box<str>>,
        names: Vec<Alias>,
    },
    Raise {
        exception: Option<Expr>,
        cause: Option<Expr>,
    },
    Assert {
        test: Expr,
        message: Option<Expr>,
    },
    Try(Box<Try>),
    With {
        items: Vec<WithItem>,
        body: Vec<Stmt>,
        is_async: bool,
    },
    Match {
        subject: Expr,
        cases: Vec<Case>,
    },
    Global(Vec<Name>),
    Nonlocal(Vec<Name>),
    /// `type X = …`.
    TypeAlias(Name),
}

#[derive(Debug)]
pub(crate) struct For {
    pub(crate) target: Expr,
    pub(crate) iter: Expr,
    pub(crate) body: Vec<Stmt>,
    pub(crate) orelse: Vec<Stmt>,
    pub(crate) is_async: bool,
}

#[derive(Debug)]
pub(crate) struct Def {
    pub(crate) name: Name,
    pub(crate) decorators: Vec<Expr>,
    pub(crate) function: Function,
    pub(crate) returns: Option<Expr>,
    pub(crate) is_async: bool,
    pub(crate) body: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) name: Name,
    pub(crate) decorators: Vec<Expr>,
    pub(crate) arguments: Vec<Expr>,
    pub(crate) keywords: Vec<(Option<Name>, Expr)>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) scope: ScopeId,
}

#[derive(Debug)]
pub(crate) struct Alias {
    /// Dotted for `import`, plain for `from … import`.
    pub(crate) name: Box<str>,
    /// What is bound: the alias, the plain name, or the part before the first dot. None for `*`.
    pub(crate) bound: Option<Name>,
    pub(crate) renamed: bool,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) struct Try {
    pub(crate) body: Vec<Stmt>,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) orelse: Vec<Stmt>,
    pub(crate) finalbody: Vec<Stmt>,
    /// `except*`.
    pub(crate) star: bool,
}

#[derive(Debug)]
pub(crate) struct Handler {
    pub(crate) kind: Option<Expr>,
    pub(crate) name: Option<Name>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) struct WithItem {
    pub(crate) context: Expr,
    pub(crate) target: Option<Expr>,
}

#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) kind: PatternKind,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) enum PatternKind {
    Value(Expr),
    Singleton(Constant),
    As { pattern: Option<Box<Pattern>>, name: Option<Name> },
    Sequence(Vec<Pattern>),
    Star(Option<Name>),
    Mapping { keys: Vec<Expr>, patterns: Vec<Pattern>, rest: Option<Name> },
    Class { class: Expr, patterns: Vec<Pattern>, keywords: Vec<(Name, Pattern)> },
    Or(Vec<Pattern>),
}

#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) kind: ExprKind,
    pub(crate) span: Span,
    /// Whether a `yield` is in it that belongs to the function around it.
    pub(crate) yields: bool,
}

#[derive(Debug)]
pub(crate) enum ExprKind {
    Constant(Constant),
    /// `1j`.
    Imaginary,
    Name(Symbol),
    FString(Vec<FStringPart>),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Set(Vec<Expr>),
    Dict(Vec<(Option<Expr>, Expr)>),
    Starred(Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    Binary(BinaryOp, Box<(Expr, Expr)>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare {
        left: Box<Expr>,
        rest: Vec<(CompareOp, Expr)>,
    },
    IfExp(Box<IfExp>),
    Lambda(Box<Lambda>),
    Call(Box<Call>),
    Attribute(Box<Expr>, Symbol),
    Subscript(Box<(Expr, Expr)>),
    Slice(Box<Slice>),
    Comprehension(Box<Comprehension>),
    Walrus(Name, Box<Expr>),
    Yield(Option<Box<Expr>>),
    YieldFrom(Box<Expr>),
    Await(Box<Expr>),
}

#[derive(Debug)]
pub(crate) struct IfExp {
    pub(crate) test: Expr,
    pub(crate) body: Expr,
    pub(crate) orelse: Expr,
}

#[derive(Debug)]
pub(crate) struct Lambda {
    pub(crate) function: Function,
    pub(crate) body: Expr,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) function: Expr,
    pub(crate) arguments: Vec<Expr>,
    pub(crate) keywords: Vec<(Option<Name>, Expr)>,
}

#[derive(Debug)]
pub(crate) struct Slice {
    pub(crate) lower: Option<Expr>,
    pub(crate) upper: Option<Expr>,
    pub(crate) step: Option<Expr>,
}

/// What `def` and `lambda` have in common.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) scope: ScopeId,
}

#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: Name,
    pub(crate) kind: crate::tree::ParameterKind,
    pub(crate) default: Option<Expr>,
    pub(crate) annotation: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComprehensionKind {
    List,
    Set,
    Dict,
    Generator,
}

#[derive(Debug)]
pub(crate) struct Comprehension {
    pub(crate) kind: ComprehensionKind,
    pub(crate) element: Expr,
    /// The value of a dict comprehension.
    pub(crate) value: Option<Expr>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) scope: ScopeId,
}

#[derive(Debug)]
pub(crate) struct Clause {
    pub(crate) target: Expr,
    pub(crate) iter: Expr,
    pub(crate) conditions: Vec<Expr>,
    pub(crate) is_async: bool,
}

#[derive(Debug)]
pub(crate) enum FStringPart {
    Text(Box<str>),
    Field(Box<FStringField>),
}

#[derive(Debug)]
pub(crate) struct FStringField {
    pub(crate) value: Expr,
    pub(crate) conversion: Option<Conversion>,
    pub(crate) spec: Vec<FStringPart>,
    pub(crate) span: Span,
}
