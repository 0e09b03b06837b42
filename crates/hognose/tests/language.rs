//! `spec/language.md` against the engine: the examples of `spec/syntax.toml`, the built-in names and the attributes of the built-in
//! types, of what CPython has (`tests/data/language.json`, which `conformance/oracle/language_names.py` writes).
//!
//! What CPython has and the table does not must be refused with a code, or be in `spec/language-left-out.toml` with a reason.
//! `HOGNOSE_BLESS=1` writes the page anew.

#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hognose::{Engine, NoHost, Options, Request, Surface};
use hognose_eval::row::Member;
use hognose_eval::table::{Builder, Table};
use serde::Deserialize;

/// What CPython has.
#[derive(Deserialize)]
struct Names {
    nodes: BTreeSet<String>,
    builtins: Vec<String>,
    types: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Syntax {
    feature: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    what: String,
    nodes: Vec<String>,
    example: String,
    /// `repr` of what the example gives.
    value: Option<String>,
    /// The code of the only diagnostic.
    code: Option<String>,
}

/// Types with reasons and the attributes they are for.
type LeftOut = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| format!("{path}: {error}"))
}

/// What a source is refused with.
struct Refusal {
    code: String,
    message: String,
    /// What to write instead.
    help: Option<String>,
}

fn refusals(source: &str) -> Vec<Refusal> {
    let refusal = |diagnostic: &hognose::Diagnostic| Refusal {
        code: diagnostic.code.to_owned(),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
    };
    match Engine::builder().build().compile("example", &Surface::custom(&[]), source) {
        Ok(_) => Vec::new(),
        Err(error) => error.diagnostics().iter().map(refusal).collect(),
    }
}

/// The advice that comes with refusals, each of which must have some; CPython's own errors have their message only.
fn advice(what: &str, refusals: &[Refusal], problems: &mut Vec<String>) -> String {
    let mut advice: Vec<&str> = Vec::new();
    for refusal in refusals.iter().filter(|refusal| refusal.code != "E0001") {
        match refusal.help.as_deref() {
            Some(help) if !advice.contains(&help) => advice.push(help),
            Some(_) => {}
            None => problems.push(format!("{what}: {} says not what to write instead", refusal.code)),
        }
    }
    advice.join("; ").replace('|', "\\|")
}

fn value(source: &str) -> Result<String, String> {
    let engine = Engine::builder().build();
    let policy =
        engine.compile("example", &Surface::custom(&[]), source).map_err(|error| error.to_string())?;
    let request = Request::custom::<&str, bool>([]);
    let (decision, repr) = policy.evaluate_repr(&request, &NoHost, Options::default());
    repr.ok_or_else(|| format!("{:?}", decision.failure))
}

fn listed(names: impl IntoIterator<Item = String>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ")
}

fn syntax(names: &Names, problems: &mut Vec<String>) -> String {
    let syntax: Syntax = toml::from_str(&read("spec/syntax.toml")).expect("spec/syntax.toml");
    let (mut here, mut out) = (String::new(), String::new());
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for feature in &syntax.feature {
        let source = feature.example.trim();
        let code: String = source
            .chars()
            .flat_map(|c| if c.is_ascii() { vec![c] } else { c.escape_unicode().collect() })
            .collect();
        match (&feature.value, &feature.code) {
            (Some(wanted), None) => {
                match value(source) {
                    Ok(value) if value == *wanted => {}
                    other => problems.push(format!("{}: {other:?} instead of {wanted}", feature.what)),
                }
                let nodes = listed(feature.nodes.iter().cloned());
                let _ = write!(
                    here,
                    "\n### {}\n\n{nodes}\n\n```python\n{code}\n```\n\n`{wanted}`\n",
                    feature.what
                );
            }
            (None, Some(wanted)) => {
                let found = refusals(source);
                let advice = advice(&feature.what, &found, problems);
                let refused: BTreeSet<String> = found.into_iter().map(|refusal| refusal.code).collect();
                if refused != BTreeSet::from([wanted.clone()]) {
                    problems.push(format!("{}: {refused:?} instead of {wanted}", feature.what));
                }
                let code = code.replace('\n', "`<br>`").replace('|', "\\|");
                let _ =
                    writeln!(out, "| {} | [{wanted}](diagnostics.md) | `{code}` | {advice} |", feature.what);
            }
            _ => problems.push(format!("{}: needs a value or a code", feature.what)),
        }
        shown.extend(feature.nodes.iter().cloned());
    }
    for node in names.nodes.symmetric_difference(&shown) {
        problems.push(format!("node type {node}: without an example, or unknown to CPython"));
    }
    format!(
        "\n## Syntax\n{here}\n## Left out of the syntax\n\n\
         | what | diagnostic | example | instead |\n|---|---|---|---|\n{out}"
    )
}

fn builtins(table: &Table, names: &Names, problems: &mut Vec<String>) -> String {
    let (mut functions, mut types, mut exceptions, mut out) = (vec![], vec![], vec![], String::new());
    for name in &names.builtins {
        let refused = refusals(&format!("return {name}"));
        let known = if refused.is_empty() { table.global(name) } else { None };
        match known.map(|row| row.member) {
            Some(Member::Type(class)) if class.is_subclass(&hognose_eval::class::BASE_EXCEPTION) => {
                exceptions.push(name.clone());
            }
            Some(Member::Type(_)) => types.push(name.clone()),
            Some(_) => functions.push(name.clone()),
            // Literals.
            None if matches!(name.as_str(), "None" | "True" | "False") => {}
            None => match refused.as_slice() {
                [Refusal { code, message, .. }] => {
                    let advice = advice(name, &refused, problems);
                    let _ = writeln!(out, "| `{name}` | [{code}](diagnostics.md) | {message} | {advice} |");
                }
                other => problems.push(format!("{name}: {} diagnostics instead of one", other.len())),
            },
        }
    }
    let more: Vec<&str> = table
        .globals()
        .map(|row| row.name)
        .filter(|name| !names.builtins.iter().any(|known| known == name))
        .collect();
    if !more.is_empty() {
        problems.push(format!("{more:?}: unknown to CPython"));
    }
    format!(
        "\n## Built-in names\n\n| | |\n|---|---|\n| functions | {} |\n| types | {} |\n| exceptions | {} |\n\n\
         ## Built-in names that are left out\n\n\
         | name | diagnostic | why | instead |\n|---|---|---|---|\n{out}",
        listed(functions),
        listed(types),
        listed(exceptions)
    )
}

fn types(table: &Table, names: &Names, problems: &mut Vec<String>) -> String {
    let reasons: LeftOut =
        toml::from_str(&read("spec/language-left-out.toml")).expect("spec/language-left-out.toml");
    let mut text =
        String::from("\n## Attributes of the built-in types\n\n| type | here | out |\n|---|---|---|\n");
    let none = BTreeMap::new();
    for class in table.classes().iter().filter(|class| class.module == "builtins") {
        let Some(attributes) = names.types.get(class.name) else { continue };
        let (here, missing): (BTreeSet<&String>, BTreeSet<&String>) =
            attributes.iter().partition(|name| table.member(class, name).is_some());
        let mut left_out = BTreeSet::new();
        for level in std::iter::successors(Some(*class), |class| class.base) {
            left_out.extend(reasons.get(level.name).unwrap_or(&none).values().flatten());
        }
        for name in missing.difference(&left_out) {
            problems.push(format!("{}.{name}: neither here nor left out", class.name));
        }
        for name in reasons.get(class.name).unwrap_or(&none).values().flatten() {
            if !missing.contains(name) {
                problems.push(format!("{}.{name}: left out, and here or unknown to CPython", class.name));
            }
        }
        // What a type has of another one is said there.
        let inherited = |name: &&String| class.base.is_some_and(|base| table.member(base, name).is_some());
        let here: Vec<String> = here.into_iter().filter(|name| !inherited(name)).cloned().collect();
        let own = reasons.get(class.name).unwrap_or(&none).iter();
        let out: Vec<String> =
            own.map(|(reason, names)| format!("{}: {reason}", listed(names.iter().cloned()))).collect();
        if !(here.is_empty() && out.is_empty()) {
            let base = class.base.map_or_else(String::new, |base| format!(" (a `{}`)", base.name));
            let _ = writeln!(text, "| `{}`{base} | {} | {} |", class.name, listed(here), out.join("; "));
        }
    }
    text
}

const HEAD: &str = "\
# The language

What an expression can be made of, of what CPython 3.13 has. The page is written by a test (`crates/hognose/tests/language.rs`): the
examples of `spec/syntax.toml` are run, and names and attributes come from the table that decides what a policy can reach. Modules are in
[modules.md](modules.md), diagnostics in [diagnostics.md](diagnostics.md), authentik's names in `bindings.toml`; every deliberate difference in
what there is stands in the compatibility page of the book.
";

#[test]
fn the_page_says_what_there_is() {
    let names: Names = serde_json::from_str(&read("crates/hognose/tests/data/language.json")).unwrap();
    let table = Builder::new().build();
    let mut problems = Vec::new();
    let page = format!(
        "{HEAD}{}{}{}",
        syntax(&names, &mut problems),
        builtins(&table, &names, &mut problems),
        types(&table, &names, &mut problems)
    );
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let path = root().join("spec/language.md");
    if std::env::var_os("HOGNOSE_BLESS").is_some() {
        std::fs::write(path, page).unwrap();
    } else {
        assert_eq!(page, read("spec/language.md"), "HOGNOSE_BLESS=1 writes the page anew");
    }
}
