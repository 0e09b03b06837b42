//! The algorithms of Python's `str` and `bytes`, apart from any value.
//!
//! Text is UTF-8 in a `&str`; a position is always a count of code points, as in Python. Lone surrogates are the
//! stand-in characters of [`hognose_syntax::surrogate`] and count as one code point. All tables are of Unicode 15.1,
//! the version of CPython 3.13, whatever the toolchain's own is.
//!
//! **Sizes.** Nothing here allocates in proportion to its input or its result, but for what [`normal::scratch`] tells.
//! A function whose result is a part of its input returns that part; one whose result is several parts returns a lazy,
//! cloneable iterator over them; one that makes new text writes it, piece by piece, to a [`Sink`]. Running such a
//! function on a [`Measure`] first gives the exact size in bytes of what it will write (in no more time than writing
//! takes, and without the time that padding or repetition would take), so that the caller can charge before it
//! allocates. A sink that charges as it grows may be used directly.
//!
//! **Time.** Every function is linear in its input plus its output.

pub mod build;
pub mod bytes;
pub mod case;
mod chunk;
pub mod class;
#[rustfmt::skip]
mod class_tables;
pub mod codec;
pub mod data;
#[rustfmt::skip]
mod data_tables;
#[rustfmt::skip]
mod decomposition_tables;
pub(crate) mod letter;
pub mod lines;
pub mod names;
pub mod normal;
pub mod order;
pub mod quote;
pub mod range;
pub(crate) mod same;
pub mod search;
mod sequence;
mod sink;
pub mod split;
pub mod strip;
mod trie;
mod view;

pub use sequence::Sequence;
pub use sink::{Measure, Sink};
pub use view::{Steps, Text};
