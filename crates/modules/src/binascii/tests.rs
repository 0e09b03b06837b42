use super::*;
use crate::oracle::{Datum, check};

#[test]
fn answers_are_those_of_cpython() {
    check("binascii", |name, a| {
        let data = a.first().map(Datum::bytes).unwrap_or_default();
        let second = a.get(1);
        Ok(match (name, second) {
            ("hexlify", _) => hexlify(data).into_bytes().into(),
            ("unhexlify", _) => unhexlify(data)?.into(),
            ("grouped", Some(separator)) => {
                let group = a.get(2).map(Datum::int).unwrap_or_default();
                let separator = separator.bytes().first().copied().map(char::from);
                hexlify_grouped(data, separator, group).into_bytes().into()
            }
            ("crc32", Some(start)) => i64::from(crc32(data, start.int())).into(),
            ("crc_hqx", Some(start)) => i64::from(crc_hqx(data, start.int())).into(),
            _ => return Err(Raised::value(format!("no function {name}"))),
        })
    });
}
