//! Folding changes nothing: with it and without it the same texts are taken, for the same tree.

#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use super::{Refused, parse_entries};
use crate::fold::{Entry, EntryKind, fold};
use crate::lex::lex;
use crate::prepare::{Prepared, prepare};
use crate::unsupported::Findings;
use crate::wrap::Wrapped;

/// A generator of numbers that is the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % (limit as u64)).unwrap_or(0)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len())).copied().unwrap_or("")
    }
}

/// The tree as text, and what was found; none when the text is refused.
fn outcome(source: &str, folds: bool) -> Option<String> {
    let wrapped = Wrapped::new(source);
    let lexed = lex(&wrapped.text);
    let body = crate::frontend::body(&lexed)?;
    let prepared: Prepared = prepare(&wrapped, body, 400);
    if prepared.too_deep.is_some() {
        return None;
    }
    let entries = if folds {
        fold(&prepared.items)
    } else {
        let count = u32::try_from(prepared.items.len()).unwrap_or(0);
        (0..count).map(|at| Entry { first: at, last: at, kind: EntryKind::Item }).collect()
    };
    let mut findings = Findings::default();
    let context = (&lexed.names, &mut findings, 200);
    let parsed: Result<_, Refused> = parse_entries(source, body, prepared, entries, context);
    let parsed = parsed.ok().filter(|parsed| !parsed.suspicious)?;
    let (nodes, scopes, body) = (parsed.nodes, parsed.scopes, parsed.body);
    Some(format!("{nodes} {scopes} {:?} {body:?} {:?}", parsed.too_deep, findings.into_sorted()))
}

fn same(source: &str) -> bool {
    // The parser's `:=` ends with what is inside the parentheses, CPython's with the parentheses, as what is folded.
    if source.contains(":= (") {
        return false;
    }
    let plain = outcome(source, false);
    assert_eq!(outcome(source, true), plain, "{source}");
    plain.is_some()
}

const TOKENS: &[&str] = &[
    "a",
    "b",
    "_c",
    "x",
    "1",
    "2.5",
    "3j",
    "'s'",
    "b'y'",
    "f'{a}'",
    "f'{a.b!r:>{x}} t'",
    "f't'",
    "None",
    "True",
    "...",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    ",",
    ",",
    ".",
    ".",
    ":",
    "=",
    "=",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    "@",
    "~",
    "|",
    "&",
    "^",
    "<<",
    "<",
    ">=",
    "==",
    "!=",
    ":=",
    "+=",
    "->",
    "not",
    "and",
    "or",
    "in",
    "is",
    "if",
    "else",
    "for",
    "lambda",
    "yield",
    "await",
    "async",
    "return",
    "del",
    "assert",
    "raise",
    "from",
    "import",
    "with",
    "as",
    "while",
    "elif",
    "except",
    "global",
    "print",
    "match",
    "case",
    "type",
    "def",
    "class",
    "pass",
    ";",
    "\n",
    "\n    ",
    ": ",
];

fn expression(random: &mut Random, level: usize, text: &mut String) {
    let names = ["a", "b.c", "f", "_d", "x"];
    let operators = [
        "+",
        "-",
        "*",
        "**",
        "/",
        "//",
        "%",
        "@",
        "|",
        "&",
        "^",
        "<<",
        ">>",
        "<",
        "<=",
        "==",
        "!=",
        "in",
        "not in",
        "is",
        "is not",
        "and",
        "or",
        "if a else",
        ":=",
        ",",
    ];
    let part = |random: &mut Random, text: &mut String| {
        if level == 0 {
            text.push_str(random.pick(&["a", "b", "1", "'s'", "None", "x"]));
        } else {
            expression(random, level - 1, text);
        }
    };
    match random.below(20) {
        0..=2 => text.push_str(random.pick(&names)),
        3 => text.push_str(random.pick(&["1", "2.5", "3j", "'s'", "'s' 't'", "b'y'", "f't'", "True", "..."])),
        4..=7 => {
            part(random, text);
            text.push(' ');
            text.push_str(random.pick(&operators));
            text.push(' ');
            part(random, text);
        }
        8 => {
            text.push_str(random.pick(&[
                "not ",
                "-",
                "~",
                "+",
                "*",
                "await ",
                "yield ",
                "lambda: ",
                "lambda a, b=1: ",
                "**",
            ]));
            part(random, text);
        }
        9 | 10 => {
            text.push_str(random.pick(&["(", "(", "[", "{"]));
            part(random, text);
            text.push_str(random.pick(&["", "", ",", ", ", ": ", " for a in ", " for a in b if "]));
            if text.ends_with(' ') {
                part(random, text);
            }
            text.push_str(random.pick(&[")", ")", "]", "}"]));
        }
        11..=13 => {
            part(random, text);
            text.push_str(random.pick(&["(", "(*", "(**", "(a=", "(a, b=", "(b=1, "]));
            part(random, text);
            text.push_str(random.pick(&[")", ")", ",)", " for a in b)", ", c=2)", ", 1)"]));
        }
        14 => {
            part(random, text);
            text.push_str(random.pick(&["[", "[:", "[1:", "[*", "[a, ", "[::"]));
            part(random, text);
            text.push_str(random.pick(&["]", "]", ":]", ",]", "::]"]));
        }
        15 => {
            part(random, text);
            text.push_str(random.pick(&[".a", ".b.c", "()", "[0]", " .d"]));
        }
        16 => {
            text.push_str("f\"t{");
            part(random, text);
            text.push_str(random.pick(&["}\"", "!r}\"", ":>{a}}\"", "=}\"", "}{b}\"", ",}\""]));
        }
        17 => {
            text.push_str(random.pick(&["{'k': ", "{a: ", "{**", "{"]));
            part(random, text);
            text.push_str(random.pick(&[", 'l': 1}", "}", ", **a}", ", 2}", " for a in b}"]));
        }
        _ => part(random, text),
    }
}

fn statement(random: &mut Random, text: &mut String) {
    let before = [
        "",
        "",
        "x = ",
        "x = y = ",
        "x += ",
        "return ",
        "if ",
        "while ",
        "for x in ",
        "assert ",
        "raise ",
        "x: int = ",
        "del ",
        "with ",
        "@",
        "def f(a=",
        "lambda: ",
        "match ",
        "from a import b; ",
        "x.y[0] = ",
        "for ",
        "return *",
    ];
    let after = [
        "",
        "",
        "",
        ": pass",
        ": pass",
        " = 1",
        " in a: pass",
        ", b",
        " as c: pass",
        "; x",
        "): pass",
        " -= 2",
        ": int",
    ];
    text.push_str(random.pick(&before));
    let level = random.below(4);
    expression(random, level, text);
    text.push_str(random.pick(&after));
    if random.below(8) == 0 {
        text.push('\n');
        statement(random, text);
    }
}

#[test]
fn statements_of_all_kinds() {
    let mut random = Random(11);
    let mut taken = 0;
    for _ in 0..60_000 {
        let mut text = String::new();
        statement(&mut random, &mut text);
        taken += usize::from(same(&text));
    }
    assert!(taken > 8_000, "{taken} were Python");
}

#[test]
fn tokens_in_any_order() {
    let mut random = Random(5);
    let mut taken = 0;
    for _ in 0..60_000 {
        let mut text = String::new();
        for _ in 0..=random.below(9) {
            text.push_str(random.pick(TOKENS));
            text.push(' ');
        }
        taken += usize::from(same(&text));
    }
    assert!(taken > 500, "{taken} were Python");
}
