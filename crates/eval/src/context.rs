//! The context of one evaluation: its heap, its counters, what it has said so far, and its host.

mod asking;
pub(crate) mod keep;

use crate::class::Class;
use crate::code::Program;
use crate::data::{Data, Map};
use crate::heap::{Heap, Region};
use crate::host::Host;
use crate::input;
use crate::ledger::Ledger;
use crate::limits::Limits;
use crate::metering::UNMETERED;
use crate::output::Outputs;
use crate::run::Setting;
use crate::stop::{Fatal, R, Stop};
use crate::table::Table;
use crate::value::exception::Exception;
use crate::value::str::Str;
use crate::value::tuple::Tuple;
use crate::value::{Value, int};
use core::time::Duration;
use keep::{Keeper, Tail};
use num_bigint::BigInt;
use siphasher::sip::SipHasher13;
use std::any::Any;
use std::cell::Cell;
use std::fmt::Display;
use std::hash::Hasher;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

/// The context of one evaluation.
pub struct Context<'h> {
    pub(crate) heap: Heap<'h>,
    /// Fuel left before the next look at deadline and limit.
    fuel: Cell<i64>,
    /// Fuel that is not handed to `fuel` yet.
    reserve: Cell<u64>,
    pub(crate) limits: &'h Limits,
    /// Frames of policy functions on the stack.
    pub(crate) frames: Cell<u32>,
    /// Levels of tree on the stack.
    pub(crate) levels: Cell<u32>,
    /// Levels of nested values on the stack.
    native: Cell<u32>,
    /// The exception being handled.
    pub(crate) handling: Cell<Option<&'h Exception<'h>>>,
    /// What was handled outside the generator that runs on.
    pub(crate) handling_outside: Cell<Option<&'h Exception<'h>>>,
    /// Where the end that no handler sees came about.
    pub(crate) fatal_span: Cell<Option<hognose_syntax::tree::Span>>,
    pub(crate) program: &'h Program,
    pub(crate) table: &'h Table,
    /// The policy's texts, by their numbers among its constants, when they are few.
    pub(crate) texts: Cell<&'h [Str<'h>]>,
    /// The policy's other constants as values, made when first used.
    pub(crate) constants: Cell<&'h [Cell<Value<'h>>]>,
    /// Globals that the policy assigns.
    pub(crate) globals: Cell<&'h [Cell<Value<'h>>]>,
    /// Texts of one ASCII character, made when first needed.
    letters: Cell<&'h [Cell<Option<&'h Str<'h>>>]>,
    pub(crate) ledger: &'h Ledger,
    pub(crate) host: &'h dyn Host,
    /// What a crate above keeps for the evaluation.
    extension: Option<&'h dyn Any>,
    /// Values a crate above keeps for the evaluation, by number.
    pub registers: [Cell<Value<'h>>; 8],
    /// Things that own memory and live as long as the evaluation: compiled patterns, …
    kept: Tail<'h>,
    /// Types made while evaluating, by number.
    pub(crate) made_types: Cell<Option<&'h crate::value::list::List<'h>>>,
    pub(crate) watch: Option<&'h dyn Watch>,
    pub(crate) reads: bool,
    /// How many floats that are no number were made.
    nans: Cell<u64>,
}

/// A host's clock and flag: looked at after every 1,024 units of fuel and after every host call, so often that it should
/// take well below a microsecond.
pub trait Watch {
    /// Why the evaluation must end now, if it must: [`Fatal::Deadline`] or [`Fatal::Cancelled`].
    fn interrupted(&self) -> Option<Fatal>;

    /// How long ago something was that stays the same, such as the start: the host's clock, read before and after each host call
    /// for the quotas of time. None where there is no clock; then nothing takes any time.
    fn elapsed(&self) -> Option<Duration> {
        None
    }
}

/// The texts among up to this many constants are made when an evaluation starts: together that takes less than making some one by one.
const FEW_CONSTANTS: usize = 24;

/// How much fuel passes between two looks at the watch.
const WATCH_EVERY: u64 = 1_024;

impl<'h> Context<'h> {
    #[inline(always)]
    pub(crate) fn new(
        program: &'h Program,
        region: &'h Region,
        setting: &Setting<'h>,
        ledger: &'h Ledger,
        keeper: &'h Keeper,
    ) -> Self {
        let total = setting.limits.fuel;
        let first = if setting.watch.is_some() { total.min(WATCH_EVERY) } else { total.min(1 << 62) };
        Self {
            heap: Heap::new(region, setting.limits.memory),
            fuel: Cell::new(i64::try_from(first).unwrap_or(i64::MAX)),
            reserve: Cell::new(total.saturating_sub(first)),
            limits: setting.limits,
            frames: Cell::new(0),
            levels: Cell::new(0),
            native: Cell::new(0),
            handling: Cell::new(None),
            handling_outside: Cell::new(None),
            fatal_span: Cell::new(None),
            program,
            table: &program.table,
            texts: Cell::new(&[]),
            constants: Cell::new(&[]),
            globals: Cell::new(&[]),
            letters: Cell::new(&[]),
            ledger,
            host: setting.host,
            extension: setting.extension,
            registers: [const { Cell::new(Value::Unbound) }; 8],
            kept: Tail::of(keeper),
            made_types: Cell::new(None),
            watch: setting.watch,
            reads: setting.reads,
            nans: Cell::new(0),
        }
    }

    /// Make the texts of the policy when its constants are few, and room for its globals.
    #[inline]
    pub(crate) fn prepare(&self) -> R<'h, ()> {
        if (1..=FEW_CONSTANTS).contains(&self.program.constants.len()) {
            self.make_texts()?;
        }
        if !self.program.globals.is_empty() {
            self.globals.set(self.heap.cells(self.program.globals.len(), |_| Value::Unbound)?);
        }
        Ok(())
    }

    /// The allocator.
    #[must_use]
    #[inline]
    pub fn heap(&self) -> &Heap<'h> {
        &self.heap
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &'h Limits {
        self.limits
    }

    /// The whitelist.
    #[must_use]
    pub fn table(&self) -> &'h Table {
        self.table
    }

    /// Charge work before doing it: 1 an element, or 1 for 64 bytes.
    ///
    /// # Errors
    /// The fuel limit, the deadline, or cancellation.
    #[inline]
    pub fn burn(&self, fuel: u64) -> R<'h, ()> {
        if UNMETERED {
            return Ok(());
        }
        let left = self.fuel.get().saturating_sub(i64::try_from(fuel).unwrap_or(i64::MAX));
        self.fuel.set(left);
        if left < 0 { self.refuel() } else { Ok(()) }
    }

    /// [`Context::burn`] for what is known to be little.
    ///
    /// # Errors
    /// As [`Context::burn`].
    #[inline(always)]
    pub(crate) fn burn_few(&self, fuel: u32) -> R<'h, ()> {
        if UNMETERED {
            return Ok(());
        }
        // What is left is never below -1 here: looking for more either fills up or ends the evaluation.
        let left = self.fuel.get().wrapping_sub(i64::from(fuel));
        self.fuel.set(left);
        if left < 0 { self.refuel() } else { Ok(()) }
    }

    /// Charge work on this many bytes before doing it.
    ///
    /// # Errors
    /// As [`Context::burn`].
    #[inline]
    pub fn burn_bytes(&self, bytes: usize) -> R<'h, ()> {
        self.burn((bytes as u64) >> 6)
    }

    /// Charge work that looks at each character, or copies many small pieces: 1 for 8 bytes.
    ///
    /// # Errors
    /// As [`Context::burn`].
    #[inline]
    pub fn burn_chars(&self, bytes: usize) -> R<'h, ()> {
        self.burn((bytes as u64) >> 3)
    }

    /// Charge work and memory for an owned result of this many bytes before making it.
    ///
    /// # Errors
    /// As [`Context::burn`], and the memory limit.
    pub fn charge(&self, bytes: usize) -> R<'h, ()> {
        self.burn_bytes(bytes)?;
        self.heap.charge(bytes)
    }

    #[cold]
    #[inline(never)]
    fn refuel(&self) -> R<'h, ()> {
        self.look()?;
        let lacking = self.fuel.get().unsigned_abs();
        let Some(rest) = self.reserve.get().checked_sub(lacking) else {
            self.fuel.set(-1);
            self.reserve.set(0);
            return Err(self.heap.fatal(Fatal::Fuel { limit: self.limits.fuel }));
        };
        let next = rest.min(WATCH_EVERY);
        self.fuel.set(i64::try_from(next).unwrap_or(0));
        self.reserve.set(rest.saturating_sub(next));
        Ok(())
    }

    fn look(&self) -> R<'h, ()> {
        match self.watch.and_then(Watch::interrupted) {
            Some(fatal) => Err(self.heap.fatal(fatal)),
            None => Ok(()),
        }
    }

    /// Fuel used so far.
    #[must_use]
    pub fn fuel_used(&self) -> u64 {
        let left = self.reserve.get().saturating_add(u64::try_from(self.fuel.get()).unwrap_or(0));
        self.limits.fuel.saturating_sub(left)
    }

    /// One more level of nested values; give it back with [`Context::leave`].
    ///
    /// # Errors
    /// The native depth limit.
    #[inline]
    pub fn enter(&self) -> R<'h, ()> {
        if UNMETERED {
            return Ok(());
        }
        let level = self.native.get();
        if level >= self.limits.native_depth {
            return Err(self.heap.fatal(Fatal::NativeDepth { limit: u64::from(self.limits.native_depth) }));
        }
        self.native.set(level.wrapping_add(1));
        Ok(())
    }

    /// The level of [`Context::enter`] is done.
    #[inline]
    pub fn leave(&self) {
        if UNMETERED {
            return;
        }
        self.native.set(self.native.get().wrapping_sub(1));
    }

    /// Run `f` one level of nested values further in.
    ///
    /// # Errors
    /// The native depth limit, and what `f` returns.
    #[inline]
    pub fn nested<T>(&self, f: impl FnOnce() -> R<'h, T>) -> R<'h, T> {
        self.enter()?;
        let result = f();
        self.leave();
        result
    }

    /// Text as a value.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn str(&self, text: &str) -> R<'h> {
        let text = self.heap.text(text)?;
        self.wrap_str(text)
    }

    /// Text that is in the region already, as a value.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn wrap_str(&self, text: &'h str) -> R<'h> {
        Ok(Value::Str(self.heap.alloc(Str::new(text))?))
    }

    /// Text of one character as a value: the same one each time for ASCII.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn character(&self, text: &'h str) -> R<'h> {
        let [byte] = text.as_bytes() else {
            return Ok(Value::Str(self.heap.alloc(Str::counted(text, 1))?));
        };
        self.letter(*byte)
    }

    /// Text of one ASCII character as a value.
    #[inline]
    pub(crate) fn letter(&self, byte: u8) -> R<'h> {
        match self.letters.get().get(usize::from(byte)).and_then(Cell::get) {
            Some(letter) => Ok(Value::Str(letter)),
            None => self.new_letter(byte),
        }
    }

    #[inline(never)]
    fn new_letter(&self, byte: u8) -> R<'h> {
        if self.letters.get().is_empty() {
            self.letters.set(self.heap.cells(128, |_| None)?);
        }
        let letter = self.heap.alloc(Str::letter(byte))?;
        if let Some(place) = self.letters.get().get(usize::from(byte)) {
            place.set(Some(letter));
        }
        Ok(Value::Str(letter))
    }

    /// A tuple of these items.
    ///
    /// # Errors
    /// The memory limit.
    pub fn tuple(&self, items: &[Value<'h>]) -> R<'h> {
        Ok(Value::Tuple(Tuple::from_slice(&self.heap, items)?))
    }

    /// A list of these items.
    ///
    /// # Errors
    /// The memory limit.
    pub fn list(&self, items: &[Value<'h>]) -> R<'h> {
        Ok(Value::List(crate::value::list::List::from_slice(&self.heap, items)?))
    }

    /// Bytes as a value.
    ///
    /// # Errors
    /// The memory limit.
    pub fn bytes(&self, data: &[u8]) -> R<'h> {
        let data = self.heap.slice(data)?;
        Ok(Value::Bytes(self.heap.alloc(crate::value::bytes::Bytes::new(data))?))
    }

    /// An int as a value.
    ///
    /// # Errors
    /// The limits on memory and on the bits of an int.
    pub fn int(&self, number: &BigInt) -> R<'h> {
        if number.bits() > self.limits.int_bits {
            return Err(self.int_too_large());
        }
        int::from_big(&self.heap, number)
    }

    /// A float that was computed. One that is no number is told from all others by its unused bits, as CPython tells it
    /// by its address: it is found in a list that holds it, and is a key of its own.
    #[must_use]
    #[inline]
    pub fn float(&self, value: f64) -> Value<'h> {
        if value.is_nan() { self.distinct_nan(value) } else { Value::float(value) }
    }

    #[cold]
    #[inline(never)]
    fn distinct_nan(&self, value: f64) -> Value<'h> {
        const UNUSED: u64 = (1 << 51) - 1;
        let number = self.nans.get().wrapping_add(1) & UNUSED;
        self.nans.set(number);
        let sign = f64::NAN.copysign(value).to_bits() & !UNUSED;
        Value::float(f64::from_bits(sign | number))
    }

    /// The limit on the bits of an int.
    #[cold]
    pub fn int_too_large(&self) -> Stop<'h> {
        self.heap.fatal(Fatal::IntBits { limit: self.limits.int_bits })
    }

    /// The seeded hash of text; never zero.
    #[must_use]
    #[inline]
    pub fn hash_text(&self, text: &str) -> u64 {
        hash_text(self.table.seed, text)
    }

    /// The seed of this engine's hashes.
    #[must_use]
    pub fn seed(&self) -> (u64, u64) {
        self.table.seed
    }

    // --- exceptions -------------------------------------------------------------------------------

    /// An exception of this type with this message.
    #[cold]
    #[inline(never)]
    pub fn raise(&self, class: &'static Class, message: impl Display) -> Stop<'h> {
        let message = Message::of(message);
        let text = match self.heap.text(&message.text) {
            Ok(text) => text,
            Err(stop) => return stop,
        };
        let value = Value::Str(self.heap.alloc_always(Str::new(text)));
        self.raise_args(class, &[value])
    }

    /// An exception of this type with these `args`.
    #[cold]
    pub fn raise_args(&self, class: &'static Class, args: &[Value<'h>]) -> Stop<'h> {
        match self.exception(class, args) {
            Ok(exception) => Stop::Raise(exception),
            Err(stop) => stop,
        }
    }

    /// An exception object that is not raised yet.
    ///
    /// # Errors
    /// The memory limit.
    pub fn exception(&self, class: &'static Class, args: &[Value<'h>]) -> R<'h, &'h Exception<'h>> {
        let args = Tuple::from_slice(&self.heap, args)?;
        self.heap.alloc(Exception {
            class,
            args: Cell::new(args),
            extra: Cell::new(Value::Unbound),
            cause: Cell::new(None),
            context: Cell::new(None),
            suppress_context: Cell::new(false),
            trace: Cell::new(None),
        })
    }

    /// The exception that is being handled.
    #[must_use]
    pub fn handled(&self) -> Option<&'h Exception<'h>> {
        self.handling.get()
    }

    /// `TypeError`.
    #[cold]
    pub fn type_error(&self, message: impl Display) -> Stop<'h> {
        self.raise(&crate::class::TYPE_ERROR, message)
    }

    /// `ValueError`.
    #[cold]
    pub fn value_error(&self, message: impl Display) -> Stop<'h> {
        self.raise(&crate::class::VALUE_ERROR, message)
    }

    /// `OverflowError`.
    #[cold]
    pub fn overflow_error(&self, message: impl Display) -> Stop<'h> {
        self.raise(&crate::class::OVERFLOW_ERROR, message)
    }

    /// `KeyError` with the key as its argument.
    #[cold]
    pub fn key_error(&self, key: Value<'h>) -> Stop<'h> {
        self.raise_args(&crate::class::KEY_ERROR, &[key])
    }

    /// `IndexError`.
    #[cold]
    pub fn index_error(&self, message: impl Display) -> Stop<'h> {
        self.raise(&crate::class::INDEX_ERROR, message)
    }

    /// The engine reached a state it should not: reported, never a panic.
    #[cold]
    pub fn internal(&self, what: &'static str) -> Stop<'h> {
        self.heap.fatal(Fatal::Internal(what))
    }

    /// Owned data as a value: copied, with one identity for each container.
    ///
    /// # Errors
    /// Limits.
    pub fn import(&self, data: Data) -> R<'h> {
        input::copied(self, &data)
    }

    /// What a crate above keeps for the evaluation.
    #[must_use]
    pub fn extension<T: Any>(&self) -> Option<&'h T> {
        self.extension.and_then(<dyn Any>::downcast_ref)
    }

    /// Keep something that owns memory until the evaluation ends. The caller charges for it.
    ///
    /// # Errors
    /// None that a policy can cause.
    pub fn keep<T: Any>(&self, thing: T) -> R<'h, &'h T> {
        self.kept.keep(thing).ok_or_else(|| self.internal("a kept thing vanished"))
    }

    /// The outputs so far, to add to. None while they are being added to.
    pub fn with_outputs<T>(&self, f: impl FnOnce(&mut Outputs) -> Result<T, Fatal>) -> R<'h, T> {
        let Ok(mut outputs) = self.ledger.outputs.try_borrow_mut() else {
            return Err(self.internal("output inside an output"));
        };
        f(&mut outputs).map_err(|fatal| self.heap.fatal(fatal))
    }

    /// Look for a key where the read site last found one.
    #[inline(always)]
    pub(crate) fn find_at(&self, site: u32, map: &Map, key: &str) -> Option<usize> {
        let Some(hint) = self.program.hints.get(site as usize) else { return map.index_of(key) };
        let near = hint.load(Relaxed) as usize;
        if map.is_at(near, key) {
            return Some(near);
        }
        Self::find_anew(hint, map, key)
    }

    #[cold]
    #[inline(never)]
    fn find_anew(hint: &AtomicU32, map: &Map, key: &str) -> Option<usize> {
        let found = map.index_of(key)?;
        hint.store(u32::try_from(found).unwrap_or(0), Relaxed);
        Some(found)
    }

    /// Note that a read site was passed.
    #[cold]
    #[inline(never)]
    pub(crate) fn passed(&self, site: u32) {
        self.ledger.pass(site);
    }
}

/// The seeded hash of text; never zero.
#[must_use]
#[inline]
pub(crate) fn hash_text(seed: (u64, u64), text: &str) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(seed.0, seed.1);
    hasher.write(text.as_bytes());
    hasher.finish() | 1
}

/// A message of bounded size: a value inside it may be huge.
struct Message {
    text: String,
}

impl Message {
    const MOST: usize = 16 << 10;

    fn of(message: impl Display) -> Self {
        let mut made = Self { text: String::new() };
        if std::fmt::Write::write_fmt(&mut made, format_args!("{message}")).is_err() {
            made.text.push_str("...");
        }
        made
    }
}

impl std::fmt::Write for Message {
    fn write_str(&mut self, piece: &str) -> std::fmt::Result {
        let room = Self::MOST.saturating_sub(self.text.len());
        if piece.len() <= room {
            self.text.push_str(piece);
            return Ok(());
        }
        self.text.push_str(piece.get(..piece.floor_char_boundary(room)).unwrap_or_default());
        Err(std::fmt::Error)
    }
}
