//! Splitting text into what a line break may not part.

use hognose_eval::text::class::{is_alnum, is_decimal};

use super::{count, is_white};

/// A part of the text, and how many characters it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk<'t> {
    pub(super) text: &'t str,
    pub(super) length: i64,
}

impl<'t> Chunk<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, length: count(text) }
    }

    /// Parts the chunk after so many characters, or after the last hyphen before that.
    pub(super) fn broken(self, room: i64, at_hyphens: bool) -> (Self, Self) {
        let place = |characters: i64| {
            let characters = usize::try_from(characters).unwrap_or(0);
            self.text.char_indices().nth(characters).map_or(self.text.len(), |(at, _)| at)
        };
        let mut end = place(room);
        if at_hyphens && self.length > room {
            let head = self.text.get(..end).unwrap_or("");
            if let Some(hyphen) = head.rfind('-')
                && head.get(..hyphen).is_some_and(|before| before.chars().any(|char| char != '-'))
            {
                end = hyphen.saturating_add(1);
            }
        }
        let (head, tail) = self.text.split_at_checked(end).unwrap_or((self.text, ""));
        let head = Chunk::new(head);
        (head, Chunk { text: tail, length: self.length.saturating_sub(head.length) })
    }
}

/// Runs of white space, and what stands between.
pub(super) fn split_at_spaces(text: &str) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let white = is_white(first);
        let end = rest.find(|char| is_white(char) != white).unwrap_or(rest.len());
        let (chunk, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        chunks.push(Chunk::new(chunk));
        rest = after;
    }
    chunks
}

fn is_word(char: char) -> bool {
    char == '_' || is_alnum(char)
}

fn is_letter(char: char) -> bool {
    is_word(char) && !is_decimal(char)
}

fn is_word_or_punctuation(char: char) -> bool {
    is_word(char) || matches!(char, '!' | '"' | '\'' | '&' | '.' | ',' | '?')
}

/// The text by position, with what is asked of single places.
struct Places {
    chars: Vec<(usize, char)>,
    /// Whether two or more hyphens and then a word begin at each place.
    dash: Vec<bool>,
    end: usize,
}

impl Places {
    fn new(text: &str) -> Self {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut dash = vec![false; chars.len()];
        // From the right: how many hyphens run from here, and whether a word follows them.
        let (mut hyphens, mut word) = (0_usize, false);
        for (flag, (_, char)) in dash.iter_mut().zip(&chars).rev() {
            if *char == '-' {
                hyphens = hyphens.saturating_add(1);
                *flag = hyphens >= 2 && word;
            } else {
                (hyphens, word) = (0, is_word(*char));
            }
        }
        Self { chars, dash, end: text.len() }
    }

    fn is(&self, place: Option<usize>, test: fn(char) -> bool) -> bool {
        place.and_then(|place| self.chars.get(place)).is_some_and(|(_, char)| test(*char))
    }

    fn byte(&self, place: usize) -> usize {
        self.chars.get(place).map_or(self.end, |(at, _)| *at)
    }

    /// Whether a dash between two words begins here.
    fn is_dash(&self, place: usize) -> bool {
        self.dash.get(place) == Some(&true) && self.is(place.checked_sub(1), is_word_or_punctuation)
    }

    /// Whether the hyphen here ends the first part of a hyphenated word.
    fn parts_word(&self, place: usize) -> bool {
        let hyphen = |char| char == '-';
        let letter = |place| self.is(place, is_letter);
        let before = |back: usize| place.checked_sub(back);
        let after = |ahead: usize| place.checked_add(ahead);
        let behind = letter(before(2)) && letter(before(1))
            || letter(before(3)) && self.is(before(2), hyphen) && self.is(before(1), is_word_or_punctuation);
        let ahead = letter(after(1)) && (letter(after(2)) || self.is(after(2), hyphen) && letter(after(3)));
        self.is(Some(place), hyphen) && behind && ahead
    }

    /// Where the chunk that begins here ends.
    fn chunk_end(&self, start: usize) -> usize {
        let run = |from: usize, test: fn(char) -> bool| {
            let rest = self.chars.get(from..).unwrap_or(&[]);
            from.saturating_add(rest.iter().take_while(|(_, char)| test(*char)).count())
        };
        if self.is(Some(start), is_white) {
            return run(start, is_white);
        }
        if self.is_dash(start) {
            return run(start, |char| char == '-');
        }
        let mut place = start.saturating_add(1);
        while place < self.chars.len() && !self.is(Some(place), is_white) && !self.is_dash(place) {
            if self.parts_word(place) {
                return place.saturating_add(1);
            }
            place = place.saturating_add(1);
        }
        place
    }
}

/// White space, words, parts of hyphenated words, and dashes between words.
pub(super) fn split(text: &str) -> Vec<Chunk<'_>> {
    let places = Places::new(text);
    let mut chunks = Vec::new();
    let mut start = 0;
    while start < places.chars.len() {
        let end = places.chunk_end(start);
        let length = i64::try_from(end.saturating_sub(start)).unwrap_or(i64::MAX);
        let text = text.get(places.byte(start)..places.byte(end)).unwrap_or("");
        chunks.push(Chunk { text, length });
        start = end;
    }
    chunks
}

/// Makes two spaces of one behind the end of a sentence.
pub(super) fn fix_sentence_endings(chunks: &mut [Chunk<'_>]) {
    let mut ended = false;
    for chunk in chunks {
        if ended && chunk.text == " " {
            *chunk = Chunk { text: "  ", length: 2 };
            ended = false;
        } else {
            let text = chunk.text.strip_suffix(['"', '\'']).unwrap_or(chunk.text);
            let sentence = text.strip_suffix(['.', '!', '?']);
            ended =
                sentence.is_some_and(|sentence| sentence.ends_with(|char: char| char.is_ascii_lowercase()));
        }
    }
}
