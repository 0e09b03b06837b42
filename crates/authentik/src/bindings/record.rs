//! Declared objects as data, as they are now.

use super::classes::declared;
use crate::held;
use hognose_eval::data::{Data, Record};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, export as out};

/// An object as a record: fields that were touched as they are now, the others as they were given.
pub(super) fn export<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Data> {
    let given = object.data::<Record>();
    let fields = declared(object.class).map_or(&[] as &[_], |decl| decl.fields);
    cx.charge(fields.len().saturating_mul(size_of::<Data>()))?;
    let mut found = Vec::with_capacity(fields.len());
    for (number, field) in fields.iter().enumerate() {
        let made = object.field(number);
        let before = given.and_then(|given| given.fields.get(number));
        found.push(match before {
            _ if field.fixed => before.cloned().unwrap_or(Data::Absent),
            _ if made.is_bound() => out::data(cx, made)?,
            Some(data) => {
                cx.charge(held::weight(data))?;
                data.clone()
            }
            None => Data::Absent,
        });
    }
    Ok(Data::from(Record { class: object.class, fields: found }))
}
