//! Every property of every code point, as checksums.

use hognose_eval::text::{Sink, case, class, data, lines, names, normal};
use hognose_syntax::surrogate::{char_of, is_stand_in};

/// A case conversion.
type Convert = fn(&str, &mut String) -> Result<(), <String as Sink<str>>::Full>;

/// The value of a property, as the generator writes it.
fn value(property: &str, char: char) -> String {
    let text = char.to_string();
    let bit = |set: bool| u8::from(set).to_string();
    let convert = |convert: Convert, text: &str| {
        let mut out = String::new();
        convert(text, &mut out).map(|()| out).unwrap()
    };
    let number = |value: Option<u8>| value.map_or(String::new(), |value| value.to_string());
    match property {
        "isalpha" => bit(class::str_is_alpha(&text)),
        "isdigit" => bit(class::str_is_digit(&text)),
        "isdecimal" => bit(class::str_is_decimal(&text)),
        "isnumeric" => bit(class::str_is_numeric(&text)),
        "isalnum" => bit(class::str_is_alnum(&text)),
        "isspace" => bit(class::str_is_space(&text)),
        "isprintable" => bit(class::str_is_printable(&text)),
        "isidentifier" => {
            bit(class::str_is_identifier(&text)) + &bit(class::str_is_identifier(&format!("a{char}")))
        }
        "islower" => bit(class::str_is_lower(&text)),
        "isupper" => bit(class::str_is_upper(&text)),
        "istitle" => bit(class::str_is_title(&text)),
        "upper" => convert(case::upper, &text),
        "lower" => convert(case::lower, &text),
        "title" => convert(case::title, &text),
        "capitalize" => convert(case::capitalize, &text),
        "swapcase" => convert(case::swapcase, &text),
        "casefold" => convert(case::casefold, &text),
        "sigma" => convert(case::lower, &format!("{char}Σ{char}aΣ{char}")),
        "titled" => convert(case::title, &format!("a{char}a")),
        "splitlines" => lines::lines(&format!("a{char}a"), false).count().to_string(),
        "decimal" => number(class::decimal(char)),
        "digit" => number(class::digit(char)),
        "numeric" => data::numeric(char).map_or(String::new(), |value| format!("{:016x}", value.to_bits())),
        "category" => data::category(char).to_owned(),
        "combining" => data::combining(char).to_string(),
        "bidirectional" => data::bidirectional(char).to_owned(),
        "east_asian_width" => data::east_asian_width(char).to_owned(),
        "name" => names::name(char).map_or(String::new(), |name| {
            assert_eq!(names::lookup(&name.to_string()), Some(char));
            name.to_string()
        }),
        "decomposition" => data::decomposition(char),
        "NFC" | "NFD" | "NFKC" | "NFKD" => {
            let (form, mut out) = (normal::Form::find(property).unwrap(), String::new());
            normal::normalize(&text, form, &mut out).unwrap();
            assert_eq!(normal::is_normalized(&text, form), text == out);
            out
        }
        "mirrored" => bit(data::mirrored(char)),
        _ => panic!("no property {property}"),
    }
}

/// CRC-32 as zlib computes it.
#[derive(Clone, Copy)]
struct Crc([u32; 256], u32);

impl Crc {
    fn new() -> Self {
        let step = |crc: u32, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
        Self(std::array::from_fn(|byte| (0..8).fold(u32::try_from(byte).unwrap(), step)), !0)
    }

    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.1 = self.0[(self.1.to_le_bytes()[0] ^ byte) as usize] ^ (self.1 >> 8);
        }
    }
}

#[test]
fn every_code_point_has_the_properties_of_the_reference() {
    let start = Crc::new();
    for row in super::rows("text_properties.jsonl") {
        let property = row[0].as_str().unwrap();
        for (plane, sum) in (0u32..).zip(row[1].as_array().unwrap()) {
            let mut crc = start;
            let codes = (plane << 16..=plane << 16 | 0xFFFF)
                .filter(|&code| !char::from_u32(code).is_some_and(is_stand_in));
            for (number, code) in codes.enumerate() {
                crc.add(if number > 0 { "\n" } else { "" });
                crc.add(&value(property, char_of(code).unwrap()));
            }
            assert_eq!(format!("{:08x}", !crc.1), sum.as_str().unwrap(), "{property}, plane {plane}");
        }
    }
}
