//! The built-in exception types.

mod attributes;
mod construct;

pub(crate) use construct::construct;

use crate::row::{Member, Row, Signature};

/// The types themselves.
pub mod classes {
    use super::attributes::{
        BASE_ROWS, BLOCKING_ROWS, EXIT_ROWS, IMPORT_ROWS, NAMED_ROWS, OS_ROWS, OS_SLOTS, STOP_ITERATION_ROWS,
        SYNTAX_ROWS, SYNTAX_SLOTS, TRANSLATE_ROWS, UNICODE_ROWS, UNICODE_SLOTS,
    };
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
        SYSTEM_EXIT "SystemExit" BASE_EXCEPTION &[EXIT_ROWS], Slots::NONE, "The interpreter ends.";
        ARITHMETIC_ERROR "ArithmeticError" EXCEPTION &[], Slots::NONE, "The base of arithmetic errors.";
        FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR &[], Slots::NONE, "A float operation failed.";
        OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR &[], Slots::NONE, "A result is too large.";
        ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR &[], Slots::NONE, "Division by zero.";
        ASSERTION_ERROR "AssertionError" EXCEPTION &[], Slots::NONE, "An assertion failed.";
        ATTRIBUTE_ERROR "AttributeError" EXCEPTION &[NAMED_ROWS], Slots::NONE, "No such attribute.";
        BUFFER_ERROR "BufferError" EXCEPTION &[], Slots::NONE, "A buffer operation failed.";
        EOF_ERROR "EOFError" EXCEPTION &[], Slots::NONE, "End of input.";
        IMPORT_ERROR "ImportError" EXCEPTION &[IMPORT_ROWS], Slots::NONE, "An import failed.";
        MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR &[], Slots::NONE, "No such module.";
        LOOKUP_ERROR "LookupError" EXCEPTION &[], Slots::NONE, "The base of lookup errors.";
        INDEX_ERROR "IndexError" LOOKUP_ERROR &[], Slots::NONE, "No such index.";
        KEY_ERROR "KeyError" LOOKUP_ERROR &[], Slots::NONE, "No such key.";
        MEMORY_ERROR "MemoryError" EXCEPTION &[], Slots::NONE, "Out of memory.";
        NAME_ERROR "NameError" EXCEPTION &[NAMED_ROWS], Slots::NONE, "No such name.";
        PYTHON_FINALIZATION_ERROR "PythonFinalizationError" RUNTIME_ERROR &[], Slots::NONE, "The interpreter ends.";
        UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR &[], Slots::NONE, "A local name without a value.";
        OS_ERROR "OSError" EXCEPTION &[OS_ROWS], OS_SLOTS, "The system failed.";
        BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR &[BLOCKING_ROWS], Slots::NONE, "An operation would block.";
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
        SYNTAX_ERROR "SyntaxError" EXCEPTION &[SYNTAX_ROWS], SYNTAX_SLOTS, "The text is not Python.";
        INDENTATION_ERROR "IndentationError" SYNTAX_ERROR &[], Slots::NONE, "Wrong indentation.";
        TAB_ERROR "TabError" INDENTATION_ERROR &[], Slots::NONE, "Tabs and spaces mixed.";
        SYSTEM_ERROR "SystemError" EXCEPTION &[], Slots::NONE, "The interpreter failed.";
        TYPE_ERROR "TypeError" EXCEPTION &[], Slots::NONE, "A wrong type.";
        VALUE_ERROR "ValueError" EXCEPTION &[], Slots::NONE, "A wrong value.";
        UNICODE_ERROR "UnicodeError" VALUE_ERROR &[], Slots::NONE, "Text and bytes do not go together.";
        UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR &[UNICODE_ROWS], UNICODE_SLOTS, "Bytes that are no text.";
        UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR &[UNICODE_ROWS], UNICODE_SLOTS, "Text that does not fit the encoding.";
        UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR &[TRANSLATE_ROWS], UNICODE_SLOTS, "Text that cannot be translated.";
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
