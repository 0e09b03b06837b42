//! The flags of `re`, as the numbers Python uses.

/// `re.NOFLAG`.
pub const NOFLAG: u32 = 0;
/// `re.IGNORECASE`.
pub const IGNORECASE: u32 = 2;
/// `re.LOCALE`.
pub const LOCALE: u32 = 4;
/// `re.MULTILINE`.
pub const MULTILINE: u32 = 8;
/// `re.DOTALL`.
pub const DOTALL: u32 = 16;
/// `re.UNICODE`.
pub const UNICODE: u32 = 32;
/// `re.VERBOSE`.
pub const VERBOSE: u32 = 64;
/// `re.DEBUG`; accepted, without effect.
pub const DEBUG: u32 = 128;
/// `re.ASCII`.
pub const ASCII: u32 = 256;

/// Flags of which only one may be set.
pub(super) const TYPES: u32 = ASCII | LOCALE | UNICODE;

/// The flag of a letter in `(?…)`.
pub(super) const fn of_letter(letter: char) -> Option<u32> {
    Some(match letter {
        'i' => IGNORECASE,
        'L' => LOCALE,
        'm' => MULTILINE,
        's' => DOTALL,
        'x' => VERBOSE,
        'a' => ASCII,
        'u' => UNICODE,
        _ => return None,
    })
}

/// The flags inside a group that adds some and removes others.
pub(super) const fn combined(flags: u32, added: u32, removed: u32) -> u32 {
    let kept = if added & TYPES == 0 { flags } else { flags & !TYPES };
    (kept | added) & !removed
}
