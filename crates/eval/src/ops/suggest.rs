//! Which name was meant: CPython's measure of how far a name is from another.

/// What a step costs that changes a character; only its case is changed for half of it.
const MOVE: usize = 2;
const CASE: usize = 1;
/// Longer names are not compared, nor are more of them than this.
const MAX_LENGTH: usize = 40;
const MAX_CANDIDATES: usize = 750;

/// Fuel for looking for a suggestion: names are compared character by character.
#[must_use]
pub(crate) fn cost(candidates: &[&str], name: &str) -> u64 {
    let size = |text: &str| text.len().min(MAX_LENGTH) as u64;
    let of = |candidate: &&str| (size(candidate).saturating_mul(size(name)) / 32).saturating_add(1);
    candidates.iter().take(MAX_CANDIDATES).map(of).fold(0, u64::saturating_add)
}

/// The candidate that is nearest to a name, if one is near enough.
#[must_use]
pub(crate) fn suggestion<'a>(candidates: &[&'a str], name: &str) -> Option<&'a str> {
    if candidates.len() >= MAX_CANDIDATES {
        return None;
    }
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates.iter().copied().filter(|candidate| *candidate != name) {
        // A third of the characters may differ.
        let most = name.len().saturating_add(candidate.len()).saturating_add(3).saturating_mul(MOVE) / 6;
        let most = match best {
            Some((0, _)) => break,
            Some((distance, _)) => most.min(distance.saturating_sub(1)),
            None => most,
        };
        match distance(name.as_bytes(), candidate.as_bytes(), most) {
            Some(distance) if distance <= most => best = Some((distance, candidate)),
            _ => {}
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The cost of changing one name into the other, if it is not above `most`.
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let ahead = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(ahead..)?, b.get(ahead..)?);
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(..a.len().checked_sub(behind)?)?, b.get(..b.len().checked_sub(behind)?)?);
    let (a, b) = if b.len() < a.len() { (b, a) } else { (a, b) };
    if a.is_empty() {
        return Some(b.len().saturating_mul(MOVE));
    }
    if b.len() > MAX_LENGTH || b.len().saturating_sub(a.len()).saturating_mul(MOVE) > most {
        return None;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|length| length.saturating_mul(MOVE)).collect();
    let mut result = 0;
    for (index, code) in b.iter().enumerate() {
        let mut diagonal = index.saturating_mul(MOVE);
        result = diagonal;
        let mut least = usize::MAX;
        for (other, slot) in a.iter().zip(&mut row) {
            let substituted = diagonal.saturating_add(substitution(*code, *other));
            diagonal = *slot;
            result = result.min(diagonal).saturating_add(MOVE).min(substituted);
            *slot = result;
            least = least.min(result);
        }
        if least > most {
            return None;
        }
    }
    Some(result)
}

const fn substitution(a: u8, b: u8) -> usize {
    if a & 31 != b & 31 {
        MOVE
    } else if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn near_names_are_suggested() {
        // As CPython 3.13 answers for functions with such parameters.
        assert_eq!(suggestion(&["k1", "a"], "k"), Some("k1"));
        assert_eq!(suggestion(&["width", "indent"], "widht"), Some("width"));
        assert_eq!(suggestion(&["Key"], "key"), Some("Key"));
        assert_eq!(suggestion(&["a", "b"], "c"), None);
        assert_eq!(suggestion(&["alpha", "beta"], "gamma"), None);
        assert_eq!(suggestion(&["reverse"], "kk"), None);
    }
}
