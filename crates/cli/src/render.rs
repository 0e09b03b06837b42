//! Diagnostics and tracebacks as text: where, the source line, a caret, advice.

use crate::printable::{printable, source_line};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};
use hognose::{CompileError, Diagnostic, DiagnosticKind, Failure, FailureKind, LineIndex, Policy, Span};

/// Bytes of a line that is still shown.
const LINE: usize = 4_000;
/// Frames of a traceback that are shown, from each end.
const FRAMES: usize = 5;

/// A source with its name, to show places in.
struct Source<'a> {
    name: String,
    text: &'a str,
    lines: LineIndex<'a>,
}

impl<'a> Source<'a> {
    fn new(name: &str, text: &'a str) -> Self {
        Self { name: printable(name).into_owned(), text, lines: LineIndex::new(text) }
    }

    /// The line a place begins in, and where in it the place begins and ends.
    fn line_at(&self, span: Span) -> (&'a str, usize, usize) {
        let bytes = self.text.as_bytes();
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let at = (span.start as usize).min(bytes.len());
        let before = bytes.get(..at).unwrap_or_default();
        let start = before.iter().rposition(is_end).map_or(0, |end| end.saturating_add(1));
        let behind = bytes.get(at..).unwrap_or_default();
        let end = at.saturating_add(behind.iter().position(is_end).unwrap_or(behind.len()));
        let line = self.text.get(start..end).unwrap_or_default();
        let last = (span.end as usize).clamp(at, end);
        (line, at.saturating_sub(start), last.saturating_sub(start))
    }

    /// What `title` says, at a place.
    fn group<'g>(&'g self, title: Title<'g>, span: Span) -> Group<'g> {
        let place = self.lines.position(span.start);
        let (line, start, end) = self.line_at(span);
        if line.len() > LINE {
            let origin =
                Origin::path(&self.name).line(place.line as usize).char_column(place.column as usize);
            return title.element(origin);
        }
        let (line, start, end) = source_line(line, start, end);
        let annotation = AnnotationKind::Primary.span(start..end);
        let snippet = Snippet::source(line).line_start(place.line as usize).path(&self.name);
        title.element(snippet.annotation(annotation))
    }
}

/// Everything that is wrong with a policy.
pub(crate) fn compile_error(error: &CompileError, renderer: &Renderer) -> String {
    let source = Source::new(error.name(), error.source_text());
    let mut found: Vec<String> =
        error.diagnostics().iter().map(|found| one(&source, found, renderer)).collect();
    if let count @ 2.. = found.len() {
        found.push(format!("{}: {count} errors", source.name));
    }
    found.join("\n\n")
}

fn one(source: &Source<'_>, found: &Diagnostic, renderer: &Renderer) -> String {
    let message = match found.kind {
        DiagnosticKind::Syntax(class) => format!("{class}: {}", found.message),
        _ => found.message.clone(),
    };
    let title = Level::ERROR.primary_title(printable(&message).into_owned()).id(found.code);
    let mut group = source.group(title, found.span);
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(printable(help).into_owned()));
    }
    renderer.render(&[group])
}

/// Why an evaluation has no result, and where.
pub(crate) fn failure(policy: &Policy, failure: &Failure, renderer: &Renderer) -> String {
    let source = Source::new(policy.name(), policy.source_text());
    let level = if is_pending(failure) { Level::NOTE } else { Level::ERROR };
    let title = level.primary_title(printable(&failure.to_string()).into_owned()).id(failure.kind.code());
    let mut group = match failure.place {
        Some(place) => source.group(title, place.span),
        None => Group::with_title(title),
    };
    if let [frame, _, ..] = failure.trace.as_slice() {
        group = group.element(Level::NOTE.message(format!("raised in `{}`", printable(&frame.function))));
    }
    for cause in &failure.chain {
        let how = if cause.explicit { "caused by" } else { "while handling" };
        let message = format!("{how} {}: {}", cause.kind, cause.message);
        group = group.element(Level::NOTE.message(printable(&message).into_owned()));
    }
    if let Some(help) = advice(failure) {
        group = group.element(Level::HELP.message(help));
    }
    let mut groups = vec![group];
    groups.extend(callers(&source, failure));
    renderer.render(&groups)
}

fn is_pending(failure: &Failure) -> bool {
    failure.kind == FailureKind::Fatal(hognose::Fatal::Pending)
}

/// What is shown for the frames that called the innermost one.
fn callers<'s>(source: &'s Source<'_>, failure: &Failure) -> Vec<Group<'s>> {
    let callers = failure.trace.get(1..).unwrap_or_default();
    let hidden = callers.len().saturating_sub(FRAMES.saturating_mul(2));
    let mut groups = Vec::new();
    for (index, frame) in callers.iter().enumerate() {
        if hidden > 0 && index == FRAMES {
            groups.push(Group::with_title(Level::NOTE.secondary_title(format!("… {hidden} more calls …"))));
        }
        if hidden > 0 && index >= FRAMES && index < FRAMES.saturating_add(hidden) {
            continue;
        }
        // The outermost frame is that of the policy's body.
        let caller = match index.saturating_add(1) == callers.len() {
            true => "the policy".to_owned(),
            false => format!("`{}`", printable(&frame.function)),
        };
        let title = Level::NOTE.secondary_title(format!("called from {caller}"));
        groups.push(source.group(title, frame.place.span));
    }
    groups
}

/// What to do about failures that are not the policy's own.
fn advice(failure: &Failure) -> Option<&'static str> {
    use hognose::Fatal;
    let FailureKind::Fatal(fatal) = &failure.kind else { return None };
    Some(match fatal {
        Fatal::Pending => "record the question with `--record`, write the answer, and go on with `--replay`",
        Fatal::Denied(_) => "grant the capability with `--grant`; `hognose capabilities` lists them",
        Fatal::Internal(_) => "this is a bug in hognose; please report it with the policy",
        fatal if fatal.limit().is_some() => "no `except` sees a limit: the policy has to do less",
        _ => return None,
    })
}
