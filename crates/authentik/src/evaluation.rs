//! What happens before and after an expression runs: its names are bound, its writes become effects.

use crate::bindings::access::{self, REQUEST};
use crate::bindings::tables::{BINDINGS, field, id};
use crate::effects;
use hognose_eval::data::{Data, Record};
use hognose_eval::ops;
use hognose_eval::run::Hooks;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, Program, R, Value, input};
use hognose_schema::binding::{NameDecl, Origin, Presence, SurfaceDecl};

/// One expression on its surface.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation<'p> {
    surface: &'static SurfaceDecl,
    program: &'p Program,
}

impl<'p> Evaluation<'p> {
    /// An expression that was compiled for a surface.
    #[must_use]
    pub fn new(surface: &'static SurfaceDecl, program: &'p Program) -> Self {
        Self { surface, program }
    }

    /// The value of a name in scope; unbound when it is not defined this time.
    fn bind<'h>(cx: &Context<'h>, name: &NameDecl, request: &'h Object<'h>, has_user: bool) -> R<'h> {
        let this = Value::Object(request);
        let read = |number| access::read(cx, this, number);
        let http = || read(field::policy_request::HTTP_REQUEST);
        match (name.origin, name.presence) {
            (Origin::Request, _) => Ok(this),
            (Origin::Context, _) => read(field::policy_request::CONTEXT),
            (Origin::HttpRequest, Presence::HttpRequest) => present(http()?),
            (Origin::HttpRequest, _) => http(),
            (Origin::User, Presence::User) if !has_user => Ok(Value::Unbound),
            (Origin::User, _) => read(field::policy_request::USER),
            (Origin::ContextKey(key), presence) => {
                let found = from_context(cx, this, key)?;
                Ok(match (found, presence) {
                    (Some(value), _) => value,
                    (None, Presence::Given) => Value::Unbound,
                    (None, _) => Value::None,
                })
            }
            (Origin::ClientIp, _) => client_ip(cx, this),
            (Origin::Computed, _) if name.name == "ak_is_sso_flow" => {
                Ok(from_context(cx, this, "is_sso")?.unwrap_or(Value::bool(false)))
            }
            (Origin::Computed, _) if name.name == "client" => access::fresh(cx, id::OAUTH_CLIENT),
            (Origin::Computed, _) => Ok(Value::Unbound),
        }
    }
}

/// Whether the result of a surface is a decision.
pub(crate) fn decides(surface: &SurfaceDecl) -> bool {
    BINDINGS.results.get(usize::from(surface.result)).is_none_or(|result| result.is_policy)
}

/// The names in scope on a surface that are defined this time.
///
/// # Errors
/// Limits.
pub(crate) fn names_in_scope<'h>(
    cx: &Context<'h>,
    surface: &'static SurfaceDecl,
) -> R<'h, Vec<(&'static str, Value<'h>)>> {
    let Some(Value::Object(request)) = cx.registers.get(REQUEST).map(std::cell::Cell::get) else {
        return Ok(Vec::new());
    };
    let has_user = has_user(request);
    let mut found = Vec::with_capacity(surface.names.len());
    for name in surface.names {
        let value = Evaluation::bind(cx, name, request, has_user)?;
        if value.is_bound() {
            found.push((name.name, value));
        }
    }
    Ok(found)
}

/// Whether the request says who is asking.
fn has_user(request: &Object<'_>) -> bool {
    let user =
        request.data::<Record>().and_then(|data| data.fields.get(usize::from(field::policy_request::USER)));
    user.is_some_and(|user| !matches!(user, Data::Absent))
}

/// Unbound instead of `None`.
fn present<'h>(value: Value<'h>) -> R<'h> {
    Ok(if value.is_none() { Value::Unbound } else { value })
}

fn from_context<'h>(cx: &Context<'h>, request: Value<'h>, key: &str) -> R<'h, Option<Value<'h>>> {
    match access::read(cx, request, field::policy_request::CONTEXT)? {
        Value::Dict(context) => context.get_text(cx, key),
        _ => Ok(None),
    }
}

/// The client's address as an address object: that of the HTTP request, or of the event in notification rules.
fn client_ip<'h>(cx: &Context<'h>, request: Value<'h>) -> R<'h> {
    let event = match access::read(cx, request, field::policy_request::OBJ)? {
        Value::Object(object) if std::ptr::eq(object.class, crate::methods::class_of(id::EVENT)) => {
            Some(object)
        }
        _ => None,
    };
    let text = if let Some(event) = event {
        match access::read(cx, Value::Object(event), field::event::CLIENT_IP)? {
            value if ops::truth(cx, value)? => value,
            _ => cx.wrap_str("255.255.255.255")?,
        }
    } else {
        match access::read(cx, request, field::policy_request::HTTP_REQUEST)? {
            Value::None => return Ok(Value::Unbound),
            http => access::read(cx, http, field::http_request::CLIENT_IP)?,
        }
    };
    crate::helpers::network::address(cx, text)
}

impl Hooks for Evaluation<'_> {
    fn start<'h>(&self, cx: &Context<'h>, arguments: &mut [Value<'h>]) -> R<'h, ()> {
        let Some(at) = self.surface.names.iter().position(|name| name.origin == Origin::Request) else {
            return Ok(());
        };
        let Some(Value::Object(request)) = arguments.get(at).copied() else {
            return Err(cx.internal("no request"));
        };
        if let Some(register) = cx.registers.get(REQUEST) {
            register.set(Value::Object(request));
        }
        let has_user = has_user(request);
        if !has_user && !decides(self.surface) {
            // Mappings and prompts without a user have a blank one.
            let blank = access::fresh(cx, id::USER)?;
            input::set_field(cx, request, field::policy_request::USER, blank)?;
        }
        effects::share(cx, self.surface, request)?;
        for (index, (name, argument)) in self.surface.names.iter().zip(arguments).enumerate() {
            if self.program.reads_parameter(index) {
                *argument = Self::bind(cx, name, request, has_user)?;
            }
        }
        Ok(())
    }

    fn end<'h>(&self, cx: &Context<'h>) -> R<'h, ()> {
        effects::collect(cx, self.surface)
    }
}
