//! The table of capabilities is made from the declarations and kept in `spec/capabilities.md`.
//!
//! `UPDATE=1 cargo test -p hognose-authentik --test capability_table` writes it anew.
#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose_authentik::bindings::tables::BINDINGS;
use hognose_eval::table;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "\
# Capabilities

What a host can grant an engine, and what needs it. Nothing is granted by default but `message`, `log` and what needs no grant. A policy
that names something ungranted does not compile (`E0401`, with the place of each use); what is found only at run time, such as a
write through an alias, ends the evaluation (`E0511`), and no `except` sees it. The table is made from `spec/bindings.toml` and the
engine's rows.

An *effect* is data on the decision, for the host to apply or refuse. A *host call* is asked while the policy runs, and its
reply stands in the journal.

";

/// Host calls by their capabilities.
const CALLS: &[(&str, &[&str])] = &[
    ("clock", &["clock.now"]),
    ("random", &["random.bytes"]),
    ("directory.read", &["directory.query", "directory.check_password", "directory.has_perm"]),
    ("jwt.issue", &["jwt.issue", "jwt.encode"]),
    ("http.request", &["http.request"]),
    ("dns.resolve", &["dns.resolve", "dns.reverse"]),
];

fn quoted(names: impl IntoIterator<Item = String>) -> String {
    let names: BTreeSet<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "–".to_owned() } else { names.into_iter().collect::<Vec<_>>().join(", ") }
}

fn page() -> String {
    let mut out = HEAD.to_owned();
    let release = BINDINGS.default_release;
    let table =
        hognose_authentik::register(hognose_modules::register(table::Builder::new()), release).build();
    out.push_str("| capability | what is granted | helpers and functions | methods and fields | effects | host calls |\n");
    out.push_str("|---|---|---|---|---|---|\n");
    for (name, doc) in BINDINGS.capabilities {
        let helpers = BINDINGS.helpers.iter().filter(|helper| helper.capability == Some(*name));
        let globals = table.globals().filter(|row| row.capability.is_some_and(|needed| needed.0 == *name));
        let mut functions: Vec<String> = helpers.map(|helper| helper.name.to_owned()).collect();
        functions.extend(globals.map(|row| row.name.to_owned()));
        let mut members = Vec::new();
        for decl in BINDINGS.types {
            let methods = decl.methods.iter().filter(|method| method.capability == Some(*name));
            let own = methods.filter(|method| decl.lineage.first() == Some(&method.owner));
            members.extend(own.map(|method| format!("{}.{}()", decl.name, method.name)));
            let fields = decl.fields.iter().filter(|field| field.write == Some(*name));
            let own = fields.filter(|field| decl.lineage.first() == Some(&field.owner));
            members.extend(own.map(|field| format!("{}.{}", decl.name, field.name)));
        }
        let effects = BINDINGS.effects.iter().filter(|effect| effect.capability == *name);
        let calls = CALLS.iter().filter(|(capability, _)| capability == name).flat_map(|(_, calls)| *calls);
        writeln!(
            out,
            "| `{name}` | {doc} | {} | {} | {} | {} |",
            quoted(functions),
            quoted(members),
            quoted(effects.map(|effect| effect.name.to_owned())),
            quoted(calls.map(|call| (*call).to_owned())),
        )
        .unwrap();
    }
    out
}

#[test]
fn the_table_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/capabilities.md");
    let text = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} is not current: run this test with UPDATE=1", path.display());
}

/// Every capability that a row needs can be granted.
#[test]
fn rows_need_what_can_be_granted() {
    let release = BINDINGS.default_release;
    let table =
        hognose_authentik::register(hognose_modules::register(table::Builder::new()), release).build();
    let known: BTreeSet<&str> = BINDINGS.capabilities.iter().map(|(name, _)| *name).collect();
    let rows = table.classes().iter().flat_map(|class| class.rows.iter().copied().flatten());
    for row in rows.chain(table.globals()) {
        if let Some(needed) = row.capability {
            assert!(known.contains(needed.0), "{} needs {}", row.name, needed.0);
        }
    }
}

/// Every helper and method that is declared is carried out.
#[test]
fn what_is_declared_is_there() {
    let release = BINDINGS.preview.unwrap_or(BINDINGS.default_release);
    let table =
        hognose_authentik::register(hognose_modules::register(table::Builder::new()), release).build();
    let mut missing: Vec<String> = BINDINGS
        .helpers
        .iter()
        .filter(|helper| helper.available.covers(release) && table.global(helper.name).is_none())
        .map(|helper| helper.name.to_owned())
        .collect();
    for class in table.classes() {
        let Some(decl) = hognose_authentik::bindings::classes::declared(class) else { continue };
        let methods = decl.methods.iter().filter(|method| method.available.covers(release));
        let absent = methods.filter(|method| table.member(class, method.name).is_none());
        missing.extend(absent.map(|method| format!("{}.{}", decl.name, method.name)));
    }
    // Queries are classes of their own.
    missing
        .retain(|name| !["QuerySet.", "Manager.", "RelatedManager."].iter().any(|of| name.starts_with(of)));
    assert!(missing.is_empty(), "{missing:?}");
}
