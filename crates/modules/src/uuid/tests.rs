use super::*;
use crate::oracle::{Datum, check, list};

fn shown(uuid: Uuid) -> Datum {
    let number = |value: u64| Datum::from(i64::try_from(value).unwrap_or_default());
    Datum::List(vec![
        uuid.to_string().into(),
        uuid.hex().into(),
        uuid.urn().into(),
        uuid.bytes().to_vec().into(),
        uuid.bytes_le().to_vec().into(),
        list(uuid.fields().map(number)),
        number(uuid.time()),
        number(uuid.clock_seq()),
        number(uuid.node()),
        uuid.variant().into(),
        uuid.version().into(),
        BigInt::from(uuid.0).into(),
    ])
}

#[test]
fn answers_are_those_of_cpython() {
    check("uuid", |function, a| {
        let [first, second] = [0, 1].map(|at| a.get(at).cloned().unwrap_or(Datum::None));
        let uuid = match function {
            "text" => Uuid::from_text(first.str(), |digits| {
                let number = BigInt::parse_bytes(digits.as_bytes(), 16);
                number.ok_or_else(|| {
                    Raised::value(format!("invalid literal for int() with base 16: '{digits}'"))
                })
            })?,
            "int" => Uuid::from_int(first.big())?,
            "bytes" => Uuid::from_bytes(first.bytes())?,
            "bytes_le" => Uuid::from_bytes_le(first.bytes())?,
            "fields" => {
                Uuid::from_fields(&first.list().iter().map(|field| field.big().clone()).collect::<Vec<_>>())?
            }
            "version" => Uuid::from_int(first.big())?.with_version(second.int())?,
            "uuid3" => Uuid::uuid3(Uuid::from_int(first.big())?, second.str().as_bytes()),
            "uuid5" => Uuid::uuid5(Uuid::from_int(first.big())?, second.str().as_bytes()),
            other => return Err(Raised::value(format!("no function {other}"))),
        };
        Ok(shown(uuid))
    });
}
