//! Compile errors.

use hognose_syntax::Diagnostic;
use hognose_syntax::LineIndex;
use std::fmt;

/// Everything that is wrong with a policy's source.
#[derive(Clone, Debug)]
pub struct CompileError {
    name: Box<str>,
    source: Box<str>,
    diagnostics: Vec<Diagnostic>,
}

impl CompileError {
    pub(crate) fn new(name: &str, source: &str, diagnostics: Vec<Diagnostic>) -> Self {
        Self { name: name.into(), source: source.into(), diagnostics }
    }

    /// The policy's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The source text.
    #[must_use]
    pub fn source_text(&self) -> &str {
        &self.source
    }

    /// The findings, in the order of the source. At least one.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// One line for each finding: `name:line:column: message [code]`.
impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = LineIndex::new(&self.source);
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            let position = lines.position(diagnostic.span.start);
            write!(
                f,
                "{}:{}:{}: {} [{}]",
                self.name, position.line, position.column, diagnostic.message, diagnostic.code
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for CompileError {}
