//! The tree of names and spans that lowering produces and `eval::link` consumes.
//!
//! Names are resolved to places ([`Place`]); attributes, globals and modules are still text. The tree is
//! at most [`crate::Limits::depth`] levels deep, so passes over it and its drop may recurse.

use num_bigint::BigInt;

/// A range of byte offsets into the original source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

/// Number of a slot in a function's frame.
pub type Slot = u16;

/// Where a name lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A slot of the frame that holds the value itself.
    Local(Slot),
    /// A slot of the frame that holds a cell shared with other functions; the value is in the cell.
    Cell(Slot),
    /// Not bound in any enclosing function: a global of the policy, a helper or a built-in.
    Global(Box<str>),
}

/// One slot of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotInfo {
    /// The Python name, or an empty text for a temporary.
    pub name: Box<str>,
    /// Why the slot exists.
    pub kind: SlotKind,
}

/// Why a slot exists; decides the message when it is read unbound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// A parameter or a name assigned in this function (`UnboundLocalError` when unbound).
    Local,
    /// A name of the surface that may be absent and that the body never assigns
    /// (`NameError: name 'x' is not defined` when unbound).
    Surface,
    /// A cell captured from an enclosing function
    /// (`NameError: cannot access free variable 'x' where it is not associated with a value in enclosing scope`).
    Free,
    /// A temporary of lowering: never read unbound.
    Temporary,
}

/// A whole policy, lowered.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The policy body as a function `handler` whose parameters are the surface's names, in order.
    pub handler: Function,
    /// Names some function declares `global` and binds. Every other global is a helper or a built-in.
    pub assigned_globals: Vec<Box<str>>,
    /// Number of source-tree nodes in the whole policy.
    pub nodes: u32,
}

/// A function: the body, a `def`, a `lambda` or a generator expression.
#[derive(Clone, Debug)]
pub struct Function {
    /// Plain name: `handler`, the `def`'s name, `<lambda>` or `<genexpr>`.
    pub name: Box<str>,
    /// Qualified name as CPython gives it, such as `handler.<locals>.inner`.
    pub qualname: Box<str>,
    /// The whole definition.
    pub span: Span,
    /// Declared parameters. Their slots are `0..`, in the order positional-only, positional,
    /// `*args`, keyword-only, `**kwargs`... see [`Parameter::slot`].
    pub parameters: Vec<Parameter>,
    /// Every slot of the frame; parameters first.
    pub slots: Vec<SlotInfo>,
    /// Slots that hold a cell created when a call starts. A parameter among them has its argument moved
    /// into the new cell.
    pub own_cells: Vec<Slot>,
    /// Cells taken over from the function that creates this one, when it is created.
    pub captures: Vec<Capture>,
    /// The statements.
    pub body: Block,
    /// Whether the body yields: calling it makes a generator.
    pub is_generator: bool,
    /// Deepest nesting of nodes below this function, itself counted, nested functions' bodies excluded.
    pub depth: u32,
}

/// A captured cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Slot of the enclosing function that holds the cell.
    pub outer: Slot,
    /// Slot of this function that receives it.
    pub inner: Slot,
}

/// A declared parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Box<str>,
    /// How arguments reach it.
    pub kind: ParameterKind,
    /// The default, evaluated in the enclosing function when the function is created.
    pub default: Option<Expr>,
    /// Its slot.
    pub slot: Slot,
}

/// How arguments reach a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// By position only (before `/`).
    PositionalOnly,
    /// By position or by name.
    Positional,
    /// `*args`.
    VarPositional,
    /// By name only (behind `*`).
    KeywordOnly,
    /// `**kwargs`.
    VarKeyword,
}

/// Statements run one after the other.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The statements.
    pub statements: Vec<Stmt>,
    /// In a generator, when a statement here (at any depth) yields: the temporary in which the walker keeps
    /// the index of the statement to go on with. Unbound while the block is not suspended.
    pub resume: Option<Slot>,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// What it does.
    pub kind: StmtKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of statement. `pass`, `global`, `nonlocal` and annotations without a value leave nothing behind
/// (a block may be empty).
#[derive(Clone, Debug)]
pub enum StmtKind {
    /// An expression whose value is dropped.
    Expr(Expr),
    /// `a = b = value`; targets from left to right.
    Assign {
        /// At least one.
        targets: Vec<Target>,
        /// Evaluated first.
        value: Expr,
    },
    /// `target op= value`.
    AugAssign {
        /// A name, attribute or subscript.
        target: Target,
        /// The operator.
        op: BinaryOp,
        /// The right side.
        value: Expr,
    },
    /// `del` of each target in turn.
    Delete(Vec<Target>),
    /// `return`.
    Return(Option<Expr>),
    /// `if`/`elif`/`else` (`elif` is an `if` alone in `orelse`).
    If {
        /// The condition.
        test: Expr,
        /// When true.
        body: Block,
        /// When false.
        orelse: Block,
    },
    /// `while`/`else`.
    While {
        /// The condition.
        test: Expr,
        /// The loop.
        body: Block,
        /// Run when the condition became false.
        orelse: Block,
    },
    /// `for`/`else`.
    For {
        /// Assigned on each turn.
        target: Target,
        /// What is iterated.
        iter: Expr,
        /// The loop.
        body: Block,
        /// Run when the iterator is exhausted.
        orelse: Block,
        /// In a generator, when the loop yields: the temporary that keeps the iterator.
        iterator: Option<Slot>,
    },
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `def`, decorators outermost first.
    Def {
        /// Where the function is bound.
        place: Place,
        /// The function.
        function: Box<Function>,
        /// Decorators as written, top to bottom: evaluated in this order, applied in reverse.
        decorators: Vec<Expr>,
    },
    /// `import module` or `import module as name`.
    Import {
        /// Dotted module name as written.
        module: Box<str>,
        /// Without `as`, `import a.b` binds `a` (the top package); with `as`, the module itself.
        bind_top: bool,
        /// Where it is bound.
        place: Place,
    },
    /// One `name as alias` of `from module import …`.
    ImportFrom {
        /// Dotted module name.
        module: Box<str>,
        /// The imported name.
        name: Box<str>,
        /// Where it is bound.
        place: Place,
    },
    /// `raise`, `raise exception`, `raise exception from cause`.
    Raise {
        /// The exception; none re-raises the one being handled.
        exception: Option<Expr>,
        /// The cause.
        cause: Option<Expr>,
    },
    /// `assert`.
    Assert {
        /// The condition.
        test: Expr,
        /// The message.
        message: Option<Expr>,
    },
    /// `try`.
    Try(Box<Try>),
    /// `with item:` — one item; several items are nested by lowering.
    With(Box<With>),
    /// `match`.
    Match {
        /// The subject.
        subject: Expr,
        /// The temporary that keeps the subject.
        slot: Slot,
        /// The cases.
        cases: Vec<Case>,
    },
    /// `yield value`, its result put into a place. Yields inside expressions are hoisted to this statement, with the
    /// operands evaluated before them kept in temporaries.
    Yield {
        /// What is handed out; none is `None`.
        value: Option<Expr>,
        /// The temporary that receives what is sent in; none when it is dropped.
        result: Option<Slot>,
    },
    /// `yield from iterable`.
    YieldFrom {
        /// What is delegated to.
        iterable: Expr,
        /// The temporary that keeps the iterator while suspended.
        iterator: Slot,
        /// The temporary that receives the delegate's return value; none when it is dropped.
        result: Option<Slot>,
    },
}

/// `try`/`except`/`else`/`finally`.
#[derive(Clone, Debug)]
pub struct Try {
    /// The guarded statements.
    pub body: Block,
    /// The handlers.
    pub handlers: Vec<Handler>,
    /// Run when nothing was raised.
    pub orelse: Block,
    /// Run in any case.
    pub finalbody: Block,
    /// In a generator, when any part yields: the temporary in which the walker keeps what is pending
    /// (the exception being handled, or the outcome that waits for `finally`).
    pub state: Option<Slot>,
}

/// `except kind as name:`.
#[derive(Clone, Debug)]
pub struct Handler {
    /// The exception type or tuple of types; none catches all.
    pub kind: Option<Expr>,
    /// Bound to the exception, and unbound when the handler ends.
    pub name: Option<Place>,
    /// The statements.
    pub body: Block,
    /// The `except` clause.
    pub span: Span,
}

/// `with context as target:`.
#[derive(Clone, Debug)]
pub struct With {
    /// The context manager.
    pub context: Expr,
    /// Receives what entering it returns.
    pub target: Option<Target>,
    /// The statements.
    pub body: Block,
    /// In a generator, when the body yields: the temporary that keeps the context manager.
    pub manager: Option<Slot>,
}

/// `case pattern if guard:`.
#[derive(Clone, Debug)]
pub struct Case {
    /// The pattern.
    pub pattern: Pattern,
    /// The guard. A guard that yields is hoisted into the body by lowering's own means, never left here.
    pub guard: Option<Expr>,
    /// The statements.
    pub body: Block,
}

/// A pattern of `match`.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// What it matches.
    pub kind: PatternKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of pattern.
#[derive(Clone, Debug)]
pub enum PatternKind {
    /// A literal or dotted name, compared by `==`.
    Value(Expr),
    /// `None`, `True` or `False`, compared by `is`.
    Singleton(Constant),
    /// `pattern as name`, a capture (`pattern` is none), or the wildcard `_` (both none).
    As {
        /// The inner pattern.
        pattern: Option<Box<Pattern>>,
        /// The captured name.
        name: Option<Place>,
    },
    /// `[a, b, *rest]`; at most one element is a [`PatternKind::Star`].
    Sequence(Vec<Pattern>),
    /// `*name` or `*_` inside a sequence.
    Star(Option<Place>),
    /// `{key: pattern, **rest}`.
    Mapping {
        /// Keys, literals or dotted names.
        keys: Vec<Expr>,
        /// The values' patterns.
        patterns: Vec<Pattern>,
        /// `**rest`.
        rest: Option<Place>,
    },
    /// `Class(a, b, name=c)`.
    Class {
        /// The class.
        class: Expr,
        /// Positional patterns.
        patterns: Vec<Pattern>,
        /// Keyword patterns.
        keywords: Vec<(Box<str>, Pattern)>,
    },
    /// `a | b`.
    Or(Vec<Pattern>),
}

/// Something that can be assigned to.
#[derive(Clone, Debug)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of target.
#[derive(Clone, Debug)]
pub enum TargetKind {
    /// A name.
    Name(Place),
    /// `object.name`.
    Attribute {
        /// The object.
        object: Expr,
        /// The name.
        name: Box<str>,
    },
    /// `object[index]`; the index may be an [`ExprKind::Slice`].
    Subscript {
        /// The object.
        object: Expr,
        /// The index.
        index: Expr,
    },
    /// `a, b` or `[a, b]`; at most one element is a [`TargetKind::Starred`].
    Sequence(Vec<Target>),
    /// `*target` inside a sequence.
    Starred(Box<Target>),
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A literal.
    Constant(Constant),
    /// A name.
    Name(Place),
    /// An f-string.
    FString(Vec<FStringPart>),
    /// `a, b`. Elements may be [`ExprKind::Starred`], here and in lists and sets.
    Tuple(Vec<Expr>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{a, b}`.
    Set(Vec<Expr>),
    /// `{key: value, **mapping}`; a mapping has no key.
    Dict(Vec<(Option<Expr>, Expr)>),
    /// `*iterable` in a display or a call.
    Starred(Box<Expr>),
    /// A unary operator.
    Unary(UnaryOp, Box<Expr>),
    /// An arithmetic or bit operator.
    Binary(BinaryOp, Box<(Expr, Expr)>),
    /// `a and b and c`: at least two operands.
    And(Vec<Expr>),
    /// `a or b or c`: at least two operands.
    Or(Vec<Expr>),
    /// `a < b <= c`: each operand is evaluated once, at most until a comparison is false.
    Compare {
        /// The first operand.
        left: Box<Expr>,
        /// The operators and the operands behind them; at least one.
        rest: Vec<(CompareOp, Expr)>,
    },
    /// `body if test else orelse`.
    IfExp(Box<IfExp>),
    /// `lambda`.
    Lambda(Box<Function>),
    /// A call.
    Call(Box<Call>),
    /// `object.name`.
    Attribute(Box<Expr>, Box<str>),
    /// `object.__class__.__name__`, the one dunder spelling that exists.
    ClassName(Box<Expr>),
    /// `object[index]`.
    Subscript(Box<(Expr, Expr)>),
    /// `lower:upper:step`, inside a subscript only.
    Slice(Box<Slice>),
    /// A list, set or dict comprehension, or a generator expression that a built-in consumes at once: run in the
    /// frame of the function around it.
    Comprehension(Box<Comprehension>),
    /// A lazy generator expression: a generator function with one parameter, the iterator of `iterable`.
    Generator {
        /// The function. Its parameter is named `.0`.
        function: Box<Function>,
        /// The outermost iterable, evaluated and turned into an iterator at once.
        iterable: Box<Expr>,
    },
    /// `(name := value)`.
    Walrus(Place, Box<Expr>),
    /// The value that lowering kept in a temporary.
    Temporary(Slot),
    /// Keep a value in a temporary and go on: the value of this expression is the value.
    Keep(Slot, Box<Expr>),
}

/// `body if test else orelse`.
#[derive(Clone, Debug)]
pub struct IfExp {
    /// The condition.
    pub test: Expr,
    /// When true.
    pub body: Expr,
    /// When false.
    pub orelse: Expr,
}

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is called.
    pub function: Expr,
    /// Positional arguments and `*iterables`, in order.
    pub arguments: Vec<Expr>,
    /// Keyword arguments; without a name, a `**mapping`. In order.
    pub keywords: Vec<(Option<Box<str>>, Expr)>,
}

/// `lower:upper:step`.
#[derive(Clone, Debug)]
pub struct Slice {
    /// First index.
    pub lower: Option<Expr>,
    /// Index behind the last.
    pub upper: Option<Expr>,
    /// Step.
    pub step: Option<Expr>,
}

/// A comprehension run in place.
#[derive(Clone, Debug)]
pub struct Comprehension {
    /// What it builds.
    pub kind: ComprehensionKind,
    /// The `for` clauses, outermost first; at least one.
    pub clauses: Vec<Clause>,
    /// Slots of its variables that hold cells: made anew each time the comprehension is evaluated. Its other
    /// variables are plain temporaries of the frame.
    pub own_cells: Vec<Slot>,
    /// Its variables' slots, all made unbound before it starts.
    pub variables: Vec<Slot>,
}

/// What a comprehension builds.
#[derive(Clone, Debug)]
pub enum ComprehensionKind {
    /// `[element …]`.
    List(Expr),
    /// `{element …}`.
    Set(Expr),
    /// `{key: value …}`.
    Dict(Expr, Expr),
    /// `(element …)` as the only argument of one of [`crate::Options::eager_consumers`].
    Generator(Expr),
}

/// `for target in iter if condition …`.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Assigned on each turn.
    pub target: Target,
    /// What is iterated.
    pub iter: Expr,
    /// All must be true.
    pub conditions: Vec<Expr>,
}

/// A part of an f-string.
#[derive(Clone, Debug)]
pub enum FStringPart {
    /// Literal text (with the `name=` text of a self-documenting field).
    Text(Box<str>),
    /// A replacement field.
    Field(Box<FStringField>),
}

/// A replacement field.
#[derive(Clone, Debug)]
pub struct FStringField {
    /// The value.
    pub value: Expr,
    /// `!r`, `!s`, `!a` (a `name=` field without format has `!r`).
    pub conversion: Option<Conversion>,
    /// The format specification; empty when there is none.
    pub spec: Vec<FStringPart>,
    /// The whole field, braces included.
    pub span: Span,
}

/// A conversion of a replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// `!s`.
    Str,
    /// `!r`.
    Repr,
    /// `!a`.
    Ascii,
}

/// A literal. Lone surrogates in text are in the form of [`crate::surrogate`].
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// `...`.
    Ellipsis,
    /// An int that fits 64 bits.
    Int(i64),
    /// A larger int.
    BigInt(Box<BigInt>),
    /// A float.
    Float(f64),
    /// Text; adjacent literals joined.
    Str(Box<str>),
    /// Bytes; adjacent literals joined.
    Bytes(Box<[u8]>),
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `not`.
    Not,
    /// `-`.
    Negate,
    /// `+`.
    Plus,
    /// `~`.
    Invert,
}

/// Arithmetic and bit operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`.
    Add,
    /// `-`.
    Sub,
    /// `*`.
    Mul,
    /// `/`.
    Div,
    /// `//`.
    FloorDiv,
    /// `%`.
    Mod,
    /// `**`.
    Pow,
    /// `@`.
    MatMul,
    /// `<<`.
    LShift,
    /// `>>`.
    RShift,
    /// `&`.
    BitAnd,
    /// `|`.
    BitOr,
    /// `^`.
    BitXor,
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `==`.
    Eq,
    /// `!=`.
    Ne,
    /// `<`.
    Lt,
    /// `<=`.
    Le,
    /// `>`.
    Gt,
    /// `>=`.
    Ge,
    /// `is`.
    Is,
    /// `is not`.
    IsNot,
    /// `in`.
    In,
    /// `not in`.
    NotIn,
}
