//! Linking: joins a tree of names with the table, prepares literals and fuses nodes.

mod call;
mod expression;
mod statement;

use crate::code::{self, Constant, Function, Literal, Parameter, Place, Program, Static};
use crate::context::hash_text;
use crate::name::Name;
use crate::row::{Member, Row};
use crate::table::Table;
use hognose_schema::Capability;
use hognose_syntax::tree::{self, ParameterKind, Span};
use hognose_syntax::{Diagnostic, DiagnosticKind};
use num_bigint::BigInt;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// Join a tree with a table. Globals named in `hidden` are not in scope: using one is a `NameError`.
///
/// # Errors
/// Every name of a module that does not exist, every capability that is not granted, every literal argument that
/// cannot work, all at once.
pub fn link(
    mut tree: tree::Tree,
    table: Arc<Table>,
    hidden: &[&'static str],
) -> Result<Program, Vec<Diagnostic>> {
    let mut linker = Linker::new(table, std::mem::take(&mut tree.assigned_globals), hidden.to_vec());
    let handler = linker.function(&mut tree.handler);
    let parameters_read =
        linker.slots_read | handler.own_cells.iter().fold(0, |bits, slot| bits | bit(*slot));
    if !linker.diagnostics.is_empty() {
        linker.diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        return Err(linker.diagnostics);
    }
    Ok(Program {
        handler,
        parameters_read,
        globals: linker.globals.into_boxed_slice(),
        constants: linker.constants.into_boxed_slice(),
        capabilities: linker.capabilities.into_boxed_slice(),
        hints: linker.sites.iter().map(|_| AtomicU32::new(0)).collect(),
        sites: linker.sites.into_boxed_slice(),
        table: linker.table,
        nodes: tree.nodes,
    })
}

/// A hash that is one already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

struct Linker {
    table: Arc<Table>,
    /// Globals that are not in scope.
    hidden: Vec<&'static str>,
    globals: Vec<(Box<str>, Option<Static>)>,
    constants: Vec<Constant>,
    /// Numbers of the texts among the constants, by their hashes.
    texts: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// Names that no row bears.
    names: HashMap<Box<str>, Name>,
    capabilities: Vec<(Capability, Span)>,
    sites: Vec<Span>,
    diagnostics: Vec<Diagnostic>,
    /// Source-tree nodes linked since the innermost block or loop part began.
    cost: u32,
    /// Functions around what is being linked.
    nesting: u32,
    /// A bit for each of the handler's first 64 slots that it reads.
    slots_read: u64,
}

/// The bit of a slot among the first 64.
fn bit(slot: u16) -> u64 {
    1_u64.checked_shl(u32::from(slot)).unwrap_or(0)
}

impl Linker {
    fn new(table: Arc<Table>, assigned: Vec<Box<str>>, hidden: Vec<&'static str>) -> Self {
        let visible = |name: &str| if hidden.contains(&name) { None } else { table.global(name) };
        let globals = assigned
            .into_iter()
            .map(|name| {
                let before = visible(&name).map(Self::static_of);
                (name, before)
            })
            .collect();
        Self {
            hidden,
            table,
            globals,
            constants: Vec::new(),
            texts: HashMap::default(),
            names: HashMap::new(),
            capabilities: Vec::new(),
            sites: Vec::new(),
            diagnostics: Vec::new(),
            cost: 0,
            nesting: 0,
            slots_read: 0,
        }
    }

    /// A global that is in scope.
    fn visible(&self, name: &str) -> Option<&'static Row> {
        if self.hidden.contains(&name) { None } else { self.table.global(name) }
    }

    fn static_of(row: &'static Row) -> Static {
        match row.member {
            Member::Type(class) => Static::Type(class),
            Member::Module(module) => Static::Module(module),
            _ => Static::Row(row),
        }
    }

    /// Count what `f` links apart from what is around it.
    fn counted<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> (T, u32) {
        let around = std::mem::take(&mut self.cost);
        let result = f(self);
        (result, std::mem::replace(&mut self.cost, around))
    }

    fn node(&mut self) {
        self.cost = self.cost.saturating_add(1);
    }

    fn text(&mut self, text: Box<str>) -> u32 {
        let hash = hash_text(self.table.seed, &text);
        let known = self.texts.get(&hash).copied();
        if let Some(number) = known
            && let Some(Constant::Str { text: other, .. }) = self.constants.get(number as usize)
            && *other == text
        {
            return number;
        }
        let number = self.constant(Constant::Str { text, hash });
        self.texts.insert(hash, number);
        number
    }

    fn constant(&mut self, constant: Constant) -> u32 {
        self.constants.push(constant);
        u32::try_from(self.constants.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    fn literal(&mut self, constant: &mut tree::Constant) -> Literal {
        match constant {
            tree::Constant::None => Literal::None,
            tree::Constant::Bool(value) => Literal::Bool(*value),
            tree::Constant::Ellipsis => Literal::Ellipsis,
            tree::Constant::Int(value) => Literal::Int(*value),
            tree::Constant::Float(value) => Literal::Float(*value),
            tree::Constant::BigInt(number) => self.big(std::mem::take(&mut **number)),
            tree::Constant::Str(text) => Literal::Text(self.text(std::mem::take(text))),
            tree::Constant::Bytes(data) => {
                Literal::Constant(self.constant(Constant::Bytes(std::mem::take(data))))
            }
        }
    }

    fn big(&mut self, number: BigInt) -> Literal {
        match i64::try_from(&number) {
            Ok(small) => Literal::Int(small),
            Err(_) => Literal::Constant(self.constant(Constant::Big(number))),
        }
    }

    #[inline(never)]
    fn name(&mut self, text: Box<str>) -> Name {
        if let Some(name) = self.table.name(&text).or_else(|| self.names.get(&text)) {
            return name.clone();
        }
        let name = Name::new(&text, Vec::new());
        self.names.insert(text, name.clone());
        name
    }

    fn site(&mut self, span: Span) -> u32 {
        self.sites.push(span);
        u32::try_from(self.sites.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    fn place(&mut self, place: &mut tree::Place) -> Place {
        match place {
            tree::Place::Local(slot) => Place::Local(*slot),
            tree::Place::Cell(slot) => Place::Cell(*slot),
            tree::Place::Global(name) => Place::Global(self.global(std::mem::take(name))),
        }
    }

    /// The number of a global that the policy assigns.
    fn global(&mut self, name: Box<str>) -> u16 {
        let known = self.globals.iter().position(|(global, _)| *global == name);
        let number = known.unwrap_or_else(|| {
            let before = self.visible(&name).map(Self::static_of);
            self.globals.push((name, before));
            self.globals.len().saturating_sub(1)
        });
        u16::try_from(number).unwrap_or(u16::MAX)
    }

    /// Note the capability of an attribute's or method's name, when nothing that bears the name does without it.
    fn use_name(&mut self, name: &Name, span: Span) {
        if let [first, others @ ..] = name.candidates()
            && others.iter().all(|other| other.row.capability == first.row.capability)
        {
            self.use_row(first.row, span);
        }
    }

    /// Note the capability of a row that is named, and refuse it when it is not granted.
    #[inline(never)]
    fn use_row(&mut self, row: &'static Row, span: Span) {
        let Some(capability) = row.capability else { return };
        if !self.capabilities.contains(&(capability, span)) {
            self.capabilities.push((capability, span));
        }
        if !self.table.grants(capability) {
            self.diagnostics.push(Diagnostic {
                code: "E0401",
                kind: DiagnosticKind::NotGranted,
                message: format!(
                    "`{}` needs the capability `{}`, which is not granted",
                    row.name, capability.0
                ),
                span,
                help: Some(format!("grant `{}` to the engine, or do without `{}`", capability.0, row.name)),
            });
        }
    }

    fn refuse(&mut self, code: &'static str, message: String, span: Span, help: Option<String>) {
        self.diagnostics.push(Diagnostic { code, kind: DiagnosticKind::Unsupported, message, span, help });
    }

    #[inline(never)]
    fn boxed_function(&mut self, function: &mut tree::Function) -> Box<Function> {
        Box::new(self.function(function))
    }

    #[inline(never)]
    fn function(&mut self, function: &mut tree::Function) -> Function {
        let kinds = |kinds: &[ParameterKind]| {
            let count = function.parameters.iter().filter(|p| kinds.contains(&p.kind)).count();
            u16::try_from(count).unwrap_or(u16::MAX)
        };
        let positional = kinds(&[ParameterKind::PositionalOnly, ParameterKind::Positional]);
        let simple = usize::from(positional) == function.parameters.len();
        let mut parameters = Vec::with_capacity(function.parameters.len());
        for parameter in &mut function.parameters {
            parameters.push(Parameter {
                kind: parameter.kind,
                slot: parameter.slot,
                default: parameter.default.as_mut().map(|default| self.boxed(default)),
            });
        }
        self.nesting = self.nesting.saturating_add(1);
        let (body, _) = self.counted(|linker| linker.block(&mut function.body));
        self.nesting = self.nesting.saturating_sub(1);
        let at_once = simple && !function.is_generator && function.slots.len() <= code::AT_ONCE;
        Function {
            name: std::mem::take(&mut function.name),
            qualname: std::mem::take(&mut function.qualname),
            parameters: parameters.into_boxed_slice(),
            positional,
            simple,
            at_once: if at_once { usize::from(positional) } else { usize::MAX },
            slots: std::mem::take(&mut function.slots).into_boxed_slice(),
            own_cells: std::mem::take(&mut function.own_cells).into_boxed_slice(),
            captures: std::mem::take(&mut function.captures).into_boxed_slice(),
            body,
            is_generator: function.is_generator,
            depth: function.depth,
        }
    }
}
