//! `ipaddress` against CPython's answers (`conformance/oracle/ipaddress_table.py`).

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]
#![expect(clippy::arithmetic_side_effects, clippy::panic, reason = "tests")]

mod support;

use hognose_modules::ipaddress::{
    Address, Comparison, Fault, Interface, Mask, Member, Network, Source, Version, collapse, summarize,
};
use hognose_modules::raised::Raised;
use num_bigint::BigInt;
use serde_json::{Value, json};

fn repr(text: &str) -> String {
    let mut out = String::new();
    match hognose_eval::text::quote::repr(text, &mut out) {
        Ok(()) => out,
        Err(never) => match never {},
    }
}

fn failed(raised: Raised) -> String {
    format!("!{}: {}", raised.kind, raised.message)
}

fn refused(fault: &Fault<'_>) -> Value {
    json!([failed(fault.raise())])
}

fn shown<T: Into<Value>>(answer: Result<T, Raised>) -> Value {
    answer.map_or_else(|raised| failed(raised).into(), Into::into)
}

/// As Python shows the elements of a list of text.
fn texts<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| repr(&item.to_string())).collect();
    format!("[{}]", items.join(", "))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn shown_address(address: Address<'_>) -> String {
    address.repr()
}

fn bits(flags: &[bool]) -> String {
    flags.iter().map(|&flag| if flag { '1' } else { '0' }).collect()
}

fn address(it: Address<'_>) -> Value {
    let mut flags = vec![
        it.is_multicast(),
        it.is_private(),
        it.is_global(),
        it.is_unspecified(),
        it.is_reserved(),
        it.is_loopback(),
        it.is_link_local(),
    ];
    let optional = |address: Option<Address<'_>>| address.map(shown_address);
    let (packed, length) = it.packed();
    let packed: String = packed[..length].iter().map(|byte| format!("{byte:02x}")).collect();
    let mut out = vec![
        json!(it.to_string()),
        json!(it.bits().to_string()),
        shown(it.exploded()),
        shown(it.reverse_pointer()),
        json!(packed),
    ];
    if it.version() == Version::V6 {
        flags.push(it.is_site_local());
        out.push(json!(bits(&flags)));
        out.push(json!(optional(it.ipv4_mapped())));
        out.push(json!(optional(it.sixtofour())));
        out.push(json!(it.teredo().map(|(a, b)| format!("({}, {})", a.repr(), b.repr()))));
        out.push(json!(it.scope()));
    } else {
        out.push(json!(bits(&flags)));
        out.push(json!(it.ipv6_mapped().repr()));
    }
    let specs = ["b", "x", "X", "n", "#b", "_b", "#_x", "#_X", "#n", "_n"];
    out.push(json!(specs.map(|spec| it.format_number(spec).unwrap()).join(" ")));
    json!(out)
}

fn network(it: Network<'_>) -> Value {
    let mut flags = vec![
        it.is_multicast(),
        it.is_private(),
        it.is_global(),
        it.is_unspecified(),
        it.is_reserved(),
        it.is_loopback(),
        it.is_link_local(),
    ];
    if it.version() == Version::V6 {
        flags.push(it.is_site_local());
    }
    let size = it.num_addresses();
    json!([
        it.repr(),
        shown(it.exploded()),
        shown(it.reverse_pointer()),
        bits(&flags),
        it.broadcast_address().repr(),
        it.netmask().repr(),
        it.hostmask().repr(),
        size.map_or("340282366920938463463374607431768211456".to_owned(), |size| size.to_string()),
        it.with_netmask(),
        it.with_hostmask(),
        list(it.addresses().take(3).map(shown_address)),
        list(it.hosts().take(3).map(shown_address)),
        if size.is_some_and(|size| size < 3000) {
            json!(it.hosts().last().unwrap().to_string())
        } else {
            json!(false)
        },
    ])
}

fn interface(it: Interface<'_>) -> Value {
    let at = it.address();
    let mut flags = vec![
        at.is_multicast(),
        at.is_private(),
        at.is_global(),
        it.is_unspecified(),
        at.is_reserved(),
        it.is_loopback(),
        at.is_link_local(),
    ];
    if at.version() == Version::V6 {
        flags.push(at.is_site_local());
    }
    let mut out = vec![
        json!(it.repr()),
        shown(it.exploded()),
        shown(it.reverse_pointer()),
        json!(bits(&flags)),
        json!(it.ip().repr()),
        json!(it.network().repr()),
        json!(it.with_prefixlen()),
        json!(it.with_netmask()),
        json!(it.with_hostmask()),
    ];
    if at.version() == Version::V4 {
        out.push(shown(it.ipv6_mapped().map(shown_address)));
    }
    json!(out)
}

/// What the class or function of that name makes of the source.
fn made<'t>(class: &str, source: &Source<'t>, mask: Option<&Mask<'t>>, argument: &str) -> Value {
    let version = if class.ends_with('4') { Version::V4 } else { Version::V6 };
    let refusal = |raised| json!([failed(raised)]);
    match class {
        "address" => {
            Address::read(source).map_or_else(|| refusal(Address::refusal(source, argument)), address)
        }
        "address4" | "address6" => {
            Address::read_as(version, source).map_or_else(|fault| refused(&fault), address)
        }
        "network" | "loose" => match Network::read(source, mask, class == "network") {
            Ok(Some(it)) => network(it),
            Ok(None) => refusal(Network::refusal(argument)),
            Err(fault) => refused(&fault),
        },
        "network4" | "network6" => {
            Network::read_as(version, source, mask, true).map_or_else(|fault| refused(&fault), network)
        }
        "interface" => match Interface::read(source, mask) {
            Ok(Some(it)) => interface(it),
            Ok(None) => refusal(Interface::refusal(argument)),
            Err(fault) => refused(&fault),
        },
        "interface4" | "interface6" => {
            Interface::read_as(version, source, mask).map_or_else(|fault| refused(&fault), interface)
        }
        _ => panic!("unknown class {class}"),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> BigInt {
    text(value).parse().unwrap()
}

fn net(value: &Value) -> Network<'_> {
    Network::read(&Source::Text(text(value)), None, true).unwrap().unwrap()
}

fn relate(a: Network<'_>, b: Network<'_>) -> Value {
    let excluded = a.address_exclude(b).and_then(|mut it| {
        let mut out = Vec::new();
        while let Some(next) = it.advance()? {
            out.push(next);
        }
        Ok(texts(out))
    });
    json!([
        a == b,
        shown(a.compare(Comparison::Less, b)),
        shown(a.compare(Comparison::LessEqual, b)),
        shown(a.compare(Comparison::Greater, b)),
        shown(a.compare(Comparison::GreaterEqual, b)),
        a.overlaps(b),
        shown(a.subnet_of(b)),
        shown(b.subnet_of(a)),
        shown(a.compare_networks(b).map(|order| (order as i32).to_string())),
        shown(excluded),
        a.contains(b.network_address()),
        a.contains(b.broadcast_address()),
    ])
}

fn member<'t>(kind: char, value: &'t Value) -> Member<'t> {
    let source = Source::Text(text(value));
    match kind {
        'n' => Member::Network(net(value)),
        'i' => Member::Interface(Interface::read(&source, None).unwrap().unwrap()),
        _ => Member::Address(Address::read(&source).unwrap()),
    }
}

fn order(x: Member<'_>, y: Member<'_>) -> Value {
    let compare = |comparison| match (x, y) {
        (Member::Address(x), Member::Address(y)) => x.compare(comparison, y),
        (Member::Interface(x), Member::Interface(y)) => x.compare(comparison, y),
        (Member::Interface(x), Member::Address(y)) => x.compare_address(comparison, y),
        (Member::Address(x), Member::Interface(y)) => {
            if x.version() != y.address().version() {
                return Err(Raised::typed(format!("{x} and {y} are not of the same version")));
            }
            y.compare_address(comparison.mirrored(), x)
        }
        _ => panic!("networks are compared elsewhere"),
    };
    let range = |a, b| shown(summarize(a, b).map(|it| texts(it.take(300))));
    json!([
        x == y,
        shown(compare(Comparison::Less)),
        shown(compare(Comparison::LessEqual)),
        shown(compare(Comparison::Greater)),
        shown(compare(Comparison::GreaterEqual)),
        range(x, y),
        range(y, x),
    ])
}

fn answer(operation: &str, argument: &Value) -> Value {
    if let Some(class) = operation.strip_prefix("int:") {
        return made(class, &Source::Number(number(argument)), None, text(argument));
    }
    if let Some(class) = operation.strip_prefix("packed:") {
        let digits: Vec<u32> = text(argument).chars().map(|digit| digit.to_digit(16).unwrap()).collect();
        let bytes: Vec<u8> =
            digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect();
        let source = Source::Packed(&bytes);
        // The `repr` of the bytes is in the message of one of the classes.
        let wrong = Address::read_as(Version::V4, &source).map_err(|fault| fault.raise().message);
        let shown = wrong.map_or_else(|it| it.split(" (len").next().unwrap().to_owned(), |_| String::new());
        return made(class, &source, None, &shown);
    }
    if let Some(class) = operation.strip_prefix("pair:") {
        let (mask, shown) = match &argument[1] {
            Value::String(mask) => (Mask::Text(mask), repr(mask)),
            other => (Mask::Number(number(&other[0])), text(&other[0]).to_owned()),
        };
        let shown = format!("({}, {shown})", repr(text(&argument[0])));
        return made(class, &Source::Text(text(&argument[0])), Some(&mask), &shown);
    }
    match operation {
        "offset" => {
            let at = Address::read(&Source::Text(text(&argument[0]))).unwrap();
            let n = number(&argument[1]);
            let moved = |n| match at.offset(n) {
                Ok(to) => to.to_string(),
                Err(fault) => failed(fault.raise()),
            };
            json!([moved(&n), moved(&-&n)])
        }
        "index" => {
            let found = net(&argument[0]).get(&number(&argument[1]));
            json!([found.map_or_else(|| "!IndexError: address out of range".to_owned(), |it| it.to_string())])
        }
        "resize" => {
            let (net, diff) = (net(&argument[0]), number(&argument[1]));
            let new = argument[2].as_str().map(|it| it.parse().unwrap());
            json!([
                shown(net.subnets(&diff, new.as_ref()).map(|it| texts(it.take(4)))),
                shown(net.supernet(&diff, new.as_ref()).map(|it| it.to_string())),
            ])
        }
        "relate" => relate(net(&argument[0]), net(&argument[1])),
        "order" => {
            let kind = |value| if text(value).contains('/') { 'i' } else { 'a' };
            let (x, y) = (&argument[0], &argument[1]);
            order(member(kind(x), x), member(kind(y), y))
        }
        "collapse" => {
            let members: Vec<Member<'_>> = text(&argument[0])
                .chars()
                .zip(argument[1].as_array().unwrap())
                .map(|(k, v)| member(k, v))
                .collect();
            json!([shown(collapse(&members).map(texts).map_err(|(raised, _)| raised))])
        }
        class => made(class, &Source::Text(text(argument)), None, &repr(text(argument))),
    }
}

#[test]
fn answers_as_cpython() {
    support::check("ipaddress.jsonl", answer);
}
