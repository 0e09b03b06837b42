use super::*;
use crate::oracle::{Datum, check, list};

#[test]
fn answers_are_those_of_cpython() {
    check("textwrap", |function, a| {
        let text = a.first().map(Datum::str).unwrap_or_default();
        let mut free = |_: usize| Ok::<(), Raised>(());
        let mut options = Options::default();
        if let Some(Datum::Dict(given)) = a.get(1) {
            for (name, value) in given {
                match name.str() {
                    "width" => options.width = value.int(),
                    "initial_indent" => options.initial_indent = Ok(value.str()),
                    "subsequent_indent" => options.subsequent_indent = Ok(value.str()),
                    "expand_tabs" => options.expand_tabs = value.bool(),
                    "replace_whitespace" => options.replace_whitespace = value.bool(),
                    "fix_sentence_endings" => options.fix_sentence_endings = value.bool(),
                    "break_long_words" => options.break_long_words = value.bool(),
                    "drop_whitespace" => options.drop_whitespace = value.bool(),
                    "break_on_hyphens" => {
                        options.break_on_hyphens = value.bool();
                        options.split_at_hyphens = value.bool();
                    }
                    "tabsize" => options.tabsize = value.int(),
                    "max_lines" => options.max_lines = value.option().map(Datum::int),
                    "placeholder" => options.placeholder = Ok(value.str()),
                    other => return Err(Raised::value(format!("no option {other}"))),
                }
            }
        }
        Ok(match function {
            "wrap" => list(wrap(text, &options, &mut free)?),
            "fill" => fill(text, &options, &mut free)?.into(),
            "shorten" => shorten(text, &options, &mut free)?.into(),
            "dedent" => dedent(text).into(),
            "indent" => indent(text, a.get(1).map(Datum::str).unwrap_or_default(), None, &mut free)?.into(),
            other => return Err(Raised::value(format!("no function {other}"))),
        })
    });
}

#[test]
fn a_long_indent_is_charged() {
    let indent = "x".repeat(10_000);
    let options = Options {
        width: 1,
        initial_indent: Ok(&indent),
        subsequent_indent: Ok(&indent),
        ..Options::default()
    };
    let mut left = 1_000_000_usize;
    let mut charge = |size: usize| {
        left = left.checked_sub(size).ok_or_else(|| Raised::value("full"))?;
        Ok::<(), Raised>(())
    };
    assert_eq!(wrap(&"a ".repeat(1_000), &options, &mut charge), Err(Raised::value("full")));
}

#[test]
fn it_ends_where_an_indent_leaves_no_room() {
    for drop_whitespace in [true, false] {
        let options = Options {
            width: 1,
            initial_indent: Ok("  "),
            subsequent_indent: Ok("  "),
            drop_whitespace,
            ..Options::default()
        };
        let mut free = |_: usize| Ok::<(), Raised>(());
        assert!(wrap("some words", &options, &mut free).is_ok_and(|lines| lines.len() <= 10));
    }
}
