//! Modules of authentik that expressions import models from.

use super::devices;
use crate::bindings::classes::MODEL_MODULES;
use hognose_eval::arg::{Nullable, Truth};
use hognose_eval::class::{Class, Module};
use hognose_eval::row::{Capability, Row, Signature, optional, required};
use hognose_eval::{Context, R, Value, function, ops};

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Module> {
    MODEL_MODULES.iter().copied().chain([&AUTHENTICATOR, &super::errors::MODULE])
}

static AUTHENTICATOR: Module = Module { name: "authentik.stages.authenticator", rows: &[AUTHENTICATOR_ROWS] };

static AUTHENTICATOR_ROWS: &[Row] = &[function!(
    "devices_for_user",
    Signature::python(&[required("user"), optional("confirmed"), optional("for_verify")]),
    "A user's MFA devices, confirmed ones only unless told otherwise.",
    devices_for_user,
    2
)
.needs(Capability("directory.read"))];

fn devices_for_user<'h>(cx: &Context<'h>, user: Value<'h>, confirmed: Option<Nullable<Truth>>) -> R<'h> {
    let confirmed = match confirmed {
        None => Some(true),
        Some(Nullable(given)) => given.map(|Truth(confirmed)| confirmed),
    };
    let found = devices::of(cx, user, confirmed)?;
    ops::iterate::iterator_value(cx, Value::List(found))
}

macro_rules! texts {
    ($($name:literal $value:literal $doc:literal;)*) => {
        /// Constants of `authentik.core.models`.
        pub(crate) static CORE: &[Row] = &[
            $(Row::constant($name, $doc, |cx| cx.wrap_str($value)),)*
            Row::class(&USER_TYPES, "Kinds of accounts."),
        ];
    };
}

/// Types of `authentik.flows.models` besides models.
pub(crate) static FLOWS: &[Row] = &[Row::class(&REQUIREMENTS, "Who may run a flow.")];

/// Types whose members are strings: those that fields hold.
macro_rules! choices {
    ($ident:ident $class:literal $module:literal $($name:literal $value:literal;)*) => {
        static $ident: Class = Class {
            name: $class,
            module: $module,
            message_name: $class,
            rows: &[&[$(Row::constant($name, $value, |cx| cx.wrap_str($value))),*]],
            ..Class::EMPTY
        };
    };
}

choices! {
    USER_TYPES "UserTypes" "authentik.core.models"
    "INTERNAL" "internal";
    "EXTERNAL" "external";
    "SERVICE_ACCOUNT" "service_account";
    "INTERNAL_SERVICE_ACCOUNT" "internal_service_account";
}

choices! {
    REQUIREMENTS "FlowAuthenticationRequirement" "authentik.flows.models"
    "NONE" "none";
    "REQUIRE_AUTHENTICATED" "require_authenticated";
    "REQUIRE_UNAUTHENTICATED" "require_unauthenticated";
    "REQUIRE_SUPERUSER" "require_superuser";
    "REQUIRE_REDIRECT" "require_redirect";
    "REQUIRE_OUTPOST" "require_outpost";
    "REQUIRE_TOKEN" "require_token";
}

/// Types that are no models.
pub(crate) static TYPES: &[&Class] = &[&USER_TYPES, &REQUIREMENTS];

texts! {
    "USER_ATTRIBUTE_CHANGE_EMAIL" "goauthentik.io/user/can-change-email" "Attribute: may change the e-mail address.";
    "USER_ATTRIBUTE_CHANGE_NAME" "goauthentik.io/user/can-change-name" "Attribute: may change the name.";
    "USER_ATTRIBUTE_CHANGE_USERNAME" "goauthentik.io/user/can-change-username" "Attribute: may change the user name.";
    "USER_PATH_SERVICE_ACCOUNT" "goauthentik.io/service-accounts" "Path of service accounts.";
}
