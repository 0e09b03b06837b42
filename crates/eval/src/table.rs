//! The whitelist of an engine: the rows of all crates put together, joined with their owners.

use crate::class::{Class, Module};
use crate::name::Name;
use crate::row::Row;
use hognose_schema::Capability;
use std::collections::{BTreeSet, HashMap};

/// A row and the type or module it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The type or module.
    pub owner: Owner,
    /// The row.
    pub row: &'static Row,
}

/// Where a row belongs.
#[derive(Clone, Copy, Debug)]
pub enum Owner {
    /// A type, and every value of it.
    Class(&'static Class),
    /// A module.
    Module(&'static Module),
}

/// Everything a policy can reach.
#[derive(Debug)]
pub struct Table {
    names: HashMap<&'static str, Name>,
    globals: HashMap<&'static str, &'static Row>,
    modules: HashMap<&'static str, &'static Module>,
    exceptions: HashMap<&'static str, &'static Class>,
    qualified: HashMap<String, &'static Class>,
    classes: Vec<&'static Class>,
    granted: BTreeSet<Capability>,
    pub(crate) seed: (u64, u64),
}

/// Puts a [`Table`] together.
#[derive(Debug, Default)]
pub struct Builder {
    classes: Vec<&'static Class>,
    modules: Vec<&'static Module>,
    globals: Vec<&'static Row>,
    granted: BTreeSet<Capability>,
    hidden: BTreeSet<(&'static str, &'static str)>,
    qualified: HashMap<String, &'static Class>,
    seed: (u64, u64),
}

impl Builder {
    /// A table with the built-in types and functions.
    #[must_use]
    pub fn new() -> Self {
        let mut builder = Self::default();
        for classes in crate::builtins::CLASSES {
            builder.classes.extend(*classes);
        }
        for rows in crate::builtins::GLOBALS.iter().copied().flatten() {
            builder.globals.extend(rows.iter());
        }
        builder
    }

    /// Add types.
    #[must_use]
    pub fn classes(mut self, classes: &[&'static Class]) -> Self {
        self.classes.extend(classes);
        self
    }

    /// Add modules that can be imported.
    #[must_use]
    pub fn modules(mut self, modules: &[&'static Module]) -> Self {
        self.modules.extend(modules);
        self
    }

    /// Add global names.
    #[must_use]
    pub fn globals(mut self, rows: &'static [Row]) -> Self {
        self.globals.extend(rows.iter());
        self
    }

    /// Grant a capability.
    #[must_use]
    pub fn grant(mut self, capability: Capability) -> Self {
        self.granted.insert(capability);
        self
    }

    /// Leave members out: names of types or modules with names of their rows. Types derived from a type lack them too.
    #[must_use]
    pub fn without(mut self, members: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        self.hidden.extend(members);
        self
    }

    /// An exception by a name of its own, such as that of the type it belongs to with a dot: for what hosts raise.
    #[must_use]
    pub fn exception(mut self, name: String, class: &'static Class) -> Self {
        self.qualified.insert(name, class);
        self
    }

    /// Seed the hashes.
    #[must_use]
    pub fn seed(mut self, seed: (u64, u64)) -> Self {
        self.seed = seed;
        self
    }

    /// The table.
    #[must_use]
    pub fn build(self) -> Table {
        let mut names: HashMap<&'static str, Vec<Candidate>> = HashMap::new();
        for class in &self.classes {
            let mut seen: BTreeSet<&'static str> = BTreeSet::new();
            let mut level = Some(*class);
            while let Some(this) = level {
                for row in this.rows.iter().copied().flatten() {
                    if !self.hidden.contains(&(this.name, row.name)) && seen.insert(row.name) {
                        names
                            .entry(row.name)
                            .or_default()
                            .push(Candidate { owner: Owner::Class(class), row });
                    }
                }
                level = this.base;
            }
        }
        for module in &self.modules {
            for row in module.rows.iter().copied().flatten() {
                if self.hidden.contains(&(module.name, row.name)) {
                    continue;
                }
                names.entry(row.name).or_default().push(Candidate { owner: Owner::Module(module), row });
            }
        }
        let mut exceptions: HashMap<&'static str, &'static Class> = HashMap::new();
        for class in self.classes.iter().filter(|class| class.is_subclass(&crate::class::BASE_EXCEPTION)) {
            // Of several with one name the first is meant: the built-in one.
            exceptions.entry(class.name).or_insert(class);
        }
        Table {
            names: names.into_iter().map(|(name, list)| (name, Name::new(name, list))).collect(),
            globals: self.globals.iter().map(|row| (row.name, *row)).collect(),
            modules: self.modules.iter().map(|module| (module.name, *module)).collect(),
            exceptions,
            qualified: self.qualified,
            classes: self.classes,
            granted: self.granted,
            seed: self.seed,
        }
    }
}

impl Table {
    /// The rows that bear a name, whoever they belong to.
    #[must_use]
    pub fn named(&self, name: &str) -> &[Candidate] {
        self.names.get(name).map_or(&[], Name::candidates)
    }

    /// A name that rows bear.
    pub(crate) fn name(&self, text: &str) -> Option<&Name> {
        self.names.get(text)
    }

    /// A global of the surface or a built-in.
    #[must_use]
    pub fn global(&self, name: &str) -> Option<&'static Row> {
        self.globals.get(name).copied()
    }

    /// A module by its dotted name.
    #[must_use]
    pub fn module(&self, name: &str) -> Option<&'static Module> {
        self.modules.get(name).copied()
    }

    /// Names of all modules.
    pub fn module_names(&self) -> impl Iterator<Item = &'static str> {
        self.modules.keys().copied()
    }

    /// An exception type by its name, with or without its module.
    #[must_use]
    pub fn exception(&self, name: &str) -> Option<&'static Class> {
        if let Some((module, short)) = name.rsplit_once('.') {
            if let Some(class) = self.qualified.get(name) {
                return Some(class);
            }
            return self
                .classes
                .iter()
                .copied()
                .filter(|class| class.name == short && class.module == module)
                .find(|class| class.is_subclass(&crate::class::BASE_EXCEPTION));
        }
        self.exceptions.get(name).copied()
    }

    /// All types.
    #[must_use]
    pub fn classes(&self) -> &[&'static Class] {
        &self.classes
    }

    /// All global names.
    pub fn globals(&self) -> impl Iterator<Item = &'static Row> {
        self.globals.values().copied()
    }

    /// Whether a capability is granted.
    #[must_use]
    pub fn grants(&self, capability: Capability) -> bool {
        self.granted.contains(&capability)
    }

    /// The row of a type (or of one it derives from) with this name.
    #[must_use]
    pub fn member(&self, class: &'static Class, name: &str) -> Option<&'static Row> {
        member(self.named(name), class)
    }

    /// The row of a module with this name.
    #[must_use]
    pub fn module_member(&self, module: &'static Module, name: &str) -> Option<&'static Row> {
        module_member(self.named(name), module)
    }
}

/// Among the rows that bear a name, that of a type.
#[inline]
pub(crate) fn member(candidates: &[Candidate], class: &'static Class) -> Option<&'static Row> {
    candidates.iter().find_map(|candidate| match candidate.owner {
        Owner::Class(owner) if std::ptr::eq(owner, class) => Some(candidate.row),
        _ => None,
    })
}

/// Among the rows that bear a name, that of a module.
#[inline]
pub(crate) fn module_member(candidates: &[Candidate], module: &'static Module) -> Option<&'static Row> {
    candidates.iter().find_map(|candidate| match candidate.owner {
        Owner::Module(owner) if std::ptr::eq(owner, module) => Some(candidate.row),
        _ => None,
    })
}
