//! Where text goes: standard output and standard error, coloured on a terminal only.

use crate::printable::{printable, printable_json};
use annotate_snippets::Renderer;
use std::io::{self, IsTerminal, Write};

/// Standard output and standard error.
#[derive(Debug)]
pub(crate) struct Output {
    renderer: Renderer,
}

impl Output {
    pub(crate) fn new() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let styled = wanted && io::stderr().is_terminal();
        Self { renderer: if styled { Renderer::styled() } else { Renderer::plain() } }
    }

    /// How diagnostics are drawn.
    pub(crate) fn renderer(&self) -> &Renderer {
        &self.renderer
    }

    /// A line of the answer. A closed pipe is no reason to complain.
    pub(crate) fn line(&mut self, text: &str) {
        let _ = writeln!(io::stdout().lock(), "{text}");
    }

    /// A line of JSON.
    pub(crate) fn json(&mut self, text: &str) {
        self.line(&printable_json(text));
    }

    /// A diagnostic, drawn already.
    pub(crate) fn diagnostic(&mut self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// What explains the answer.
    pub(crate) fn note(&mut self, text: &str) {
        self.diagnostic(&format!("note: {}", printable(text)));
    }

    /// What is wrong with the input.
    pub(crate) fn complain(&mut self, text: &str) {
        self.diagnostic(&format!("error: {}", printable(text)));
    }
}
