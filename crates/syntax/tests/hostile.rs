//! Sources made to exhaust the stack, the memory or the patience of a parser. Each is given to a thread with a small
//! stack, and must come back as a tree or as findings.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use hognose_syntax::{DiagnosticKind, Limits, Options, parse};

/// What a thread that compiles policies has at least.
const STACK: usize = 256 * 1024;

/// Texts that nest: what opens, what is innermost, what closes.
const NESTS: &[(&str, &str, &str)] = &[
    ("(", "1", ")"),
    ("[", "1", "]"),
    ("{", "1", "}"),
    ("[", "", "]"),
    ("((", "1", ",),)"),
    ("f(", "1", ")"),
    ("x[", "1", "]"),
    ("[*", "x", "]"),
    ("{1: ", "1", "}"),
    ("{**", "x", "}"),
    ("-", "1", ""),
    ("~", "1", ""),
    ("not ", "1", ""),
    ("await ", "x", ""),
    ("", "x", ".a"),
    ("", "x", "[0]"),
    ("", "x", "()"),
    ("", "1", "+1"),
    ("", "1", "**1"),
    ("1**", "1", ""),
    ("", "1", " < 1"),
    ("", "1", " and 1"),
    ("", "1", " or 1"),
    ("(1 and ", "1", ")"),
    ("(1 or ", "1", ")"),
    ("1 if 1 else ", "1", ""),
    ("", "1", " if 1 else 1"),
    ("(1 if ", "1", " else 1)"),
    ("lambda: ", "1", ""),
    ("lambda x=", "1", ": 1"),
    ("(lambda x=", "1", ": 1)"),
    ("(x := ", "1", ")"),
    ("[x for x in ", "y", "]"),
    ("[", "1", " for x in y]"),
    ("(", "1", " for x in y)"),
    ("[x for x in y if ", "1", "]"),
    ("f(x for x in ", "y", ")"),
    ("yield ", "1", ""),
    ("(yield ", "1", ")"),
    ("f'{", "1", "}'"),
    ("f\"{f'{", "1", "}'}\""),
    ("f'{x:{", "1", "}}'"),
    ("f'''{", "1", "}'''"),
    ("'a' ", "'a'", ""),
    ("x = ", "1", ""),
    ("(", "x", ",) = 1"),
    ("[*", "x", "] = 1"),
    ("", "x", ": x = 1"),
    ("x: ", "1", ""),
    ("*", "x", ""),
    ("**", "x", ""),
    (":", "x", ":"),
    ("!{[(", "x", ""),
    ("a(", "", ")"),
    ("{**{", "", "}}"),
    ("1 if ", "x", ""),
    ("if x:", "pass", ""),
    ("\\\n", "x", ""),
    ("@x\n", "def f(): pass", ""),
    ("'", "", ""),
    ("\"\"\"", "", ""),
    ("#", "", ""),
    ("import a.", "a", ""),
    ("a.", "a", " = 1"),
    ("del (", "x", ")"),
    ("global x,", "x", ""),
    ("x;", "x", ""),
    ("\t", "x", ""),
    ("0x", "", ""),
    ("9", "9", "9"),
    ("\u{e9}", "x", ""),
];

/// Statements that open a block.
const BLOCKS: &[&str] = &[
    "if x:",
    "while x:",
    "for x in y:",
    "def f():",
    "class A:",
    "with x:",
    "try:",
    "match x:",
    "async def f():",
    "for x in [y for y in z]:",
    "if (x := 1):",
    "elif x:",
    "else:",
    "except:",
    "finally:",
    "case x:",
];

fn on_small_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap()
}

/// Compiles with limits that let the text through to where it could do harm.
fn compile(source: &str) {
    let limits = Limits { source_bytes: 1 << 26, nodes: 1 << 26, names: 1 << 26, ..Limits::default() };
    let options = Options { limits, eager_consumers: &["f"], ..Options::default() };
    if let Err(problems) = parse(source, &options) {
        let first = problems.first().unwrap();
        assert!(!first.message.is_empty());
        assert!(first.message.len() < 10_000, "{}", first.message.len());
    }
}

fn nest(parts: (&str, &str, &str), count: usize) -> String {
    let (open, inside, close) = parts;
    format!("{}{inside}{}", open.repeat(count), close.repeat(count))
}

#[test]
fn every_kind_of_nesting() {
    on_small_stack(|| {
        for parts in NESTS {
            for count in [30, 98, 133, 199, 201, 400] {
                let source = nest(*parts, count);
                for statement in ["", "return ", "x = ", "for x in ", "print "] {
                    compile(&format!("{statement}{source}"));
                }
                compile(&format!("match x:\n  case {source}:\n    pass"));
                compile(&format!("for {source} in x: pass"));
                compile(&format!("with x as {source}: pass"));
                compile(&format!("{source} = 1"));
                compile(&format!("def f(x={source}): yield {source}"));
            }
            let source = nest(*parts, 100_000);
            compile(&source);
            compile(&format!("{source} = 1"));
        }
    });
}

#[test]
fn every_kind_of_block() {
    on_small_stack(|| {
        for block in BLOCKS {
            for count in [10, 19, 20, 21, 50, 95, 99, 100, 400] {
                let mut source = String::new();
                for level in 0..count {
                    source.push_str(&" ".repeat(level));
                    source.push_str(block);
                    source.push('\n');
                }
                source.push_str(&" ".repeat(count));
                source.push_str("x = 1\n");
                compile(&source);
            }
        }
        for count in [150, 190, 250, 20_000] {
            compile(&format!("if x: pass\n{}", "elif x: pass\n".repeat(count)));
            for (open, close) in [("[", "]"), ("g = (", ")"), ("f(", ")")] {
                compile(&format!("{open}1{}{close}", " for x in y".repeat(count)));
                compile(&format!("{open}1 for x in y{}{close}", " if x".repeat(count)));
            }
            compile(&format!("try: pass\n{}", "except x: pass\n".repeat(count)));
            compile(&format!("match x:\n{}", "  case x: pass\n".repeat(count)));
            compile(&"if x: pass\n".repeat(count));
            compile(&"x = 1\n".repeat(count));
            compile(&format!("f({})", "x, ".repeat(count)));
            compile(&format!("def f({}): pass", (0..count).map(|i| format!("a{i}=0, ")).collect::<String>()));
            compile(&(0..count).map(|i| format!("v{i} = 1\n")).collect::<String>());
        }
    });
}

/// A generator of numbers that needs no seed from outside.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0.checked_rem(limit as u64).unwrap()).unwrap()
    }
}

#[test]
fn random_nests() {
    on_small_stack(|| {
        let mut random = Random(0x2545_F491_4F6C_DD1D);
        for _ in 0..1_000 {
            let mut source = String::from("x");
            for _ in 0..1 + random.below(8) {
                let (open, inside, close) = NESTS.get(random.below(NESTS.len())).unwrap();
                let count = 1 + random.below(60);
                let inside = if random.below(3) == 0 { *inside } else { source.as_str() };
                source = format!("{}{inside}{}", open.repeat(count), close.repeat(count));
                if source.len() > 100_000 {
                    break;
                }
            }
            compile(&source);
            compile(&format!("{source} = 1"));
        }
    });
}

#[test]
fn tokens_in_any_order() {
    let pieces = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        ";",
        ".",
        "=",
        ":=",
        "+",
        "-",
        "*",
        "**",
        "/",
        "not ",
        "if ",
        "else ",
        "for ",
        "in ",
        "lambda ",
        "x",
        "1",
        "'a'",
        "f'{",
        "}'",
        "f'",
        "'",
        "\n",
        "\n  ",
        "def f(",
        "yield ",
        "await ",
        "async ",
        "class A",
        "match ",
        "case ",
        "print ",
        "return ",
        "import ",
        "from ",
        "as ",
        "with ",
        "try:",
        "except ",
        "@",
        "->",
        "!",
        "#",
        "\\\n",
        "\"\"\"",
        "0x",
        "1_",
        "\u{e9}",
        "\u{202e}",
        "\u{feff}",
        "_",
        "__class__",
    ];
    on_small_stack(move || {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        for _ in 0..5_000 {
            let source: String =
                (0..1 + random.below(40)).map(|_| *pieces.get(random.below(pieces.len())).unwrap()).collect();
            compile(&source);
        }
        let source: String = (0..20_000).map(|_| *pieces.get(random.below(pieces.len())).unwrap()).collect();
        compile(&source);
    });
}

#[test]
fn limits_carry_figures() {
    let small = Limits { nodes: 100, names: 5, ..Limits::default() };
    for (limits, source, wanted) in [
        (
            Limits::default(),
            "x\n".repeat(40_000),
            "the source is 80000 bytes long; at most 65536 are allowed",
        ),
        (small, "1,".repeat(1_000), "the policy has 1002 nodes; at most 100 are allowed"),
        (small, "a,b,c,d,e,f".into(), "the policy uses 7 different names; at most 5 are allowed"),
        (
            Limits::default(),
            format!("return {}1", "-".repeat(250)),
            "the policy is nested more than 200 levels deep (at least 201)",
        ),
        (
            Limits::default(),
            format!("return {}1", "-".repeat(450)),
            "the policy is nested more than 200 levels deep (at least 401)",
        ),
    ] {
        let options = Options { limits, ..Options::default() };
        let first = parse(&source, &options).err().and_then(|problems| problems.into_iter().next()).unwrap();
        assert_eq!((first.kind, first.message.as_str()), (DiagnosticKind::Limit, wanted));
    }
}
