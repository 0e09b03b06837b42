//! A zone's data: transitions, and the offsets and names between them (RFC 8536).

use super::Info;
use super::rule::After;
use crate::datetime::NamedZone;

/// A zone with rules: `ZoneInfo`. It borrows the data that are built in.
#[derive(Clone, Copy, Debug)]
pub struct Tz {
    key: &'static str,
    /// Moments of transitions, eight bytes each.
    times: &'static [u8],
    /// The type that holds from each transition on.
    indexes: &'static [u8],
    /// Offset, flag of daylight saving time and place of the name, six bytes each.
    types: &'static [u8],
    /// Names, each ending with a zero.
    names: &'static [u8],
    after: After,
}

/// Splits so many bytes off.
fn take(data: &mut &'static [u8], length: usize) -> Option<&'static [u8]> {
    let (taken, rest) = data.split_at_checked(length)?;
    *data = rest;
    Some(taken)
}

/// The six counts of a header.
struct Counts([usize; 6]);

impl Counts {
    fn read(data: &mut &'static [u8]) -> Option<Self> {
        if take(data, 4)? != b"TZif" {
            return None;
        }
        // Version and what is reserved.
        take(data, 16)?;
        let mut counts = [0; 6];
        for count in &mut counts {
            let bytes = <[u8; 4]>::try_from(take(data, 4)?).ok()?;
            *count = usize::try_from(u32::from_be_bytes(bytes)).ok()?;
        }
        Some(Self(counts))
    }

    /// Skips the data that follow the first header, in which times have four bytes.
    fn skip(&self, data: &mut &'static [u8]) -> Option<()> {
        let [ut, standard, leap, times, types, names] = self.0;
        let sizes = [(ut, 1), (standard, 1), (leap, 8), (times, 5), (types, 6), (names, 1)];
        for (count, size) in sizes {
            take(data, count.checked_mul(size)?)?;
        }
        Some(())
    }
}

impl Tz {
    /// Reads a zone's data, of version 2 or later; `None` where they are none.
    pub(super) fn read(key: &'static str, data: &'static [u8]) -> Option<Self> {
        let mut data = data;
        Counts::read(&mut data)?.skip(&mut data)?;
        let Counts([ut, standard, leap, times, types, names]) = Counts::read(&mut data)?;
        let mut it = Self {
            key,
            times: take(&mut data, times.checked_mul(8)?)?,
            indexes: take(&mut data, times)?,
            types: take(&mut data, types.checked_mul(6)?)?,
            names: take(&mut data, names)?,
            after: After::Fixed(Info { offset: 0, dst: 0, name: "UTC" }),
        };
        take(&mut data, leap.checked_mul(12)?)?;
        take(&mut data, ut.checked_add(standard)?)?;
        let rule = std::str::from_utf8(data).ok()?.trim_matches('\n');
        it.after = match rule {
            "" => After::Fixed(it.info(it.last_type()?)?),
            rule => After::read(rule)?,
        };
        Some(it)
    }

    fn last_type(&self) -> Option<u8> {
        self.indexes.last().copied().or_else(|| u8::try_from(self.type_count().checked_sub(1)?).ok())
    }

    fn count(&self) -> usize {
        self.indexes.len()
    }

    fn type_count(&self) -> usize {
        self.types.len() / 6
    }

    fn time(&self, at: usize) -> Option<i64> {
        let (chunks, _) = self.times.as_chunks::<8>();
        chunks.get(at).map(|bytes| i64::from_be_bytes(*bytes))
    }

    /// Offset, flag and name of a type.
    fn kind(&self, index: u8) -> Option<(i64, bool, &'static str)> {
        let (chunks, _) = self.types.as_chunks::<6>();
        let [a, b, c, d, flag, name] = *chunks.get(usize::from(index))?;
        let names = self.names.get(usize::from(name)..)?;
        let name = names.split(|&byte| byte == 0).next()?;
        Some((i64::from(i32::from_be_bytes([a, b, c, d])), flag != 0, std::str::from_utf8(name).ok()?))
    }

    fn offset(&self, index: u8) -> i64 {
        self.kind(index).map_or(0, |(offset, ..)| offset)
    }

    fn is_daylight(&self, index: u8) -> bool {
        self.kind(index).is_some_and(|(_, daylight, _)| daylight)
    }

    /// A type without its part of daylight saving time.
    fn info(&self, index: u8) -> Option<Info> {
        self.kind(index).map(|(offset, _, name)| Info { offset, dst: 0, name })
    }

    /// The type that holds before the first transition: the first without daylight saving time.
    fn before(&self) -> Option<u8> {
        let standard =
            (0..self.type_count()).filter_map(|at| u8::try_from(at).ok()).find(|at| !self.is_daylight(*at));
        standard.or_else(|| self.indexes.first().copied())
    }

    /// Local time of a transition, by the clock before or after it: with fold 0 the one that is ahead.
    fn local(&self, at: usize, fold: u8) -> Option<i64> {
        let after = *self.indexes.get(at)?;
        let before = match at.checked_sub(1) {
            Some(at) => *self.indexes.get(at)?,
            None => 0,
        };
        let (before, after) = (self.offset(before), self.offset(after));
        let offset = if fold == 0 { before.max(after) } else { before.min(after) };
        Some(self.time(at)?.saturating_add(offset))
    }

    /// How many transitions there are up to and including that time.
    fn passed(&self, time: i64, of: impl Fn(usize) -> Option<i64>) -> usize {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = usize::midpoint(low, high);
            if of(middle).is_some_and(|transition| time < transition) {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        low
    }

    /// What holds at a local time: either a type or what comes after all transitions.
    fn holding(&self, local: i64, fold: u8) -> Result<u8, Info> {
        let last = self.count().checked_sub(1);
        let edge = |at: Option<usize>| at.and_then(|at| self.local(at, fold));
        if let (Some(first), Some(before)) = (edge(last.map(|_| 0)), self.before())
            && local < first
        {
            return Ok(before);
        }
        if edge(last).is_none_or(|last| local > last) {
            return Err(match self.after {
                After::Fixed(info) => info,
                After::Rule(rule) => rule.at_local(local, fold),
            });
        }
        let at = self.passed(local, |at| self.local(at, fold)).checked_sub(1);
        Ok(at.and_then(|at| self.indexes.get(at)).copied().unwrap_or_default())
    }

    /// Part of daylight saving time in each type, which the data do not tell: CPython's guess from the transitions around.
    fn daylight(&self, wanted: u8) -> i64 {
        if !self.is_daylight(wanted) {
            return 0;
        }
        let mut parts = [0i64; 256];
        let types = self.type_count();
        let total =
            (0..types).filter_map(|at| u8::try_from(at).ok()).filter(|at| self.is_daylight(*at)).count();
        let mut found = 0usize;
        for (at, &[before, this]) in self.indexes.array_windows().enumerate() {
            if found == total {
                break;
            }
            let known = parts.get(usize::from(this)).is_none_or(|part| *part != 0);
            if !self.is_daylight(this) || known {
                continue;
            }
            let mut part = 0;
            if !self.is_daylight(before) {
                part = self.offset(this).saturating_sub(self.offset(before));
            }
            if part == 0 && usize::from(this).saturating_add(1) < types {
                let Some(&next) = self.indexes.get(at.saturating_add(2)) else { break };
                if self.is_daylight(next) {
                    continue;
                }
                part = self.offset(this).saturating_sub(self.offset(next));
            }
            if part != 0 {
                found = found.saturating_add(1);
                if let Some(slot) = parts.get_mut(usize::from(this)) {
                    *slot = part;
                }
            }
        }
        match parts.get(usize::from(wanted)) {
            Some(0) | None if found < total => 3600,
            Some(part) => *part,
            None => 0,
        }
    }

    /// Whether nothing about the zone depends on the moment.
    fn is_fixed(&self) -> bool {
        let After::Fixed(after) = self.after else { return false };
        match self.type_count() {
            0 => true,
            1 => self.info(0).is_some_and(|info| info == after) && !self.is_daylight(0),
            _ => false,
        }
    }

    fn at(&self, local: Option<(i64, u8)>) -> Option<Result<u8, Info>> {
        match (local, self.after) {
            (Some((local, fold)), _) => Some(self.holding(local, fold)),
            (None, After::Fixed(info)) if self.is_fixed() => Some(Err(info)),
            (None, _) => None,
        }
    }
}

impl NamedZone for Tz {
    fn key(&self) -> &str {
        self.key
    }

    fn offset(&self, local: Option<(i64, u8)>) -> Option<i64> {
        Some(self.at(local)?.map_or_else(|info| info.offset, |index| self.offset(index)))
    }

    fn dst(&self, local: Option<(i64, u8)>) -> Option<i64> {
        Some(self.at(local)?.map_or_else(|info| info.dst, |index| self.daylight(index)))
    }

    fn name(&self, local: Option<(i64, u8)>) -> Option<&str> {
        Some(
            self.at(local)?
                .map_or_else(|info| info.name, |index| self.kind(index).map_or("", |(.., name)| name)),
        )
    }

    fn to_local(&self, utc: i64) -> (i64, u8) {
        let count = self.count();
        let last = count.checked_sub(1).and_then(|at| self.time(at));
        let before = self.before();
        let offset = |index: Option<u8>| index.map_or(0, |index| self.offset(index));
        let (offset, fold) = if self.time(0).is_some_and(|first| utc < first) {
            (offset(before), false)
        } else if last.is_none_or(|last| utc > last) {
            match self.after {
                After::Rule(rule) => {
                    let (info, fold) = rule.at_utc(utc);
                    (info.offset, fold)
                }
                After::Fixed(info) => match last {
                    None => (info.offset, false),
                    Some(_) => self.folded(utc, before),
                },
            }
        } else {
            self.folded(utc, before)
        };
        (utc.saturating_add(offset), u8::from(fold))
    }

    fn is(&self, other: &dyn NamedZone) -> bool {
        self.key == other.key()
    }
}

impl Tz {
    /// The offset since the last transition, and whether its local time is the second of two.
    fn folded(&self, utc: i64, before: Option<u8>) -> (i64, bool) {
        let passed = self.passed(utc, |at| self.time(at));
        let index = |back: usize| passed.checked_sub(back).and_then(|at| self.indexes.get(at)).copied();
        let since = passed.checked_sub(1).and_then(|at| self.time(at)).unwrap_or(utc);
        let previous = index(2).or(before).map_or(0, |index| self.offset(index));
        let offset = index(1).map_or(0, |index| self.offset(index));
        (offset, previous.saturating_sub(offset) > utc.saturating_sub(since))
    }
}
