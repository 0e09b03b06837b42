//! `urlsplit`, `urlparse` and their inverses.

use std::borrow::Cow;

use super::netloc;
use crate::raised::Raised;

/// Schemes whose addresses may be relative.
const RELATIVE: &[&str] = &[
    "", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms", "prospero", "rtsp",
    "rtsps", "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss",
];
/// Schemes whose addresses name a host.
const HOST: &[&str] = &[
    "",
    "ftp",
    "http",
    "gopher",
    "nntp",
    "telnet",
    "imap",
    "wais",
    "file",
    "mms",
    "https",
    "shttp",
    "snews",
    "prospero",
    "rtsp",
    "rtsps",
    "rtspu",
    "rsync",
    "svn",
    "svn+ssh",
    "sftp",
    "nfs",
    "git",
    "git+ssh",
    "ws",
    "wss",
    "itms-services",
];
/// Schemes whose paths have parameters.
const PARAMS: &[&str] = &[
    "", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtsps", "rtspu", "sip", "sips",
    "mms", "sftp", "tel",
];

/// Whether a scheme's addresses may be relative.
pub(super) fn is_relative(scheme: &str) -> bool {
    RELATIVE.contains(&scheme)
}

/// Whether a scheme's addresses name a host.
pub(super) fn names_host(scheme: &str) -> bool {
    HOST.contains(&scheme)
}

/// The parts of an address. Those of `urlsplit` have their parameters in the path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url<'u> {
    /// In small letters; empty if there is none.
    pub scheme: Cow<'u, str>,
    /// User, host and port.
    pub netloc: Cow<'u, str>,
    /// Path.
    pub path: Cow<'u, str>,
    /// Parameters of the last part of the path, after `;`.
    pub params: Cow<'u, str>,
    /// After `?`.
    pub query: Cow<'u, str>,
    /// After `#`.
    pub fragment: Cow<'u, str>,
}

/// A part of a text, borrowed where the text is.
pub(super) fn part<'u>(
    text: &Cow<'u, str>,
    range: impl std::slice::SliceIndex<str, Output = str>,
) -> Cow<'u, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(range).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(range).unwrap_or_default().to_owned()),
    }
}

/// What is before and after the first place of a character, which is at that index.
fn halves<'u>(text: &Cow<'u, str>, at: usize) -> (Cow<'u, str>, Cow<'u, str>) {
    (part(text, ..at), part(text, at.saturating_add(1)..))
}

/// Without line ends and tabs.
fn cleaned(text: &str) -> Cow<'_, str> {
    if text.contains(['\t', '\r', '\n']) {
        Cow::Owned(text.replace(['\t', '\r', '\n'], ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// A control character or space, as the web's standard has them.
fn is_blank(char: char) -> bool {
    char <= ' '
}

/// Length of the scheme, if the text begins with one.
fn scheme_length(url: &str) -> Option<usize> {
    let (scheme, _) = url.split_once(':')?;
    let mut bytes = scheme.bytes();
    let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let goes_on = bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    (starts && goes_on).then_some(scheme.len())
}

impl<'u> Url<'u> {
    /// `urlsplit(url, scheme, allow_fragments)`.
    ///
    /// # Errors
    /// `ValueError`: what should be a host is none.
    pub fn split(url: &'u str, scheme: &'u str, fragments: bool) -> Result<Self, Raised> {
        let mut rest = cleaned(url.trim_start_matches(is_blank));
        let mut it = Self { scheme: cleaned(scheme.trim_matches(is_blank)), ..Self::default() };
        if let Some(length) = scheme_length(&rest) {
            let (scheme, after) = halves(&rest, length);
            it.scheme = if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
                Cow::Owned(scheme.to_ascii_lowercase())
            } else {
                scheme
            };
            rest = after;
        }
        if rest.starts_with("//") {
            let after = part(&rest, 2..);
            let end = after.find(['/', '?', '#']).unwrap_or(after.len());
            it.netloc = part(&after, ..end);
            rest = part(&after, end..);
            netloc::check_brackets(&it.netloc)?;
        }
        if let Some(at) = rest.find('#').filter(|_| fragments) {
            (rest, it.fragment) = halves(&rest, at);
        }
        if let Some(at) = rest.find('?') {
            (rest, it.query) = halves(&rest, at);
        }
        netloc::check_normal(&it.netloc)?;
        it.path = rest;
        Ok(it)
    }

    /// `urlparse(url, scheme, allow_fragments)`.
    ///
    /// # Errors
    /// `ValueError`: what should be a host is none.
    pub fn parse(url: &'u str, scheme: &'u str, fragments: bool) -> Result<Self, Raised> {
        let mut it = Self::split(url, scheme, fragments)?;
        if PARAMS.contains(&&*it.scheme) {
            // Only those of the path's last part count.
            let last = it.path.rfind('/').unwrap_or(0);
            let found = it.path.get(last..).and_then(|last| last.find(';'));
            if let Some(at) = found {
                (it.path, it.params) = halves(&it.path, last.saturating_add(at));
            }
        }
        Ok(it)
    }

    /// `urlunsplit(parts)`, without the parameters.
    #[must_use]
    pub fn unsplit(&self) -> String {
        self.joined(&self.path)
    }

    /// `urlunparse(parts)`.
    #[must_use]
    pub fn unparse(&self) -> String {
        if self.params.is_empty() {
            self.unsplit()
        } else {
            self.joined(&format!("{};{}", self.path, self.params))
        }
    }

    fn joined(&self, path: &str) -> String {
        let mut out = String::new();
        if !self.scheme.is_empty() {
            out.push_str(&self.scheme);
            out.push(':');
        }
        let rooted = path.starts_with('/');
        if !self.netloc.is_empty() {
            out.push_str("//");
            out.push_str(&self.netloc);
            if !path.is_empty() && !rooted {
                out.push('/');
            }
        } else if path.starts_with("//")
            || !self.scheme.is_empty() && names_host(&self.scheme) && (path.is_empty() || rooted)
        {
            out.push_str("//");
        }
        out.push_str(path);
        for (sign, text) in [('?', &self.query), ('#', &self.fragment)] {
            if !text.is_empty() {
                out.push(sign);
                out.push_str(text);
            }
        }
        out
    }
}
