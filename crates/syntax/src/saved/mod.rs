//! Trees as bytes: what a compiled policy is saved as, and read back without looking at its text again.
//!
//! Numbers are in LEB128, texts stand once in a table at the front, spans are given by their distance to the one before. What is
//! read is checked as it is read, whoever wrote it: every slot is one of the frame's and of the kind that its use takes, every
//! span lies in the source, the nesting is bounded and agrees with what each function says of itself, nothing is allocated
//! that the bytes left do not account for. So a tree that is read can do nothing that a tree made from a text could not.

mod nodes;
mod reader;
mod writer;

use crate::Options;
use crate::tree::Tree;
use std::fmt;

/// Why bytes are no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// They end too early.
    Truncated,
    /// There are more of them than the tree takes.
    Trailing,
    /// Something stands there that means nothing; what was expected.
    Unexpected(&'static str),
    /// It is nested deeper than the limits allow; how deep it may be.
    Depth(u32),
    /// It has more nodes than the limits allow; how many it may have.
    Nodes(u32),
    /// It has more names and texts than the limits allow; how many it may have.
    Names(u32),
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Malformed::Truncated => f.write_str("the bytes end too early"),
            Malformed::Trailing => f.write_str("there are bytes behind the end"),
            Malformed::Unexpected(what) => write!(f, "the bytes hold no {what} where one was expected"),
            Malformed::Depth(limit) => write!(f, "the policy is nested more than {limit} levels deep"),
            Malformed::Nodes(limit) => write!(f, "the policy has more than {limit} nodes"),
            Malformed::Names(limit) => write!(f, "the policy has more than {limit} different names"),
        }
    }
}

impl std::error::Error for Malformed {}

/// A tree as bytes.
///
/// ```
/// use hognose_syntax::{Options, parse, saved};
/// let source = "return request.user.is_active";
/// let options = Options { parameters: &["request"], ..Options::default() };
/// let tree = parse(source, &options).unwrap();
/// let bytes = saved::write(&tree);
/// let again = saved::read(&bytes, source, &options).unwrap();
/// assert_eq!(format!("{again:?}"), format!("{tree:?}"));
/// ```
#[must_use]
pub fn write(tree: &Tree) -> Vec<u8> {
    writer::write(tree)
}

/// The tree that [`write`] was given, of a source and for a place to run in.
///
/// # Errors
/// Bytes that are no tree of this source for this place within these limits. Stack and memory are bounded by the limits and the
/// number of bytes.
pub fn read(bytes: &[u8], source: &str, options: &Options) -> Result<Tree, Malformed> {
    reader::read(bytes, source, options)
}
