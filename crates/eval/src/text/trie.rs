//! Look-up in the generated tables.

/// The record number of a code point in a table of three levels: 512 code points to a group, 16 to a block.
#[inline]
pub(super) fn record(top: &[u8], middle: &[u16], leaves: &[u8], code: u32) -> usize {
    let find = || {
        let group = *top.get((code >> 9) as usize)?;
        let block = *middle.get(usize::from(group) << 5 | (code >> 4 & 31) as usize)?;
        leaves.get(usize::from(block) << 4 | (code & 15) as usize)
    };
    find().map_or(0, |&record| usize::from(record))
}
