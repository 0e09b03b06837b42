//! Dates, ids and addresses of files as the evaluator's data.

use crate::bindings::build::{self, Scalar};
use hognose_eval::data::{Data, Foreign};
use hognose_modules::datetime::rows::{owned_date, owned_delta, owned_moment};
use hognose_modules::datetime::{Clock, Date, DateTime, Delta, Zone};
use hognose_modules::ipaddress::{Address, Member, Version};
use hognose_modules::{ipaddress, uuid};
use std::net::IpAddr;
use std::sync::Arc;

/// The data of a scalar.
pub(crate) fn data(scalar: Scalar) -> Data {
    match scalar {
        Scalar::Uuid(number) => {
            Data::Foreign(Foreign { class: &uuid::rows::UUID, data: Arc::new(uuid::Uuid(number)) })
        }
        Scalar::Ip(address) => ip(address),
        Scalar::Date(date) => day(date).map_or(Data::None, owned_date),
        Scalar::Time(time) => Data::from(text(time)),
        Scalar::Datetime(date, time) => moment(date, time).unwrap_or(Data::None),
        Scalar::Timedelta(microseconds) => owned_delta(Delta::from_micros(microseconds)),
    }
}

fn ip(address: IpAddr) -> Data {
    let address = match address {
        IpAddr::V4(address) => Address::from_bits(Version::V4, u128::from(address.to_bits())),
        IpAddr::V6(address) => Address::from_bits(Version::V6, address.to_bits()),
    };
    ipaddress::rows::owned(Member::Address(address))
}

/// The decoder has checked that there is such a day.
fn day(date: build::Date) -> Option<Date> {
    Date::new(i64::from(date.year), i64::from(date.month), i64::from(date.day)).ok()
}

fn moment(date: build::Date, time: build::Time) -> Option<Data> {
    let clock = Clock::new(
        i64::from(time.hour),
        i64::from(time.minute),
        i64::from(time.second),
        i64::from(time.microsecond),
        0,
    );
    let zone = time.offset.map(|seconds| match seconds {
        0 => Zone::Utc,
        _ => Zone::Fixed { offset: i64::from(seconds).saturating_mul(1_000_000), name: None },
    });
    Some(owned_moment(&DateTime { date: day(date)?, clock: clock.ok()?, zone }))
}

fn text(time: build::Time) -> String {
    format!("{:02}:{:02}:{:02}.{:06}", time.hour, time.minute, time.second, time.microsecond)
}
