//! Decisions as text.

use crate::output::Output;
use crate::printable::printable;
use crate::render;
use hognose::{Data, Decision, Map, Outcome, Policy, Reply, repr};

/// Width of the first column.
const WIDTH: usize = 9;
/// Rows of a kind that are shown.
const ROWS: usize = 20;

/// Shows a decision: the answer on standard output, what went wrong on standard error.
pub(crate) fn text(policy: &Policy, decision: &Decision, output: &mut Output) {
    row(output, "outcome", decision.outcome.name());
    if decision.failure.is_none() {
        row(output, "value", &repr(&decision.value).to_string());
    }
    if decision.outcome == Outcome::Pending
        && let Some(entry) = decision.journal.iter().rfind(|entry| matches!(entry.reply, Reply::NotYet))
    {
        row(output, "awaits", &format!("{}{}", entry.operation, pairs(&entry.arguments)));
    }
    rows(output, "message", decision.messages.iter().map(shown));
    let note = if decision.effects_apply() { "" } else { "  (not to be applied)" };
    let effects = decision.effects.iter();
    rows(
        output,
        "effect",
        effects.map(|effect| format!("{}{}{note}", effect.kind, pairs(&effect.arguments))),
    );
    let logs = decision.logs.iter();
    rows(output, "log", logs.map(|log| format!("{}: {}{}", log.level, log.event, pairs(&log.attributes))));
    row(output, "fuel", &format!("{} of {}", decision.usage.fuel, policy.limits().fuel));
    if let Some(failure) = &decision.failure {
        output.diagnostic(&render::failure(policy, failure, output.renderer()));
    }
}

fn row(output: &mut Output, name: &str, text: &str) {
    output.line(&format!("{name:WIDTH$}{}", printable(text)));
}

fn rows(output: &mut Output, name: &str, texts: impl ExactSizeIterator<Item = String>) {
    let hidden = texts.len().saturating_sub(ROWS);
    for text in texts.take(ROWS) {
        row(output, name, &text);
    }
    if hidden > 0 {
        row(output, name, &format!("… {hidden} more"));
    }
}

/// Text as it is, anything else as Python shows it.
fn shown(data: &Data) -> String {
    data.as_str().map_or_else(|| repr(data).to_string(), str::to_owned)
}

fn pairs(map: &Map) -> String {
    map.iter().map(|(key, value)| format!(" {key}={}", repr(value))).collect()
}

/// What is said of a policy that compiles.
pub(crate) fn compiled(policy: &Policy) -> String {
    let mut needed: Vec<&str> = Vec::new();
    for (capability, _) in policy.capabilities() {
        if !needed.contains(&capability.0) {
            needed.push(capability.0);
        }
    }
    let name = printable(policy.name());
    match needed.is_empty() {
        true => format!("{name}: ok"),
        false => format!("{name}: ok, uses {}", needed.join(", ")),
    }
}
