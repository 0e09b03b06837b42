//! Python's library modules for hognose.

pub mod base64;
pub mod binascii;
pub mod datetime;
pub mod hashlib;
pub mod hmac;
pub mod ipaddress;
pub mod math;
#[cfg(test)]
mod oracle;
pub mod raised;
pub mod re;
