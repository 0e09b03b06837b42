//! The linked tree: names joined with the table, literals prepared, nodes fused. Immutable, `Send + Sync`.

use crate::class::{self, Class, Module};
use crate::data::Map;
use crate::name::{Method, Name};
use crate::row::{Prepared, Row};
use crate::table::Table;
use crate::value::Value;
use hognose_syntax::tree::{
    BinaryOp, Capture, CompareOp, Conversion, ParameterKind, SlotInfo, Span, UnaryOp,
};
use num_bigint::BigInt;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// A linked policy.
#[derive(Debug)]
pub struct Program {
    pub(crate) table: Arc<Table>,
    pub(crate) constants: Box<[Constant]>,
    /// Names of the globals that the policy assigns, and what they are before.
    pub(crate) globals: Box<[(Box<str>, Option<Static>)]>,
    pub(crate) handler: Function,
    /// A bit for each of the first 64 parameters that the policy reads.
    pub(crate) parameters_read: u64,
    /// Capabilities of the rows it names, with the place of the first use.
    pub(crate) capabilities: Box<[(hognose_schema::Capability, Span)]>,
    /// Places of the read sites.
    pub(crate) sites: Box<[Span]>,
    /// Where each read site last found its key among those of a map: looked at first, and never trusted.
    pub(crate) hints: Box<[AtomicU32]>,
    pub(crate) nodes: u32,
}

/// A constant that takes space in the region.
#[derive(Debug)]
pub(crate) enum Constant {
    Str {
        text: Box<str>,
        hash: u64,
    },
    Bytes(Box<[u8]>),
    Big(BigInt),
    /// A tuple of constants and literals.
    Tuple(Box<[Literal]>),
}

/// A constant inside a node.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Literal {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A text, by number in the program's constants.
    Text(u32),
    /// Another constant, by number.
    Constant(u32),
}

/// What [`Literal`] has besides numbers and text, in half of the room.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Plain {
    None,
    Ellipsis,
    Bool(bool),
    /// By number in the program's constants.
    Constant(u32),
}

/// A name that never changes its value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Static {
    Row(&'static Row),
    Type(&'static Class),
    Module(&'static Module),
}

#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: Box<str>,
    pub(crate) qualname: Box<str>,
    pub(crate) parameters: Box<[Parameter]>,
    /// Number of leading parameters that take positional arguments.
    pub(crate) positional: u16,
    /// All parameters are positional, without star: a call with exactly that many needs no binding.
    pub(crate) simple: bool,
    /// A call with exactly that many positional arguments puts them straight into the frame; no call has so many when none may.
    pub(crate) at_once: usize,
    pub(crate) slots: Box<[SlotInfo]>,
    pub(crate) own_cells: Box<[u16]>,
    pub(crate) captures: Box<[Capture]>,
    pub(crate) body: Block,
    pub(crate) is_generator: bool,
    pub(crate) depth: u32,
}

impl Function {
    /// The name of one of its parameters.
    pub(crate) fn name_of(&self, parameter: &Parameter) -> &str {
        self.slots.get(usize::from(parameter.slot)).map_or("", |slot| &slot.name)
    }
}

/// Functions of at most this many slots are called without a copy of their arguments.
pub(crate) const AT_ONCE: usize = 8;

#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) kind: ParameterKind,
    /// Where it is while the function runs; its name stands there too.
    pub(crate) slot: u16,
    pub(crate) default: Option<Box<Expr>>,
}

#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) statements: Box<[Stmt]>,
    /// Source-tree nodes of the statements, without nested blocks: charged when the block is entered.
    pub(crate) cost: u32,
    pub(crate) resume: Option<u16>,
}

#[derive(Debug)]
pub(crate) struct Stmt {
    pub(crate) kind: StmtKind,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) enum StmtKind {
    Expr(Expr),
    /// `name = value` with a plain local.
    SetLocal(u16, Expr),
    Assign(Box<(Box<[Target]>, Expr)>),
    /// `name op= value` with a plain local.
    AugLocal(u16, BinaryOp, Box<Expr>),
    /// `name += literal int` or `name -= literal int` with a plain local: the operator, and what is added to an int.
    StepLocal(u16, BinaryOp, i64),
    Aug(Box<(Target, BinaryOp, Expr)>),
    Delete(Box<[Target]>),
    Return(Option<Expr>),
    If(Box<If>),
    While(Box<While>),
    For(Box<For>),
    Break,
    Continue,
    Def(Box<Def>),
    Import(Box<Import>),
    Raise(Box<(Option<Expr>, Option<Expr>)>),
    Assert(Box<(Expr, Option<Expr>)>),
    Try(Box<Try>),
    With(Box<With>),
    Match(Box<Match>),
    Yield(Box<Yield>),
    YieldFrom(Box<YieldFrom>),
}

#[derive(Debug)]
pub(crate) struct If {
    pub(crate) test: Expr,
    pub(crate) body: Block,
    pub(crate) orelse: Block,
}

#[derive(Debug)]
pub(crate) struct While {
    pub(crate) test: Expr,
    /// Source-tree nodes of the test: charged before each evaluation but the first.
    pub(crate) cost: u32,
    pub(crate) body: Block,
    pub(crate) orelse: Block,
}

#[derive(Debug)]
pub(crate) struct For {
    pub(crate) target: Target,
    pub(crate) iter: Expr,
    pub(crate) body: Block,
    pub(crate) orelse: Block,
    pub(crate) iterator: Option<u16>,
}

#[derive(Debug)]
pub(crate) struct Def {
    pub(crate) place: Place,
    pub(crate) function: Function,
    pub(crate) decorators: Box<[Expr]>,
}

#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) place: Place,
    /// What the import binds.
    pub(crate) what: Static,
}

#[derive(Debug)]
pub(crate) struct Try {
    pub(crate) body: Block,
    pub(crate) handlers: Box<[Handler]>,
    pub(crate) orelse: Block,
    pub(crate) finalbody: Block,
    pub(crate) state: Option<u16>,
}

#[derive(Debug)]
pub(crate) struct Handler {
    pub(crate) kind: Option<Expr>,
    pub(crate) name: Option<Place>,
    pub(crate) body: Block,
}

#[derive(Debug)]
pub(crate) struct With {
    pub(crate) context: Expr,
    pub(crate) target: Option<Target>,
    pub(crate) body: Block,
    pub(crate) manager: Option<u16>,
}

#[derive(Debug)]
pub(crate) struct Match {
    pub(crate) subject: Expr,
    pub(crate) slot: u16,
    pub(crate) cases: Box<[Case]>,
}

#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Block,
}

#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) kind: PatternKind,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) enum PatternKind {
    Value(Expr),
    Singleton(Literal),
    As(Option<Box<Pattern>>, Option<Place>),
    Sequence(Box<[Pattern]>),
    Star(Option<Place>),
    Mapping { keys: Box<[Expr]>, patterns: Box<[Pattern]>, rest: Option<Place> },
    Class { class: Expr, patterns: Box<[Pattern]>, keywords: Box<[(Name, Pattern)]> },
    Or(Box<[Pattern]>),
}

#[derive(Debug)]
pub(crate) struct Yield {
    pub(crate) value: Option<Expr>,
    pub(crate) result: Option<u16>,
}

#[derive(Debug)]
pub(crate) struct YieldFrom {
    pub(crate) iterable: Expr,
    pub(crate) iterator: u16,
    pub(crate) result: Option<u16>,
}

/// Where a name lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Local(u16),
    Cell(u16),
    /// By number in the program's globals.
    Global(u16),
}

#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) kind: TargetKind,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) enum TargetKind {
    Name(Place),
    Attribute(Box<(Expr, Name)>),
    Subscript(Box<(Expr, Expr)>),
    Sequence(Box<[Target]>),
    Starred(Box<Target>),
}

#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) kind: ExprKind,
    pub(crate) span: Span,
}

impl Expr {
    /// Whether nobody can tell if it was evaluated, but by its value: a literal, or an empty display.
    #[inline]
    pub(crate) fn is_inert(&self) -> bool {
        match &self.kind {
            ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Text(_) | ExprKind::Plain(_) => true,
            ExprKind::List(items) => items.is_empty(),
            ExprKind::Dict(items) => items.is_empty(),
            ExprKind::ConstantDict(items) => items.is_empty(),
            ExprKind::ConstantList(items) => items.is_empty(),
            _ => false,
        }
    }
}

impl ExprKind {
    /// A literal.
    pub(crate) fn of(literal: Literal) -> Self {
        match literal {
            Literal::None => Self::Plain(Plain::None),
            Literal::Ellipsis => Self::Plain(Plain::Ellipsis),
            Literal::Bool(value) => Self::Plain(Plain::Bool(value)),
            Literal::Int(value) => Self::Int(value),
            Literal::Float(value) => Self::Float(value),
            Literal::Text(number) => Self::Text(number),
            Literal::Constant(number) => Self::Plain(Plain::Constant(number)),
        }
    }

    /// As a literal, when it is one.
    pub(crate) fn literal(&self) -> Option<Literal> {
        Some(match self {
            Self::Int(value) => Literal::Int(*value),
            Self::Float(value) => Literal::Float(*value),
            Self::Text(number) => Literal::Text(*number),
            Self::Plain(Plain::None) => Literal::None,
            Self::Plain(Plain::Ellipsis) => Literal::Ellipsis,
            Self::Plain(Plain::Bool(value)) => Literal::Bool(*value),
            Self::Plain(Plain::Constant(number)) => Literal::Constant(*number),
            _ => return None,
        })
    }
}

#[derive(Debug)]
pub(crate) enum ExprKind {
    Int(i64),
    Float(f64),
    /// A text, by number in the program's constants.
    Text(u32),
    Plain(Plain),
    Local(u16),
    Cell(u16),
    Global(u16),
    Static(Box<Static>),
    /// A name that nothing binds.
    Missing(Many<str>),
    Tuple(Many<[Expr]>),
    List(Many<[Expr]>),
    Set(Many<[Expr]>),
    /// A display with starred elements.
    Starred(StarredKind, Many<[Expr]>),
    /// Inside a display or a call only.
    Star(Box<Expr>),
    Dict(Many<[(Option<Expr>, Expr)]>),
    /// A dict of different text keys and constants: taken over like a dict of the request.
    ConstantDict(Box<Map>),
    /// A list of constants.
    ConstantList(Many<[Literal]>),
    FString(Many<[Part]>),
    Not(Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    Add(Box<(Expr, Expr)>),
    Sub(Box<(Expr, Expr)>),
    Binary(BinaryOp, Box<(Expr, Expr)>),
    And(Many<[Expr]>),
    Or(Many<[Expr]>),
    Eq(Box<(Expr, Expr)>),
    Less(Box<(Expr, Expr)>),
    Compare(CompareOp, Box<(Expr, Expr)>),
    /// `x in ("a", "b")`: the constants' numbers.
    InTexts(Box<InTexts>),
    Chain(Box<Chain>),
    If(Box<[Expr; 3]>),
    Lambda(Box<Function>),
    CallMethod(Box<CallMethod>),
    /// A call of a method of `str` that looks at characters, such as `isdigit`.
    TextTest(Box<TextTest>),
    CallRow(Box<CallRow>),
    Call(Box<Call>),
    Attribute(Box<Attribute>),
    ClassName(Box<Expr>),
    Index(Box<Index>),
    Slice(Box<[Option<Expr>; 3]>),
    Comprehension(Box<Comprehension>),
    /// A row that consumes a generator expression run in place.
    Consume(Box<Consume>),
    Generator(Box<(Function, Expr)>),
    Walrus(Place, Box<Expr>),
    Keep(u16, Box<Expr>),
    /// `x + literal int`.
    AddInt(Box<WithInt>),
    /// `x - literal int`.
    SubInt(Box<WithInt>),
    /// `x % literal int`, the literal positive.
    ModInt(Box<WithInt>),
    /// Another operator before a literal int.
    BinaryInt(BinaryOp, Box<WithInt>),
    /// `x == literal int`.
    EqInt(Box<WithInt>),
    /// `x < literal int`.
    LessInt(Box<WithInt>),
    /// Another comparison with a literal int.
    CompareInt(CompareOp, Box<WithInt>),
}

const _: () =
    assert!(size_of::<ExprKind>() == 16, "a node is three words: its kind, what belongs to it, its place");

/// What is as long as it likes, behind one word.
pub(crate) type Many<T> = Box<Box<T>>;

/// The operands of an operator whose right one is a literal int.
#[derive(Debug)]
pub(crate) struct WithInt {
    pub(crate) left: Expr,
    pub(crate) right: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StarredKind {
    Tuple,
    List,
    Set,
}

#[derive(Debug)]
pub(crate) struct InTexts {
    pub(crate) negated: bool,
    pub(crate) value: Expr,
    /// Numbers of the constants.
    pub(crate) texts: Box<[u32]>,
}

#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) left: Expr,
    pub(crate) rest: Box<[(CompareOp, Expr)]>,
}

/// `object.name(arguments…)` with positional arguments only.
#[derive(Debug)]
pub(crate) struct CallMethod {
    pub(crate) object: Expr,
    pub(crate) name: Name,
    pub(crate) arguments: Box<[Expr]>,
    /// Prepared by these rows for this very call.
    pub(crate) prepared: Box<[(&'static Row, Prepared)]>,
    /// The read of `object.name`, whose place is that of the site.
    pub(crate) site: u32,
    /// Methods of the commonest types that take the arguments as they are.
    pub(crate) ready: Ready,
}

/// Which of the methods of `str`, `dict` and `list` that bear a name take the arguments of a call without binding: found when linking.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ready {
    pub(crate) str: bool,
    pub(crate) dict: bool,
    pub(crate) list: bool,
    /// Whether the method of `dict` is `get`, which a dict of the request answers at once.
    pub(crate) is_get: bool,
}

impl Ready {
    /// Those methods of the name that take so many arguments as they are; none when something is prepared for the call.
    pub(crate) fn of(name: &Name, given: usize, is_prepared: bool) -> Self {
        let takes = |method: Option<Method>| {
            !is_prepared && given <= 2 && method.is_some_and(|method| method.row.signature.takes(given))
        };
        let methods = name.methods();
        let dict = takes(methods.dict);
        Self {
            str: takes(methods.str),
            dict,
            list: takes(methods.list),
            is_get: dict && name.text() == "get",
        }
    }
}

impl CallMethod {
    /// The method of an object of one of the commonest types, when it takes the arguments as they are.
    #[inline]
    pub(crate) fn ready_method(&self, object: Value<'_>) -> Option<Method> {
        match object {
            Value::Str(_) if self.ready.str => self.name.methods().str,
            Value::Dict(dict) if self.ready.dict && std::ptr::eq(dict.class(), &class::DICT) => {
                self.name.methods().dict
            }
            Value::List(_) if self.ready.list => self.name.methods().list,
            _ => None,
        }
    }
}

/// `object.name()`, where `name` is also a method of `str` that looks at characters.
#[derive(Debug)]
pub(crate) struct TextTest {
    pub(crate) call: CallMethod,
    /// Classes of ASCII characters for which the method is true.
    pub(crate) classes: u8,
}

/// A call of a row with positional arguments only.
#[derive(Debug)]
pub(crate) struct CallRow {
    pub(crate) row: &'static Row,
    pub(crate) arguments: Box<[Expr]>,
    pub(crate) prepared: Option<Prepared>,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) function: Expr,
    pub(crate) arguments: Box<[Expr]>,
    /// Name as a constant's number, or none for `**mapping`.
    pub(crate) keywords: Box<[(Option<u32>, Expr)]>,
    /// No starred arguments and no keywords.
    pub(crate) plain: bool,
}

#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) object: Expr,
    pub(crate) name: Name,
    pub(crate) site: u32,
}

#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) object: Expr,
    pub(crate) index: Expr,
    pub(crate) site: u32,
}

#[derive(Debug)]
pub(crate) struct Comprehension {
    pub(crate) kind: ComprehensionKind,
    pub(crate) clauses: Box<[Clause]>,
    pub(crate) own_cells: Box<[u16]>,
    pub(crate) variables: Box<[u16]>,
    /// Source-tree nodes of the element: charged for each.
    pub(crate) cost: u32,
}

#[derive(Debug)]
pub(crate) enum ComprehensionKind {
    List(Expr),
    Set(Expr),
    Dict(Expr, Expr),
    Generator(Expr),
}

#[derive(Debug)]
pub(crate) struct Clause {
    pub(crate) target: Target,
    pub(crate) iter: Expr,
    pub(crate) conditions: Box<[Expr]>,
    /// Source-tree nodes of the conditions: charged for each turn.
    pub(crate) cost: u32,
}

#[derive(Debug)]
pub(crate) struct Consume {
    pub(crate) row: &'static Row,
    pub(crate) how: Consumer,
    pub(crate) comprehension: Comprehension,
}

/// What consumes a generator expression run in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consumer {
    Any,
    All,
    Sum,
    Max,
    Min,
    Set,
    FrozenSet,
    /// Collect a list and give it to the row, which only looks at it when it is whole.
    Collected,
}

#[derive(Debug)]
pub(crate) enum Part {
    /// A constant's number.
    Text(u32),
    Field(Box<Field>),
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) value: Expr,
    pub(crate) conversion: Option<Conversion>,
    pub(crate) spec: Box<[Part]>,
    pub(crate) span: Span,
}
