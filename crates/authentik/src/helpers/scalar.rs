//! Dates, ids and addresses of files as the evaluator's data.

use crate::bindings::build::{Date, Scalar, Time};
use hognose_eval::data::{Data, Foreign};
use hognose_modules::uuid;
use std::sync::Arc;

/// The data of a scalar.
pub(crate) fn data(scalar: Scalar) -> Data {
    match scalar {
        Scalar::Uuid(number) => {
            Data::Foreign(Foreign { class: &uuid::rows::UUID, data: Arc::new(uuid::Uuid(number)) })
        }
        Scalar::Ip(address) => Data::from(address.to_string()),
        Scalar::Date(date) => Data::from(day(date)),
        Scalar::Time(time) => Data::from(clock(time)),
        Scalar::Datetime(date, time) => Data::from(format!("{}T{}", day(date), clock(time))),
        Scalar::Timedelta(microseconds) => Data::Int(microseconds),
    }
}

fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}:{:02}.{:06}", time.hour, time.minute, time.second, time.microsecond)
}
