//! CPython's answers, from `tests/data/re` (written by `conformance/oracle/re_cases.py`), against both engines.
//!
//! `HOGNOSE_RE_CASES` names further files to check, separated by colons.

#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::*;

struct Case {
    program: Program,
    scratch: Scratch,
    /// Only the linear engine is asked where it can answer.
    linear: bool,
    /// A limit was reached, so there is no answer.
    limited: bool,
}

fn pattern(text: &str, bytes: bool) -> Pattern {
    if bytes { Pattern::Bytes(latin(text).into()) } else { Pattern::Text(text.into()) }
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect()
}

/// Code points before a byte offset, or the offset itself in bytes.
fn points(subject: Subject<'_>, at: usize) -> i64 {
    let count = match subject {
        Subject::Text(text) => text[..at].chars().count(),
        Subject::Bytes(_) => at,
    };
    i64::try_from(count).unwrap()
}

impl Case {
    fn exec(&mut self, subject: Subject<'_>, request: &Request) -> bool {
        if let Some(linear) = self.program.linear.as_ref().filter(|_| self.linear) {
            let bytes = subject.bytes();
            let found = self
                .program
                .search_linear(linear, &mut self.scratch, bytes, request, &mut Unmetered)
                .unwrap();
            if let Some(found) = found {
                return found;
            }
        }
        let found = self.program.exec(&mut self.scratch, subject, request, &mut Unmetered);
        found.unwrap_or_else(|_| {
            self.limited = true;
            false
        })
    }

    fn shown(&self, subject: Subject<'_>) -> Value {
        let groups = self.program.groups();
        let spans = (0..=groups).flat_map(|group| match self.scratch.span(group) {
            Some((start, end)) => [points(subject, start), points(subject, end)],
            None => [-1, -1],
        });
        let last = self.scratch.last_index(groups).map_or(-1, i64::from);
        spans.chain([last]).collect::<Vec<_>>().into()
    }

    fn one(&mut self, subject: Subject<'_>, mode: Mode) -> Value {
        let request = Request::new(mode, subject);
        if self.exec(subject, &request) { self.shown(subject) } else { Value::Null }
    }

    fn all(&mut self, subject: Subject<'_>) -> Value {
        let mut found = Vec::new();
        let mut request = Request::new(Mode::Search, subject);
        while self.exec(subject, &request) {
            found.push(self.shown(subject));
            let (start, end) = self.scratch.span(0).unwrap();
            request = Request { start: end, must_advance: start == end, ..request };
        }
        found.into()
    }
}

fn failure(error: &CompileError) -> Value {
    match error {
        CompileError::Pattern(error) => pattern_failure(error),
        CompileError::Overflow(message) => json!(["OverflowError", message, null, null, null]),
        CompileError::Value(message) => json!(["ValueError", message, null, null, null]),
        CompileError::Limit(limit) => json!(["limit", limit.to_string(), null, null, null]),
    }
}

fn pattern_failure(error: &PatternError) -> Value {
    let (line, column) = error.line_and_column().unzip();
    json!(["error", error.to_string(), error.position(), line, column])
}

fn substituted(program: &Program, template: &Pattern, subject: Subject<'_>) -> Result<Vec<u8>, Value> {
    let template = Template::parse(template, program).map_err(|error| match &error {
        TemplateError::Pattern(error) => pattern_failure(error),
        TemplateError::UnknownGroup(message) => json!(["IndexError", message, null, null, null]),
    })?;
    let bytes = subject.bytes();
    let mut scratch = Scratch::default();
    let mut matches = Matches::new(0, bytes.len(), true);
    let (mut out, mut done) = (Vec::new(), 0);
    while matches.advance(program, &mut scratch, subject, &mut Unmetered).map_err(|_| Value::Null)? {
        let (start, end) = scratch.span(0).unwrap();
        out.extend_from_slice(&bytes[done..start]);
        for piece in template.pieces() {
            match piece {
                Piece::Literal(text) => out.extend_from_slice(text),
                Piece::Group(group) => {
                    let (start, end) = scratch.span(*group).unwrap_or_default();
                    out.extend_from_slice(&bytes[start..end]);
                }
            }
        }
        done = end;
    }
    out.extend_from_slice(&bytes[done..]);
    Ok(out)
}

/// What is wrong with our answers to a case, one a line.
fn check(row: &Value, linear: bool, report: &mut String, limited: &mut u32) {
    let bytes = row["b"] == true;
    let text = row["p"].as_str().unwrap();
    let flags = u32::try_from(row["f"].as_u64().unwrap()).unwrap();
    let mut complain = |what: &str, subject: &str, ours: &Value, theirs: &Value| {
        writeln!(
            report,
            "{what} {text:?} flags {flags} bytes {bytes} linear {linear} on {subject:?}: {ours} not {theirs}"
        )
        .unwrap();
    };
    let mut case = match Program::compile(pattern(text, bytes), flags) {
        Ok(program) => Case { program, scratch: Scratch::default(), linear, limited: false },
        Err(error) => {
            if failure(&error) != row["err"] {
                complain("compile", "", &failure(&error), &row["err"]);
            }
            return;
        }
    };
    let names: serde_json::Map<_, _> =
        case.program.names().iter().map(|(name, group)| (name.to_string(), json!(group))).collect();
    let ours = json!([case.program.flags(), case.program.groups(), names]);
    let theirs = json!([row["fl"], row["g"], row["n"]]);
    if ours != theirs {
        complain("compile", "", &ours, &if row["err"].is_null() { theirs } else { row["err"].clone() });
        return;
    }
    for entry in row["r"].as_array().unwrap() {
        let subject = entry[0].as_str().unwrap();
        let raw = if bytes { latin(subject) } else { subject.as_bytes().to_vec() };
        let input = if bytes { Subject::Bytes(&raw) } else { Subject::Text(subject) };
        case.limited = false;
        for (index, mode) in [Mode::Search, Mode::Match, Mode::Fullmatch].into_iter().enumerate() {
            let ours = case.one(input, mode);
            let request = Request { groups: false, ..Request::new(mode, input) };
            let span = if case.exec(input, &request) { case.scratch.span(0) } else { None };
            let whole = span.map(|(start, end)| [points(input, start), points(input, end)]);
            let theirs =
                entry[index + 1].as_array().map(|spans| spans[..2].iter().map(|at| at.as_i64().unwrap()));
            if !case.limited && whole.map(Vec::from) != theirs.map(Iterator::collect) {
                complain("is", subject, &json!(whole), &entry[index + 1]);
            }
            if ours != entry[index + 1] && !case.limited {
                complain(["search", "match", "fullmatch"][index], subject, &ours, &entry[index + 1]);
            }
        }
        let ours = case.all(input);
        if case.limited {
            *limited += 1;
        } else if ours != entry[4] {
            complain("finditer", subject, &ours, &entry[4]);
        }
    }
    for entry in row["t"].as_array().unwrap() {
        let (template, subject) = (entry[0].as_str().unwrap(), entry[1].as_str().unwrap());
        let raw = if bytes { latin(subject) } else { subject.as_bytes().to_vec() };
        let input = if bytes { Subject::Bytes(&raw) } else { Subject::Text(subject) };
        let ours = match substituted(&case.program, &pattern(template, bytes), input) {
            Ok(made) if bytes => json!([null, made.iter().copied().map(char::from).collect::<String>()]),
            Ok(made) => json!([null, String::from_utf8(made).unwrap()]),
            Err(Value::Null) => continue,
            Err(error) => json!([error, null]),
        };
        if ours != json!([entry[2], entry[3]]) {
            complain(&format!("sub {template:?}"), subject, &ours, &json!([entry[2], entry[3]]));
        }
    }
}

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/re");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let more = std::env::var("HOGNOSE_RE_CASES").unwrap_or_default();
    files.extend(more.split(':').filter(|name| !name.is_empty()).map(PathBuf::from));
    files
}

/// Checks which characters match one, or a set, when case does not count.
fn check_partners(row: &Value, everything: &str, report: &mut String) {
    let text = row["case"].as_str().unwrap();
    let flags = u32::try_from(row["f"].as_u64().unwrap()).unwrap();
    let program = Program::compile(pattern(text, false), flags).unwrap();
    let linear = program.linear.as_ref().unwrap();
    let mut scratch = Scratch::default();
    for linear in [None, Some(linear)] {
        let found = everything.chars().filter(|char| {
            let mut buffer = [0; 4];
            let subject = Subject::Text(char.encode_utf8(&mut buffer));
            let request = Request::new(Mode::Match, subject);
            let found = match linear {
                None => program.exec(&mut scratch, subject, &request, &mut Unmetered).unwrap(),
                Some(linear) => {
                    let bytes = subject.bytes();
                    program
                        .search_linear(linear, &mut scratch, bytes, &request, &mut Unmetered)
                        .unwrap()
                        .unwrap()
                }
            };
            found != (row["not"] == true)
        });
        let found: Value = found.map(u32::from).collect();
        if found != row["found"] {
            writeln!(report, "{text:?} flags {flags}: {found} not {}", row["found"]).unwrap();
        }
    }
}

#[test]
fn answers_are_those_of_cpython() {
    let mut report = String::new();
    let mut everything = String::new();
    let (mut count, mut limited) = (0_u32, 0_u32);
    for file in files() {
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            if let Some(text) = row["everything"].as_str() {
                everything = text.to_owned();
                continue;
            }
            if row["case"].is_string() {
                check_partners(&row, &everything, &mut report);
                continue;
            }
            check(&row, false, &mut report, &mut limited);
            check(&row, true, &mut report, &mut limited);
            count += 1;
        }
    }
    let shown: String = report.lines().take(60).map(|line| format!("{line}\n")).collect();
    assert!(limited * 2_000 <= count, "{limited} of {count} cases ran into limits");
    assert!(report.is_empty(), "{count} cases, {} differences:\n{shown}", report.lines().count());
}

/// Compiles and runs on a small stack; says how many levels were allowed.
fn nested_on_small_stack(open: &'static str, close: &'static str) {
    let work = move || {
        for levels in [1, 32, 63, 64, 65, 600] {
            let text = format!("{}a{}", open.repeat(levels), close.repeat(levels));
            let Ok(program) = Program::compile(pattern(&text, false), 0) else {
                assert!(levels > 31, "{open} {levels}");
                continue;
            };
            let subject = "ab".repeat(100);
            let mut scratch = Scratch::default();
            let request = Request::new(Mode::Search, Subject::Text(&subject));
            assert!(
                program.exec(&mut scratch, Subject::Text(&subject), &request, &mut Unmetered).is_ok()
                    || levels > 1
            );
            if let Some(linear) = &program.linear {
                let bytes = subject.as_bytes();
                assert!(program.search_linear(linear, &mut scratch, bytes, &request, &mut Unmetered).is_ok());
            }
        }
    };
    std::thread::Builder::new().stack_size(512 << 10).spawn(work).unwrap().join().unwrap();
}

#[test]
fn nesting_is_bounded() {
    for (open, close) in [
        ("(", ")"),
        ("(?:", ")+"),
        ("(?i:b|", ")"),
        ("(?=", ")"),
        ("(?>c|", ")*"),
        ("(()|(?(1)", "|b))"),
        ("((", ")+b|c){2}"),
    ] {
        nested_on_small_stack(open, close);
    }
}

/// Counts fuel.
#[derive(Default)]
struct Counted(u64);

impl Meter for Counted {
    type Error = std::convert::Infallible;

    fn charge(&mut self, fuel: u64) -> Result<(), Self::Error> {
        self.0 += fuel;
        Ok(())
    }
}

#[test]
fn no_pattern_runs_away() {
    let subject = "a".repeat(4_096);
    let patterns = [
        ("(a+)+b", true),
        ("(a|a)*b", true),
        ("(a|aa)+$!", true),
        (r"^(\w+\s?)*$!", true),
        (".*.*.*.*.*=", true),
        (r"(.*?,){11}P", true),
        ("(?:a*)*b", false),
        ("(.*)*x", false),
        ("(a+)+(?!x)b", false),
        ("(?:(?=.*)a)*c", false),
        ("(?:(?!.*b)a)*c", false),
        ("(?:(?=(?:(?=.*)a)*)a)*c", false),
        ("(?:a*)*(?=(a*)b)(?!x)", false),
        (r"(a*)*\1(?=(a*)b)(?!x)", false),
        (r"(\w+)\1\1\1b", false),
        ("(?:(?>a*)*)*b", false),
        ("((a?){100}){100}b", false),
        ("(?:a?){1000}a{1000}b", false),
        ("(?:.{0,4000}){0,4000}b", false),
        ("(?:(?<=a{2000})a)*b", false),
    ];
    for (text, answered) in patterns {
        let program = Program::compile(pattern(text, false), 0).unwrap();
        let input = Subject::Text(&subject);
        let mut meter = Counted::default();
        let found =
            program.exec(&mut Scratch::default(), input, &Request::new(Mode::Search, input), &mut meter);
        assert_eq!(found.ok(), answered.then_some(false), "{text}");
        assert!(meter.0 < 56_000, "{text} {}", meter.0);
    }
}

#[test]
fn sizes_are_bounded() {
    let refused = |text: &str| match Program::compile(pattern(text, false), 0) {
        Err(CompileError::Limit(limit)) => Some((limit.what(), limit.limit())),
        _ => None,
    };
    assert_eq!(refused(&"a".repeat(4_096)), None);
    assert_eq!(refused(&"a".repeat(4_097)), Some(("bytes of pattern", 4_096)));
    assert_eq!(refused(&format!("(?=b){}", "a".repeat(2_043))), None);
    assert_eq!(refused(&format!("(?=b){}", "a".repeat(2_044))), Some(("bytes of pattern", 2_048)));
    let program = Program::compile(pattern("(?=b)", false), 0).unwrap();
    let subject = "a".repeat(4_097);
    let input = Subject::Text(&subject);
    let found =
        program.exec(&mut Scratch::default(), input, &Request::new(Mode::Search, input), &mut Unmetered);
    assert!(matches!(found, Err(MatchError::Limit(limit)) if limit.used() == 4_097));
    // What would be huge when unrolled costs nothing here.
    assert_eq!(refused("(?:a{1000}){1000}"), None);
    assert!(Program::compile(pattern("(?:a{1000}){1000}", false), 0).unwrap().size() < 1_000);
}
