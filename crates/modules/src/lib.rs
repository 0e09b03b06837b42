//! Python's library modules for hognose.

pub mod ast;
pub mod base64;
pub mod binascii;
pub mod bisect;
pub mod clock;
pub mod collections;
pub mod contextlib;
pub mod copy;
pub mod datetime;
pub mod fnmatch;
pub mod functools;
mod glue;
pub mod hashlib;
pub mod heapq;
pub mod hmac;
pub mod html;
pub mod io;
pub mod ipaddress;
pub mod itertools;
pub mod json;
pub mod logging;
pub mod math;
mod named_tuple;
pub mod operator;
#[cfg(test)]
mod oracle;
pub mod raised;
pub mod random;
pub mod re;
pub mod secrets;
pub mod shlex;
pub mod statistics;
pub mod string;
pub mod structs;
pub mod textwrap;
pub mod time;
pub mod typing;
pub mod unicodedata;
pub mod urllib;
pub mod uuid;
pub mod zlib;
pub mod zoneinfo;

use hognose_eval::table::Builder;

/// Add the modules' types and members to a table.
#[must_use]
pub fn register(table: Builder) -> Builder {
    table
        .classes(binascii::rows::CLASSES)
        .classes(collections::rows::CLASSES)
        .classes(collections::rows::ABSTRACT_CLASSES)
        .classes(copy::rows::CLASSES)
        .classes(datetime::rows::CLASSES)
        .classes(functools::rows::CLASSES)
        .classes(hashlib::rows::CLASSES)
        .classes(hmac::rows::CLASSES)
        .classes(ipaddress::rows::CLASSES)
        .classes(itertools::rows::CLASSES)
        .classes(json::rows::CLASSES)
        .classes(logging::rows::CLASSES)
        .classes(operator::rows::CLASSES)
        .classes(random::rows::CLASSES)
        .classes(re::rows::CLASSES)
        .classes(statistics::rows::CLASSES)
        .classes(string::rows::CLASSES)
        .classes(textwrap::rows::CLASSES)
        .classes(time::rows::CLASSES)
        .classes(typing::rows::CLASSES)
        .classes(urllib::rows::CLASSES)
        .classes(uuid::rows::CLASSES)
        .classes(zoneinfo::rows::CLASSES)
        .classes(contextlib::rows::CLASSES)
        .classes(heapq::rows::CLASSES)
        .classes(structs::rows::CLASSES)
        .classes(io::rows::CLASSES)
        .modules(&[&ast::rows::MODULE, &base64::rows::MODULE])
        .modules(&[&bisect::rows::MODULE, &heapq::rows::MODULE])
        .modules(&[&contextlib::rows::MODULE, &structs::rows::MODULE])
        .modules(&[&io::rows::MODULE, &shlex::rows::MODULE, &zlib::rows::MODULE])
        .modules(&[&binascii::rows::MODULE])
        .modules(&[&collections::rows::MODULE, &collections::rows::ABSTRACT])
        .modules(&[&copy::rows::MODULE])
        .modules(&[&datetime::rows::MODULE])
        .modules(&[&fnmatch::rows::MODULE])
        .modules(&[&functools::rows::MODULE])
        .modules(&[&operator::rows::MODULE])
        .modules(&[&hashlib::rows::MODULE])
        .modules(&[&hmac::rows::MODULE])
        .modules(&[&html::rows::MODULE])
        .modules(&[&ipaddress::rows::MODULE])
        .modules(&[&itertools::rows::MODULE])
        .modules(&[&json::rows::MODULE])
        .modules(&[&logging::rows::MODULE])
        .modules(&[&math::rows::MODULE])
        .modules(&[&random::rows::MODULE])
        .modules(&[&re::rows::MODULE])
        .modules(&[&secrets::rows::MODULE])
        .modules(&[&statistics::rows::MODULE])
        .modules(&[&string::rows::MODULE])
        .modules(&[&textwrap::rows::MODULE])
        .modules(&[&time::rows::MODULE])
        .modules(&[&typing::rows::MODULE])
        .modules(&[&unicodedata::rows::MODULE])
        .modules(&[&urllib::rows::PACKAGE, &urllib::rows::MODULE])
        .modules(&[&uuid::rows::MODULE])
        .modules(&[&zoneinfo::rows::MODULE])
}
