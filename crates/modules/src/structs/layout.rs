//! Formats: what stands where.

/// Values of one kind, one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) code: u8,
    /// Where the first one begins.
    pub(super) offset: usize,
    /// Bytes of one.
    pub(super) size: usize,
    /// How many.
    pub(super) count: usize,
}

/// A format that was read.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) entries: Vec<Entry>,
    /// Bytes altogether.
    pub(super) size: usize,
    /// Values altogether.
    pub(super) items: u64,
    /// Whether numbers begin with their highest byte.
    big: bool,
    /// Whether sizes and places are those of C.
    pub(super) native: bool,
}

const TOO_LONG: &str = "total struct size too long";
const BAD: &str = "bad char in struct format";

/// The largest size of a struct.
const MOST: usize = isize::MAX.unsigned_abs();

impl Layout {
    /// Reads a format.
    pub(super) fn read(format: &[u8]) -> Result<Self, &'static str> {
        if format.contains(&0) {
            return Err("embedded null character");
        }
        let (big, native, aligned, mut rest) = match format.split_first() {
            Some((b'<', rest)) => (false, false, false, rest),
            Some((b'>' | b'!', rest)) => (true, false, false, rest),
            Some((b'=', rest)) => (false, false, false, rest),
            Some((b'@', rest)) => (false, true, true, rest),
            _ => (false, true, true, format),
        };
        let mut layout = Self { entries: Vec::new(), size: 0, items: 0, big, native };
        while let Some((&first, behind)) = rest.split_first() {
            rest = behind;
            if matches!(first, b' ' | b'\t' | b'\n' | 0x0B | 0x0C | b'\r') {
                continue;
            }
            let (mut code, mut number) = (first, 1);
            if first.is_ascii_digit() {
                number = usize::from(first.wrapping_sub(b'0'));
                loop {
                    let Some((&next, behind)) = rest.split_first() else {
                        return Err("repeat count given without format specifier");
                    };
                    rest = behind;
                    if !next.is_ascii_digit() {
                        code = next;
                        break;
                    }
                    let digit = usize::from(next.wrapping_sub(b'0'));
                    number = number
                        .checked_mul(10)
                        .and_then(|number| number.checked_add(digit))
                        .filter(|number| *number <= MOST)
                        .ok_or(TOO_LONG)?;
                }
            }
            layout.add(code, number, aligned)?;
        }
        Ok(layout)
    }

    fn add(&mut self, code: u8, number: usize, aligned: bool) -> Result<(), &'static str> {
        let size = size_of_code(code, self.native).ok_or(BAD)?;
        if aligned && size > 1 && self.size > 0 {
            self.size =
                self.size.checked_next_multiple_of(size).filter(|size| *size <= MOST).ok_or(TOO_LONG)?;
        }
        let bytes = number.checked_mul(size).ok_or(TOO_LONG)?;
        let end = self.size.checked_add(bytes).filter(|size| *size <= MOST).ok_or(TOO_LONG)?;
        let entry = match code {
            b'x' => None,
            b's' | b'p' => Some(Entry { code, offset: self.size, size: number, count: 1 }),
            _ if number == 0 => None,
            _ => Some(Entry { code, offset: self.size, size, count: number }),
        };
        if let Some(entry) = entry {
            self.items = self.items.saturating_add(entry.count as u64);
            self.entries.push(entry);
        }
        self.size = end;
        Ok(())
    }

    /// The bytes of a number, the lowest first, in the order of the format; or the other way round.
    pub(super) fn order(&self, bytes: &[u8], out: &mut Vec<u8>) {
        if self.big {
            out.extend(bytes.iter().rev());
        } else {
            out.extend_from_slice(bytes);
        }
    }
}

/// Bytes of a value, on a machine of 64 bits; it is also what places are multiples of.
fn size_of_code(code: u8, native: bool) -> Option<usize> {
    Some(match code {
        b'x' | b'b' | b'B' | b'c' | b's' | b'p' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' => {
            if native {
                8
            } else {
                4
            }
        }
        b'q' | b'Q' | b'd' => 8,
        b'n' | b'N' | b'P' if native => 8,
        _ => return None,
    })
}
