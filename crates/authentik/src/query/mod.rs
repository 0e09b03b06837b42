//! Queries: `User.objects.filter(…)`, relations of objects, and what answers them.
//!
//! A query is plain data ([`plan`]) that is checked against the declarations as it is built: an unknown field is a `FieldError` at
//! once. A terminal operation is one host call ([`wire`]), or a look at objects that the request gave; both use [`matching`].

pub mod matching;
pub mod plan;
pub mod wire;
