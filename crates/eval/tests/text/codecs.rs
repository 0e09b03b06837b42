//! Encodings, hexadecimal and names.

use std::convert::Infallible;

use hognose_eval::text::codec::{
    self, CodecError, DecodeFailure, EncodeFailure, Encoding, Handler, HexFailure, decode_error_text,
    encode_error_text,
};
use hognose_eval::text::{Measure, names, normal};
use serde_json::{Value, json};

#[test]
fn encodings_answer_as_the_reference() {
    super::check("text_codecs.jsonl", |function, arguments| {
        let [subject, encoding, handler] = [0, 1, 2].map(|at| arguments[at].as_str().unwrap());
        if function == "c.encode" {
            encode(subject, encoding, handler)
        } else {
            decode(subject, encoding, handler)
        }
    });
}

#[test]
fn hexadecimal_answers_as_the_reference() {
    super::check("text_hex.jsonl", |function, arguments| {
        let subject = arguments[0].as_str().unwrap();
        if function == "c.fromhex" {
            let mut out = Vec::new();
            match codec::from_hex(subject, &mut out) {
                Ok(()) => show(&out),
                Err(HexFailure::NotHex(at)) => json!({"error": HexFailure::<Infallible>::text(at)}),
            }
        } else {
            let separator = arguments[1].as_str().and_then(|separator| separator.chars().next());
            let mut out = String::new();
            codec::hex(&blob(subject), separator, arguments[2].as_i64().unwrap(), &mut out).unwrap();
            out.into()
        }
    });
}

#[test]
fn names_and_aliases_answer_as_the_reference() {
    super::check("text_names.jsonl", |_, arguments| {
        let name = arguments[0].as_str().unwrap();
        match names::lookup(name) {
            Some(char) => char.to_string().into(),
            None => json!({"error": format!("KeyError: \"undefined character name '{name}'\"")}),
        }
    });
}

#[test]
fn normal_forms_are_those_of_the_reference() {
    super::check("text_normal.jsonl", |function, arguments| {
        let (subject, mut out) = (arguments[0].as_str().unwrap(), String::new());
        let form = normal::Form::find(function.trim_start_matches("c.")).unwrap();
        normal::normalize(subject, form, &mut out).unwrap();
        assert_eq!(normal::is_normalized(subject, form), subject == out);
        assert_eq!(Measure::of(|sink| normal::normalize(subject, form, sink)), out.len());
        out.into()
    });
}

/// Bytes as the data writes them.
fn show(bytes: &[u8]) -> Value {
    bytes.iter().map(|&byte| char::from(byte)).collect::<String>().into()
}

/// Bytes from the data.
fn blob(text: &str) -> Vec<u8> {
    text.chars().map(|char| u8::try_from(char).unwrap()).collect()
}

/// An exception as the data writes it.
fn failed(error: CodecError, object: Value, text: String) -> Value {
    json!({"error": [error.encoding, object, error.start, error.end, error.reason, text]})
}

/// The answer of `str.encode`.
fn encode(subject: &str, name: &str, handler: &str) -> Value {
    let encoding = match Encoding::find(name) {
        Ok(encoding) => encoding,
        Err(error) => return json!({"error": error.text(name, "encode")}),
    };
    let mut out = Vec::new();
    let result = codec::encode(subject, encoding, Handler::find(handler), &mut out);
    match result {
        Ok(()) => {
            let mut measure = Measure::default();
            codec::encode(subject, encoding, Handler::find(handler), &mut measure).unwrap();
            assert_eq!(measure.bytes, out.len());
            show(&out)
        }
        Err(EncodeFailure::Error(error)) => {
            let text = encode_error_text(error.encoding, subject, error.start, error.end, error.reason);
            failed(error, subject.into(), text)
        }
        Err(EncodeFailure::UnknownHandler) => json!({"error": Handler::unknown_text(handler)}),
        Err(EncodeFailure::Full(never)) => match never {},
    }
}

/// The answer of `bytes.decode`.
fn decode(subject: &str, name: &str, handler: &str) -> Value {
    let bytes = blob(subject);
    let encoding = match Encoding::find(name) {
        Ok(encoding) => encoding,
        Err(_) if bytes.is_empty() => return "".into(),
        Err(error) => return json!({"error": error.text(name, "decode")}),
    };
    let mut out = String::new();
    match codec::decode(&bytes, encoding, Handler::find(handler), &mut out) {
        Ok(()) => {
            let mut measure = Measure::default();
            codec::decode(&bytes, encoding, Handler::find(handler), &mut measure).unwrap();
            assert_eq!(measure.bytes, out.len());
            out.into()
        }
        Err(DecodeFailure::Error(error)) => {
            let object = &bytes[error.skipped..];
            let text = decode_error_text(error.encoding, object, error.start, error.end, error.reason);
            failed(error, show(object), text)
        }
        Err(DecodeFailure::UnknownHandler) => json!({"error": Handler::unknown_text(handler)}),
        Err(DecodeFailure::WrongHandler) => json!({"error": DecodeFailure::<Infallible>::WRONG_HANDLER}),
        Err(DecodeFailure::Full(never)) => match never {},
    }
}
