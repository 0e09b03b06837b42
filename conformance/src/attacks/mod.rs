//! Hostile expressions: reading them, and judging what an engine did with them.
//!
//! `attacks/README.md` in this package describes the files. [`load`] reads them, [`judge`] decides.

mod judge;
mod macros;
mod run;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::DataError;
pub use judge::{Ending, Observed, Verdict, judge};
pub use macros::{MacroError, expand};
pub use run::run;

/// The line between two evaluations that run one after the other in one engine.
const NEXT_EVALUATION: &str = "# --- next evaluation ---\n";

/// What an outcome of an attack may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Refused when compiling, before anything ran.
    Refused,
    /// A Python exception ended the evaluation.
    Error,
    /// A limit ended the evaluation.
    Limit,
    /// This value, in Python's `repr`.
    Value(String),
    /// Any value at all; the case is about what else must not happen.
    AnyValue,
}

impl Expected {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "deny-static" => Ok(Self::Refused),
            "error" => Ok(Self::Error),
            "limit" => Ok(Self::Limit),
            "ok:*" => Ok(Self::AnyValue),
            _ => match text.strip_prefix("ok:") {
                Some(value) => Ok(Self::Value(value.to_owned())),
                None => Err(format!("unknown outcome `{text}`")),
            },
        }
    }
}

/// A pattern that must not be found in what left the sandbox.
#[derive(Debug, Clone)]
pub struct Forbidden {
    pattern: regex::Regex,
    only_effects: bool,
}

/// One evaluation of an attack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The `def` line: which names the body may use.
    pub signature: String,
    /// The body, as an administrator would type it, with its macros expanded. Not always UTF-8.
    pub body: Vec<u8>,
}

/// One attack: evaluations to run in order in one engine, and what the last of them must come to.
#[derive(Debug, Clone)]
pub struct Attack {
    /// The file it was read from.
    pub path: PathBuf,
    /// Its class and number, such as `regex-007`.
    pub id: String,
    /// The class alone, such as `regex`.
    pub class: String,
    /// A few words with hyphens.
    pub title: String,
    /// The outcome wanted.
    pub expected: Expected,
    /// Other outcomes that are as safe.
    pub also: Vec<Expected>,
    /// The type of the exception, where that matters.
    pub raises: Option<String>,
    /// Features the attack needs; refusing them cleanly is no failure.
    pub needs: Option<String>,
    /// What must not be seen.
    pub forbidden: Forbidden,
    /// How many bytes may leave the sandbox, where that is the point.
    pub max_output: Option<usize>,
    /// The evaluations, at least one.
    pub evaluations: Vec<Evaluation>,
    /// The evaluations as they stand in the file, for leaving quoted source out of the search for leaks.
    pub(crate) source: String,
}

/// Reads all attacks of a folder, in the order of their names.
///
/// # Errors
/// A file that cannot be read or does not follow the form.
///
/// ```
/// let folder = hognose_conformance::data_dir().join("attacks/cases");
/// assert!(hognose_conformance::attacks::load(&folder)?.len() >= 700);
/// # Ok::<(), hognose_conformance::DataError>(())
/// ```
pub fn load(folder: &Path) -> Result<Vec<Attack>, DataError> {
    crate::files(folder, "py")?.iter().map(|path| parse(path, &crate::read(path)?)).collect()
}

/// Reads one attack from its text; `path` is used in errors only.
///
/// # Errors
/// A text that does not follow the form.
pub fn parse(path: &Path, text: &str) -> Result<Attack, DataError> {
    let mut rest = text;
    let mut head: Vec<(&str, &str)> = Vec::new();
    while let Some((line, after)) = rest.split_once('\n') {
        let Some((key, value)) = line.strip_prefix("# ").and_then(|entry| entry.split_once(": ")) else {
            break;
        };
        head.push((key, value));
        rest = after;
    }
    let lines = head.len();
    let fail = |reason: String| DataError::new(path, lines, reason);
    let get = |key: &str| head.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    let need = |key: &str| get(key).ok_or_else(|| fail(format!("no `{key}` in the header")));
    let also = split_outcomes(get("also").unwrap_or(""));
    let max_output = match get("max-output") {
        Some(text) => Some(text.parse().map_err(|_| fail(format!("`max-output: {text}` is not a number")))?),
        None => None,
    };
    Ok(Attack {
        path: path.to_owned(),
        id: need("id")?.to_owned(),
        class: need("class")?.to_owned(),
        title: need("title")?.to_owned(),
        expected: Expected::parse(need("expect")?).map_err(fail)?,
        also: also.iter().map(|text| Expected::parse(text).map_err(fail)).collect::<Result<_, _>>()?,
        raises: get("raises").map(str::to_owned),
        needs: get("needs").map(str::to_owned),
        forbidden: forbidden(get("forbid").unwrap_or("CANARY_")).map_err(fail)?,
        max_output,
        evaluations: rest.split(NEXT_EVALUATION).map(evaluation).collect::<Result<_, _>>().map_err(fail)?,
        source: rest.to_owned(),
    })
}

fn forbidden(text: &str) -> Result<Forbidden, String> {
    let (only_effects, pattern) = match text.strip_prefix("effects: ") {
        Some(pattern) => (true, pattern),
        None => (false, text),
    };
    let pattern = regex::Regex::new(pattern).map_err(|error| error.to_string())?;
    Ok(Forbidden { pattern, only_effects })
}

/// Takes the `def` line off, the four spaces of indentation away, and expands the macros.
fn evaluation(step: &str) -> Result<Evaluation, String> {
    let (signature, rest) = step.split_once('\n').ok_or("an evaluation without a body")?;
    if !signature.starts_with("def handler(") {
        return Err(format!("an evaluation begins with `def handler(`, not with `{signature}`"));
    }
    let lines: Vec<&str> = rest.split('\n').map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    let body = expand(&lines.join("\n")).map_err(|error| error.to_string())?;
    Ok(Evaluation { signature: signature.to_owned(), body })
}

/// Splits a list of outcomes at its commas, but not at those inside a value's brackets or quotes.
fn split_outcomes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current = String::new();
    let (mut depth, mut quote, mut previous) = (0_i32, None, ' ');
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open && previous != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') if current.trim_start().starts_with("ok:") => quote = Some(c),
            (None, '(' | '[' | '{') => depth = depth.saturating_add(1),
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ',' && depth == 0 && quote.is_none() {
            found.push(current.trim().to_owned());
            current.clear();
        } else {
            current.push(c);
        }
        previous = c;
    }
    if !current.trim().is_empty() {
        found.push(current.trim().to_owned());
    }
    found
}
