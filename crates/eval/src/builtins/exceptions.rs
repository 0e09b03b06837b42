//! The built-in exception types.

use crate::class::{self, Class, Slots};
use crate::context::Context;
use crate::row::{Args, Member, Row, Signature, p_only};
use crate::stop::R;
use crate::value::Value;
use crate::value::exception::Exception;
use crate::write::Writer;

/// The types themselves.
pub mod classes {
    use super::{BASE_ROWS, STOP_ITERATION_ROWS, UNICODE_DECODE_SLOTS, UNICODE_ENCODE_SLOTS};
    use crate::class::{Class, Slots};
    use crate::row::Row;

    macro_rules! exceptions {
        ($($ident:ident $name:literal $base:ident $rows:expr, $slots:expr, $doc:literal;)*) => {
            $(
                #[doc = concat!("`", $name, "`.")]
                pub static $ident: Class = Class {
                    name: $name,
                    message_name: $name,
                    base: Some(&$base),
                    rows: $rows,
                    slots: $slots,
                    ..Class::EMPTY
                };
            )*
            /// All exception types.
            pub(crate) static EXCEPTIONS: &[&Class] = &[&BASE_EXCEPTION, $(&$ident),*];
            /// Exception types as global names.
            pub(crate) static EXCEPTION_NAMES: &[Row] =
                &[Row::class(&BASE_EXCEPTION, "The base of all exceptions."), $(Row::class(&$ident, $doc)),*];
        };
    }

    /// `BaseException`.
    pub static BASE_EXCEPTION: Class =
        Class { name: "BaseException", message_name: "BaseException", rows: &[BASE_ROWS], ..Class::EMPTY };

    exceptions! {
        EXCEPTION "Exception" BASE_EXCEPTION &[], Slots::NONE, "The base of ordinary exceptions.";
        GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION &[], Slots::NONE, "A generator is closed.";
        KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION &[], Slots::NONE, "The user interrupts.";
        SYSTEM_EXIT "SystemExit" BASE_EXCEPTION &[], Slots::NONE, "The interpreter ends.";
        ARITHMETIC_ERROR "ArithmeticError" EXCEPTION &[], Slots::NONE, "The base of arithmetic errors.";
        FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR &[], Slots::NONE, "A float operation failed.";
        OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR &[], Slots::NONE, "A result is too large.";
        ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR &[], Slots::NONE, "Division by zero.";
        ASSERTION_ERROR "AssertionError" EXCEPTION &[], Slots::NONE, "An assertion failed.";
        ATTRIBUTE_ERROR "AttributeError" EXCEPTION &[], Slots::NONE, "No such attribute.";
        BUFFER_ERROR "BufferError" EXCEPTION &[], Slots::NONE, "A buffer operation failed.";
        EOF_ERROR "EOFError" EXCEPTION &[], Slots::NONE, "End of input.";
        IMPORT_ERROR "ImportError" EXCEPTION &[], Slots::NONE, "An import failed.";
        MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR &[], Slots::NONE, "No such module.";
        LOOKUP_ERROR "LookupError" EXCEPTION &[], Slots::NONE, "The base of lookup errors.";
        INDEX_ERROR "IndexError" LOOKUP_ERROR &[], Slots::NONE, "No such index.";
        KEY_ERROR "KeyError" LOOKUP_ERROR &[], Slots::NONE, "No such key.";
        MEMORY_ERROR "MemoryError" EXCEPTION &[], Slots::NONE, "Out of memory.";
        NAME_ERROR "NameError" EXCEPTION &[], Slots::NONE, "No such name.";
        UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR &[], Slots::NONE, "A local name without a value.";
        OS_ERROR "OSError" EXCEPTION &[], Slots::NONE, "The system failed.";
        BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR &[], Slots::NONE, "An operation would block.";
        CHILD_PROCESS_ERROR "ChildProcessError" OS_ERROR &[], Slots::NONE, "A child process failed.";
        CONNECTION_ERROR "ConnectionError" OS_ERROR &[], Slots::NONE, "A connection failed.";
        BROKEN_PIPE_ERROR "BrokenPipeError" CONNECTION_ERROR &[], Slots::NONE, "A pipe is broken.";
        CONNECTION_ABORTED_ERROR "ConnectionAbortedError" CONNECTION_ERROR &[], Slots::NONE, "A connection was aborted.";
        CONNECTION_REFUSED_ERROR "ConnectionRefusedError" CONNECTION_ERROR &[], Slots::NONE, "A connection was refused.";
        CONNECTION_RESET_ERROR "ConnectionResetError" CONNECTION_ERROR &[], Slots::NONE, "A connection was reset.";
        FILE_EXISTS_ERROR "FileExistsError" OS_ERROR &[], Slots::NONE, "The file exists.";
        FILE_NOT_FOUND_ERROR "FileNotFoundError" OS_ERROR &[], Slots::NONE, "No such file.";
        INTERRUPTED_ERROR "InterruptedError" OS_ERROR &[], Slots::NONE, "A call was interrupted.";
        IS_A_DIRECTORY_ERROR "IsADirectoryError" OS_ERROR &[], Slots::NONE, "It is a directory.";
        NOT_A_DIRECTORY_ERROR "NotADirectoryError" OS_ERROR &[], Slots::NONE, "It is no directory.";
        PERMISSION_ERROR "PermissionError" OS_ERROR &[], Slots::NONE, "Not permitted.";
        PROCESS_LOOKUP_ERROR "ProcessLookupError" OS_ERROR &[], Slots::NONE, "No such process.";
        TIMEOUT_ERROR "TimeoutError" OS_ERROR &[], Slots::NONE, "Timed out.";
        REFERENCE_ERROR "ReferenceError" EXCEPTION &[], Slots::NONE, "A weak reference is gone.";
        RUNTIME_ERROR "RuntimeError" EXCEPTION &[], Slots::NONE, "Something else went wrong.";
        NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR &[], Slots::NONE, "Not implemented.";
        RECURSION_ERROR "RecursionError" RUNTIME_ERROR &[], Slots::NONE, "Too much recursion.";
        STOP_ITERATION "StopIteration" EXCEPTION &[STOP_ITERATION_ROWS], Slots::NONE, "An iterator is exhausted.";
        STOP_ASYNC_ITERATION "StopAsyncIteration" EXCEPTION &[], Slots::NONE, "An asynchronous iterator is exhausted.";
        SYNTAX_ERROR "SyntaxError" EXCEPTION &[], Slots::NONE, "The text is not Python.";
        INDENTATION_ERROR "IndentationError" SYNTAX_ERROR &[], Slots::NONE, "Wrong indentation.";
        TAB_ERROR "TabError" INDENTATION_ERROR &[], Slots::NONE, "Tabs and spaces mixed.";
        SYSTEM_ERROR "SystemError" EXCEPTION &[], Slots::NONE, "The interpreter failed.";
        TYPE_ERROR "TypeError" EXCEPTION &[], Slots::NONE, "A wrong type.";
        VALUE_ERROR "ValueError" EXCEPTION &[], Slots::NONE, "A wrong value.";
        UNICODE_ERROR "UnicodeError" VALUE_ERROR &[], Slots::NONE, "Text and bytes do not go together.";
        UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR &[super::UNICODE_ROWS], UNICODE_DECODE_SLOTS, "Bytes that are no text.";
        UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR &[super::UNICODE_ROWS], UNICODE_ENCODE_SLOTS, "Text that does not fit the encoding.";
        UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR &[], Slots::NONE, "Text that cannot be translated.";
        WARNING "Warning" EXCEPTION &[], Slots::NONE, "The base of warnings.";
        BYTES_WARNING "BytesWarning" WARNING &[], Slots::NONE, "A warning about bytes.";
        DEPRECATION_WARNING "DeprecationWarning" WARNING &[], Slots::NONE, "A warning about something deprecated.";
        ENCODING_WARNING "EncodingWarning" WARNING &[], Slots::NONE, "A warning about encodings.";
        FUTURE_WARNING "FutureWarning" WARNING &[], Slots::NONE, "A warning about something that will change.";
        IMPORT_WARNING "ImportWarning" WARNING &[], Slots::NONE, "A warning about imports.";
        PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING &[], Slots::NONE, "A warning about something soon deprecated.";
        RESOURCE_WARNING "ResourceWarning" WARNING &[], Slots::NONE, "A warning about resources.";
        RUNTIME_WARNING "RuntimeWarning" WARNING &[], Slots::NONE, "A warning at run time.";
        SYNTAX_WARNING "SyntaxWarning" WARNING &[], Slots::NONE, "A warning about syntax.";
        UNICODE_WARNING "UnicodeWarning" WARNING &[], Slots::NONE, "A warning about Unicode.";
        USER_WARNING "UserWarning" WARNING &[], Slots::NONE, "A warning by the user.";
    }
}

/// Exception types as global names, and the two old names of `OSError`.
pub(crate) static NAMES: &[Row] = classes::EXCEPTION_NAMES;
/// Old names.
pub(crate) static OLD_NAMES: &[Row] = &[
    Row::new("IOError", Signature::NONE, "Another name of OSError.", Member::Type(&classes::OS_ERROR)),
    Row::new(
        "EnvironmentError",
        Signature::NONE,
        "Another name of OSError.",
        Member::Type(&classes::OS_ERROR),
    ),
];

static BASE_ROWS: &[Row] = &[
    Row::property("args", "The arguments it was made with.", |_, value| match value {
        Value::Exception(exception) => Ok(Value::Tuple(exception.args.get())),
        _ => Ok(Value::Unbound),
    }),
    Row::new(
        "add_note",
        Signature::one(&[p_only("note")]),
        "Keep a note; notes show in tracebacks only.",
        Member::Method(|cx, call| match call.value(1) {
            Value::Str(_) => Ok(Value::None),
            other => Err(
                cx.type_error(format_args!("note must be a str, not '{}'", crate::ops::own_type_name(other)))
            ),
        }),
    )
    .called("BaseException.add_note"),
];

static STOP_ITERATION_ROWS: &[Row] =
    &[Row::property("value", "What the generator returned.", |_, value| match value {
        Value::Exception(exception) => Ok(exception
            .extra
            .get()
            .bound()
            .or_else(|| exception.args.get().items().first().copied())
            .unwrap_or(Value::None)),
        _ => Ok(Value::Unbound),
    })];

fn unicode_part<'h>(value: Value<'h>, index: usize) -> R<'h> {
    match value {
        Value::Exception(exception) => {
            Ok(exception.args.get().items().get(index).copied().unwrap_or(Value::Unbound))
        }
        _ => Ok(Value::Unbound),
    }
}

static UNICODE_ROWS: &[Row] = &[
    Row::property("encoding", "The encoding.", |_, value| unicode_part(value, 0)),
    Row::property("object", "What was to be converted.", |_, value| unicode_part(value, 1)),
    Row::property("start", "First offending position.", |_, value| unicode_part(value, 2)),
    Row::property("end", "Position behind the last offending one.", |_, value| unicode_part(value, 3)),
    Row::property("reason", "Why.", |_, value| unicode_part(value, 4)),
];

const UNICODE_DECODE_SLOTS: Slots = Slots { str_exception: Some(unicode_str), ..Slots::NONE };
const UNICODE_ENCODE_SLOTS: Slots = Slots { str_exception: Some(unicode_str), ..Slots::NONE };

/// "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte".
fn unicode_str<'h>(cx: &Context<'h>, exception: &'h Exception<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let [Value::Str(encoding), object, Value::Int(start), Value::Int(end), Value::Str(reason)] =
        exception.args.get().items()
    else {
        return Ok(());
    };
    let (encoding, reason) = (encoding.text(cx.heap())?, reason.text(cx.heap())?);
    let (first, last) = (*start, end.saturating_sub(1));
    let at = usize::try_from(first).unwrap_or(usize::MAX);
    let decode = matches!(object, Value::Bytes(_));
    let what = match object {
        Value::Bytes(bytes) if first == last => bytes.data().get(at).map(|byte| format!("byte {byte:#04x}")),
        Value::Str(text) if first == last => text.text(cx.heap())?.chars().nth(at).map(|char| {
            let code = hognose_syntax::surrogate::code_of(char);
            let escape = match code {
                0..=0xFF => format!("\\x{code:02x}"),
                0x100..=0xFFFF => format!("\\u{code:04x}"),
                _ => format!("\\U{code:08x}"),
            };
            format!("character '{escape}'")
        }),
        _ => None,
    };
    let verb = if decode { "decode" } else { "encode" };
    match what {
        Some(what) => {
            out.display(format_args!("'{encoding}' codec can't {verb} {what} in position {first}: {reason}"))
        }
        None => {
            let what = if decode { "bytes" } else { "characters" };
            out.display(format_args!(
                "'{encoding}' codec can't {verb} {what} in position {first}-{last}: {reason}"
            ))
        }
    }
}

/// Call an exception type.
pub(crate) fn construct<'h>(cx: &Context<'h>, class: &'static Class, args: &Args<'_, 'h>) -> R<'h> {
    if !args.keywords.is_empty() {
        let known = class.is_subclass(&class::ATTRIBUTE_ERROR)
            || class.is_subclass(&class::NAME_ERROR)
            || class.is_subclass(&class::IMPORT_ERROR);
        let allowed = |name: &str| {
            known && (name == "name" || (name == "obj" && class.is_subclass(&class::ATTRIBUTE_ERROR)))
        };
        if let Some((name, _)) = args.keywords.iter().find(|(name, _)| !allowed(name)) {
            if known {
                return Err(cx.type_error(format_args!(
                    "{}() got an unexpected keyword argument '{name}'",
                    class.name
                )));
            }
            return Err(cx.type_error(format_args!("{}() takes no keyword arguments", class.name)));
        }
    }
    let unicode =
        class.is_subclass(&class::UNICODE_DECODE_ERROR) || class.is_subclass(&class::UNICODE_ENCODE_ERROR);
    if unicode && args.positional.len() != 5 {
        return Err(cx.type_error(format_args!(
            "function takes exactly 5 arguments ({} given)",
            args.positional.len()
        )));
    }
    let exception = cx.exception(class, args.positional)?;
    Ok(Value::Exception(exception))
}
