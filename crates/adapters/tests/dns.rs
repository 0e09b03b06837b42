//! What needs no server to be answered.
#![cfg(feature = "dns")]
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose::{Data, Host, HostCall, Map, Reply};
use hognose_adapters::{Dns, DnsSettings};
use std::time::Duration;

fn resolve(dns: &Dns, host: &str, version: Data) -> Reply {
    let arguments = Map::from_iter([("host", Data::from(host)), ("ip_version", version)]);
    dns.call(&HostCall { operation: "dns.resolve", arguments })
}

fn reverse(dns: &Dns, address: &str) -> Reply {
    let arguments = Map::from_iter([("address", Data::from(address))]);
    dns.call(&HostCall { operation: "dns.reverse", arguments })
}

fn texts(reply: Reply) -> Vec<String> {
    let Reply::Value(Data::List(items)) = &reply else { return vec![format!("{reply:?}")] };
    items.iter().filter_map(Data::as_str).map(str::to_owned).collect()
}

fn short() -> DnsSettings {
    let mut settings = DnsSettings::default();
    settings.timeout = Duration::from_millis(300);
    settings
}

#[test]
fn addresses_are_their_own() {
    let dns = Dns::new(short()).unwrap();
    assert_eq!(texts(resolve(&dns, "192.0.2.7", Data::None)), ["192.0.2.7"]);
    assert_eq!(texts(resolve(&dns, "192.0.2.7", Data::Int(6))), Vec::<String>::new());
    assert_eq!(texts(resolve(&dns, "2001:db8::7", Data::Int(6))), ["2001:db8::7"]);
    assert_eq!(texts(resolve(&dns, "", Data::None)), Vec::<String>::new());
    assert_eq!(texts(resolve(&dns, &"a".repeat(300), Data::None)), Vec::<String>::new());
    assert_eq!(texts(resolve(&dns, "nobody.invalid", Data::None)), Vec::<String>::new());
}

#[test]
fn names_that_are_not_granted_are_refused() {
    let mut settings = short();
    settings.names.push("example.invalid".to_owned());
    let dns = Dns::new(settings).unwrap();
    assert!(matches!(resolve(&dns, "secret.attacker.invalid", Data::None), Reply::Denied));
    assert!(matches!(resolve(&dns, "notexample.invalid", Data::None), Reply::Denied));
    assert!(matches!(resolve(&dns, "a.Example.invalid.", Data::None), Reply::Value(_)));
}

#[test]
fn names_of_addresses_are_granted_with_all_names_or_by_themselves() {
    let mut settings = short();
    settings.names.push("example.invalid".to_owned());
    assert!(matches!(reverse(&Dns::new(settings.clone()).unwrap(), "192.0.2.1"), Reply::Denied));
    settings.reverse = true;
    assert!(matches!(reverse(&Dns::new(settings).unwrap(), "192.0.2.1"), Reply::Value(_)));
}

#[test]
fn what_has_no_name_is_itself() {
    let dns = Dns::new(short()).unwrap();
    for address in ["192.0.2.1", "no address"] {
        let reply = reverse(&dns, address);
        assert!(matches!(&reply, Reply::Value(Data::Str(text)) if **text == *address));
    }
}
