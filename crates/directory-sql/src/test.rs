//! What is asked about one column.

use crate::convert;
use crate::statement::Writer;
use crate::tables::Kind;
use hognose_authentik::query::matching::text;
use hognose_authentik::query::plan::Lookup;
use hognose_eval::data::Data;

/// Nothing passes.
pub(crate) const NEVER: &str = "(1 = 0)";

/// A column, or what is behind keys of one that holds JSON.
#[derive(Debug)]
pub(crate) struct Operand<'q> {
    pub(crate) expression: String,
    pub(crate) kind: Kind,
    pub(crate) keys: &'q [Box<str>],
}

/// A condition: what is null does not meet it.
pub(crate) fn condition(writer: &mut Writer, operand: &Operand<'_>, lookup: Lookup, value: &Data) -> String {
    let found = match (lookup, operand.kind) {
        (Lookup::IsNull, _) => {
            let inside = reached(writer, operand);
            let is_null = matches!(value, Data::Bool(true));
            return format!("({inside} IS {}NULL)", if is_null { "" } else { "NOT " });
        }
        (_, Kind::Json) => json(writer, operand, lookup, value),
        _ => column(writer, operand, lookup, value),
    };
    found.map_or_else(|| NEVER.to_owned(), |found| format!("({found})"))
}

/// The value itself.
pub(crate) fn reached(writer: &mut Writer, operand: &Operand<'_>) -> String {
    if operand.keys.is_empty() {
        return operand.expression.clone();
    }
    let (expression, keys) = (&operand.expression, keys(writer, operand));
    if writer.is_postgres() {
        format!("({expression} #> {keys})")
    } else {
        format!("hognose_at({expression}, {keys})")
    }
}

/// What an order compares.
pub(crate) fn ordered(writer: &mut Writer, operand: &Operand<'_>) -> String {
    let value = reached(writer, operand);
    match (operand.kind, writer.is_postgres()) {
        (Kind::Text, true) => format!("{value} COLLATE \"C\""),
        (Kind::Json, false) => format!("{value} COLLATE hognose_json"),
        _ => value,
    }
}

/// The value as text that [`convert::from_column`] reads.
pub(crate) fn shown(writer: &mut Writer, operand: &Operand<'_>) -> String {
    let value = reached(writer, operand);
    match (operand.kind, writer.is_postgres()) {
        (Kind::Text, true) | (Kind::Uuid | Kind::Json, true) => format!("CAST({value} AS text)"),
        (Kind::Moment, true) => {
            format!("to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')")
        }
        (Kind::Int | Kind::Bool, _) => format!("CAST({value} AS text)"),
        _ => value,
    }
}

/// The keys as a parameter: an array, or its JSON.
fn keys(writer: &mut Writer, operand: &Operand<'_>) -> String {
    use crate::statement::Param;
    let keys: Vec<String> = operand.keys.iter().map(ToString::to_string).collect();
    if writer.is_postgres() {
        let place = writer.place(Param::Texts(keys));
        format!("CAST({place} AS text[])")
    } else {
        writer.place(Param::Text(serde_json::Value::from(keys).to_string()))
    }
}

fn items(value: &Data) -> &[Data] {
    match value {
        Data::List(items) | Data::Tuple(items) | Data::Set(items) => items,
        _ => &[],
    }
}

fn comparison(lookup: Lookup) -> Option<&'static str> {
    Some(match lookup {
        Lookup::Exact => "=",
        Lookup::Gt => ">",
        Lookup::Gte => ">=",
        Lookup::Lt => "<",
        Lookup::Lte => "<=",
        _ => return None,
    })
}

fn column(writer: &mut Writer, operand: &Operand<'_>, lookup: Lookup, value: &Data) -> Option<String> {
    let (kind, expression) = (operand.kind, &operand.expression);
    if let Some(operator) = comparison(lookup) {
        let converted = convert::to_column(kind, value)?;
        let place = writer.value(kind, &converted);
        let is_text = kind == Kind::Text && writer.is_postgres() && operator != "=";
        let collation = if is_text { " COLLATE \"C\"" } else { "" };
        return Some(format!("{expression}{collation} {operator} {place}"));
    }
    match lookup {
        Lookup::In => {
            let values: Vec<_> =
                items(value).iter().filter_map(|item| convert::to_column(kind, item)).collect();
            if values.is_empty() {
                return None;
            }
            Some(format!("{expression} {}", writer.any_of(kind, &values)))
        }
        Lookup::Range => {
            let [low, high] = items(value) else { return None };
            let low = column(writer, operand, Lookup::Gte, low)?;
            Some(format!("{low} AND {}", column(writer, operand, Lookup::Lte, high)?))
        }
        _ => {
            let wanted = text(value)?;
            let shown = match (kind, writer.is_postgres()) {
                (Kind::Text, _) => expression.clone(),
                (Kind::Int, _) | (Kind::Uuid, true) => format!("CAST({expression} AS text)"),
                (Kind::Uuid, false) => format!("hognose_uuid({expression})"),
                _ => return None,
            };
            textual(writer, &shown, lookup, &wanted)
        }
    }
}

fn json(writer: &mut Writer, operand: &Operand<'_>, lookup: Lookup, value: &Data) -> Option<String> {
    if !writer.is_postgres() {
        let wanted = convert::to_column(Kind::Json, value)?;
        let value = reached(writer, operand);
        let (lookup, wanted) = (writer.text(lookup.name()), writer.text(&wanted.text));
        return Some(format!("hognose_test({lookup}, {value}, {wanted})"));
    }
    if let Some(operator) = comparison(lookup).or((lookup == Lookup::Contains).then_some("@>")) {
        let converted = convert::to_column(Kind::Json, value)?;
        let value = reached(writer, operand);
        return Some(format!("{value} {operator} {}", writer.value(Kind::Json, &converted)));
    }
    match lookup {
        Lookup::In => {
            let values: Vec<_> =
                items(value).iter().filter_map(|item| convert::to_column(Kind::Json, item)).collect();
            if values.is_empty() {
                return None;
            }
            let reached = reached(writer, operand);
            Some(format!("{reached} {}", writer.any_of(Kind::Json, &values)))
        }
        Lookup::Range => {
            let [low, high] = items(value) else { return None };
            let low = json(writer, operand, Lookup::Gte, low)?;
            Some(format!("{low} AND {}", json(writer, operand, Lookup::Lte, high)?))
        }
        _ => {
            let wanted = hognose_authentik::query::jsonb::text(value)?;
            let keys = keys(writer, operand);
            let shown = format!("({} #>> {keys})", operand.expression);
            textual(writer, &shown, lookup, &wanted)
        }
    }
}

/// Lookups of text.
fn textual(writer: &mut Writer, shown: &str, lookup: Lookup, wanted: &str) -> Option<String> {
    convert::whole(wanted)?;
    let any_case =
        matches!(lookup, Lookup::IExact | Lookup::IContains | Lookup::IStartsWith | Lookup::IEndsWith);
    let fold = match (any_case, writer.is_postgres()) {
        (false, _) => "",
        (true, true) => "UPPER",
        (true, false) => "hognose_fold",
    };
    if lookup == Lookup::IExact {
        let place = writer.text(wanted);
        return Some(format!("{fold}({shown}) = {fold}({place})"));
    }
    let escaped = escape(wanted);
    let pattern = match lookup {
        Lookup::Contains | Lookup::IContains => format!("%{escaped}%"),
        Lookup::StartsWith | Lookup::IStartsWith => format!("{escaped}%"),
        Lookup::EndsWith | Lookup::IEndsWith => format!("%{escaped}"),
        _ => return None,
    };
    let place = writer.text(&pattern);
    Some(format!("{fold}({shown}) LIKE {fold}({place}) ESCAPE '\\'"))
}

/// Text that `LIKE` takes for itself.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '\\' | '%' | '_') {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::{Dialect, Param};

    #[test]
    fn wildcards_and_quotes_are_values() {
        let mut writer = Writer::new(Dialect::Postgres);
        let operand = Operand { expression: "t0.\"email\"".to_owned(), kind: Kind::Text, keys: &[] };
        let text = condition(&mut writer, &operand, Lookup::IContains, &Data::from("50%_\\'; DROP"));
        assert_eq!(text, "(UPPER(t0.\"email\") LIKE UPPER(CAST($1 AS text)) ESCAPE '\\')");
        let statement = writer.finish(text);
        assert_eq!(statement.params, [Param::Text("%50\\%\\_\\\\'; DROP%".to_owned())]);
    }

    #[test]
    fn keys_of_json_are_values() {
        let keys = ["a' OR 1=1 --".into(), "0".into()];
        for dialect in [Dialect::Postgres, Dialect::Sqlite] {
            let mut writer = Writer::new(dialect);
            let operand =
                Operand { expression: "t0.\"attributes\"".to_owned(), kind: Kind::Json, keys: &keys };
            let text = condition(&mut writer, &operand, Lookup::Exact, &Data::from("x"));
            assert!(!text.contains("OR 1=1"), "{text}");
        }
    }
}
