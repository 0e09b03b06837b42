//! The rules by which an outcome of an attack is judged.

use super::{Attack, Expected};

/// The exceptions CPython itself raises when something runs out; raising one of them counts as a limit.
const LIMIT_EXCEPTIONS: [&str; 3] = ["MemoryError", "RecursionError", "TimeoutError"];
/// The exceptions of an import that found nothing.
const IMPORT_EXCEPTIONS: [&str; 2] = ["ImportError", "ModuleNotFoundError"];
/// What the effects of one evaluation may come to.
const MAX_EFFECT_BYTES: usize = 1 << 20;
const MAX_EFFECTS: usize = 10_000;

/// How the judged evaluation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// With this value, in Python's `repr`.
    Value(String),
    /// Refused when compiling.
    Refused,
    /// With a Python exception of this type.
    Error(String),
    /// With a limit.
    Limit,
    /// With a panic that the runner caught. Aborts and hangs end the runner itself.
    Panic,
}

/// What a runner saw of an attack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// How the last evaluation ended.
    pub ending: Ending,
    /// The text of the error, the diagnostics or the limit.
    pub message: String,
    /// Everything the last evaluation asked of its host, as rendered for where it would have gone.
    pub effects: Vec<String>,
    /// Whether the run took more time than it may.
    pub too_slow: bool,
    /// Whether the run took more memory than it may.
    pub too_big: bool,
}

/// What an outcome is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// What was expected.
    Pass,
    /// One of the other outcomes that are as safe.
    Alternative,
    /// Safe, but not what was expected: a late refusal, another exception, a limit that is over-strict.
    Soft(String),
    /// The engine refused a feature the attack needs.
    Unsupported(String),
    /// A hole.
    Fail(String),
}

/// Judges an outcome.
///
/// What fails is looked for first (a panic, a leak, a flood, a budget), then what was expected.
pub fn judge(attack: &Attack, observed: &Observed) -> Verdict {
    if let Some(hole) = hole(attack, observed) {
        return Verdict::Fail(hole.into());
    }
    let ending = match &observed.ending {
        Ending::Error(kind) if LIMIT_EXCEPTIONS.contains(&kind.as_str()) => &Ending::Limit,
        other => other,
    };
    if same(&attack.expected, ending) {
        return match (&attack.raises, ending) {
            (Some(wanted), Ending::Error(kind)) if kind != wanted => Verdict::Soft(format!("raised {kind}")),
            _ => Verdict::Pass,
        };
    }
    if attack.also.iter().any(|other| same(other, ending)) {
        return Verdict::Alternative;
    }
    match (&attack.needs, ending) {
        (Some(feature), Ending::Refused) => return Verdict::Unsupported(feature.clone()),
        (Some(feature), Ending::Error(kind)) if IMPORT_EXCEPTIONS.contains(&kind.as_str()) => {
            return Verdict::Unsupported(feature.clone());
        }
        _ => {}
    }
    match (&attack.expected, ending) {
        (Expected::Value(_) | Expected::AnyValue, Ending::Value(_)) => Verdict::Fail("value".into()),
        (Expected::Limit, Ending::Value(_)) => Verdict::Soft("finished within its budget".into()),
        (_, Ending::Value(_)) => Verdict::Fail("reached".into()),
        (wanted, got) => Verdict::Soft(format!("{got:?} instead of {wanted:?}")),
    }
}

fn same(expected: &Expected, ending: &Ending) -> bool {
    match (expected, ending) {
        (Expected::Refused, Ending::Refused)
        | (Expected::Error, Ending::Error(_))
        | (Expected::Limit, Ending::Limit)
        | (Expected::AnyValue, Ending::Value(_)) => true,
        (Expected::Value(wanted), Ending::Value(got)) => wanted == got,
        _ => false,
    }
}

fn hole(attack: &Attack, observed: &Observed) -> Option<&'static str> {
    let value = match &observed.ending {
        Ending::Panic => return Some("panic"),
        Ending::Value(value) => value.as_str(),
        _ => "",
    };
    if leaks(attack, observed, value) {
        return Some("leak");
    }
    let bytes: usize = observed.effects.iter().map(String::len).fold(0, usize::saturating_add);
    if bytes > MAX_EFFECT_BYTES || observed.effects.len() > MAX_EFFECTS {
        return Some("flood");
    }
    let output = observed.message.len().saturating_add(value.len());
    if attack.max_output.is_some_and(|most| output > most) {
        return Some("output");
    }
    match (observed.too_slow, observed.too_big) {
        (true, _) => Some("time"),
        (_, true) => Some("memory"),
        _ => None,
    }
}

/// Looks for what must not be seen. Lines of the attack's own source are not a leak when an error quotes them.
fn leaks(attack: &Attack, observed: &Observed, value: &str) -> bool {
    let mut seen: Vec<&str> = observed.effects.iter().map(String::as_str).collect();
    if !attack.forbidden.only_effects {
        seen.extend([value, &observed.message]);
    }
    if !seen.iter().any(|text| attack.forbidden.pattern.is_match(text)) {
        return false;
    }
    let mut lines: Vec<&str> = attack.source.lines().map(str::trim).filter(|line| line.len() > 8).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.len()));
    seen.iter().any(|text| {
        let rest = lines.iter().fold((*text).to_owned(), |text, line| text.replace(line, "<source>"));
        attack.forbidden.pattern.is_match(&rest)
    })
}
