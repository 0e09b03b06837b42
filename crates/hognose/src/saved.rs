//! Compiled policies as bytes.
//!
//! `hognose` and a zero, the number of the form, a checksum of what follows, the engine's version, the policy's name, the
//! surface, the source, the tree. What is granted, the release and the limits are those of the engine that loads: linking is done anew, so
//! that a loaded policy is what compiling its source would have given.

use crate::engine::Engine;
use crate::error::CompileError;
use crate::policy::Policy;
use crate::surface::Surface;
use hognose_syntax::Limits as SourceLimits;
use hognose_syntax::saved::{self, Malformed};
use siphasher::sip128::{Hasher128, SipHasher13};
use std::fmt;
use std::hash::Hasher;

const MAGIC: &[u8; 8] = b"hognose\0";
/// Number of the form. Raised with every change to it.
const FORM: u16 = 1;
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Surfaces in the bytes.
const CUSTOM: u8 = 0;
const AUTHENTIK: u8 = 1;

/// Why bytes are not loaded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LoadError {
    /// They are no saved policy.
    NotSaved,
    /// Another version of hognose saved them: compile the source again.
    Version {
        /// The version that saved them, as far as they tell.
        found: String,
        /// This version.
        expected: &'static str,
    },
    /// They were cut short or changed since they were saved.
    Damaged,
    /// They are whole, but hold no policy: nothing that [`Policy::to_bytes`] gave.
    Malformed(Malformed),
    /// They were saved for a surface that this version does not have, or has with other names.
    Surface(String),
    /// The source is larger than the engine's limits allow.
    SourceSize {
        /// Bytes of the source.
        bytes: usize,
        /// Bytes allowed.
        limit: u32,
    },
    /// The policy needs what the engine does not have or does not grant.
    Refused(CompileError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::NotSaved => f.write_str("these bytes are no saved policy"),
            LoadError::Version { found, expected } => {
                write!(f, "the policy was saved by version {found}, and this is {expected}: compile it again")
            }
            LoadError::Damaged => f.write_str("the saved policy is damaged: its checksum is another"),
            LoadError::Malformed(error) => write!(f, "the saved policy is malformed: {error}"),
            LoadError::Surface(name) => {
                write!(
                    f,
                    "the policy was saved for the surface `{name}`, which is not known or not the same here"
                )
            }
            LoadError::SourceSize { bytes, limit } => {
                write!(f, "the source is {bytes} bytes long; at most {limit} are allowed")
            }
            LoadError::Refused(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LoadError::Malformed(error) => Some(error),
            LoadError::Refused(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Malformed> for LoadError {
    fn from(error: Malformed) -> Self {
        Self::Malformed(error)
    }
}

impl Policy {
    /// The compiled policy as bytes, for [`Policy::from_bytes`]. They hold the source too, and depend on the version of hognose, but not on
    /// the engine: what is granted, the release and the limits are those of the engine that loads them.
    ///
    /// # Errors
    /// None for a policy that was compiled. One that was loaded from bytes made by hand may hold a source that does not
    /// compile.
    ///
    /// ```
    /// use hognose::{Engine, NoHost, Outcome, Policy, Request, Surface};
    ///
    /// let engine = Engine::new();
    /// let policy = engine.compile("allow-marie", &Surface::custom(&["username"]), "return username == 'marie'")?;
    /// let bytes = policy.to_bytes()?;
    ///
    /// let loaded = Policy::from_bytes(&engine, &bytes)?;
    /// assert_eq!((loaded.name(), loaded.source_text()), (policy.name(), policy.source_text()));
    /// let decision = loaded.evaluate(&Request::custom([("username", "marie")]), &NoHost);
    /// assert_eq!(decision.outcome, Outcome::Pass);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Result<Vec<u8>, CompileError> {
        let (surface, source) = (self.surface(), self.source_text());
        let tree = match self.engine().examine(surface, source) {
            (Some(tree), found) if found.is_empty() => tree,
            (_, found) => return Err(CompileError::new(self.name(), source, found)),
        };
        let mut body = Vec::new();
        put(&mut body, VERSION);
        put(&mut body, self.name());
        let parameters = surface.parameters();
        if surface.is_authentik() {
            body.push(AUTHENTIK);
            put(&mut body, surface.name());
        } else {
            body.push(CUSTOM);
        }
        put_length(&mut body, parameters.len());
        parameters.iter().for_each(|name| put(&mut body, name));
        put(&mut body, source);
        body.extend(saved::write(&tree));
        Ok(sealed(&body))
    }
}

/// What follows the checksum, with all that stands before it: for tests that make saved policies by hand.
#[doc(hidden)]
#[must_use]
pub fn sealed(body: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORM.to_le_bytes());
    bytes.extend(checksum(body));
    bytes.extend(body);
    bytes
}

/// Bytes before what [`sealed`] seals.
#[doc(hidden)]
pub const SEAL: usize = 26;

impl Policy {
    /// A policy from what [`Policy::to_bytes`] gave, without reading its source again. It is what compiling the source with this engine
    /// gives: what it uses is looked for and must be granted.
    ///
    /// The bytes may come from anywhere: whatever they are, loading them takes no more than their length and the engine's
    /// limits account for (of stack what an evaluation may take), and a policy that is loaded can do nothing that a source could not make it do. The checksum finds
    /// damage, not intent: bytes that somebody else may have written can hold a source and a tree that do different things, so
    /// load for an audience that reads sources only what you saved yourself.
    ///
    /// # Errors
    /// Bytes that are damaged, that another version saved, or that hold no policy; a policy that this engine would not compile.
    ///
    /// ```
    /// use hognose::{Capability, Engine, LoadError, Policy, Surface};
    ///
    /// let surface = Surface::by_name("policy").expect("a surface of authentik");
    /// let granting = Engine::builder().grant(Capability("directory.read")).build();
    /// let bytes = granting.compile("p", &surface, "return ak_user_by(username='marie')")?.to_bytes()?;
    /// assert!(Policy::from_bytes(&granting, &bytes).is_ok());
    /// assert!(matches!(Policy::from_bytes(&Engine::new(), &bytes), Err(LoadError::Refused(_))));
    /// assert!(matches!(Policy::from_bytes(&granting, &bytes[..100]), Err(LoadError::Damaged)));
    /// assert!(matches!(Policy::from_bytes(&granting, b"return True"), Err(LoadError::NotSaved)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes(engine: &Engine, bytes: &[u8]) -> Result<Self, LoadError> {
        let mut rest = bytes;
        if take(&mut rest, MAGIC.len()) != Some(MAGIC) {
            return Err(LoadError::NotSaved);
        }
        let form = take(&mut rest, 2).ok_or(LoadError::Damaged)?;
        if form != FORM.to_le_bytes() {
            let found = format!(
                "with the form {}",
                form.iter().rev().fold(0_u32, |all, byte| all << 8 | u32::from(*byte))
            );
            return Err(LoadError::Version { found, expected: VERSION });
        }
        let sum = take(&mut rest, 16).ok_or(LoadError::Damaged)?;
        if sum != checksum(rest) {
            return Err(LoadError::Damaged);
        }
        let version = text(&mut rest)?;
        if version != VERSION {
            return Err(LoadError::Version { found: version.to_owned(), expected: VERSION });
        }
        let name = text(&mut rest)?;
        let surface = read_surface(&mut rest)?;
        let source = text(&mut rest)?;
        let limits: SourceLimits = *engine.source_limits();
        if source.len() > limits.source_bytes as usize {
            return Err(LoadError::SourceSize { bytes: source.len(), limit: limits.source_bytes });
        }
        let parameters = surface.parameters();
        let tree = saved::read(rest, source, &engine.shared().options(&surface, &parameters))?;
        engine.link(name, &surface, source, tree, Vec::new()).map_err(LoadError::Refused)
    }
}

fn read_surface(rest: &mut &[u8]) -> Result<Surface, LoadError> {
    let kind = take(rest, 1).ok_or(Malformed::Truncated)?;
    let name = if kind == [AUTHENTIK] { Some(text(rest)?) } else { None };
    let count = length(rest)?;
    if count > rest.len() {
        return Err(Malformed::Truncated.into());
    }
    let mut names = Vec::with_capacity(count);
    for _ in 0..count {
        names.push(text(rest)?);
    }
    match name {
        Some(name) => Surface::by_name(name)
            .filter(|surface| surface.parameters() == names)
            .ok_or_else(|| LoadError::Surface(name.to_owned())),
        None if kind == [CUSTOM] => Ok(Surface::custom(&names)),
        None => Err(Malformed::Unexpected("surface").into()),
    }
}

fn checksum(body: &[u8]) -> [u8; 16] {
    let mut hasher = SipHasher13::new_with_keys(0x686f_676e_6f73_6531, 0x7361_7665_6421_2121);
    hasher.write(body);
    hasher.finish128().as_bytes()
}

fn put_length(body: &mut Vec<u8>, length: usize) {
    body.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
}

fn put(body: &mut Vec<u8>, text: &str) {
    put_length(body, text.len());
    body.extend(text.as_bytes());
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(taken)
}

fn length(rest: &mut &[u8]) -> Result<usize, Malformed> {
    let bytes =
        take(rest, 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok()).ok_or(Malformed::Truncated)?;
    usize::try_from(u32::from_le_bytes(bytes)).map_err(|_| Malformed::Truncated)
}

fn text<'b>(rest: &mut &'b [u8]) -> Result<&'b str, Malformed> {
    let length = length(rest)?;
    let bytes = take(rest, length).ok_or(Malformed::Truncated)?;
    std::str::from_utf8(bytes).map_err(|_| Malformed::Unexpected("text"))
}
