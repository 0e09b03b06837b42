//! What is valid Python and left out on purpose, with the reason and what to write instead.

use crate::ast::{Expr, ExprKind};
use crate::diagnostic::{Diagnostic, DiagnosticKind, codes};
use crate::names::Names;
use crate::tree::Span;

/// Parts of the language that are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    Class,
    Async,
    ExceptStar,
    Complex,
    RelativeImport,
    TypeParameters,
    TypeAlias,
    TopLevelYield,
    LambdaYield,
    YieldInExcept,
    MakeType,
}

/// Findings about one policy, in the order of their discovery.
#[derive(Default)]
pub(crate) struct Findings {
    found: Vec<Diagnostic>,
    /// Span of an attribute `__class__` that was found last.
    class_attribute: Option<Span>,
}

impl Findings {
    /// All of them, ordered by where they stand; the same finding at the same place once.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found
            .sort_by(|a, b| (a.span.start, a.span.end, a.code).cmp(&(b.span.start, b.span.end, b.code)));
        self.found.dedup();
        self.found
    }

    fn push(&mut self, code: &'static str, message: String, span: Span, help: &str) {
        let kind = DiagnosticKind::Unsupported;
        self.found.push(Diagnostic { code, kind, message, span, help: Some(help.into()) });
    }

    /// The finding for a part of the language that is left out.
    pub(crate) fn one(feature: Feature, span: Span) -> Diagnostic {
        let (code, message, help) = describe(feature);
        let kind = DiagnosticKind::Unsupported;
        Diagnostic { code, kind, message: message.into(), span, help: Some(help.into()) }
    }

    /// A part of the language that is left out.
    pub(crate) fn feature(&mut self, feature: Feature, span: Span) {
        self.found.push(Self::one(feature, span));
    }

    /// Checks a name as it stands in the source.
    pub(crate) fn name(&mut self, text: &str, span: Span, source: &str) {
        if text.starts_with('_') && text != "_" {
            let message = format!(
                "names that start with an underscore, such as `{text}`, are reserved: in Python they lead to \
                 interpreter internals"
            );
            self.push(codes::UNDERSCORE_NAME, message, span, "choose a name without the leading underscore");
        }
        self.scripts(text, span, source);
    }

    fn scripts(&mut self, text: &str, span: Span, source: &str) {
        let length = span.end.saturating_sub(span.start) as usize;
        if text.len() == length && text.is_ascii() {
            return;
        }
        let written = source.get(span.start as usize..span.end as usize).unwrap_or(text);
        let latin = written.chars().any(|char| char.is_ascii_alphabetic());
        let lookalike =
            written.chars().find(|char| matches!(char, '\u{370}'..='\u{52F}' | '\u{13A0}'..='\u{13FF}'));
        if let Some(char) = lookalike.filter(|_| latin) {
            let message = format!(
                "the name `{written}` mixes Latin letters with '{char}' (U+{:04X}), which looks like one",
                u32::from(char)
            );
            self.push(codes::MIXED_SCRIPTS, message, span, "write the name in one alphabet");
        }
    }

    /// Checks an attribute as it stands in the source; `object` is what it is taken from.
    pub(crate) fn attribute(&mut self, text: &str, object: &Expr, span: Span, names: &Names, source: &str) {
        self.scripts(text, span, source);
        if text.starts_with('_') {
            if PUBLIC.binary_search(&text).is_ok() {
                self.take_class_name(text, object, names);
                return;
            }
            self.underscore_attribute(text, span);
            if text == "__class__" {
                self.class_attribute = Some(span);
            }
        } else if REFLECTION.binary_search(&text).is_ok() {
            let message = format!(
                "the attribute `{text}` looks into the interpreter's frames, code objects or generators"
            );
            self.push(codes::REFLECTION, message, span, "policies see values only; leave it out");
        }
    }

    /// Notes an attribute that starts with an underscore.
    pub(crate) fn underscore_attribute(&mut self, text: &str, span: Span) {
        let message = format!(
            "attributes that start with an underscore, such as `{text}`, are refused: in Python they lead to \
             interpreter internals"
        );
        let help =
            "use a public attribute or method; `type(x).__name__` and `x.__class__.__name__` can be read";
        self.push(codes::UNDERSCORE_ATTRIBUTE, message, span, help);
    }

    /// `x.__class__.__name__` is one thing: takes back what was found about its first half.
    fn take_class_name(&mut self, text: &str, object: &Expr, names: &Names) {
        let ExprKind::Attribute(_, inner) = object.kind else { return };
        let last = self.found.last().is_some_and(|last| Some(last.span) == self.class_attribute);
        if last && text == "__name__" && names.text(inner) == "__class__" {
            self.found.pop();
            self.class_attribute = None;
        }
    }

    /// Checks a name that is not bound in the policy, such as `eval`.
    pub(crate) fn free_name(&mut self, text: &str, span: Span) {
        let Ok(index) = BUILTINS.binary_search_by(|row| row.0.cmp(text)) else { return };
        let Some((name, reason, help)) = BUILTINS.get(index) else { return };
        self.push(codes::BUILTIN, format!("`{name}` is not available: {reason}"), span, help);
    }

    /// Looks for characters that reorder the text on the screen; everywhere, comments and strings included.
    pub(crate) fn text(&mut self, source: &str) {
        if source.is_ascii() {
            return;
        }
        for (at, char) in source.char_indices() {
            if matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
                let start = u32::try_from(at).unwrap_or(u32::MAX);
                let code = u32::from(char);
                let message =
                    format!("the character U+{code:04X} changes the order in which the text is shown");
                let help = format!("take it out, or write `\\u{code:04x}` in a string that needs it");
                self.push(codes::BIDIRECTIONAL, message, Span { start, end: start.saturating_add(3) }, &help);
            }
        }
    }
}

fn describe(feature: Feature) -> (&'static str, &'static str, &'static str) {
    match feature {
        Feature::Class => (
            codes::CLASS,
            "`class` is not supported: objects with methods of their own could run code wherever a value is used",
            "keep data in a dict, list or tuple and use `def` for what is done with it",
        ),
        Feature::Async => (
            codes::ASYNC,
            "`async` and `await` are not supported: a policy runs to its end in one go",
            "call the helper directly, without `await`",
        ),
        Feature::ExceptStar => {
            (codes::EXCEPT_STAR, "`except*` is not supported: there are no exception groups", "use `except`")
        }
        Feature::Complex => (
            codes::COMPLEX,
            "complex numbers are not supported: no policy decision needs them",
            "use int or float",
        ),
        Feature::RelativeImport => (
            codes::RELATIVE_IMPORT,
            "relative imports are not supported: a policy is not part of a package",
            "import the module by its full name",
        ),
        Feature::TypeParameters => (
            codes::TYPE_PARAMETERS,
            "type parameters are not supported: annotations have no effect in a policy",
            "leave out the brackets behind the name",
        ),
        Feature::TypeAlias => (
            codes::TYPE_ALIAS,
            "the `type` statement is not supported: annotations have no effect in a policy",
            "leave it out",
        ),
        Feature::TopLevelYield => (
            codes::TOP_LEVEL_YIELD,
            "`yield` outside of a `def` turns the whole expression into a generator, which is always true",
            "use `return`",
        ),
        Feature::LambdaYield => (
            codes::TOP_LEVEL_YIELD,
            "`yield` in a `lambda` makes what it returns a generator, which is always true",
            "use `def`",
        ),
        Feature::YieldInExcept => (
            codes::YIELD_IN_EXCEPT,
            "`yield` in the type of an `except` clause is not supported",
            "assign the result of `yield` to a name before the `try`",
        ),
        Feature::MakeType => (
            codes::MAKE_TYPE,
            "`type` with three arguments makes a class, and classes are not supported",
            "keep data in a dict; `type(x)` with one argument works",
        ),
    }
}

/// Types that are left out, but may be asked for: nothing is of such a type.
pub(crate) fn is_foreign_type(name: &str) -> bool {
    matches!(name, "bytearray" | "complex" | "memoryview")
}

/// Whether an attribute of this name may not be read.
pub(crate) fn is_hidden_attribute(name: &str) -> bool {
    let is_private = name.starts_with('_') && PUBLIC.binary_search(&name).is_err();
    is_private || REFLECTION.binary_search(&name).is_ok()
}

/// Built-ins that are left out: name, reason, advice. Ordered by name.
const BUILTINS: &[(&str, &str, &str)] = &[
    ("BaseExceptionGroup", "there are no exception groups", "raise one exception"),
    ("ExceptionGroup", "there are no exception groups", "raise one exception"),
    ("aiter", "a policy runs to its end in one go", "use `iter`"),
    ("anext", "a policy runs to its end in one go", "use `next`"),
    ("breakpoint", "there is no debugger inside a policy", "use `ak_logger` to see values"),
    ("bytearray", "mutable bytes are not supported", "use `bytes`, or a list of ints"),
    ("classmethod", "there are no classes", "use `def`"),
    ("compile", "it makes code out of text", "write the code in the policy itself"),
    ("complex", "complex numbers are not supported", "use int or float"),
    ("copyright", "it belongs to the interactive interpreter", "leave it out"),
    ("credits", "it belongs to the interactive interpreter", "leave it out"),
    ("delattr", "objects of the host cannot be changed", "use `del` on a dict's key"),
    ("dir", "it looks into objects", "read the attributes you need by name"),
    ("eval", "it runs text as code", "write the code in the policy itself; for data use `json.loads`"),
    ("exec", "it runs text as code", "write the code in the policy itself"),
    ("exit", "it ends the server's process", "use `return`"),
    ("globals", "it looks into the interpreter's namespaces", "use the names themselves"),
    ("help", "it belongs to the interactive interpreter", "leave it out"),
    ("id", "it shows memory addresses", "compare with `is`"),
    ("input", "a policy has no terminal", "read the request instead"),
    ("license", "it belongs to the interactive interpreter", "leave it out"),
    ("locals", "it looks into the interpreter's namespaces", "use the names themselves"),
    ("memoryview", "raw memory is not accessible", "use `bytes`"),
    ("open", "a policy has no files", "keep the data in the policy or the request"),
    ("property", "there are no classes", "use `def`"),
    ("quit", "it ends the server's process", "use `return`"),
    (
        "setattr",
        "objects of the host cannot be changed",
        "assign to a dict's key, such as `context[\"key\"]`",
    ),
    ("staticmethod", "there are no classes", "use `def`"),
    ("super", "there are no classes", "use `def`"),
    ("vars", "it looks into the interpreter's namespaces", "read the attributes you need by name"),
];

/// Attributes with an underscore that documented types offer for reading: exceptions, types and functions, named
/// tuples. The evaluator's table says which values have them.
const PUBLIC: &[&str] = &[
    "__cause__",
    "__context__",
    "__name__",
    "__suppress_context__",
    "_asdict",
    "_field_defaults",
    "_fields",
    "_make",
    "_replace",
];

/// Attributes of frames, code objects, generators and the like. Ordered.
const REFLECTION: &[&str] = &[
    "ag_await",
    "ag_code",
    "ag_frame",
    "ag_running",
    "ag_suspended",
    "co_argcount",
    "co_cellvars",
    "co_code",
    "co_consts",
    "co_exceptiontable",
    "co_filename",
    "co_firstlineno",
    "co_flags",
    "co_freevars",
    "co_kwonlyargcount",
    "co_lines",
    "co_linetable",
    "co_lnotab",
    "co_name",
    "co_names",
    "co_nlocals",
    "co_positions",
    "co_posonlyargcount",
    "co_qualname",
    "co_stacksize",
    "co_varnames",
    "cr_await",
    "cr_code",
    "cr_frame",
    "cr_origin",
    "cr_running",
    "cr_suspended",
    "f_back",
    "f_builtins",
    "f_code",
    "f_generator",
    "f_globals",
    "f_lasti",
    "f_lineno",
    "f_locals",
    "f_trace",
    "f_trace_lines",
    "f_trace_opcodes",
    "func_closure",
    "func_code",
    "func_defaults",
    "func_dict",
    "func_doc",
    "func_globals",
    "func_name",
    "gi_code",
    "gi_frame",
    "gi_running",
    "gi_suspended",
    "gi_yieldfrom",
    "im_class",
    "im_func",
    "im_self",
    "mro",
    "tb_frame",
    "tb_lasti",
    "tb_lineno",
    "tb_next",
];

#[cfg(test)]
mod tests {
    use super::{BUILTINS, PUBLIC, REFLECTION};

    #[test]
    fn tables_are_ordered() {
        assert!(BUILTINS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(REFLECTION.is_sorted_by(|a, b| a < b));
        assert!(PUBLIC.is_sorted_by(|a, b| a < b));
    }
}
