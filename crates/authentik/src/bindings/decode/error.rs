//! Why a file was refused, and where in it.

use std::fmt;

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(Box<str>),
    Index(usize),
}

/// A file that does not say what it should: where, and why.
///
/// ```
/// use hognose_authentik::bindings::{decode, tables::BINDINGS, tree::Trees};
/// let policy = BINDINGS.surface("policy").ok_or("no surface")?;
/// let text = r#"{"context": {"pending_user": {"groups": 3}}}"#;
/// let error = decode::request(&mut serde_json::Deserializer::from_str(text), policy, &Trees, &decode::Options::default());
/// assert_eq!(
///     error.err().map(|error| error.to_string()).as_deref(),
///     Some("$.context.pending_user.groups: expected a list of Group, found a number"),
/// );
/// # Ok::<(), &'static str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
    suggestion: Option<String>,
}

impl DecodeError {
    pub(super) fn new(steps: &[Step], reason: String, suggestion: Option<String>) -> Self {
        let mut path = String::from("$");
        for step in steps {
            match step {
                Step::Key(key) if is_plain(key) => {
                    path.push('.');
                    path.push_str(key);
                }
                Step::Key(key) => path.push_str(&format!("[{key:?}]")),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        Self { path, reason, suggestion }
    }

    /// Where, as a JSON path from the root `$`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Why, in lower case and without the place.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What was probably meant.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeError {}

fn is_plain(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The known word that is nearest to a misspelt one, if one is near.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if word.len() > 64 {
        return None;
    }
    let most = word.chars().count().div_ceil(3).min(3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = distance(&word.to_lowercase(), &candidate.to_lowercase());
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, a) in from.iter().enumerate() {
        let mut this = Vec::with_capacity(last.len());
        this.push(row.saturating_add(1));
        for (column, b) in to.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let replaced = at(&last, column).saturating_add(usize::from(a != b));
            let deleted = at(&last, column.saturating_add(1)).saturating_add(1);
            let inserted = at(&this, column).saturating_add(1);
            let mut cost = replaced.min(deleted).min(inserted);
            let is_swap = row.checked_sub(1).and_then(|row| from.get(row)) == Some(b)
                && column.checked_sub(1).and_then(|column| to.get(column)) == Some(a);
            if is_swap && let Some(column) = column.checked_sub(1) {
                cost = cost.min(at(&before, column).saturating_add(1));
            }
            this.push(cost);
        }
        before = last;
        last = this;
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(nearest("usernam", ["name", "username", "email"]).as_deref(), Some("username"));
        assert_eq!(nearest("emial", ["name", "email"]).as_deref(), Some("email"));
        assert_eq!(nearest("Email", ["name", "email"]).as_deref(), Some("email"));
        assert_eq!(nearest("shoe_size", ["name", "username", "email"]), None);
        assert_eq!(nearest("", ["pk"]), None);
    }

    #[test]
    fn counts_edits() {
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("ab", "ba"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn writes_paths() {
        let steps = [Step::Key("context".into()), Step::Key("goauthentik.io/x".into()), Step::Index(3)];
        assert_eq!(
            DecodeError::new(&steps, String::new(), None).path(),
            "$.context[\"goauthentik.io/x\"][3]"
        );
    }
}
