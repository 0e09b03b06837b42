//! JSON as PostgreSQL's `jsonb` compares it and shows it, which is what authentik's queries see of attributes.

use super::matching;
use hognose_eval::data::{Data, Map};
use std::cmp::Ordering;
use std::fmt::Write as _;

/// Levels that are looked into; a request and a directory file nest less.
const DEEPEST: u32 = 128;

/// The value behind keys; none if there is none. Numbers are positions in lists, from the end if they are negative.
#[must_use]
pub fn at<'d, K: AsRef<str>>(mut data: &'d Data, keys: &[K]) -> Option<&'d Data> {
    for key in keys {
        let key = key.as_ref();
        data = match data {
            Data::Map(map) => map.get(key)?,
            Data::List(items) => items.get(position(key, items.len())?)?,
            _ => return None,
        };
    }
    Some(data)
}

fn position(key: &str, length: usize) -> Option<usize> {
    let index: isize = key.parse().ok()?;
    if index < 0 { length.checked_sub(index.unsigned_abs()) } else { usize::try_from(index).ok() }
}

/// `#>>`: texts as they are, everything else as JSON; none for null.
#[must_use]
pub fn text(data: &Data) -> Option<String> {
    match data {
        Data::Str(text) => Some(text.to_string()),
        Data::None | Data::Absent => None,
        other => {
            let mut shown = String::new();
            show(other, &mut shown, DEEPEST)?;
            Some(shown)
        }
    }
}

fn show(data: &Data, into: &mut String, depth: u32) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    match data {
        Data::None => into.push_str("null"),
        Data::Bool(value) => into.push_str(if *value { "true" } else { "false" }),
        Data::Int(number) => write!(into, "{number}").ok()?,
        Data::BigInt(number) => write!(into, "{number}").ok()?,
        Data::Float(number) => float(*number, into)?,
        Data::Str(text) => quoted(text, into),
        Data::List(items) | Data::Tuple(items) => {
            into.push('[');
            for (index, item) in items.iter().enumerate() {
                into.push_str(if index == 0 { "" } else { ", " });
                show(item, into, depth)?;
            }
            into.push(']');
        }
        Data::Map(map) => {
            into.push('{');
            for (index, (key, value)) in sorted(map).into_iter().enumerate() {
                into.push_str(if index == 0 { "" } else { ", " });
                quoted(key, into);
                into.push_str(": ");
                show(value, into, depth)?;
            }
            into.push('}');
        }
        _ => return None,
    }
    Some(())
}

/// As Python writes it and PostgreSQL reads it: whole floats keep their `.0` until Python writes an exponent.
fn float(number: f64, into: &mut String) -> Option<()> {
    if !number.is_finite() {
        return None;
    }
    let is_short = number.fract() == 0.0 && number.abs() < 1e16;
    if is_short { write!(into, "{number:.1}").ok() } else { write!(into, "{number}").ok() }
}

fn quoted(text: &str, into: &mut String) {
    into.push('"');
    for char in text.chars() {
        match char {
            '"' => into.push_str("\\\""),
            '\\' => into.push_str("\\\\"),
            '\n' => into.push_str("\\n"),
            '\r' => into.push_str("\\r"),
            '\t' => into.push_str("\\t"),
            '\u{8}' => into.push_str("\\b"),
            '\u{c}' => into.push_str("\\f"),
            char if char < ' ' => into.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => into.push(char),
        }
    }
    into.push('"');
}

/// Keys in their order: short ones first.
fn sorted(map: &Map) -> Vec<(&str, &Data)> {
    let mut entries: Vec<(&str, &Data)> = map.iter().collect();
    entries.sort_by(|(a, _), (b, _)| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    entries
}

/// How two values stand to each other: null, text, number, bool, list, dict. Longer lists and dicts come later.
#[must_use]
pub fn order(a: &Data, b: &Data) -> Ordering {
    level(a, b, DEEPEST)
}

/// None is of these kinds.
fn rank(data: &Data) -> u8 {
    match data {
        // An empty list stands below everything: so it has been since `jsonb` came.
        Data::List(items) | Data::Tuple(items) if items.is_empty() => 0,
        Data::None | Data::Absent => 1,
        Data::Str(_) => 2,
        Data::Int(_) | Data::BigInt(_) | Data::Float(_) => 3,
        Data::Bool(_) => 4,
        Data::List(_) | Data::Tuple(_) => 5,
        Data::Map(_) => 6,
        _ => 7,
    }
}

fn level(a: &Data, b: &Data, depth: u32) -> Ordering {
    let Some(depth) = depth.checked_sub(1) else { return Ordering::Equal };
    match (a, b) {
        (Data::Str(a), Data::Str(b)) => a.cmp(b),
        (Data::Bool(a), Data::Bool(b)) => a.cmp(b),
        (Data::List(a) | Data::Tuple(a), Data::List(b) | Data::Tuple(b))
            if !a.is_empty() && !b.is_empty() =>
        {
            a.len().cmp(&b.len()).then_with(|| {
                let pairs = a.iter().zip(b).map(|(a, b)| level(a, b, depth));
                pairs.fold(Ordering::Equal, Ordering::then)
            })
        }
        (Data::Map(a), Data::Map(b)) => a.len().cmp(&b.len()).then_with(|| {
            let pairs = sorted(a).into_iter().zip(sorted(b));
            let pairs = pairs.map(|((ka, a), (kb, b))| {
                ka.len().cmp(&kb.len()).then_with(|| ka.cmp(kb)).then_with(|| level(a, b, depth))
            });
            pairs.fold(Ordering::Equal, Ordering::then)
        }),
        _ => match rank(a).cmp(&rank(b)) {
            Ordering::Equal => matching::order(a, b).unwrap_or(Ordering::Equal),
            other => other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_postgresqls() {
        let map = Map::from_iter([
            ("long", Data::List(vec![Data::Int(1), Data::Float(2.0), Data::None])),
            ("a", Data::from("x\"\n")),
        ]);
        assert_eq!(text(&Data::Map(map)).as_deref(), Some("{\"a\": \"x\\\"\\n\", \"long\": [1, 2.0, null]}"));
        assert_eq!(text(&Data::from("plain")).as_deref(), Some("plain"));
        assert_eq!(text(&Data::Float(1e-7)).as_deref(), Some("0.0000001"));
        assert_eq!(text(&Data::None), None);
    }

    #[test]
    fn kinds_are_ordered() {
        let kinds = [
            Data::List(Vec::new()),
            Data::None,
            Data::from("z"),
            Data::Int(5),
            Data::Float(5.5),
            Data::Bool(false),
            Data::List(vec![Data::Int(1)]),
            Data::List(vec![Data::Int(0), Data::Int(0)]),
            Data::Map(Map::new()),
        ];
        for pair in kinds.windows(2) {
            if let [a, b] = pair {
                assert_eq!(order(a, b), Ordering::Less, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn negative_positions_count_from_the_end() {
        let list = Data::List(vec![Data::Int(1), Data::Int(2)]);
        assert!(matches!(at(&list, &["-1"]), Some(Data::Int(2))));
        assert!(at(&list, &["-3"]).is_none());
        assert!(at(&list, &["2"]).is_none());
    }
}
