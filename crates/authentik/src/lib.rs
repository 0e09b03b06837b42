//! authentik's objects, helpers and surfaces for hognose.
//!
//! - [`bindings`]: the objects, as `spec/bindings.toml` declares them, and the decoder of request and directory files.
//! - [`helpers`]: the functions in scope by their names.
//! - [`methods`]: the methods of the objects.
//! - [`query`]: queries as lazy values and as plain data; [`directory`]: answers to them in memory.
//! - [`surroundings`]: what an evaluation knows besides its request; [`releases`]: what releases of authentik have.
//! - [`writes`]: writes refused when a source is compiled.
//! - [`evaluation`]: what happens before and after an expression runs: names are bound, writes become effects.

pub mod bindings;
pub mod directory;
mod effects;
pub mod evaluation;
mod held;
pub mod helpers;
pub mod methods;
mod objects;
pub mod query;
pub mod releases;
mod sanitize;
pub mod surroundings;
pub mod writes;

use bindings::build::Scalar;
use bindings::classes::{CLASSES, ERRORS};
use bindings::tables::BINDINGS;
use hognose_eval::data::Data;
use hognose_eval::table::Builder;
use hognose_schema::binding::{Release, SurfaceDecl, TypeId};

/// Add authentik's types and helpers to a table, as a release has them.
#[must_use]
pub fn register(table: Builder, release: Release) -> Builder {
    let mut table = table
        .without(releases::missing(release))
        .classes(&CLASSES)
        .classes(query::CLASSES)
        .classes(query::errors::CLASSES)
        .classes(query::modules::TYPES)
        .classes(methods::EXCEPTIONS)
        .classes(helpers::http::ERRORS)
        .classes(&[&helpers::messages::SKIP_OBJECT]);
    for (number, errors) in (0_u16..).zip(ERRORS) {
        let (Some((missing, several)), Some(decl)) = (errors, BINDINGS.get(TypeId(number))) else { continue };
        table = table
            .classes(&[missing, several])
            .exception(format!("{}.{}", decl.name, missing.name), missing)
            .exception(format!("{}.{}", decl.name, several.name), several);
    }
    for module in query::modules::all() {
        table = table.modules(&[module]);
    }
    table = table.modules(helpers::http::MODULES).modules(helpers::django::MODULES);
    for rows in helpers::ROWS {
        table = table.globals(rows);
    }
    table
}

/// The surface of this name.
#[must_use]
pub fn surface(name: &str) -> Option<&'static SurfaceDecl> {
    BINDINGS.surface(name)
}

/// Names of helpers that are not in scope on a surface: using one is a `NameError`.
#[must_use]
pub fn out_of_scope(surface: &SurfaceDecl, release: Release) -> Vec<&'static str> {
    BINDINGS
        .helpers
        .iter()
        .enumerate()
        .filter(|(number, helper)| {
            let known = u16::try_from(*number).is_ok_and(|number| surface.helpers.contains(&number));
            !known || !helper.available.covers(release)
        })
        .map(|(_, helper)| helper.name)
        .collect()
}

/// A date, id or address of a file as the evaluator's data.
#[must_use]
pub fn scalar(scalar: Scalar) -> Data {
    helpers::scalar::data(scalar)
}
