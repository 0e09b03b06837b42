//! The evaluator's classes of the declared objects.
//!
//! Fields with a plain default are read straight from the record; the others go through [`super::access::read`], which
//! knows what to do when the request does not give them.

use super::access::{MODEL, OBJECT, read};
use super::tables::{BINDINGS, id};
use crate::methods::{of as methods, slots};
use crate::objects::read as touched;
use crate::query::errors::{MULTIPLE_OBJECTS_RETURNED, OBJECT_DOES_NOT_EXIST};
use crate::query::modules::{CORE, FLOWS};
use crate::query::set::{manager, related};
use hognose_eval::class::{Class, Module};
use hognose_eval::row::{Capability, Member, Row, Signature};
use hognose_schema::binding::{TypeDecl, TypeId};

include!(concat!(env!("OUT_DIR"), "/classes.rs"));

/// The class of a declared object.
#[must_use]
pub fn class(id: TypeId) -> Option<&'static Class> {
    CLASSES.get(usize::from(id.0)).copied()
}

/// The declaration of a class.
#[must_use]
pub fn declared(class: &Class) -> Option<&'static TypeDecl> {
    let id = BINDINGS.type_id(class.name)?;
    let known = CLASSES.get(usize::from(id.0))?;
    if std::ptr::eq(*known, class) { BINDINGS.get(id) } else { None }
}

const _: () = assert!(id::POLICY_REQUEST.0 == 0, "classes come before shapes");
