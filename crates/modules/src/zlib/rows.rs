//! What a policy sees of `zlib`.

use hognose_eval::class::Module;
use hognose_eval::row::{Row, Signature, p_only, p_only_optional};
use hognose_eval::{Context, R, Value, function};

use crate::binascii;
use crate::binascii::rows::low_bits;
use crate::glue::Big;

/// The module.
pub static MODULE: Module = Module { name: "zlib", rows: &[ROWS] };

const CHECKSUM: Signature = Signature::positional(&[p_only("data"), p_only_optional("value")]);

static ROWS: &[Row] = &[
    function!("crc32", CHECKSUM, "The checksum CRC-32.", crc32, 2).called("zlib.crc32"),
    function!("adler32", CHECKSUM, "The checksum Adler-32.", adler32, 2).called("zlib.adler32"),
];

fn crc32<'h>(cx: &Context<'h>, data: &'h [u8], start: Option<Big>) -> R<'h> {
    cx.burn((data.len() as u64) >> 3)?;
    Ok(Value::Int(binascii::crc32(data, low_bits(start)).into()))
}

fn adler32<'h>(cx: &Context<'h>, data: &'h [u8], start: Option<Big>) -> R<'h> {
    cx.burn((data.len() as u64) >> 3)?;
    let start = if start.is_some() { low_bits(start) } else { 1 };
    Ok(Value::Int(super::adler32(data, start).into()))
}
