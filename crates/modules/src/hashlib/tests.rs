use super::*;
use crate::binascii::hexlify;
use crate::oracle::{Datum, check};

fn hex(bytes: &[u8]) -> Datum {
    hexlify(bytes).into()
}

#[test]
fn answers_are_those_of_cpython() {
    check("hashlib", |function, a| {
        let [first, second, third, fourth, fifth] =
            [0, 1, 2, 3, 4].map(|at| a.get(at).cloned().unwrap_or(Datum::None));
        let named = |name: &Datum| {
            Algorithm::named(name.str())
                .ok_or_else(|| Raised::value(format!("unsupported hash type {}", name.str())))
        };
        Ok(match function {
            "named" => named(&first)?.name().into(),
            "sizes" => {
                let found = named(&first)?;
                crate::oracle::list([found.digest_size() as i64, found.block_size() as i64])
            }
            "digest" => {
                let mut hasher = Hasher::new(named(&first)?);
                second.list().iter().for_each(|part| hasher.update(part.bytes()));
                hex(&hasher.digest_of(third.int()))
            }
            "blake2b" | "blake2s" => {
                let make = if function == "blake2b" { Hasher::blake2b } else { Hasher::blake2s };
                let mut hasher = make(second.int(), third.bytes())?;
                hasher.update(first.bytes());
                hex(&hasher.digest())
            }
            "pbkdf2" => {
                hex(&pbkdf2_hmac(named(&first)?, second.bytes(), third.bytes(), fourth.int(), fifth.int())?)
            }
            other => return Err(Raised::value(format!("no function {other}"))),
        })
    });
}
