//! Makes Rust tables from `spec/bindings.toml`; refuses to build when that file contradicts itself.

#![expect(clippy::disallowed_methods, reason = "the declarations are read when building")]

#[path = "build/builders.rs"]
mod builders;
#[path = "build/emit.rs"]
mod emit;
#[path = "build/model.rs"]
mod model;
#[path = "build/resolve.rs"]
mod resolve;
#[path = "build/surfaces.rs"]
mod surfaces;
#[path = "build/types.rs"]
mod types;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let source = PathBuf::from(env("CARGO_MANIFEST_DIR")?).join("../../spec/bindings.toml");
    println!("cargo::rerun-if-changed={}", source.display());
    println!("cargo::rerun-if-changed=build");
    let text = std::fs::read_to_string(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    match tables(&text) {
        Ok(files) => {
            let folder = PathBuf::from(env("OUT_DIR")?);
            for (name, code) in files {
                std::fs::write(folder.join(name), code)?;
            }
        }
        Err(error) => {
            println!("cargo::error=spec/bindings.toml: {error}");
            return Err(format!("spec/bindings.toml: {error}").into());
        }
    }
    Ok(())
}

fn env(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// The files with their names.
fn tables(text: &str) -> Result<[(&'static str, String); 3], String> {
    let spec: model::Spec = toml::from_str(text).map_err(|error| error.to_string())?;
    let types = resolve::types(&spec)?;
    let surfaces = surfaces::resolve(&spec, &types)?;
    Ok([
        ("bindings.rs", emit::tables(&spec, &types, &surfaces)),
        ("classes.rs", emit::classes(&types)),
        ("builders.rs", builders::builders(&types)),
    ])
}
