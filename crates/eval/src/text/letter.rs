//! What methods like `isdigit` say of single ASCII characters.

/// Capital letters.
const UPPER: u8 = 1;
/// Small letters.
const LOWER: u8 = 2;
/// `0` to `9`.
const DIGIT: u8 = 4;
/// What `isspace` is true of.
const SPACE: u8 = 8;
/// What `isprintable` is true of.
const PRINTABLE: u8 = 16;

/// The classes of each ASCII character.
const CLASSES: [u8; 128] = {
    let mut classes = [0; 128];
    let mut rest: &mut [u8] = &mut classes;
    let mut byte: u8 = 0;
    while let Some((first, others)) = rest.split_first_mut() {
        *first = of(byte);
        rest = others;
        byte = byte.wrapping_add(1);
    }
    classes
};

const fn of(byte: u8) -> u8 {
    let mut classes = 0;
    if byte.is_ascii_uppercase() {
        classes |= UPPER;
    }
    if byte.is_ascii_lowercase() {
        classes |= LOWER;
    }
    if byte.is_ascii_digit() {
        classes |= DIGIT;
    }
    if matches!(byte, b'\t'..=b'\r' | 0x1c..=b' ') {
        classes |= SPACE;
    }
    if matches!(byte, b' '..=b'~') {
        classes |= PRINTABLE;
    }
    classes
}

/// The classes of characters for which the method of this name is true; none for other methods.
pub(crate) fn classes_of(method: &str) -> Option<u8> {
    Some(match method {
        "isdigit" | "isdecimal" | "isnumeric" => DIGIT,
        "isupper" => UPPER,
        "islower" => LOWER,
        "isalpha" => UPPER | LOWER,
        "isalnum" => UPPER | LOWER | DIGIT,
        "isspace" => SPACE,
        "isprintable" => PRINTABLE,
        _ => return None,
    })
}

/// Whether an ASCII character is of one of the classes.
#[inline]
pub(crate) fn passes(byte: u8, classes: u8) -> bool {
    CLASSES.get(usize::from(byte)).is_some_and(|found| found & classes != 0)
}
