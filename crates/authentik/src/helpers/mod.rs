//! The functions in scope by their names.

pub mod directory;
pub(crate) mod django;
pub mod dns;
pub mod events;
pub mod http;
pub mod messages;
pub mod network;
mod outgoing;
pub mod policies;
pub mod regex;
pub(crate) mod response;
pub(crate) mod scalar;
mod span;
pub mod text;
pub mod tokens;
pub mod values;

use hognose_eval::row::Row;

/// Rows of all helpers, by file.
pub static ROWS: &[&[Row]] = &[
    directory::ROWS,
    dns::ROWS,
    events::ROWS,
    http::ROWS,
    messages::ROWS,
    network::ROWS,
    policies::ROWS,
    regex::ROWS,
    text::ROWS,
    tokens::ROWS,
    values::ROWS,
];
