//! As much of JSON Schema as the schemas in `spec/` use. A keyword it does not know is an error.

use serde_json::Value;

/// What is wrong with a document; nothing if it is valid.
pub(crate) fn validate(root: &Value, document: &Value) -> Result<(), String> {
    check(root, root, document, "$")
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let Some(schema) = schema.as_object() else {
        return if schema == true { Ok(()) } else { Err(format!("{at}: nothing may stand here")) };
    };
    for (keyword, wanted) in schema {
        let fine = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "required" | "then" | "else" => true,
            "$ref" => {
                let name = wanted.as_str().and_then(|path| path.strip_prefix("#/$defs/")).unwrap();
                let target = root["$defs"].get(name).unwrap_or_else(|| panic!("no {name}"));
                check(root, target, value, at)?;
                true
            }
            "const" => wanted == value,
            "enum" => wanted.as_array().unwrap().contains(value),
            "type" => match wanted.as_str() {
                Some(name) => is(value, name),
                None => wanted.as_array().unwrap().iter().any(|name| is(value, name.as_str().unwrap())),
            },
            "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap()),
            "pattern" => value.as_str().is_none_or(|text| matches(wanted.as_str().unwrap(), text)),
            "properties" => {
                for (name, schema) in wanted.as_object().unwrap() {
                    if let Some(inner) = value.get(name) {
                        check(root, schema, inner, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (name, inner) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| !known.contains_key(name)) {
                        check(root, wanted, inner, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            "items" => {
                for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, inner, &format!("{at}[{index}]"))?;
                }
                true
            }
            "anyOf" => wanted.as_array().unwrap().iter().any(|one| check(root, one, value, at).is_ok()),
            "oneOf" => {
                let fits =
                    wanted.as_array().unwrap().iter().filter(|one| check(root, one, value, at).is_ok());
                fits.count() == 1
            }
            "if" => {
                let branch = if check(root, wanted, value, at).is_ok() { "then" } else { "else" };
                check(root, &schema[branch], value, at)?;
                true
            }
            other => panic!("unknown keyword {other}"),
        };
        if !fine {
            return Err(format!("{at}: {keyword} {wanted} does not take {value}"));
        }
    }
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    match required
        .map(|name| name.as_str().unwrap())
        .find(|name| value.is_object() && value.get(name).is_none())
    {
        Some(missing) => Err(format!("{at}: no {missing}")),
        None => Ok(()),
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("unknown type {other}"),
    }
}

/// The two patterns that the schemas use: a code, and a hash.
fn matches(pattern: &str, text: &str) -> bool {
    let digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    match pattern {
        "^E[0-9]{4}$" => text.strip_prefix('E').is_some_and(|rest| digits(rest, 4)),
        "^E05[0-9]{2}$" => text.strip_prefix("E05").is_some_and(|rest| digits(rest, 2)),
        "^[0-9a-f]{64}$" => {
            text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        }
        other => panic!("unknown pattern {other}"),
    }
}
