//! Python's library modules for hognose.

pub mod base64;
pub mod binascii;
pub mod datetime;
pub mod fnmatch;
pub mod hashlib;
pub mod hmac;
pub mod html;
pub mod ipaddress;
pub mod math;
#[cfg(test)]
mod oracle;
pub mod raised;
pub mod re;
pub mod string;
pub mod textwrap;
pub mod urllib;
pub mod uuid;
pub mod zoneinfo;

use hognose_eval::table::Builder;

/// Add the modules' types and members to a table.
#[must_use]
pub fn register(table: Builder) -> Builder {
    table.classes(&[]).modules(&[])
}
