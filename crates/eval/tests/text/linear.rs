//! Nothing is quadratic: inputs of a megabyte that would take hours if it were.

use std::convert::Infallible;

use hognose_eval::text::build::{self, replace};
use hognose_eval::text::codec::{self, Encoding, Handler};
use hognose_eval::text::normal::{Form, is_normalized, normalize, scratch};
use hognose_eval::text::range::Slice;
use hognose_eval::text::strip::{Ends, str_strip};
use hognose_eval::text::{Measure, Text, case, lines, search, split};

const SIZE: usize = 1 << 20;

/// A text repeated to about a million characters.
fn many(text: &str) -> String {
    text.repeat(SIZE / text.chars().count())
}

#[test]
fn searching_is_linear() {
    let text = many("a");
    let half = "a".repeat(SIZE / 2);
    for needle in [format!("{half}b"), format!("b{half}"), format!("{half}b{half}")] {
        assert_eq!((search::find(&*text, &needle), search::rfind(&*text, &needle)), (None, None));
        assert_eq!(search::count(&*text, SIZE, &needle), 0);
        assert_eq!(split::split(&*text, &needle, -1).count(), 1);
        assert_eq!(split::split_back(&*text, &needle, -1).count(), 1);
        assert_eq!(Measure::of(|sink| replace(&*text, &needle, "", -1, sink)), SIZE);
    }
    let pairs = many("ab");
    assert_eq!(split::split(&*pairs, "ab", -1).count(), SIZE / 2 + 1);
    assert_eq!(split::split_back(&*pairs, "ab", -1).count(), SIZE / 2 + 1);
    assert_eq!(split::words_back(&*many("a "), -1).count(), SIZE / 2);
    assert_eq!(lines::lines(&many("\r"), false).count(), SIZE);
}

#[test]
fn measuring_is_faster_than_writing() {
    let (text, long) = (many("a"), many("é"));
    assert_eq!(Measure::of(|sink| replace(&*text, "a", &long, -1, sink)), SIZE * SIZE * 2);
    assert_eq!(Measure::of(|sink| replace(&*text, "", &long, 5, sink)), SIZE * 11);
    assert_eq!(
        Measure::of(|sink| build::pad("", 0, i64::MAX, "é", build::Align::Center, sink)),
        usize::MAX - 1
    );
    assert_eq!(Measure::of(|sink| build::zfill("+", 1, i64::MAX, "0", sink)), usize::MAX / 2);
    assert_eq!(Measure::of(|sink| build::expand_tabs("\t\t\t", i64::MAX, sink)), usize::MAX);
}

#[test]
fn stripping_and_slicing_are_linear() {
    let every: String = ('\u{80}'..='\u{10FFFF}').collect();
    assert_eq!(str_strip(&every, &every, Ends::Both), "");
    let text = many("aé");
    let view = Text::new(&text);
    let slice = Slice::new(SIZE, None, None, Some(-2)).unwrap();
    assert_eq!(view.steps(slice).filter(|&char| char == 'é').count(), SIZE / 2);
    let index: Vec<u32> = view.offsets().collect();
    let indexed = view.indexed(&index);
    assert!((0..SIZE).all(|at| indexed.at(at) == Some(if at % 2 == 0 { 'a' } else { 'é' })));
    assert!((0..SIZE).all(|at| indexed.position_of(indexed.byte_of(at)) == at));
    assert!((0..SIZE).all(|at| indexed.part(at, at + 1).len() == 1 + at % 2));
}

#[test]
fn case_is_linear_in_ignorable_characters() {
    for text in [many("aΣ\u{301}"), format!("a{}", many("\u{301}Σ")), format!("Σ{}", many("'")), many("Σ'")]
    {
        assert_eq!(Measure::of(|sink| case::lower(&text, sink)), text.len());
        assert_eq!(Measure::of(|sink| case::swapcase(&text, sink)), text.len());
        assert_eq!(Measure::of(|sink| case::title(&text, sink)), text.len());
    }
}

#[test]
fn normal_forms_are_linear() {
    let marks = format!("a{}", many("\u{301}\u{327}"));
    for form in [Form::Nfc, Form::Nfd, Form::Nfkc, Form::Nfkd] {
        let size = Measure::of(|sink| normalize(&marks, form, sink));
        assert!(size.abs_diff(marks.len()) < 4);
        assert!(!is_normalized(&marks, form));
        assert!(scratch(&marks, form) > SIZE * 12);
        assert_eq!(scratch(&many("é字\u{301}"), form), 0);
    }
}

#[test]
fn codecs_are_linear_in_errors() {
    let bad = vec![0xFF; SIZE];
    let lone = many("\u{10F000}é");
    for handler in [Handler::Ignore, Handler::Replace, Handler::Backslash, Handler::SurrogateEscape] {
        for encoding in [Encoding::Utf8, Encoding::Ascii] {
            let mut out = Measure::default();
            assert!(codec::decode(&bad, encoding, Some(handler), &mut out).is_ok());
            assert!(out.bytes == 0 || out.bytes > SIZE);
        }
    }
    for handler in [Handler::Ignore, Handler::Replace, Handler::Name, Handler::Xml] {
        for encoding in [Encoding::Utf8, Encoding::Ascii, Encoding::Latin1] {
            let mut out = Measure::default();
            let result: Result<(), codec::EncodeFailure<Infallible>> =
                codec::encode(&lone, encoding, Some(handler), &mut out);
            assert!(result.is_ok());
        }
    }
}
