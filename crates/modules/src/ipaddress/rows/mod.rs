//! What a policy sees of `ipaddress`.

mod address;
mod functions;
mod lazy;
mod network;
mod read;
mod thing;

pub use thing::{data_of, owned};

use hognose_eval::class::{Class, Module, Slots, VALUE_ERROR};
use hognose_eval::row::Row;

/// The module.
pub static MODULE: Module = Module { name: "ipaddress", rows: &[functions::ROWS, CLASS_ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[
    &IPV4_ADDRESS,
    &IPV6_ADDRESS,
    &IPV4_INTERFACE,
    &IPV6_INTERFACE,
    &IPV4_NETWORK,
    &IPV6_NETWORK,
    &ADDRESS_VALUE_ERROR,
    &NETMASK_VALUE_ERROR,
    &lazy::GENERATOR,
];

const fn class(name: &'static str, rows: &'static [&'static [Row]]) -> Class {
    Class { name, module: "ipaddress", message_name: name, rows, ..Class::EMPTY }
}

/// `IPv4Address`.
pub static IPV4_ADDRESS: Class = Class {
    constructor: Some(&read::NEW_ADDRESS_4),
    slots: address::SLOTS,
    ..class("IPv4Address", &[thing::ROWS, address::ROWS, address::ROWS_4])
};
/// `IPv6Address`.
pub static IPV6_ADDRESS: Class = Class {
    constructor: Some(&read::NEW_ADDRESS_6),
    slots: address::SLOTS,
    ..class("IPv6Address", &[thing::ROWS, address::ROWS, address::ROWS_6])
};
/// `IPv4Interface`.
pub static IPV4_INTERFACE: Class = Class {
    base: Some(&IPV4_ADDRESS),
    constructor: Some(&read::NEW_INTERFACE_4),
    ..class("IPv4Interface", &[address::INTERFACE_ROWS])
};
/// `IPv6Interface`.
pub static IPV6_INTERFACE: Class = Class {
    base: Some(&IPV6_ADDRESS),
    constructor: Some(&read::NEW_INTERFACE_6),
    ..class("IPv6Interface", &[address::INTERFACE_ROWS])
};
/// `IPv4Network`.
pub static IPV4_NETWORK: Class = Class {
    constructor: Some(&read::NEW_NETWORK_4),
    slots: network::SLOTS,
    ..class("IPv4Network", &[thing::ROWS, network::ROWS])
};
/// `IPv6Network`.
pub static IPV6_NETWORK: Class = Class {
    constructor: Some(&read::NEW_NETWORK_6),
    slots: network::SLOTS,
    ..class("IPv6Network", &[thing::ROWS, network::ROWS, network::ROWS_6])
};
/// `AddressValueError`.
pub static ADDRESS_VALUE_ERROR: Class =
    Class { base: Some(&VALUE_ERROR), slots: Slots::NONE, ..class("AddressValueError", &[]) };
/// `NetmaskValueError`.
pub static NETMASK_VALUE_ERROR: Class =
    Class { base: Some(&VALUE_ERROR), slots: Slots::NONE, ..class("NetmaskValueError", &[]) };

static CLASS_ROWS: &[Row] = &[
    Row::class(&IPV4_ADDRESS, "An IPv4 address."),
    Row::class(&IPV6_ADDRESS, "An IPv6 address."),
    Row::class(&IPV4_INTERFACE, "An IPv4 address and the network it is on."),
    Row::class(&IPV6_INTERFACE, "An IPv6 address and the network it is on."),
    Row::class(&IPV4_NETWORK, "An IPv4 network."),
    Row::class(&IPV6_NETWORK, "An IPv6 network."),
    Row::class(&ADDRESS_VALUE_ERROR, "The text is no address."),
    Row::class(&NETMASK_VALUE_ERROR, "The text is no netmask."),
];
