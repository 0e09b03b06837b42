//! The contenders.

use crate::peer::Peer;

#[cfg(feature = "cedar")]
mod cedar;
#[cfg(feature = "cel")]
mod cel;
mod hognose;
#[cfg(any(feature = "lua54", feature = "luajit"))]
mod lua;
#[cfg(feature = "monty")]
mod monty;
#[cfg(feature = "regorus")]
mod rego;
#[cfg(feature = "rhai")]
mod rhai;
#[cfg(feature = "rustpython")]
mod rustpython;
#[cfg(feature = "starlark")]
mod starlark;

/// All that were built.
pub(crate) const ALL: &[&dyn Peer] = &[
    &hognose::Hognose,
    #[cfg(any(feature = "lua54", feature = "luajit"))]
    &lua::Lua,
    #[cfg(feature = "rhai")]
    &rhai::Rhai,
    #[cfg(feature = "cel")]
    &cel::Cel,
    #[cfg(feature = "regorus")]
    &rego::Rego::Walker,
    #[cfg(feature = "regorus")]
    &rego::Rego::Machine,
    #[cfg(feature = "cedar")]
    &cedar::Cedar,
    #[cfg(feature = "starlark")]
    &starlark::Starlark,
    #[cfg(feature = "monty")]
    &monty::Monty,
    #[cfg(feature = "rustpython")]
    &rustpython::RustPython,
];
