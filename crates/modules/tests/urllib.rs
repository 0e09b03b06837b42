//! `urllib.parse` against CPython's answers (`conformance/oracle/urllib_table.py`).

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]
#![expect(clippy::panic, reason = "tests")]

mod support;

use hognose_eval::text::quote::repr;
use hognose_modules::raised::Raised;
use hognose_modules::urllib::{QueryOptions, Safe, Url, defrag, fields, join, netloc, quote, unquote};
use serde_json::{Value, json};

fn failed(raised: &Raised) -> Value {
    format!("!{}: {}", raised.kind, raised.message).into()
}

fn describe(answer: Result<Url<'_>, Raised>, whole: bool) -> Value {
    let it = match answer {
        Ok(it) => it,
        Err(raised) => return json!([failed(&raised)]),
    };
    let mut parts = vec![&it.scheme, &it.netloc, &it.path, &it.query, &it.fragment];
    if whole {
        parts.insert(3, &it.params);
    }
    json!([
        parts,
        netloc::username(&it.netloc),
        netloc::password(&it.netloc),
        netloc::hostname(&it.netloc),
        netloc::port(&it.netloc).map_or_else(|raised| failed(&raised), |port| json!(port)),
        if whole { it.unparse() } else { it.unsplit() },
    ])
}

fn quoted(text: &str, safe: &str, plus: bool) -> String {
    let mut out = String::new();
    let Ok(()) = quote(text.as_bytes(), Safe::with(safe.as_bytes()), plus, &mut out);
    out
}

fn unquoted(bytes: &[u8], plus: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let Ok(()) = unquote(bytes, plus, &mut out);
    out
}

/// What is not ASCII stays as it is, and ends what is decoded together.
fn unquoted_text(bytes: &[u8]) -> String {
    bytes
        .chunk_by(|left, right| left.is_ascii() == right.is_ascii())
        .map(|run| String::from_utf8_lossy(&unquoted(run, true)).into_owned())
        .collect()
}

fn answer(operation: &str, value: &Value) -> Value {
    let text = |at: usize| value[at].as_str().unwrap();
    let flag = |at: usize| value[at].as_bool().unwrap();
    match operation {
        "parse" => json!([
            describe(Url::parse(text(0), text(1), flag(2)), true),
            describe(Url::split(text(0), text(1), flag(2)), false),
        ]),
        "unparse" => {
            let it = Url {
                scheme: text(0).into(),
                netloc: text(1).into(),
                path: text(2).into(),
                params: text(3).into(),
                query: text(4).into(),
                fragment: text(5).into(),
            };
            json!([it.unparse(), it.unsplit()])
        }
        "join" => json!([
            join(text(0), text(1), flag(2)).map_or_else(|raised| failed(&raised), |it| json!(it)),
            defrag(text(0)).map_or_else(|raised| failed(&raised), |(url, fragment)| json!([url, fragment])),
        ]),
        "quote" => {
            let bytes = unquoted(text(0).as_bytes(), false);
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let plus = text(0).contains(' ');
            json!([
                quoted(text(0), text(1), false),
                quoted(text(0), text(1), plus),
                hex,
                unquoted_text(text(0).as_bytes()),
            ])
        }
        "query" => {
            let options = QueryOptions {
                keep_blank_values: flag(1),
                strict: flag(2),
                max_fields: value[3].as_i64(),
                separator: text(4).as_bytes(),
            };
            let shown = |piece: &[u8]| {
                let mut out = String::new();
                let Ok(()) = repr(std::str::from_utf8(piece).unwrap(), &mut out);
                out
            };
            let pair = |(name, value)| json!([unquoted_text(name), unquoted_text(value)]);
            let found = fields(text(0).as_bytes(), options, shown)
                .and_then(|it| it.map(|field| field.map(pair)).collect::<Result<Vec<Value>, Raised>>());
            json!([found.map_or_else(|raised| failed(&raised), Value::Array)])
        }
        other => panic!("unknown operation {other}"),
    }
}

#[test]
fn answers_as_cpython() {
    support::check("urllib.jsonl", answer);
}
