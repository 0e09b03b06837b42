use super::*;
use crate::oracle::{Datum, check};

#[test]
fn answers_are_those_of_cpython() {
    check("base64", |name, a| {
        let bytes = |at: usize| a.get(at).map(Datum::bytes).unwrap_or_default();
        let flag = |at: usize| a.get(at).is_some_and(Datum::bool);
        let optional = |at: usize| a.get(at).and_then(Datum::option).map(Datum::bytes);
        let data = bytes(0);
        let done = match name {
            "b64encode" => optional(1).map_or_else(|| Ok(encode(data)), |alt| encode_with(data, alt))?,
            "stdencode" => encode(data),
            "urlsafeencode" => urlsafe_encode(data),
            "bytesencode" => encodebytes(data),
            "b32encode" => b32encode(data),
            "b32hexencode" => b32hexencode(data),
            "b16encode" => b16encode(data),
            "a85encode" => {
                let wrapcol = a.get(2).map(Datum::int).unwrap_or_default();
                a85encode(data, A85 { foldspaces: flag(1), wrapcol, pad: flag(3), adobe: flag(4) })
            }
            "b85encode" => b85encode(data, flag(1)),
            "z85encode" => z85encode(data),
            "b64decode" => match optional(1) {
                Some(alt) => decode_with(data, alt, flag(2))?,
                None => decode(data, flag(2))?,
            },
            "stddecode" | "bytesdecode" => decode(data, false)?,
            "urlsafedecode" => urlsafe_decode(data)?,
            "b32decode" => b32decode(data, flag(1), optional(2))?,
            "b32hexdecode" => b32hexdecode(data, flag(1))?,
            "b16decode" => b16decode(data, flag(1))?,
            "a85decode" => a85decode(data, flag(1), flag(2), b" \t\n\r\x0b")?,
            "b85decode" => b85decode(data)?,
            "z85decode" => z85decode(data)?,
            other => return Err(Raised::value(format!("no function {other}"))),
        };
        Ok(done.into())
    });
}
