//! Django's exceptions.

use crate::bindings::classes::ERRORS;
use hognose_eval::class::{Class, EXCEPTION, Module};
use hognose_eval::row::Row;
use hognose_eval::{Context, Stop};
use hognose_schema::binding::TypeId;

macro_rules! exceptions {
    ($($ident:ident $name:literal $doc:literal;)*) => {
        $(
            #[doc = $doc]
            pub static $ident: Class = Class {
                name: $name,
                module: "django.core.exceptions",
                message_name: $name,
                base: Some(&EXCEPTION),
                ..Class::EMPTY
            };
        )*
        /// All of them.
        pub(crate) static CLASSES: &[&Class] = &[$(&$ident),*];
        static ROWS: &[Row] = &[$(Row::class(&$ident, $doc)),*];
    };
}

exceptions! {
    FIELD_ERROR "FieldError" "A query names a field that does not exist.";
    OBJECT_DOES_NOT_EXIST "ObjectDoesNotExist" "No object was found where one is needed.";
    MULTIPLE_OBJECTS_RETURNED "MultipleObjectsReturned" "Several objects were found where one is needed.";
    VALIDATION_ERROR "ValidationError" "A value is not valid.";
}

/// `django.core.exceptions`.
pub(crate) static MODULE: Module = Module { name: "django.core.exceptions", rows: &[ROWS] };

/// `Model.DoesNotExist`.
pub(super) fn missing<'h>(cx: &Context<'h>, model: TypeId) -> Stop<'h> {
    let (class, name) = known(model).map_or((&OBJECT_DOES_NOT_EXIST, "Model"), |found| (found.1, found.0));
    cx.raise(class, format_args!("{name} matching query does not exist."))
}

/// `Model.MultipleObjectsReturned`.
pub(super) fn several<'h>(cx: &Context<'h>, model: TypeId, count: usize) -> Stop<'h> {
    let (class, name) =
        known(model).map_or((&MULTIPLE_OBJECTS_RETURNED, "Model"), |found| (found.2, found.0));
    let many = if count > 20 { "more than 20".to_owned() } else { count.to_string() };
    cx.raise(class, format_args!("get() returned more than one {name} -- it returned {many}!"))
}

fn known(model: TypeId) -> Option<(&'static str, &'static Class, &'static Class)> {
    let (missing, several) = (*ERRORS.get(usize::from(model.0))?)?;
    let name = crate::bindings::tables::BINDINGS.get(model)?.name;
    Some((name, missing, several))
}
