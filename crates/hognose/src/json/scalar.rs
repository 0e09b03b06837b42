//! Objects of Python modules that are one plain value: ids, addresses, dates.

use hognose_eval::data::{Data, Foreign};
use hognose_modules::ipaddress::{self, Member};
use hognose_modules::uuid::Uuid;

/// What a request file calls the type, and the text of the value.
pub(super) fn text(data: &Data) -> Option<(&'static str, String)> {
    if let Some(Member::Address(address)) = ipaddress::rows::data_of(data) {
        return Some(("ip", address.to_string()));
    }
    let Data::Foreign(Foreign { data, .. }) = data else { return None };
    data.downcast_ref::<Uuid>().map(|uuid| ("uuid", uuid.to_string()))
}

/// As Python shows it.
pub(crate) fn repr(data: &Data) -> Option<String> {
    let Data::Foreign(Foreign { class, data: inside }) = data else { return None };
    if let Some(thing) = ipaddress::rows::data_of(data) {
        return Some(format!("{}('{thing}')", class.name));
    }
    inside.downcast_ref::<Uuid>().map(|uuid| format!("UUID('{uuid}')"))
}
