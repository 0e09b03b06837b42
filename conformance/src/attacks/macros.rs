//! Macros that keep big inputs small: `@@REPEAT(…)@@`, `@@SEQ(…)@@`, `@@HEX(…)@@`, `@@INDENT(…)@@`.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

/// No expansion may be longer than this.
const MAX_BYTES: usize = 64 << 20;

static MACRO: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"@@(REPEAT|SEQ|HEX|INDENT)\(((?:"(?:[^"\\]|\\.)*"|[^()"])*)\)@@"#).ok());

/// Why a macro cannot be expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroError(String);

impl std::fmt::Display for MacroError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MacroError {}

/// Expands the macros of a text. The result is bytes, because `@@HEX@@` may stand for what is not UTF-8.
///
/// | macro | stands for |
/// |---|---|
/// | `@@REPEAT(n,"t")@@` | `t`, `n` times |
/// | `@@SEQ(start,stop,step,"t{i}")@@` | `t` once for each number, with `{i}` replaced by it |
/// | `@@HEX(bytes)@@` | those bytes |
/// | `@@INDENT(n,"head","leaf")@@` | `n` nested blocks, one space a level, and a leaf |
///
/// # Errors
/// Arguments of another form, or more than 64 MiB of text.
///
/// ```
/// use hognose_conformance::attacks::expand;
/// assert_eq!(expand(r#"@@REPEAT(3,"(")@@1@@REPEAT(3,")")@@"#).unwrap(), b"(((1)))");
/// assert_eq!(expand(r#"[@@SEQ(0,6,2,"{i},")@@]"#).unwrap(), b"[0,2,4,]");
/// ```
pub fn expand(text: &str) -> Result<Vec<u8>, MacroError> {
    let pattern =
        MACRO.as_ref().ok_or_else(|| MacroError("the pattern of macros does not compile".into()))?;
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(found) = pattern.captures(rest) {
        let Some(whole) = found.get(0) else { break };
        out.extend_from_slice(rest.get(..whole.start()).unwrap_or("").as_bytes());
        one(&found, &mut out)
            .map_err(|reason| MacroError(format!("`{}`: {reason}", clip(whole.as_str()))))?;
        rest = rest.get(whole.end()..).unwrap_or("");
    }
    out.extend_from_slice(rest.as_bytes());
    Ok(out)
}

fn clip(text: &str) -> &str {
    text.get(..80).unwrap_or(text)
}

fn one(found: &Captures<'_>, out: &mut Vec<u8>) -> Result<(), String> {
    let part = |index: usize| found.get(index).map_or("", |group| group.as_str());
    let (kind, raw) = (part(1), part(2));
    if kind == "HEX" {
        return hex(raw, out);
    }
    let arguments: Vec<Value> =
        serde_json::from_str(&format!("[{raw}]")).map_err(|error| error.to_string())?;
    match (kind, arguments.as_slice()) {
        ("REPEAT", [count, Value::String(text)]) => {
            let count = number(count)?;
            room(out, count.saturating_mul(text.len()))?;
            out.extend_from_slice(text.repeat(count).as_bytes());
        }
        ("SEQ", [start, stop, step, Value::String(text)]) => {
            let (start, stop, step) = (number(start)?, number(stop)?, number(step)?.max(1));
            for i in (start..stop).step_by(step) {
                room(out, text.len().saturating_add(20))?;
                out.extend_from_slice(text.replace("{i}", &i.to_string()).as_bytes());
            }
        }
        ("INDENT", [count, Value::String(head), Value::String(leaf)]) => {
            let count = number(count)?;
            for level in 0..count {
                room(out, head.len().saturating_add(level).saturating_add(1))?;
                out.extend_from_slice(" ".repeat(level).as_bytes());
                out.extend_from_slice(head.as_bytes());
                out.push(b'\n');
            }
            room(out, leaf.len().saturating_add(count))?;
            out.extend_from_slice(" ".repeat(count).as_bytes());
            out.extend_from_slice(leaf.as_bytes());
        }
        _ => return Err("wrong arguments".into()),
    }
    Ok(())
}

fn number(value: &Value) -> Result<usize, String> {
    value.as_u64().and_then(|n| usize::try_from(n).ok()).ok_or_else(|| format!("`{value}` is not a count"))
}

fn room(out: &[u8], more: usize) -> Result<(), String> {
    if out.len().saturating_add(more) > MAX_BYTES { Err("the expansion is too long".into()) } else { Ok(()) }
}

fn hex(digits: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let mut bytes = digits.bytes();
    while let Some(high) = bytes.next() {
        let pair = [high, bytes.next().ok_or("an odd number of digits")?];
        let text = std::str::from_utf8(&pair).map_err(|error| error.to_string())?;
        out.push(u8::from_str_radix(text, 16).map_err(|error| error.to_string())?);
    }
    Ok(())
}
