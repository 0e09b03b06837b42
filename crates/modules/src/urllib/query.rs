//! `parse_qsl`, of which `parse_qs` is made.

use crate::raised::Raised;

/// How a query is read.
#[derive(Clone, Copy, Debug)]
pub struct QueryOptions<'o> {
    /// Keep fields without a value.
    pub keep_blank_values: bool,
    /// Refuse fields without `=`.
    pub strict: bool,
    /// At most so many fields.
    pub max_fields: Option<i64>,
    /// What is between fields, not empty.
    pub separator: &'o [u8],
}

/// Name and value of a field, still escaped.
pub type Field<'q> = (&'q [u8], &'q [u8]);

/// The fields of a query, which may be text or bytes; `shown` makes the `repr` of a field for an error. Each field may
/// be a `ValueError`: one without `=` where `strict`.
///
/// # Errors
/// `ValueError`: too many fields.
pub fn fields<'q>(
    query: &'q [u8],
    options: QueryOptions<'q>,
    shown: impl Fn(&[u8]) -> String,
) -> Result<impl Iterator<Item = Result<Field<'q>, Raised>>, Raised> {
    if let (Some(most), false) = (options.max_fields, query.is_empty()) {
        let count = field_count(query, options.separator);
        if most < i64::try_from(count).unwrap_or(i64::MAX) {
            return Err(Raised::value("Max number of fields exceeded"));
        }
    }
    Ok(pieces(query, options.separator).filter_map(move |piece| {
        if query.is_empty() || piece.is_empty() && !options.strict {
            return None;
        }
        let (name, value) = match piece.iter().position(|&byte| byte == b'=') {
            Some(at) => {
                (piece.get(..at).unwrap_or_default(), piece.get(at.saturating_add(1)..).unwrap_or_default())
            }
            None if options.strict => {
                return Some(Err(Raised::value(format!("bad query field: {}", shown(piece)))));
            }
            None => (piece, &[][..]),
        };
        (!value.is_empty() || options.keep_blank_values).then_some(Ok((name, value)))
    }))
}

/// How many fields there are, empty ones included.
pub(super) fn field_count(query: &[u8], separator: &[u8]) -> usize {
    pieces(query, separator).count()
}

/// The parts between separators.
fn pieces<'q>(query: &'q [u8], separator: &'q [u8]) -> impl Iterator<Item = &'q [u8]> {
    let mut rest = Some(query);
    std::iter::from_fn(move || {
        let text = rest?;
        match memchr::memmem::find(text, separator) {
            Some(at) => {
                rest = text.get(at.saturating_add(separator.len())..);
                text.get(..at)
            }
            None => rest.take(),
        }
    })
}
