//! Reads request and directory files against the declarations.
//!
//! The decoder walks the schema while it reads: nothing is read twice, and the first thing that is wrong is reported
//! with its place. Open places (`context`, `attributes`, `prompt_data`, …) take any JSON; there an object whose first key
//! is `$type` becomes an object of that class. Of equal keys the last counts. Depth and size are bounded.

mod error;
mod object;
mod plain;
mod raw;
mod scalar;
mod walk;
mod words;

#[cfg(test)]
mod tests;

pub use error::DecodeError;

use super::build::Build;
use super::tables::{BINDINGS, id};
use hognose_schema::binding::{Release, SurfaceDecl, TypeExpr};
use serde::Deserializer;
use serde::de::DeserializeSeed;
use walk::{Cx, Walk};

/// What bounds a file, and which release it is for.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Levels of lists and objects inside each other.
    pub depth: u32,
    /// Bytes of text, with 16 for every value.
    pub size: usize,
    /// Release of authentik whose objects the file may hold; none for those of any.
    pub release: Option<Release>,
    /// Whether fields that are not given stay away, as in what was written from values that had none; but what only some releases
    /// have is left out there where it says nothing. Else they get their defaults.
    pub exact: bool,
}

impl Default for Options {
    /// 100 levels, 8 MiB, the default release, with defaults.
    fn default() -> Self {
        Self { depth: 100, size: 8 << 20, release: Some(BINDINGS.default_release), exact: false }
    }
}

/// Reads a request for an expression of this surface.
///
/// ```
/// use hognose_authentik::bindings::{decode, tables::BINDINGS, tree::{Tree, Trees}};
/// let policy = BINDINGS.surface("policy").ok_or("no surface")?;
/// let text = r#"{"user": {"username": "marie", "groups": ["staff"]}, "context": {"prompt_data": {"age": 33}}}"#;
/// let mut json = serde_json::Deserializer::from_str(text);
/// let request = decode::request(&mut json, policy, &Trees, &decode::Options::default())?;
/// let groups = request.get("user").and_then(|user| user.get("groups"));
/// let first = groups.and_then(|groups| groups.item(0)).and_then(|group| group.get("name"));
/// assert_eq!(first, Some(&Tree::Str("staff".into())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn request<'de, D: Deserializer<'de>, B: Build>(
    deserializer: D,
    surface: &'static SurfaceDecl,
    build: &B,
    options: &Options,
) -> Result<B::Value, DecodeError> {
    read(deserializer, TypeExpr::Object(id::POLICY_REQUEST), Some(surface), build, options)
}

/// Reads a directory.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn directory<'de, D: Deserializer<'de>, B: Build>(
    deserializer: D,
    build: &B,
    options: &Options,
) -> Result<B::Value, DecodeError> {
    read(deserializer, TypeExpr::Object(id::DIRECTORY), None, build, options)
}

/// Reads any JSON, as it may stand in an open place.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn json<'de, D: Deserializer<'de>, B: Build>(
    deserializer: D,
    build: &B,
    options: &Options,
) -> Result<B::Value, DecodeError> {
    read(deserializer, TypeExpr::Json, None, build, options)
}

fn read<'de, D: Deserializer<'de>, B: Build>(
    deserializer: D,
    ty: TypeExpr,
    surface: Option<&'static SurfaceDecl>,
    build: &B,
    options: &Options,
) -> Result<B::Value, DecodeError> {
    let cx = Cx::new(build, surface, options);
    Walk::new(&cx, ty).deserialize(deserializer).map_err(|error| cx.error(&error))
}
