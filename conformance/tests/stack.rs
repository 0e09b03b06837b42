//! Recursion of every kind on stacks of the sizes that the engine promises to be content with. A stack that overflows ends
//! this process, and with it the test. What the evaluations come to does not matter: most end with a limit.
//!
//! `cargo test -p hognose-conformance --test stack -- [NAME] [--evaluate=KIB] [--compile=KIB]` runs what has a name on other
//! sizes, which is how the cost of a level is measured.

#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::process::ExitCode;
use std::thread;

use hognose::{Engine, NoHost, Options, Outcome, Policy, Request, Scratch, Surface};
use hognose_conformance::suite::is_listing;

/// What compiling, and dropping what was compiled, may take.
const COMPILE: usize = 256;
/// What an evaluation may take: in optimised builds as promised, in others what their code needs more.
const EVALUATE: usize = if cfg!(debug_assertions) { 1024 } else { 512 };

/// Around a recursive call `f(n)`: what opens, what closes. Repeated, each takes a level of the tree or several.
const EXPRESSIONS: &[(&str, &str)] = &[
    ("-", ""),
    ("not ", ""),
    ("1 + ", ""),
    ("1 + (", ")"),
    ("2 ** ", ""),
    ("1.5 * (", ")"),
    ("'%s' % (", ",)"),
    ("[1] + [", "]"),
    ("1 < ", ""),
    ("1 < (", ") < 3"),
    ("1 in [", "]"),
    ("[1, ", "]"),
    ("(1, ", ")"),
    ("{1, ", "}"),
    ("{1: ", "}"),
    ("{**{}, 'a': ", "}"),
    ("{(", ",): 1}"),
    ("[*[", "]]"),
    ("(*(", ",),)"),
    ("f'{", "}'"),
    ("f'{1:{", "}}'"),
    ("f'{", "!r:>{n}}'"),
    ("str(", ")"),
    ("len([", "])"),
    ("max(1, ", ")"),
    ("max(1, 2, 3, 4, 5, ", ")"),
    ("int(*[", "])"),
    ("dict(a=", ")"),
    ("dict(**{'a': ", "})"),
    ("print(", ", sep='')"),
    ("'a'.join([", "])"),
    ("'{}'.format(", ")"),
    ("'a'.replace('a', 'b', ", ")"),
    ("json.dumps(", ")"),
    ("dict.fromkeys(", ")"),
    ("str.upper(", ")"),
    ("f'{1}{2}{", "}'"),
    ("f'{1!r:{2}}{3:>{", "}}'"),
    ("g(", ")"),
    ("g(*[", "])"),
    ("g(x=", ")"),
    ("[", "][0]"),
    ("[1][", "]"),
    ("[1, 2][0:", "]"),
    ("{}.get(", ")"),
    ("str(", ").strip"),
    ("(", ").real"),
    ("1 and ", ""),
    ("0 or ", ""),
    ("(1 and ", ")"),
    ("1 if ", " else 2"),
    ("1 if 0 else ", ""),
    ("(y := ", ")"),
    ("(lambda: ", ")()"),
    ("(lambda x: ", ")(1)"),
    ("(lambda *a, **k: ", ")(1, b=2)"),
    ("[x for x in [", "]]"),
    ("[", " for x in [1]]"),
    ("{", " for x in [1]}"),
    ("{x: ", " for x in [1]}"),
    ("[x for x in [1] if ", "]"),
    ("sum(", " for x in [1])"),
    ("any(x for x in [", "])"),
    ("list(", " for x in [1])"),
    ("next(", " for x in [1])"),
    ("sorted([", "])"),
    ("sorted([1], key=lambda x: ", ")"),
    ("min([1, 2], key=lambda x: ", ")"),
    ("list(map(lambda x: ", ", [1]))"),
    ("list(filter(lambda x: ", ", [1]))"),
    ("next(iter(lambda: ", ", 99))"),
    ("re.sub('a', lambda m: str(", "), 'a')"),
    ("functools.reduce(lambda x, y: ", ", [1, 2])"),
    ("functools.partial(lambda x: ", ", 1)()"),
    ("sorted([1, 2], key=functools.cmp_to_key(lambda x, y: ", "))"),
    ("json.loads('{}', object_hook=lambda x: ", ")"),
    ("json.dumps(g, default=lambda x: ", ")"),
    ("operator.methodcaller('get', ", ")({})"),
    ("getattr(g, str(", "), 1)"),
    ("isinstance(", ", int)"),
    ("print(", ")"),
    ("type(", ")"),
    ("iter([", "])"),
    ("zip([", "])"),
    ("slice(", ")"),
    ("datetime.timedelta(", ")"),
    ("urllib.parse.quote(str(", "))"),
];

/// Blocks around a recursive call.
const BLOCKS: &[&str] = &[
    "if 1:",
    "while True:",
    "for x in [1]:",
    "for x, (y, *z) in [(1, (2, 3))]:",
    "try:\n finally: pass",
    "try:\n except ValueError: pass",
    "try:\n except (KeyError, ValueError) as e: raise",
    "try:\n except Exception as e: raise ValueError from e",
    "try:\n except Exception: return f(n + 1)",
    "try:\n finally: f(n + 1)",
    "match 1:\n  case 1:",
    "match [1, {'a': 2}]:\n  case [x, {'a': y, **z}] if x:",
    "match 1:\n  case 2 | 3: pass\n  case int(x):",
];

/// Functions that call themselves through something else: `f` is called with 0.
const FUNCTIONS: &[(&str, &str)] = &[
    ("plain", "def f(n): return f(n + 1)"),
    ("many-slots", "def f(n):\n a=b=c=d=e=g=h=i=j=k=l=m=o=p=q=r=s=t=u=v=n\n return f(n + 1)"),
    ("defaults", "def f(n, a=1, *b, c=2, **d): return f(n + 1, 2, 3, c=4, e=5)"),
    ("closure", "def f(n):\n def h(): return f(n + 1)\n return h()"),
    ("decorator", "def d(x): return x\ndef f(n):\n @d\n def h(): return f(n + 1)\n return h()"),
    ("default-argument", "def f(n):\n def h(x=f(n + 1)): return x\n return h()"),
    ("generator", "def f(n):\n for x in f(n + 1): yield x"),
    ("generator-in-loop", "def h(n):\n for x in h(n + 1): yield x\ndef f(n): return list(h(n))"),
    ("yield-from", "def h(n): yield from h(n + 1)\ndef f(n): return list(h(n))"),
    (
        "generator-send",
        "def h(n):\n g = h(n + 1)\n next(g)\n g.send(1)\n yield 1\ndef f(n): return list(h(n))",
    ),
    (
        "generator-throw",
        "def h(n):\n try: yield 1\n except ValueError:\n  g = h(n)\n  next(g)\n  g.throw(ValueError())\ndef f(n):\n g = h(n)\n next(g)\n g.throw(ValueError())",
    ),
    (
        "generator-close",
        "def h(n):\n try: yield 1\n finally:\n  g = h(n)\n  next(g)\n  g.close()\ndef f(n):\n g = h(n)\n next(g)\n g.close()",
    ),
    ("generator-expression", "def f(n): return list(f(n + 1) for x in [1])"),
    (
        "lazy-chain",
        "def f(n):\n g = iter([1])\n for i in range(5000): g = map(lambda x: x, g)\n return list(g)",
    ),
    ("lazy-zip", "def f(n):\n g = iter([1])\n for i in range(5000): g = zip(g, [1])\n return list(g)"),
    ("lazy-enumerate", "def f(n):\n g = iter([1])\n for i in range(5000): g = enumerate(g)\n return list(g)"),
    ("lazy-filter", "def f(n):\n g = iter([1])\n for i in range(5000): g = filter(None, g)\n return list(g)"),
    (
        "generator-chain",
        "def h(g):\n for x in g: yield x\ndef f(n):\n g = iter([1])\n for i in range(5000): g = h(g)\n return list(g)",
    ),
    (
        "yield-from-chain",
        "def h(g): yield from g\ndef f(n):\n g = iter([1])\n for i in range(5000): g = h(g)\n return list(g)",
    ),
    (
        "expression-chain",
        "def f(n):\n g = iter([1])\n for i in range(5000): g = (x for x in g)\n return list(g)",
    ),
    ("map-itself", "def f(n): return list(map(f, [n + 1]))"),
    ("map-next", "def f(n): return next(map(f, [n + 1]))"),
    ("map-sum", "def f(n): return sum(map(f, [n + 1]))"),
    ("map-join", "def f(n): return ''.join(map(f, [n + 1]))"),
    ("map-sorted", "def f(n): return sorted(map(f, [n + 1]))"),
    ("map-dict", "def f(n): return dict(map(f, [n + 1]))"),
    ("map-set", "def f(n): return set(map(f, [n + 1]))"),
    ("map-in", "def f(n): return 1 in map(f, [n + 1])"),
    ("map-unpack", "def f(n):\n a, b = map(f, [n + 1])\n return a"),
    ("map-star", "def f(n): return max(*map(f, [n + 1]))"),
    ("map-extend", "def f(n):\n x = []\n x.extend(map(f, [n + 1]))"),
    ("map-slice", "def f(n):\n x = []\n x[:] = map(f, [n + 1])"),
    ("map-update", "def f(n):\n x = {}\n x.update(map(f, [n + 1]))"),
    ("map-for", "def f(n):\n for x in map(f, [n + 1]): pass"),
    ("filter-itself", "def f(n): return list(filter(f, [n + 1]))"),
    ("key-sorted", "def f(n): return sorted([n + 1], key=f)"),
    ("key-sort", "def f(n):\n x = [n + 1]\n x.sort(key=f)"),
    ("key-min", "def f(n): return min([n + 1, 2], key=f)"),
    ("key-max", "def f(n): return max(n + 1, 2, key=f)"),
    ("comparing", "def f(n): return sorted([1, 2], key=functools.cmp_to_key(lambda a, b: f(n + 1)))"),
    ("comparing-max", "def f(n): return max([1, 2], key=functools.cmp_to_key(lambda a, b: f(n + 1)))"),
    ("comparing-key", "K = functools.cmp_to_key(lambda a, b: f(0))\ndef f(n): return K(1) == K(2)"),
    ("comparing-in", "K = functools.cmp_to_key(lambda a, b: f(0))\ndef f(n): return [K(1)] < [K(2)]"),
    ("calls", "def f(n): return list(iter(lambda: f(n + 1), 2))"),
    ("reduce", "def f(a, b=0): return functools.reduce(f, [1, 2])"),
    ("partial", "def f(n): return functools.partial(f, n + 1)()"),
    ("partial-chain", "def f(n):\n p = len\n for i in range(3000): p = functools.partial(p)\n return p('a')"),
    ("partial-of-partial", "def f(n): return functools.partial(functools.partial(f), n + 1)()"),
    ("substitute", "def f(n): return re.sub('a', lambda m: f(n + 1), 'a')"),
    ("substitute-pattern", "P = re.compile('(?=a)a')\ndef f(n): return P.sub(f, 'a')"),
    ("substitute-compiled", "P = re.compile('a')\ndef f(n): return P.subn(f, 'a')"),
    ("any", "def f(n): return any(f(n + 1) for x in [1])"),
    ("all", "def f(n): return all([f(n + 1) for x in [1]])"),
    ("comprehensions", "def f(n): return [[[f(n + 1) for z in [1]] for y in [1]] for x in [1]]"),
    ("comprehension-if", "def f(n): return {x: 1 for x in [1] for y in [2] if f(n + 1)}"),
    ("json-hook", "def f(n): return json.loads('{\"a\": [{}]}', object_hook=f)"),
    ("json-pairs", "def f(n): return json.loads('{}', object_pairs_hook=f)"),
    ("json-float", "def f(n): return json.loads('1.5', parse_float=f)"),
    ("json-default", "def f(n): return json.dumps(f, default=f)"),
    ("json-default-inside", "def f(n): return json.dumps([{'a': f}], default=lambda x: [[x]], indent=1)"),
    ("methodcaller", "def f(n): return operator.methodcaller('sort', key=f)([n + 1])"),
    ("bound-method", "def f(n):\n x = [n + 1]\n s = x.sort\n s(key=f)"),
    ("format", "def f(n): return f'{n:{f(n + 1)}}'"),
    ("format-call", "def f(n): return '{0:{1}}'.format(1, f(n + 1))"),
    ("percent", "def f(n): return '%s %r' % (f(n + 1), 1)"),
    (
        "raise-deep",
        "def f(n):\n if n > 120: raise ValueError(n)\n try: return f(n + 1)\n except ValueError as e: raise KeyError(n) from e",
    ),
    ("finally-again", "def f(n):\n try: return f(n + 1)\n finally: f(n + 1)"),
    ("handler-again", "def f(n):\n try: raise ValueError\n except ValueError: return f(n + 1)"),
    ("subscript-target", "def f(n):\n x = [1]\n x[f(n + 1)] = 1"),
    ("augmented", "def f(n):\n x = [1]\n x[0] += f(n + 1)"),
    ("unpacking", "def f(n):\n (a, [b, *c]), *d = (1, [2, f(n + 1)]), 3"),
    ("delete", "def f(n):\n x = [1]\n del x[f(n + 1)]"),
    ("assert", "def f(n): assert f(n + 1), f(n)"),
    ("match-subject", "def f(n):\n match f(n + 1):\n  case [1, *x]: pass"),
    ("match-guard", "def f(n):\n match n:\n  case x if f(n + 1): pass"),
    ("raise-call", "def f(n): raise f(n + 1)"),
    ("return-tuple", "def f(n): return n, [f(n + 1)], {1: 2}"),
    ("walrus", "def f(n): return (x := f(n + 1)) + x"),
    ("ternary", "def f(n): return f(n + 1) if f(n + 1) else f(n + 1)"),
    ("mutual", "def h(n): return f(n + 1)\ndef f(n): return h(n + 1)"),
    ("print-map", "def f(n): print(*map(f, [n + 1]))"),
    ("statistics", "def f(n): return statistics.mean(map(f, [n + 1]))"),
    ("math-sum", "def f(n): return math.fsum(map(f, [n + 1]))"),
    ("math-prod", "def f(n): return math.prod(map(f, [n + 1]))"),
    ("string-template", "def f(n): return string.Template('$a').substitute(a=f(n + 1))"),
    (
        "merge-chain",
        "def f(n):\n g = iter([1])\n for i in range(3000): g = heapq.merge(g, [2])\n return list(g)",
    ),
    ("merge-key", "def f(n): return list(heapq.merge([n], [2], key=lambda x: f(n + 1)))"),
    ("heap-key", "def f(n): return heapq.nlargest(2, [n, 2, 3], key=lambda x: f(n + 1))"),
    ("bisect-key", "def f(n): return bisect.bisect([n], 1, key=lambda x: f(n + 1))"),
    ("exit-stack", "def f(n):\n with contextlib.ExitStack() as s: s.callback(f, n + 1)"),
    (
        "exit-stacks",
        "def f(n):\n s = contextlib.ExitStack()\n for i in range(3000):\n  t = contextlib.ExitStack()\n  t.push(s)\n  s = t\n s.close()",
    ),
    (
        "context-manager",
        "@contextlib.contextmanager\ndef c(n):\n with c(n + 1): yield\ndef f(n):\n with c(n): pass",
    ),
    ("context-decorator", "@contextlib.contextmanager\ndef c(): yield\n@c()\ndef f(n): return f(n + 1)"),
    ("dispatch", "@functools.singledispatch\ndef f(n): return f(n + 1)"),
    (
        "dispatch-chain",
        "def f(n):\n g = len\n for i in range(3000): g = functools.singledispatch(g)\n return g('a')",
    ),
    ("literal", "def f(n):\n ast.literal_eval('[' * 39 + ']' * 39)\n return f(n + 1)"),
    (
        "literal-key",
        "def f(n): return sorted([n], key=lambda x: [ast.literal_eval('-(' * 30 + ')' * 30) if n < 0 else f(n + 1)])",
    ),
    (
        "literal-sorted",
        "def h(n):\n ast.literal_eval('{1: (' * 19 + ')}' * 19)\n return f(n + 1)\ndef f(n): return sorted([n], key=h)",
    ),
    ("string-io", "def f(n): return print(f(n + 1), file=io.StringIO())"),
];

/// Values nested `d` levels deep, and what is done with them where the stack is deepest already.
const NESTS: &[&str] = &[
    "x = [x]",
    "x = (x,)",
    "x = {1: x}",
    "x = {'a': [x]}",
    "x = frozenset([x])",
    "x = slice(x)",
    "x = ValueError(x)",
    "x = [x, x]",
    "x = functools.partial(len, x)",
    "x = {1: x}.items()",
    "x = {1: x}.values()",
    "x = [({'a': x},)]",
];
const OPERATIONS: &[&str] = &[
    "repr(x)",
    "str(x)",
    "f'{x}'",
    "'%r' % (x,)",
    "'{}'.format(x)",
    "x == y",
    "x != y",
    "x < y",
    "sorted([x, y])",
    "max(x, y)",
    "[x] == [y]",
    "x in [y]",
    "[y].index(x)",
    "[y].count(x)",
    "hash(x)",
    "{x: 1}",
    "{x} == {y}",
    "json.dumps(x)",
    "json.dumps(x, indent=1, sort_keys=True, default=str)",
    "print(x, y)",
    "isinstance(1, x)",
    "ValueError(x, y)",
    "[(x, y)].sort()",
    "list(x)",
    "dict(x)",
    "format(x)",
    "ascii(x)",
    "urllib.parse.urlencode({'a': x}, doseq=True)",
    "statistics.mode([x, y])",
    "operator.eq(x, y)",
    "x",
];

struct Case {
    name: String,
    source: String,
}

fn main() -> ExitCode {
    if is_listing("stack") {
        return ExitCode::SUCCESS;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        arguments.iter().find_map(|argument| argument.strip_prefix(name)).and_then(|size| size.parse().ok())
    };
    let (compile, evaluate) =
        (option("--compile=").unwrap_or(COMPILE), option("--evaluate=").unwrap_or(EVALUATE));
    let wanted = arguments.iter().find(|argument| !argument.starts_with('-')).cloned().unwrap_or_default();
    let verbose = arguments.iter().any(|argument| argument == "--verbose");
    let is_chosen = |name: &str| match wanted.strip_suffix('$') {
        Some(whole) => name == whole,
        None => name.contains(&wanted),
    };
    let chosen: Vec<Case> = cases().into_iter().filter(|case| is_chosen(&case.name)).collect();
    let Some(compiled) = on_stack(compile, move || compile_all(chosen, verbose)) else {
        return ExitCode::FAILURE;
    };
    let count = compiled.len();
    let (deep, refused) = on_stack(evaluate, move || evaluate_all(&compiled, verbose)).unwrap_or_default();
    println!("{count} evaluated, {deep} of them to a limit");
    for name in &refused {
        println!("{name}: an internal error");
    }
    if (deep > 1_000 || !wanted.is_empty()) && refused.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn on_stack<T: Send + 'static>(kib: usize, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    thread::Builder::new().stack_size(kib << 10).spawn(work).ok()?.join().ok()
}

/// Compiles, and drops what does not compile: neither may overflow.
fn compile_all(cases: Vec<Case>, verbose: bool) -> Vec<(String, Policy)> {
    let engine = Engine::new();
    let surface = Surface::custom(&[]);
    let mut compiled = Vec::new();
    for case in cases {
        if verbose {
            println!("compile {}", case.name);
        }
        match engine.compile(&case.name, &surface, &case.source) {
            Ok(policy) => {
                drop(engine.compile(&case.name, &surface, &case.source));
                compiled.push((case.name, policy));
            }
            Err(error) if verbose => println!("  {error}"),
            Err(_) => {}
        }
    }
    compiled
}

fn evaluate_all(compiled: &[(String, Policy)], verbose: bool) -> (usize, Vec<String>) {
    let request = Request::custom([("unused", 0_i64)]);
    let mut scratch = Scratch::new();
    let (mut deep, mut broken) = (0_usize, Vec::new());
    for (name, policy) in compiled {
        if verbose {
            println!("evaluate {name}");
        }
        let decision = policy.evaluate_in(&mut scratch, &request, &NoHost, Options::default());
        let message = decision.failure.map(|failure| failure.message).unwrap_or_default();
        if verbose {
            println!("  {:?} {}", decision.outcome, message.get(..100).unwrap_or(&message));
        }
        if message.contains("limit reached") || message.contains("limit") {
            deep = deep.saturating_add(1);
        }
        if message.contains("internal") && decision.outcome == Outcome::Error {
            broken.push(name.clone());
        }
    }
    (deep, broken)
}

const HEAD: &str = "import re, json, functools, operator, datetime, urllib.parse, statistics, math, string\n\
    import heapq, bisect, contextlib, ast, io\n\
                    def g(x, *a, **k): return x\n";

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: String, body: String| cases.push(Case { name, source: format!("{HEAD}{body}") });
    for (index, (open, close)) in EXPRESSIONS.iter().enumerate() {
        for depth in [1, 2, 4, 7, 15, 30, 60, 90, 120, 180] {
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            add(
                format!("expression-{index}-{depth}"),
                format!("def f(n): return {open}f(n + 1){close}\nreturn f(0)"),
            );
            add(
                format!("generator-expression-{index}-{depth}"),
                format!("def f(n): yield from {open}list(f(n + 1)){close}\nreturn list(f(0))"),
            );
            add(
                format!("yielding-expression-{index}-{depth}"),
                format!("def f(n):\n x = {open}((yield 1) + list(f(n + 1))){close}\nreturn list(f(0))"),
            );
        }
    }
    for (index, block) in BLOCKS.iter().enumerate() {
        for depth in [1, 2, 4, 8, 16, 19] {
            let body = nested_blocks(block, depth);
            add(format!("block-{index}-{depth}"), format!("def f(n):\n{body}return f(0)"));
            let body = body.replace("f(n + 1)", "yield from f(n + 1)").replace("return yield", "yield");
            add(format!("generator-block-{index}-{depth}"), format!("def f(n):\n{body}return list(f(0))"));
        }
    }
    for (name, body) in FUNCTIONS {
        add(format!("function-{name}"), format!("{body}\nreturn list([f(0)])"));
    }
    for (name, body) in FUNCTIONS {
        // The same inside of all that a tree may hold at once.
        let deep = body.replace("f(n + 1)", &format!("{}f(n + 1){}", "[".repeat(90), "]".repeat(90)));
        add(format!("function-deep-{name}"), format!("{deep}\nreturn list(f(0))"));
    }
    for (nest, make) in NESTS.iter().enumerate() {
        for (operation, text) in OPERATIONS.iter().enumerate() {
            for levels in [30, 48, 98, 103, 5_000] {
                let build = format!(
                    "x = y = h = 0\nfor i in range({levels}): {make}\nt = x\nx = y\nfor i in range({levels}): {make}\ny, x = x, t"
                );
                add(format!("nested-{nest}-{operation}-{levels}"), format!("{build}\nreturn {text}"));
                if levels < 100 {
                    add(
                        format!("nested-deep-{nest}-{operation}-{levels}"),
                        format!(
                            "{build}\ndef f(n):\n if n > 120: return {text}\n return f(n + 1)\nreturn f(0)"
                        ),
                    );
                    add(
                        format!("nested-key-{nest}-{operation}-{levels}"),
                        format!(
                            "{build}\ndef f(n):\n if n > {}: return {text}\n return sorted([n + 1], key=f)\nreturn f(0)",
                            98 - levels
                        ),
                    );
                }
            }
        }
    }
    cases
}

fn nested_blocks(block: &str, depth: usize) -> String {
    let mut before = String::new();
    let mut after = Vec::new();
    let mut indent = 1;
    for _ in 0..depth {
        let pad = " ".repeat(indent);
        match block.split_once('\n') {
            // Clauses behind the block, or what stands between the block's head and its body.
            Some((head, clause)) if clause.starts_with(" finally") || clause.starts_with(" except") => {
                before.push_str(&format!("{pad}{head}\n"));
                after.push(format!("{pad}{}\n", clause.trim_start()));
                indent += 1;
            }
            Some((head, rest)) => {
                before.push_str(&format!("{pad}{head}\n"));
                for line in rest.lines() {
                    before.push_str(&format!("{pad}{line}\n"));
                }
                indent += 3;
            }
            None => {
                before.push_str(&format!("{pad}{block}\n"));
                indent += 1;
            }
        }
    }
    let mut text = format!("{before}{}return f(n + 1)\n", " ".repeat(indent));
    while let Some(clause) = after.pop() {
        text.push_str(&clause);
    }
    text
}
