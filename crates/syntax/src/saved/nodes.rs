//! The form of each node.

use super::Malformed;
use super::reader::{Read, Reader};
use super::writer::Writer;
use crate::tree::{
    BinaryOp, Block, Call, Capture, Case, Clause, CompareOp, Comprehension, ComprehensionKind, Constant,
    Conversion, Expr, ExprKind, FStringField, FStringPart, Function, Handler, IfExp, Parameter,
    ParameterKind, Pattern, PatternKind, Place, Slice, Slot, SlotInfo, SlotKind, Span, Stmt, StmtKind,
    Target, TargetKind, Try, UnaryOp, With,
};
use crate::unsupported::is_hidden_attribute;
use num_bigint::BigInt;

/// What can be saved.
pub(super) trait Saved: Sized {
    fn write(&self, to: &mut Writer);
    fn read(from: &mut Reader<'_>) -> Read<Self>;
}

/// A node whose parts follow one another.
macro_rules! record {
    ($type:ident: $($part:ident),+) => {
        impl Saved for $type {
            fn write(&self, to: &mut Writer) {
                $(self.$part.write(to);)+
            }

            #[inline(never)]
            fn read(from: &mut Reader<'_>) -> Read<Self> {
                $(let $part = Saved::read(from)?;)+
                Ok(Self { $($part),+ })
            }
        }
    };
}

/// A node of several kinds, each with a number. Numbers are never given anew.
macro_rules! choice {
    ($type:ident ($what:literal): $($number:literal $kind:ident
        $(($($item:ident),+))? $({$($part:ident),+})?;)+) => {
        impl Saved for $type {
            fn write(&self, to: &mut Writer) {
                match self {
                    $(Self::$kind $(($($item),+))? $({$($part),+})? => {
                        to.byte($number);
                        $($($item.write(to);)+)?
                        $($($part.write(to);)+)?
                    })+
                }
            }

            #[inline(never)]
            fn read(from: &mut Reader<'_>) -> Read<Self> {
                match from.byte()? {
                    $($number => {
                        $($(let $item = Saved::read(from)?;)+)?
                        $($(let $part = Saved::read(from)?;)+)?
                        Ok(Self::$kind $(($($item),+))? $({$($part),+})?)
                    })+
                    _ => Err(Malformed::Unexpected($what)),
                }
            }
        }
    };
}

record!(IfExp: test, body, orelse);
record!(Call: function, arguments, keywords);
record!(Slice: lower, upper, step);
record!(Clause: target, iter, conditions);
record!(Try: body, handlers, orelse, finalbody, state);
record!(Handler: kind, name, body, span);
record!(With: context, target, body, manager);
record!(Case: pattern, guard, body);
record!(Block: statements, resume);
record!(SlotInfo: name, kind);

choice!(SlotKind ("kind of slot"): 0 Local; 1 Surface; 2 Free; 3 Temporary;);
choice!(ParameterKind ("kind of parameter"): 0 PositionalOnly; 1 Positional; 2 VarPositional; 3 KeywordOnly; 4 VarKeyword;);
choice!(Conversion ("conversion"): 0 Str; 1 Repr; 2 Ascii;);
choice!(UnaryOp ("operator"): 0 Not; 1 Negate; 2 Plus; 3 Invert;);
choice!(BinaryOp ("operator"):
    0 Add; 1 Sub; 2 Mul; 3 Div; 4 FloorDiv; 5 Mod; 6 Pow; 7 MatMul; 8 LShift; 9 RShift; 10 BitAnd; 11 BitOr; 12 BitXor;);
choice!(CompareOp ("operator"): 0 Eq; 1 Ne; 2 Lt; 3 Le; 4 Gt; 5 Ge; 6 Is; 7 IsNot; 8 In; 9 NotIn;);
choice!(Constant ("literal"):
    0 None; 1 Bool(value); 2 Ellipsis; 3 Int(value); 4 BigInt(value); 5 Float(value); 6 Str(value); 7 Bytes(value););
choice!(FStringPart ("part of an f-string"): 0 Text(text); 1 Field(field););
choice!(ComprehensionKind ("comprehension"): 0 List(element); 1 Set(element); 2 Dict(key, value); 3 Generator(element););
choice!(TargetKind ("target"):
    0 Name(place); 1 Attribute { object, name }; 2 Subscript { object, index }; 3 Sequence(targets); 4 Starred(target););
choice!(PatternKind ("pattern"):
    0 Value(value); 1 Singleton(value); 2 As { pattern, name }; 3 Sequence(patterns); 4 Star(name);
    5 Mapping { keys, patterns, rest }; 6 Class { class, patterns, keywords }; 7 Or(patterns););
choice!(ExprKind ("expression"):
    0 Constant(value); 1 Name(place); 2 FString(parts); 3 Tuple(items); 4 List(items); 5 Set(items); 6 Dict(items);
    7 Starred(value); 8 Unary(op, operand); 9 Binary(op, operands); 10 And(operands); 11 Or(operands);
    12 Compare { left, rest }; 13 IfExp(node); 14 Lambda(function); 15 Call(call); 16 Attribute(object, name);
    17 ClassName(object); 18 Subscript(parts); 19 Slice(slice); 20 Comprehension(node);
    21 Generator { function, iterable }; 22 Walrus(place, value); 23 Temporary(slot); 24 Keep(slot, value););
choice!(StmtKind ("statement"):
    0 Expr(value); 1 Assign { targets, value }; 2 AugAssign { target, op, value }; 3 Delete(targets); 4 Return(value);
    5 If { test, body, orelse }; 6 While { test, body, orelse }; 7 For { target, iter, body, orelse, iterator };
    8 Break; 9 Continue; 10 Def { place, function, decorators }; 11 Import { module, bind_top, place };
    12 ImportFrom { module, name, place }; 13 Raise { exception, cause }; 14 Assert { test, message }; 15 Try(node);
    16 With(node); 17 Match { subject, slot, cases }; 18 Yield { value, result };
    19 YieldFrom { iterable, iterator, result };);

impl Saved for Expr {
    fn write(&self, to: &mut Writer) {
        to.span(self.span);
        self.kind.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.deeper(|from| {
            let span = from.span()?;
            // Lowering puts these where the source has no level.
            let kind = match from.peek() {
                Some(23 | 24) => from.uncounted(ExprKind::read)?,
                _ => ExprKind::read(from)?,
            };
            if let ExprKind::Attribute(_, name) = &kind
                && is_hidden_attribute(name)
            {
                return Err(Malformed::Unexpected("public attribute"));
            }
            Ok(Self { kind, span })
        })
    }
}

impl Saved for Stmt {
    fn write(&self, to: &mut Writer) {
        to.span(self.span);
        self.kind.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.deeper(|from| {
            let span = from.span()?;
            let kind = StmtKind::read(from)?;
            if let StmtKind::Yield { .. } | StmtKind::YieldFrom { .. } = kind {
                from.check_yield()?;
            }
            Ok(Self { kind, span })
        })
    }
}

impl Saved for Target {
    fn write(&self, to: &mut Writer) {
        to.span(self.span);
        self.kind.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.deeper(|from| {
            let span = from.span()?;
            match TargetKind::read(from)? {
                TargetKind::Attribute { name, .. } if name.starts_with('_') => {
                    Err(Malformed::Unexpected("public attribute"))
                }
                kind => Ok(Self { kind, span }),
            }
        })
    }
}

impl Saved for Pattern {
    fn write(&self, to: &mut Writer) {
        to.span(self.span);
        self.kind.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.deeper(|from| {
            let span = from.span()?;
            Ok(Self { kind: PatternKind::read(from)?, span })
        })
    }
}

impl Saved for FStringField {
    fn write(&self, to: &mut Writer) {
        self.value.write(to);
        self.conversion.write(to);
        self.spec.write(to);
        to.span(self.span);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.counted(|from| {
            let value = Saved::read(from)?;
            let conversion = Saved::read(from)?;
            let spec = from.within(1, Saved::read)?;
            Ok(Self { value, conversion, spec, span: from.span()? })
        })
    }
}

impl Saved for Comprehension {
    fn write(&self, to: &mut Writer) {
        write_slots(&self.own_cells, to);
        write_slots(&self.variables, to);
        self.clauses.write(to);
        self.kind.write(to);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let own_cells = from.new_cells()?;
        let variables = from.variables()?;
        let clauses: Vec<Clause> = from.list()?;
        if clauses.is_empty() {
            return Err(Malformed::Unexpected("clause of a comprehension"));
        }
        Ok(Self { kind: Saved::read(from)?, clauses, own_cells, variables })
    }
}

impl Saved for Function {
    fn write(&self, to: &mut Writer) {
        to.text(&self.name);
        to.text(&self.qualname);
        to.span(self.span);
        self.parameters.write(to);
        self.slots.write(to);
        to.number(self.captures.len() as u64);
        for Capture { outer, inner } in &self.captures {
            to.number(u64::from(*outer));
            to.number(u64::from(*inner));
        }
        self.is_generator.write(to);
        self.depth.write(to);
        write_slots(&self.own_cells, to);
        self.body.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.function()
    }
}

impl Saved for Parameter {
    fn write(&self, to: &mut Writer) {
        to.text(&self.name);
        self.kind.write(to);
        self.default.write(to);
        to.number(u64::from(self.slot));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let name = from.text()?.into();
        let kind = Saved::read(from)?;
        let default = Saved::read(from)?;
        // Looked at when the slots are known.
        Ok(Self { name, kind, default, slot: from.any_slot()? })
    }
}

impl Saved for Place {
    fn write(&self, to: &mut Writer) {
        match self {
            Place::Local(slot) => {
                to.byte(0);
                to.number(u64::from(*slot));
            }
            Place::Cell(slot) => {
                to.byte(1);
                to.number(u64::from(*slot));
            }
            Place::Global(name) => {
                to.byte(2);
                to.text(name);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.place()
    }
}

fn write_slots(slots: &[Slot], to: &mut Writer) {
    to.number(slots.len() as u64);
    for slot in slots {
        to.number(u64::from(*slot));
    }
}

/// A slot that stands for itself is a temporary.
impl Saved for Slot {
    fn write(&self, to: &mut Writer) {
        to.number(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.temporary()
    }
}

impl Saved for Span {
    fn write(&self, to: &mut Writer) {
        to.span(*self);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.span()
    }
}

impl Saved for bool {
    fn write(&self, to: &mut Writer) {
        to.byte(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Malformed::Unexpected("yes or no")),
        }
    }
}

impl Saved for u32 {
    fn write(&self, to: &mut Writer) {
        to.number(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Self::try_from(from.number()?).map_err(|_| Malformed::Unexpected("number of 32 bits"))
    }
}

impl Saved for i64 {
    fn write(&self, to: &mut Writer) {
        to.signed(*self);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.signed()
    }
}

impl Saved for f64 {
    fn write(&self, to: &mut Writer) {
        to.raw(&self.to_bits().to_le_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let bytes = from.raw(8)?.try_into().map_err(|_| Malformed::Truncated)?;
        Ok(Self::from_bits(u64::from_le_bytes(bytes)))
    }
}

impl Saved for BigInt {
    fn write(&self, to: &mut Writer) {
        let bytes = self.to_signed_bytes_le();
        to.number(bytes.len() as u64);
        to.raw(&bytes);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let length = from.length()?;
        Ok(Self::from_signed_bytes_le(from.raw(length)?))
    }
}

impl Saved for Box<str> {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(from.text()?.into())
    }
}

impl Saved for Box<[u8]> {
    fn write(&self, to: &mut Writer) {
        to.number(self.len() as u64);
        to.raw(self);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let length = from.length()?;
        Ok(from.raw(length)?.into())
    }
}

impl<T: Saved> Saved for Box<T> {
    fn write(&self, to: &mut Writer) {
        (**self).write(to);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(Self::new(T::read(from)?))
    }
}

impl<T: Saved> Saved for Option<T> {
    fn write(&self, to: &mut Writer) {
        to.byte(u8::from(self.is_some()));
        if let Some(value) = self {
            value.write(to);
        }
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(if bool::read(from)? { Some(T::read(from)?) } else { None })
    }
}

impl<T: Saved> Saved for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.number(self.len() as u64);
        for item in self {
            item.write(to);
        }
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.list()
    }
}

impl<A: Saved, B: Saved> Saved for (A, B) {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let first = A::read(from)?;
        Ok((first, B::read(from)?))
    }
}
