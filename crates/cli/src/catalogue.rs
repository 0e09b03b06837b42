//! Lists of what there is.

use crate::Exit;
use crate::arguments::Surfaces;
use crate::output::Output;
use hognose::Surface;

/// The surfaces, or one of them.
pub(crate) fn surfaces(arguments: &Surfaces, output: &mut Output) -> Exit {
    match arguments.name.as_deref().and_then(Surface::by_name) {
        Some(surface) => one(&surface, output),
        None => {
            let known: Vec<Surface> = Surface::names().into_iter().filter_map(Surface::by_name).collect();
            table(known.iter().map(|surface| (surface.name(), surface.doc())), output);
        }
    }
    Exit::Ok
}

fn one(surface: &Surface, output: &mut Output) {
    let result = if surface.decides() { "a decision" } else { "a value" };
    output.line(&format!("{}\n  {}\n  The result is {result}.\n", surface.name(), surface.doc()));
    output.line("Names:");
    table(surface.names_in_scope().into_iter(), output);
    output.line("\nHelpers:");
    table(surface.helpers_in_scope().into_iter(), output);
}

/// What can be granted.
pub(crate) fn capabilities(output: &mut Output) -> Exit {
    table(hognose::capabilities().map(|(capability, doc)| (capability.0, doc)), output);
    Exit::Ok
}

fn table<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>, output: &mut Output) {
    let rows: Vec<_> = rows.collect();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, doc) in rows {
        output.line(&format!("  {name:width$}  {doc}"));
    }
}
