//! Answers for many sources at once, for comparison with CPython: on standard input each source stands behind a line
//! with its length in bytes; on standard output there is one line per source: `ok`, `limit`, `unsupported`, or the
//! exception's type and CPython's message with a tab between them, and the line number of the wrapped text.

#![expect(clippy::disallowed_methods, reason = "a tool for developers")]

use std::io::{BufRead as _, Read as _, Write as _};

use hognose_syntax::{DiagnosticKind, LineIndex, Options, decode, parse};

fn main() -> std::io::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut options = Options { top_level_yield: true, ..Options::default() };
    options.limits.source_bytes = 1 << 24;
    options.limits.nodes = 1 << 24;
    options.limits.names = 1 << 20;
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let length: usize = line.trim().parse().map_err(std::io::Error::other)?;
        line.clear();
        let mut bytes = vec![0; length];
        input.read_exact(&mut bytes)?;
        let answer = match decode(&bytes)
            .map_err(|problem| vec![problem])
            .and_then(|text| parse(text, &options).map(drop))
        {
            Ok(()) => "ok".to_owned(),
            Err(problems) => {
                let first = problems.first().ok_or_else(|| std::io::Error::other("no problem"))?;
                let text = String::from_utf8_lossy(&bytes);
                let at = LineIndex::new(&text).position(first.span.start).line.saturating_add(1);
                match first.kind {
                    DiagnosticKind::Syntax(class) => format!("{class}\t{}\t{at}", first.message),
                    DiagnosticKind::Limit => format!("limit\t{}", first.message),
                    _ => format!("unsupported\t{}", first.message),
                }
            }
        };
        writeln!(output, "{}", answer.replace('\n', "\\n"))?;
    }
    output.flush()
}
