//! Names that stand for objects of the same file.

use crate::bindings::build::default;
use crate::bindings::data::DataBuilder;
use crate::query::plan::object_of;
use hognose_eval::data::{Data, Record};
use hognose_eval::journal::same_data;
use hognose_schema::binding::TypeDecl;
use std::collections::HashMap;
use std::sync::Arc;

/// Objects inside each other: groups of groups, owners of devices.
const DEEPEST: u32 = 100;

/// Puts objects where their names stand.
pub(super) struct Names<'g> {
    given: &'g [Arc<Record>],
    /// Positions by class and name.
    by_name: HashMap<(&'static str, &'g str), usize>,
    /// What is done, and what is being done.
    states: Vec<State>,
    build: &'g DataBuilder,
}

#[derive(Clone)]
enum State {
    Untouched,
    Begun,
    Done(Arc<Record>),
}

impl<'g> Names<'g> {
    pub(super) fn new(given: &'g [Arc<Record>], build: &'g DataBuilder) -> Self {
        let mut by_name = HashMap::new();
        for (index, object) in given.iter().enumerate() {
            if let Some(name) = short_of(object) {
                by_name.entry((object.class.name, name)).or_insert(index);
            }
        }
        Self { given, by_name, states: vec![State::Untouched; given.len()], build }
    }

    /// All objects with names replaced.
    ///
    /// # Errors
    /// The name of an object with too many others inside each other.
    pub(super) fn all(mut self) -> Result<Vec<Arc<Record>>, String> {
        (0..self.given.len()).map(|index| self.one(index, 0)).collect()
    }

    fn one(&mut self, index: usize, depth: u32) -> Result<Arc<Record>, String> {
        let Some(given) = self.given.get(index) else { return Err(String::new()) };
        match self.states.get(index) {
            Some(State::Done(done)) => return Ok(Arc::clone(done)),
            // In a circle the name stays a name.
            Some(State::Begun) => return Ok(Arc::clone(given)),
            _ => {}
        }
        if let Some(state) = self.states.get_mut(index) {
            *state = State::Begun;
        }
        let done = self.inside(given, depth)?;
        if let Some(state) = self.states.get_mut(index) {
            *state = State::Done(Arc::clone(&done));
        }
        Ok(done)
    }

    /// The object with everything in it replaced, and without secrets.
    fn inside(&mut self, object: &Arc<Record>, depth: u32) -> Result<Arc<Record>, String> {
        let Some(decl) = declared(object) else { return Ok(Arc::clone(object)) };
        if depth >= DEEPEST {
            let name = short_of(object).unwrap_or(decl.name);
            return Err(format!("more than {DEEPEST} objects inside each other at `{name}`"));
        }
        let mut fields = Vec::with_capacity(object.fields.len());
        for (data, field) in object.fields.iter().zip(decl.fields) {
            fields.push(if field.secret {
                Data::Absent
            } else if object_of(field.ty).is_some() || matches!(data, Data::List(_)) {
                self.data(data, depth.saturating_add(1))?
            } else {
                data.clone()
            });
        }
        Ok(Arc::new(Record { class: object.class, fields }))
    }

    fn data(&mut self, data: &Data, depth: u32) -> Result<Data, String> {
        Ok(match data {
            Data::Record(object) => Data::Record(match self.named(object) {
                Some(index) => {
                    let found = self.one(index, depth)?;
                    // A circle: only the name.
                    if matches!(self.states.get(index), Some(State::Begun)) {
                        Arc::clone(object)
                    } else {
                        found
                    }
                }
                None => self.inside(object, depth)?,
            }),
            Data::List(items) => {
                Data::List(items.iter().map(|item| self.data(item, depth)).collect::<Result<_, _>>()?)
            }
            other => other.clone(),
        })
    }

    /// The object that a mere name stands for.
    fn named(&self, object: &Record) -> Option<usize> {
        let index = *self.by_name.get(&(object.class.name, short_of(object)?))?;
        let decl = declared(object)?;
        let is_bare = object.fields.iter().zip(decl.fields).zip(0_u16..).all(|((data, field), number)| {
            decl.short == Some(number)
                || match default(self.build, field) {
                    Some(default) => same_data(data, &default),
                    None => matches!(data, Data::Absent),
                }
        });
        if is_bare { Some(index) } else { None }
    }
}

/// The name that can stand for an object.
fn short_of(object: &Record) -> Option<&str> {
    let number = declared(object)?.short?;
    object.fields.get(usize::from(number))?.as_str()
}

/// The declaration of an object's class.
pub(super) fn declared(object: &Record) -> Option<&'static TypeDecl> {
    crate::bindings::classes::declared(object.class)
}
