//! JSON: decisions, journals, diagnostics and values as text, in documented and versioned forms.
//!
//! `spec/decision.schema.json`, `spec/journal.schema.json` and `spec/diagnostics.schema.json` in the repository describe
//! the documents. Values that JSON has are written as themselves; what it lacks is an object with the key `$type`, in
//! the form that request files use too:
//!
//! | value | form |
//! |---|---|
//! | `None`, `True`, `1`, `1.5`, `'a'`, `[…]`, `{'a': …}` | `null`, `true`, `1`, `1.5`, `"a"`, `[…]`, `{"a": …}` |
//! | an int outside -2⁶³ … 2⁶⁴-1 | `{"$type": "int", "value": "digits"}` |
//! | a float that is no number | `{"$type": "float", "value": "nan"}`, also `"inf"`, `"-inf"` |
//! | bytes | `{"$type": "bytes", "value": "base64"}` |
//! | a tuple, a set | [`Form::Plain`]: a list; [`Form::Exact`]: `{"$type": "tuple", "value": […]}`, `"set"` |
//! | a dict with other keys than text | `{"$type": "dict", "value": [[key, value], …]}` |
//! | a dict with the key `$type` | `{"$type": "dict", "value": {"$type": …}}` |
//! | an id, an address, a date, a moment | `{"$type": "uuid", "value": "…"}`, `"ip"`, `"date"`, `"datetime"` |
//! | a span of time | `{"$type": "timedelta", "value": seconds}` |
//! | an object | `{"$type": "User", "username": …}`: its class and the fields it has |
//! | a function and the like | `{"$type": "opaque", "class": "function", "repr": "<function f>"}` |

mod data;
mod decision;
mod diagnostics;
mod journal;
mod typed;

pub use data::{Form, Json};
pub use diagnostics::no_diagnostics;
pub use journal::{Journal, JournalError};

use crate::request::RequestError;
use hognose_authentik::bindings::data::DataBuilder;
use hognose_authentik::bindings::decode;
use hognose_eval::data::{Data, Map};
use serde::Deserializer;
use std::fmt;

/// Levels of nesting in a document; what lies deeper is refused.
const DEPTH: u32 = 200;

/// A value that cannot be written as JSON: it is nested too deep.
#[derive(Debug)]
pub struct JsonError(serde_json::Error);

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for JsonError {}

/// A value as JSON text.
///
/// ```
/// use hognose::{Data, json};
/// let value = Data::Tuple(vec![Data::Int(1), Data::Float(f64::NAN)]);
/// assert_eq!(json::to_string(&value, json::Form::Plain)?, r#"[1,{"$type":"float","value":"nan"}]"#);
/// # Ok::<(), json::JsonError>(())
/// ```
///
/// # Errors
/// When it is nested too deep.
pub fn to_string(data: &Data, form: Form) -> Result<String, JsonError> {
    text(&Json::new(data, form))
}

/// A value from JSON text, of either form.
///
/// ```
/// use hognose::json::{self, Form};
/// let value = json::from_str(r#"{"address": {"$type": "bytes", "value": "AP8="}, "ports": [80, 443]}"#)?;
/// assert_eq!(hognose::repr(&value).to_string(), r"{'address': b'\x00\xff', 'ports': [80, 443]}");
/// # Ok::<(), hognose::RequestError>(())
/// ```
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn from_str(text: &str) -> Result<Data, RequestError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let data = read(&mut deserializer)?;
    deserializer.end().map_err(|error| RequestError::whole(error.to_string()))?;
    Ok(data)
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Data, RequestError> {
    let build = DataBuilder::new(hognose_authentik::scalar).of_journal();
    // Whatever release it was written in, and no more than what was written.
    let options = decode::Options { release: None, exact: true, ..decode::Options::default() };
    Ok(decode::json(deserializer, &build, &options)?)
}

/// A dict as an object, whatever its keys.
pub(crate) fn map_to_string(map: &Map) -> Result<String, JsonError> {
    text(&data::Object::new(map, Form::Exact))
}

fn text(value: &impl serde::Serialize) -> Result<String, JsonError> {
    serde_json::to_string(value).map_err(JsonError)
}
