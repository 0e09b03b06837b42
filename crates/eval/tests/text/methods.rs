//! The methods that `str` and `bytes` share.

use hognose_eval::text::build::{self, Align, Translation};
use hognose_eval::text::bytes::{self, Case};
use hognose_eval::text::range::{Slice, window};
use hognose_eval::text::strip::{self, Ends};
use hognose_eval::text::{Measure, Sequence, Text, case, class, lines, order, quote, search, split};
use serde_json::{Value, json};

#[test]
fn methods_answer_as_the_reference() {
    super::check("text_methods.jsonl", |function, arguments| match function.split_once('.').unwrap() {
        ("s", name) => of_text(name, arguments),
        (_, name) => of_bytes(name, arguments),
    });
}

/// What a function writes; measuring it must give the same size.
macro_rules! written {
    ($kind:ty, |$sink:ident| $write:expr) => {{
        let mut out = <$kind>::default();
        let $sink = &mut out;
        $write.unwrap();
        assert_eq!(Measure::of(|$sink| $write), out.len());
        out
    }};
}

/// An argument as text.
fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Bytes as the data writes them.
fn show(bytes: &[u8]) -> Value {
    bytes.iter().map(|&byte| char::from(byte)).collect::<String>().into()
}

/// An argument as bytes.
fn blob(value: &Value) -> Vec<u8> {
    text(value).chars().map(|char| u8::try_from(char).unwrap()).collect()
}

/// A position, or -1.
fn place(found: Option<usize>) -> Value {
    found.map_or(json!(-1), |at| json!(at))
}

/// The ends that a method of this name strips.
fn ends(name: &str) -> Ends {
    match name {
        "strip" => Ends::Both,
        "lstrip" => Ends::Left,
        _ => Ends::Right,
    }
}

/// The alignment that a method of this name makes.
fn align(name: &str) -> Align {
    match name {
        "center" => Align::Center,
        "ljust" => Align::Left,
        _ => Align::Right,
    }
}

/// Functions that read only the text itself.
fn unary(name: &str, text: &str) -> Option<Value> {
    Some(match name {
        "upper" => written!(String, |sink| case::upper(text, sink)).into(),
        "lower" => written!(String, |sink| case::lower(text, sink)).into(),
        "title" => written!(String, |sink| case::title(text, sink)).into(),
        "capitalize" => written!(String, |sink| case::capitalize(text, sink)).into(),
        "swapcase" => written!(String, |sink| case::swapcase(text, sink)).into(),
        "casefold" => written!(String, |sink| case::casefold(text, sink)).into(),
        "isalpha" => class::str_is_alpha(text).into(),
        "isdigit" => class::str_is_digit(text).into(),
        "isdecimal" => class::str_is_decimal(text).into(),
        "isnumeric" => class::str_is_numeric(text).into(),
        "isalnum" => class::str_is_alnum(text).into(),
        "isspace" => class::str_is_space(text).into(),
        "isprintable" => class::str_is_printable(text).into(),
        "isidentifier" => class::str_is_identifier(text).into(),
        "islower" => class::str_is_lower(text).into(),
        "isupper" => class::str_is_upper(text).into(),
        "istitle" => class::str_is_title(text).into(),
        "repr" => written!(String, |sink| quote::repr(text, sink)).into(),
        "ascii" => written!(String, |sink| quote::ascii(text, sink)).into(),
        "isascii" => text.is_ascii().into(),
        _ => return None,
    })
}

/// The same for bytes.
fn byte_unary(name: &str, blob: &[u8]) -> Option<Value> {
    let recase = |case: Case| show(&written!(Vec<u8>, |sink| bytes::recase(blob, case, sink)));
    Some(match name {
        "upper" => recase(Case::Upper),
        "lower" => recase(Case::Lower),
        "title" => recase(Case::Title),
        "capitalize" => recase(Case::Capital),
        "swapcase" => recase(Case::Swap),
        "isalpha" => bytes::bytes_is_alpha(blob).into(),
        "isdigit" => bytes::bytes_is_digit(blob).into(),
        "isalnum" => bytes::bytes_is_alnum(blob).into(),
        "isspace" => bytes::bytes_is_space(blob).into(),
        "islower" => bytes::bytes_is_lower(blob).into(),
        "isupper" => bytes::bytes_is_upper(blob).into(),
        "istitle" => bytes::bytes_is_title(blob).into(),
        "repr" => written!(String, |sink| quote::repr_bytes(blob, sink)).into(),
        "isascii" => blob.is_ascii().into(),
        _ => return None,
    })
}

/// The parts of a split, in order.
fn parts<T: Sequence + ?Sized>(name: &str, whole: &T, separator: Option<&T>, most: i64) -> Vec<Vec<u8>> {
    let own = |part: &T| part.bytes().to_vec();
    let mut parts: Vec<_> = match (name, separator) {
        ("split", None) => split::words(whole, most).map(own).collect(),
        ("split", Some(separator)) => split::split(whole, separator, most).map(own).collect(),
        (_, None) => split::words_back(whole, most).map(own).collect(),
        (_, Some(separator)) => split::split_back(whole, separator, most).map(own).collect(),
    };
    if name == "rsplit" {
        parts.reverse();
    }
    parts
}

/// The three parts of `partition` or `rpartition`.
fn partition<'t, T: Sequence + ?Sized>(name: &str, whole: &'t T, separator: &'t T) -> [&'t T; 3] {
    let empty = whole.part(0, 0);
    if name == "partition" {
        let found = search::partition(whole, separator);
        found.map_or([whole, empty, empty], |(before, after)| [before, separator, after])
    } else {
        let found = search::rpartition(whole, separator);
        found.map_or([empty, empty, whole], |(before, after)| [before, separator, after])
    }
}

/// A method of `str`.
fn of_text(name: &str, arguments: &[Value]) -> Value {
    let subject = text(&arguments[0]);
    if let Some(value) = unary(name, subject) {
        return value;
    }
    let counted = Text::new(subject);
    let index: Vec<u32> = counted.offsets().collect();
    let expected = if counted.is_ascii() { None } else { Some(counted.len() / 64) };
    assert_eq!(index.len().checked_sub(1), expected);
    let value = with_text(name, counted, arguments);
    assert_eq!(
        value,
        with_text(name, counted.indexed(&index), arguments),
        "with an index: {name} {arguments:?}"
    );
    value
}

/// A method of `str` that takes arguments.
fn with_text(name: &str, subject: Text<'_>, arguments: &[Value]) -> Value {
    let whole = subject.as_str();
    let int = |at: usize| arguments[at].as_i64();
    let parts_of = |parts: Vec<Vec<u8>>| {
        parts.into_iter().map(|part| String::from_utf8(part).unwrap()).collect::<Vec<_>>().into()
    };
    match name {
        "find" => place(search::str_find(subject, text(&arguments[1]), int(2), int(3))),
        "rfind" => place(search::str_rfind(subject, text(&arguments[1]), int(2), int(3))),
        "count" => search::str_count(subject, text(&arguments[1]), int(2), int(3)).into(),
        "startswith" => search::str_starts(subject, text(&arguments[1]), int(2), int(3)).into(),
        "endswith" => search::str_ends(subject, text(&arguments[1]), int(2), int(3)).into(),
        "split" | "rsplit" => parts_of(parts(name, whole, arguments[1].as_str(), int(2).unwrap())),
        "strip" | "lstrip" | "rstrip" => match arguments[1].as_str() {
            None => strip::strip(whole, ends(name)).into(),
            Some(chars) => strip::str_strip(whole, chars, ends(name)).into(),
        },
        "partition" | "rpartition" => json!(partition(name, whole, text(&arguments[1]))),
        "removeprefix" => search::remove_prefix(whole, text(&arguments[1])).into(),
        "removesuffix" => search::remove_suffix(whole, text(&arguments[1])).into(),
        "splitlines" => lines::lines(whole, arguments[1] == true).collect::<Vec<_>>().into(),
        "replace" => {
            let (old, new) = (text(&arguments[1]), text(&arguments[2]));
            written!(String, |sink| build::replace(whole, old, new, int(3).unwrap(), sink)).into()
        }
        "expandtabs" => written!(String, |sink| build::expand_tabs(whole, int(1).unwrap(), sink)).into(),
        "center" | "ljust" | "rjust" => {
            let (width, fill) = (int(1).unwrap(), text(&arguments[2]));
            written!(String, |sink| build::pad(whole, subject.len(), width, fill, align(name), sink)).into()
        }
        "zfill" => {
            written!(String, |sink| build::zfill(whole, subject.len(), int(1).unwrap(), "0", sink)).into()
        }
        "join" => {
            let parts: Vec<_> = arguments[1].as_array().unwrap().iter().map(text).collect();
            written!(String, |sink| build::join(whole, parts.iter().copied(), sink)).into()
        }
        "compare" => json!(order::compare(whole, text(&arguments[1])) as i8),
        "translate" => written!(String, |sink| build::translate(
            whole,
            |char| Ok(translation(char, &arguments[1])),
            sink
        ))
        .into(),
        "slice" => slice(subject, int(1), int(2), int(3)).into(),
        "item" => match subject.position(int(1).unwrap()).and_then(|at| subject.at(at)) {
            Some(char) => char.to_string().into(),
            None => json!({"error": "IndexError: string index out of range"}),
        },
        _ => panic!("no method {name}"),
    }
}

/// What the pairs of a table say of a character.
fn translation(char: char, pairs: &Value) -> Translation<'_> {
    let found = pairs.as_array().unwrap().iter().find(|pair| text(&pair[0]).starts_with(char));
    match found.map(|pair| pair[1].as_str()) {
        None => Translation::Keep,
        Some(None) => Translation::Delete,
        Some(Some("€")) => Translation::Char('€'),
        Some(Some(other)) => Translation::Text(other),
    }
}

/// A slice of text, by steps and, where the step is 1, as a part too.
fn slice(subject: Text<'_>, start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> String {
    let slice = Slice::new(subject.len(), start, stop, step).unwrap();
    let steps: String = subject.steps(slice).collect();
    assert_eq!(subject.steps(slice).count(), slice.count);
    if step.is_none_or(|step| step == 1) {
        let start = usize::try_from(slice.start).unwrap();
        assert_eq!(subject.part(start, start.checked_add(slice.count).unwrap()), steps);
    }
    steps
}

/// A method of `bytes`.
fn of_bytes(name: &str, arguments: &[Value]) -> Value {
    let subject = &*blob(&arguments[0]);
    if let Some(value) = byte_unary(name, subject) {
        return value;
    }
    let int = |at: usize| arguments[at].as_i64();
    let within = || window(subject.len(), int(2), int(3)).map(|(from, to)| (from, &subject[from..to]));
    let all = |parts: Vec<Vec<u8>>| parts.iter().map(|part| show(part)).collect::<Vec<_>>().into();
    let argument = || blob(&arguments[1]);
    let moved = |base: usize, found: Option<usize>| place(found.map(|at| at.checked_add(base).unwrap()));
    match name {
        "find" => within().map_or(json!(-1), |(base, part)| moved(base, search::find(part, &argument()))),
        "rfind" => within().map_or(json!(-1), |(base, part)| moved(base, search::rfind(part, &argument()))),
        "count" => within().map_or(0, |(_, part)| search::count(part, part.len(), &argument())).into(),
        "startswith" => within().is_some_and(|(_, part)| part.starts_with(&argument())).into(),
        "endswith" => within().is_some_and(|(_, part)| part.ends_with(&argument())).into(),
        "split" | "rsplit" => {
            let separator = arguments[1].as_str().map(|_| argument());
            all(parts(name, subject, separator.as_deref(), int(2).unwrap()))
        }
        "strip" | "lstrip" | "rstrip" => match arguments[1].as_str() {
            None => show(strip::strip(subject, ends(name))),
            Some(_) => show(strip::byte_strip(subject, &argument(), ends(name))),
        },
        "partition" | "rpartition" => partition(name, subject, &argument()).map(show).to_vec().into(),
        "removeprefix" => show(search::remove_prefix(subject, &*argument())),
        "removesuffix" => show(search::remove_suffix(subject, &*argument())),
        "splitlines" => lines::byte_lines(subject, arguments[1] == true).map(show).collect::<Vec<_>>().into(),
        _ => show(&new_bytes(name, subject, arguments)),
    }
}

/// A method of `bytes` that makes new bytes.
fn new_bytes(name: &str, subject: &[u8], arguments: &[Value]) -> Vec<u8> {
    let int = |at: usize| arguments[at].as_i64();
    match name {
        "replace" => {
            let (old, new) = (&*blob(&arguments[1]), &*blob(&arguments[2]));
            written!(Vec<u8>, |sink| build::replace(subject, old, new, int(3).unwrap(), sink))
        }
        "expandtabs" => written!(Vec<u8>, |sink| build::byte_expand_tabs(subject, int(1).unwrap(), sink)),
        "center" | "ljust" | "rjust" => {
            let (width, fill) = (int(1).unwrap(), &*blob(&arguments[2]));
            written!(Vec<u8>, |sink| build::pad(subject, subject.len(), width, fill, align(name), sink))
        }
        "zfill" => {
            let zero = b"0".as_slice();
            written!(Vec<u8>, |sink| build::zfill(subject, subject.len(), int(1).unwrap(), zero, sink))
        }
        "translate" => {
            let table = arguments[1].as_str().map(|_| blob(&arguments[1]));
            let table = table.as_deref().map(|table| table.first_chunk::<256>().unwrap());
            let delete = blob(&arguments[2]);
            written!(Vec<u8>, |sink| bytes::translate(subject, table, &delete, sink))
        }
        "join" => {
            let parts: Vec<_> = arguments[1].as_array().unwrap().iter().map(blob).collect();
            written!(Vec<u8>, |sink| build::join(subject, parts.iter().map(|part| &**part), sink))
        }
        "slice" => {
            let slice = Slice::new(subject.len(), int(1), int(2), int(3)).unwrap();
            slice.positions().map(|at| subject[at]).collect()
        }
        _ => panic!("no method {name}"),
    }
}
