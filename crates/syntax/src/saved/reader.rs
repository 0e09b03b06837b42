//! Reading, and the checks.

use super::Malformed;
use super::nodes::Saved;
use crate::Options;
use crate::tree::{Block, Capture, Function, Parameter, Place, Slot, SlotInfo, SlotKind, Span, Tree};

pub(super) type Read<T> = Result<T, Malformed>;

/// Levels that lowering may put on top of those that are limited in the source.
const LOWERED_LEVELS: u32 = 50;
/// Nodes that lowering may make of one of the source's.
const LOWERED_NODES: u32 = 16;
/// Levels that a function counts for, as when parsing.
const FUNCTION_LEVELS: u32 = 2;
/// Bytes of text that a tree may hold besides what its source accounts for.
const SPARE_TEXT: usize = 1 << 20;

/// Bytes that are being read.
pub(super) struct Reader<'b> {
    rest: &'b [u8],
    source: &'b str,
    texts: Vec<&'b str>,
    /// Bytes of text that may still be copied.
    copies: usize,
    /// Elements that may still be promised: each takes a byte at least.
    promises: usize,
    nodes: u32,
    most_nodes: u32,
    depth: u32,
    most_depth: u32,
    most_names: u32,
    /// Where the last span started.
    last: u32,
    frames: Vec<Frame>,
}

/// What is known of a function's slots while its body is read.
struct Frame {
    slots: Vec<(SlotKind, bool)>,
    is_generator: bool,
    depth: u32,
    deepest: u32,
}

pub(super) fn read(bytes: &[u8], source: &str, options: &Options) -> Read<Tree> {
    let limits = &options.limits;
    let mut reader = Reader {
        rest: bytes,
        source,
        texts: Vec::new(),
        copies: source.len().saturating_mul(limits.depth as usize).saturating_add(SPARE_TEXT),
        promises: bytes.len(),
        nodes: 0,
        most_nodes: 0,
        depth: 0,
        most_depth: limits.depth.saturating_add(LOWERED_LEVELS),
        most_names: limits.names,
        last: 0,
        frames: Vec::new(),
    };
    let nodes = u32::read(&mut reader)?;
    if nodes > limits.nodes {
        return Err(Malformed::Nodes(limits.nodes));
    }
    reader.most_nodes = nodes.saturating_add(1).saturating_mul(LOWERED_NODES);
    reader.table()?;
    let assigned_globals = reader.list()?;
    if assigned_globals.len() > limits.names as usize {
        return Err(Malformed::Names(limits.names));
    }
    let handler = reader.function()?;
    let parameters = handler.parameters.iter().map(|parameter| &*parameter.name);
    let is_handler = parameters.eq(options.parameters.iter().copied())
        && handler.parameters.iter().all(|parameter| parameter.default.is_none())
        && handler.captures.is_empty()
        && (options.top_level_yield || !handler.is_generator);
    if !is_handler {
        return Err(Malformed::Unexpected("function with the names of the surface"));
    }
    if !reader.rest.is_empty() {
        return Err(Malformed::Trailing);
    }
    Ok(Tree { handler, assigned_globals, nodes })
}

impl<'b> Reader<'b> {
    /// The texts at the front.
    fn table(&mut self) -> Read<()> {
        let count = self.promised()?;
        // Names, literals, and names with dots made of names.
        let most = self.most_nodes.saturating_add(self.most_names);
        if count > most as usize {
            return Err(Malformed::Names(most));
        }
        self.texts.reserve_exact(count);
        for _ in 0..count {
            let length = self.length()?;
            let bytes = self.raw(length)?;
            let text = std::str::from_utf8(bytes).map_err(|_| Malformed::Unexpected("text"))?;
            self.texts.push(text);
        }
        Ok(())
    }

    #[inline]
    pub(super) fn byte(&mut self) -> Read<u8> {
        let (first, rest) = self.rest.split_first().ok_or(Malformed::Truncated)?;
        self.rest = rest;
        Ok(*first)
    }

    /// The next byte, left there.
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(super) fn raw(&mut self, length: usize) -> Read<&'b [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(Malformed::Truncated)?;
        self.rest = rest;
        Ok(bytes)
    }

    #[inline]
    pub(super) fn number(&mut self) -> Read<u64> {
        let first = self.byte()?;
        if first < 0x80 { Ok(u64::from(first)) } else { self.long_number(first) }
    }

    #[inline(never)]
    fn long_number(&mut self, first: u8) -> Read<u64> {
        let mut number = u64::from(first & 0x7F);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            // The last of ten bytes has one bit.
            if bits.wrapping_shl(shift).wrapping_shr(shift) != bits {
                break;
            }
            number |= bits.wrapping_shl(shift);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Malformed::Unexpected("number of 64 bits"))
    }

    pub(super) fn signed(&mut self) -> Read<i64> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ (number & 1).cast_signed().wrapping_neg())
    }

    pub(super) fn length(&mut self) -> Read<usize> {
        usize::try_from(self.number()?).map_err(|_| Malformed::Truncated)
    }

    /// The number of elements of a list: no more than there can be.
    fn promised(&mut self) -> Read<usize> {
        let count = self.length()?;
        self.promises = self.promises.checked_sub(count).ok_or(Malformed::Truncated)?;
        Ok(count)
    }

    pub(super) fn list<T: Saved>(&mut self) -> Read<Vec<T>> {
        let count = self.promised()?;
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(T::read(self)?);
        }
        Ok(list)
    }

    pub(super) fn text(&mut self) -> Read<&'b str> {
        let number = self.length()?;
        let text = self.texts.get(number).copied().ok_or(Malformed::Unexpected("text"))?;
        self.copies = self.copies.checked_sub(text.len()).ok_or(Malformed::Unexpected("text so short"))?;
        Ok(text)
    }

    pub(super) fn span(&mut self) -> Read<Span> {
        let start =
            i64::from(self.last).checked_add(self.signed()?).and_then(|start| u32::try_from(start).ok());
        let length = u32::read(self)?;
        let span = start.and_then(|start| Some(Span { start, end: start.checked_add(length)? }));
        span.filter(|span| {
            self.last = span.start;
            self.source.is_char_boundary(span.start as usize)
                && self.source.is_char_boundary(span.end as usize)
        })
        .ok_or(Malformed::Unexpected("place in the source"))
    }

    /// Reads a node: one level deeper, and counted.
    #[inline]
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.most_nodes {
            return Err(Malformed::Nodes(self.most_nodes));
        }
        self.within(1, |reader| reader.counted(read))
    }

    /// Reads something so many levels deeper.
    #[inline]
    pub(super) fn within<T>(&mut self, levels: u32, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        self.depth = self.depth.saturating_add(levels);
        if self.depth > self.most_depth {
            return Err(Malformed::Depth(self.most_depth));
        }
        let read = read(self)?;
        self.depth = self.depth.saturating_sub(levels);
        Ok(read)
    }

    /// Reads something that its function counts as a level.
    #[inline]
    pub(super) fn counted<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if let Some(frame) = self.frames.last_mut() {
            frame.depth = frame.depth.saturating_add(1);
            frame.deepest = frame.deepest.max(frame.depth);
        }
        let read = read(self)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.depth = frame.depth.saturating_sub(1);
        }
        Ok(read)
    }

    /// Reads something that is on the stack, but that its function does not count.
    #[inline]
    pub(super) fn uncounted<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if let Some(frame) = self.frames.last_mut() {
            frame.depth = frame.depth.saturating_sub(1);
        }
        let read = read(self)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.depth = frame.depth.saturating_add(1);
        }
        Ok(read)
    }

    /// What kind a slot of the function is of, and whether it holds a cell.
    fn slot_kind(&self, slot: Slot) -> Read<(SlotKind, bool)> {
        let kinds = self.frames.last().map_or(&[][..], |frame| &frame.slots);
        kinds.get(usize::from(slot)).copied().ok_or(Malformed::Unexpected("slot of the function"))
    }

    pub(super) fn any_slot(&mut self) -> Read<Slot> {
        Slot::try_from(self.number()?).map_err(|_| Malformed::Unexpected("slot of the function"))
    }

    /// A slot that holds a value itself.
    pub(super) fn local(&mut self) -> Read<Slot> {
        let slot = self.any_slot()?;
        match self.slot_kind(slot)? {
            (_, false) => Ok(slot),
            (_, true) => Err(Malformed::Unexpected("slot without a cell")),
        }
    }

    /// A slot that holds a cell.
    pub(super) fn cell(&mut self) -> Read<Slot> {
        let slot = self.any_slot()?;
        match self.slot_kind(slot)? {
            (_, true) => Ok(slot),
            (_, false) => Err(Malformed::Unexpected("slot with a cell")),
        }
    }

    pub(super) fn temporary(&mut self) -> Read<Slot> {
        let slot = self.local()?;
        match self.slot_kind(slot)? {
            (SlotKind::Temporary, _) => Ok(slot),
            _ => Err(Malformed::Unexpected("temporary")),
        }
    }

    /// Slots that hold cells from here on.
    pub(super) fn new_cells(&mut self) -> Read<Vec<Slot>> {
        let count = self.promised()?;
        let mut cells = Vec::with_capacity(count);
        for _ in 0..count {
            let slot = self.any_slot()?;
            self.make_cell(slot)?;
            cells.push(slot);
        }
        Ok(cells)
    }

    fn make_cell(&mut self, slot: Slot) -> Read<()> {
        let kinds = self.frames.last_mut().map_or(&mut [][..], |frame| &mut frame.slots);
        match kinds.get_mut(usize::from(slot)) {
            Some((kind, is_cell)) if *kind != SlotKind::Temporary => *is_cell = true,
            _ => return Err(Malformed::Unexpected("slot for a cell")),
        }
        Ok(())
    }

    /// Slots of variables, with cells or without.
    pub(super) fn variables(&mut self) -> Read<Vec<Slot>> {
        let count = self.promised()?;
        let mut variables = Vec::with_capacity(count);
        for _ in 0..count {
            let slot = self.any_slot()?;
            self.slot_kind(slot)?;
            variables.push(slot);
        }
        Ok(variables)
    }

    /// Only generators yield.
    pub(super) fn check_yield(&self) -> Read<()> {
        let yields = self.frames.last().is_some_and(|frame| frame.is_generator);
        if yields { Ok(()) } else { Err(Malformed::Unexpected("generator around a `yield`")) }
    }

    /// A function. Its defaults and the slots that it captures are of the function around it.
    #[inline(never)]
    pub(super) fn function(&mut self) -> Read<Function> {
        let name = self.text()?.into();
        let qualname = self.text()?.into();
        let span = self.span()?;
        let parameters: Vec<Parameter> = self.list()?;
        let slots: Vec<SlotInfo> = self.list()?;
        let captures = self.captures()?;
        let is_generator = bool::read(self)?;
        let depth = u32::read(self)?;
        self.frames.push(Frame {
            slots: slots.iter().map(|slot| (slot.kind, false)).collect(),
            is_generator,
            depth: 0,
            deepest: 0,
        });
        for capture in &captures {
            self.make_cell(capture.inner)?;
        }
        for parameter in &parameters {
            self.slot_kind(parameter.slot)?;
        }
        let own_cells = self.new_cells()?;
        let body = self.within(FUNCTION_LEVELS, Block::read)?;
        // What a call is charged for the stack it takes.
        if self.frames.pop().is_none_or(|frame| frame.deepest >= depth) {
            return Err(Malformed::Unexpected("depth of the function"));
        }
        Ok(Function {
            name,
            qualname,
            span,
            parameters,
            slots,
            own_cells,
            captures,
            body,
            is_generator,
            depth,
        })
    }

    fn captures(&mut self) -> Read<Vec<Capture>> {
        let count = self.promised()?;
        let mut captures = Vec::with_capacity(count);
        for _ in 0..count {
            let outer = self.cell()?;
            captures.push(Capture { outer, inner: self.any_slot()? });
        }
        Ok(captures)
    }

    pub(super) fn place(&mut self) -> Read<Place> {
        match self.byte()? {
            0 => Ok(Place::Local(self.local()?)),
            1 => Ok(Place::Cell(self.cell()?)),
            2 => match self.text()? {
                name if name.starts_with('_') && name != "_" => Err(Malformed::Unexpected("public name")),
                name => Ok(Place::Global(name.into())),
            },
            _ => Err(Malformed::Unexpected("place of a name")),
        }
    }
}
