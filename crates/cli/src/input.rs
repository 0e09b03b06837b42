//! Reading files.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of a file at most.
const SIZE: u64 = 64 << 20;

/// A file that cannot be read, or is not what it should be.
#[derive(Debug)]
pub(crate) struct BadInput {
    name: String,
    reason: String,
}

impl BadInput {
    pub(crate) fn new(name: &str, reason: impl fmt::Display) -> Self {
        Self { name: name.to_owned(), reason: reason.to_string() }
    }
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.reason)
    }
}

/// What a file is called in messages.
pub(crate) fn name(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads the files of one command: standard input once.
#[derive(Debug, Default)]
pub(crate) struct Input {
    read_stdin: bool,
}

impl Input {
    /// The text of a file, `-` for standard input; without the byte order mark.
    pub(crate) fn text(&mut self, path: &Path) -> Result<String, BadInput> {
        let bad = |reason: &dyn fmt::Display| BadInput::new(&name(path), reason);
        let bytes = if is_stdin(path) {
            if std::mem::replace(&mut self.read_stdin, true) {
                return Err(bad(&"standard input can be read only once"));
            }
            all(io::stdin().lock())
        } else {
            File::open(path).and_then(all)
        };
        let bytes = bytes.map_err(|error| bad(&error))?;
        // Messages about text that is no UTF-8 are those of Python.
        hognose::decode(&bytes).map(str::to_owned).map_err(|problem| bad(&problem.message))
    }
}

fn all(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(SIZE.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SIZE {
        return Err(io::Error::other(format!("it is larger than {SIZE} bytes")));
    }
    Ok(bytes)
}

/// Writes a file.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), BadInput> {
    std::fs::write(path, text).map_err(|error| BadInput::new(&name(path), error))
}
