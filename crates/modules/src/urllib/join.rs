//! `urljoin` and `urldefrag`.

use std::borrow::Cow;

use super::Url;
use super::split::{is_relative, names_host};
use crate::raised::Raised;

/// `urljoin(base, url, allow_fragments)`.
///
/// # Errors
/// `ValueError`: what should be a host is none.
pub fn join<'u>(base: &'u str, url: &'u str, fragments: bool) -> Result<Cow<'u, str>, Raised> {
    if base.is_empty() {
        return Ok(Cow::Borrowed(url));
    }
    if url.is_empty() {
        return Ok(Cow::Borrowed(base));
    }
    let from = Url::parse(base, "", fragments)?;
    let mut to = Url::parse(url, &from.scheme, fragments)?;
    if to.scheme != from.scheme || !is_relative(&to.scheme) {
        return Ok(Cow::Borrowed(url));
    }
    if names_host(&to.scheme) {
        if !to.netloc.is_empty() {
            return Ok(Cow::Owned(to.unparse()));
        }
        to.netloc = from.netloc.clone();
    }
    if to.path.is_empty() && to.params.is_empty() {
        to.path = from.path.clone();
        to.params = from.params.clone();
        if to.query.is_empty() {
            to.query = from.query.clone();
        }
        return Ok(Cow::Owned(to.unparse()));
    }
    let path = resolved(&from.path, &to.path);
    to.path = Cow::Owned(path);
    Ok(Cow::Owned(to.unparse()))
}

/// The path, seen from another one, without `.` and `..`.
fn resolved(base: &str, path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    if !path.starts_with('/') {
        segments.extend(base.split('/'));
        // The last part of the base is a file, unless it is empty.
        if segments.last().is_some_and(|last| !last.is_empty()) {
            segments.pop();
        }
        segments.extend(path.split('/'));
        let last = segments.len().saturating_sub(1);
        let mut at = 0usize;
        segments.retain(|segment| {
            let kept = at == 0 || at == last || !segment.is_empty();
            at = at.saturating_add(1);
            kept
        });
    } else {
        segments.extend(path.split('/'));
    }
    let mut kept: Vec<&str> = Vec::new();
    for &segment in &segments {
        match segment {
            ".." => {
                kept.pop();
            }
            "." => {}
            other => kept.push(other),
        }
    }
    if matches!(segments.last(), Some(&("." | ".."))) {
        kept.push("");
    }
    let path = kept.join("/");
    if path.is_empty() { "/".to_owned() } else { path }
}

/// `urldefrag(url)`: the address without its fragment, and the fragment.
///
/// # Errors
/// `ValueError`: what should be a host is none.
pub fn defrag(url: &str) -> Result<(Cow<'_, str>, Cow<'_, str>), Raised> {
    if !url.contains('#') {
        return Ok((Cow::Borrowed(url), Cow::Borrowed("")));
    }
    let mut parts = Url::parse(url, "", true)?;
    let fragment = std::mem::take(&mut parts.fragment);
    Ok((Cow::Owned(parts.unparse()), fragment))
}
