//! What a policy sees of `hashlib`.

use std::cell::RefCell;

use hognose_eval::arg::{CInt, Nullable, Truth};
use hognose_eval::class::{Class, MEMORY_ERROR, Module, SYSTEM_ERROR, Slots};
use hognose_eval::ops::own_type_name;
use hognose_eval::row::{
    Args, Call, Member, Row, Signature, keyword_only, keywords, optional, p_only_optional, required,
};
use hognose_eval::value::set::Set;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function, method};

use super::{Algorithm, Hasher, pbkdf2_hmac, pbkdf2_rounds};
use crate::binascii::hexlify;
use crate::glue::{CLong, OrStop, c_long, data, object};

/// The module.
pub static MODULE: Module = Module { name: "hashlib", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&HASH, &HASHXOF, &BLAKE2B, &BLAKE2S, &UNSUPPORTED];

const SLOTS: Slots = Slots { repr: Some(repr), ..Slots::NONE };

const fn openssl(name: &'static str, message_name: &'static str, rows: &'static [&'static [Row]]) -> Class {
    Class { name, module: "_hashlib", message_name, rows, slots: SLOTS, ..Class::EMPTY }
}

/// A hash object whose digests have a length of their own.
pub static HASH: Class = openssl("HASH", "_hashlib.HASH", &[SHARED_ROWS, DIGEST_ROWS]);
/// A hash object whose digests are as long as the caller says.
static HASHXOF: Class = openssl("HASHXOF", "_hashlib.HASHXOF", &[SHARED_ROWS, XOF_ROWS]);
/// `hashlib.blake2b`.
static BLAKE2B: Class = Class {
    constructor: Some(&BLAKE2B_NEW),
    module: "_blake2",
    ..openssl("blake2b", "_blake2.blake2b", &[BLAKE2B_ROWS, BLAKE2B_DIGEST, BLAKE2B_SIZES])
};
/// `hashlib.blake2s`.
static BLAKE2S: Class = Class {
    constructor: Some(&BLAKE2S_NEW),
    module: "_blake2",
    ..openssl("blake2s", "_blake2.blake2s", &[BLAKE2S_ROWS, BLAKE2S_DIGEST, BLAKE2S_SIZES])
};

macro_rules! sizes {
    ($ident:ident $digest:literal $key:literal $salt:literal $person:literal) => {
        static $ident: &[Row] = &[
            Row::constant("MAX_DIGEST_SIZE", "Bytes of the longest digest.", |_| Ok(Value::Int($digest))),
            Row::constant("MAX_KEY_SIZE", "Bytes of the longest key.", |_| Ok(Value::Int($key))),
            Row::constant("SALT_SIZE", "Bytes of a salt.", |_| Ok(Value::Int($salt))),
            Row::constant("PERSON_SIZE", "Bytes of a personalisation.", |_| Ok(Value::Int($person))),
        ];
    };
}

sizes!(BLAKE2B_SIZES 64 64 16 16);
sizes!(BLAKE2S_SIZES 32 32 8 8);

/// What OpenSSL's functions raise for an algorithm they do not have.
static UNSUPPORTED: Class = Class {
    name: "UnsupportedDigestmodError",
    module: "_hashlib",
    message_name: "_hashlib.UnsupportedDigestmodError",
    base: Some(&hognose_eval::class::VALUE_ERROR),
    ..Class::EMPTY
};

const BLAKE2: Signature = Signature::keywords(&[
    p_only_optional("data"),
    keyword_only("digest_size"),
    keyword_only("key"),
    keyword_only("usedforsecurity"),
]);

static BLAKE2B_NEW: Row =
    function!("blake2b", BLAKE2, "A hash object for BLAKE2b.", blake2b, 4).called("blake2b");
static BLAKE2S_NEW: Row =
    function!("blake2s", BLAKE2, "A hash object for BLAKE2s.", blake2s, 4).called("blake2s");

const DATA: Signature = Signature::keywords(&[optional("string"), keyword_only("usedforsecurity")]);

macro_rules! constructor {
    ($name:literal, $message_name:literal, $algorithm:ident, $doc:literal) => {
        Row::new(
            $name,
            DATA,
            $doc,
            Member::Function(|cx, call| {
                let given: Option<Hashed<'_>> = call.get(cx, 0)?;
                new_object(cx, Hasher::new(Algorithm::$algorithm), given)
            }),
        )
        .called($message_name)
    };
}

static ROWS: &[Row] = &[
    constructor!("md5", "openssl_md5", Md5, "A hash object for MD5."),
    constructor!("sha1", "openssl_sha1", Sha1, "A hash object for SHA-1."),
    constructor!("sha224", "openssl_sha224", Sha224, "A hash object for SHA-224."),
    constructor!("sha256", "openssl_sha256", Sha256, "A hash object for SHA-256."),
    constructor!("sha384", "openssl_sha384", Sha384, "A hash object for SHA-384."),
    constructor!("sha512", "openssl_sha512", Sha512, "A hash object for SHA-512."),
    constructor!("sha3_224", "openssl_sha3_224", Sha3_224, "A hash object for SHA3-224."),
    constructor!("sha3_256", "openssl_sha3_256", Sha3_256, "A hash object for SHA3-256."),
    constructor!("sha3_384", "openssl_sha3_384", Sha3_384, "A hash object for SHA3-384."),
    constructor!("sha3_512", "openssl_sha3_512", Sha3_512, "A hash object for SHA3-512."),
    constructor!("shake_128", "openssl_shake_128", Shake128, "A hash object for SHAKE128."),
    constructor!("shake_256", "openssl_shake_256", Shake256, "A hash object for SHAKE256."),
    Row::class(&BLAKE2B, "A hash object for BLAKE2b."),
    Row::class(&BLAKE2S, "A hash object for BLAKE2s."),
    function!(
        "new",
        Signature::python(&[required("name"), optional("data"), keywords("kwargs")]),
        "A hash object for the algorithm of that name.",
        new,
        2
    )
    .called("__hash_new"),
    function!(
        "pbkdf2_hmac",
        Signature::keywords(&[
            required("hash_name"),
            required("password"),
            required("salt"),
            required("iterations"),
            optional("dklen"),
        ]),
        "A key derived from a password. Iterations cost fuel.",
        derive,
        5
    ),
    Row::constant("algorithms_guaranteed", "The names of the algorithms that every Python has.", |cx| {
        names(cx, &GUARANTEED)
    }),
    Row::constant("algorithms_available", "The names of all algorithms.", |cx| {
        names(cx, &GUARANTEED)?;
        let all: Vec<&str> = GUARANTEED.into_iter().chain(OTHERS).collect();
        names(cx, &all)
    }),
];

const GUARANTEED: [&str; 14] = [
    "blake2b",
    "blake2s",
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
    "sha512",
    "shake_128",
    "shake_256",
];
const OTHERS: [&str; 4] = ["md5-sha1", "ripemd160", "sha512_224", "sha512_256"];

fn names<'h>(cx: &Context<'h>, names: &[&str]) -> R<'h> {
    let set = Set::new(cx.heap(), false)?;
    for name in names {
        set.add(cx, cx.str(name)?)?;
    }
    Ok(Value::Set(set))
}

macro_rules! rows {
    ($shared:ident $digest:ident $owner:literal) => {
        static $shared: &[Row] = &[
            method!("update", Signature::one(&[required("obj")]), "Adds bytes.", update, 2)
                .called(concat!($owner, ".update")),
            method!("copy", Signature::NONE, "A hash object that goes on from here.", copy, 1)
                .called(concat!($owner, ".copy")),
            Row::property("name", "The name of the algorithm.", |cx, receiver| {
                let name = data::<State>(cx, receiver)?.borrow().algorithm().name();
                cx.str(name)
            }),
            Row::property("digest_size", "Bytes of a digest.", |cx, receiver| {
                size(data::<State>(cx, receiver)?.borrow().digest_size())
            }),
            Row::property("block_size", "Bytes that are hashed at once.", |cx, receiver| {
                size(data::<State>(cx, receiver)?.borrow().algorithm().block_size())
            }),
        ];

        static $digest: &[Row] = &[
            method!("digest", Signature::NONE, "The digest as bytes.", digest, 1)
                .called(concat!($owner, ".digest")),
            method!("hexdigest", Signature::NONE, "The digest as hexadecimal digits.", hexdigest, 1)
                .called(concat!($owner, ".hexdigest")),
        ];
    };
}

rows!(SHARED_ROWS DIGEST_ROWS "HASH");
rows!(BLAKE2B_ROWS BLAKE2B_DIGEST "blake2b");
rows!(BLAKE2S_ROWS BLAKE2S_DIGEST "blake2s");

const LENGTH: Signature = Signature::keywords(&[required("length")]);

static XOF_ROWS: &[Row] = &[
    method!("digest", LENGTH, "So many bytes of the digest.", digest_of, 2),
    method!("hexdigest", LENGTH, "So many bytes of the digest as hexadecimal digits.", hexdigest_of, 2),
];

/// What a hash object keeps.
type State = RefCell<Hasher>;

fn size<'h>(size: usize) -> R<'h> {
    Ok(Value::Int(i64::try_from(size).unwrap_or(i64::MAX)))
}

/// Data to be hashed.
#[derive(Clone, Copy)]
pub(crate) struct Hashed<'h>(&'h [u8]);

impl<'h> hognose_eval::row::FromArg<'h> for Hashed<'h> {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        hashed(cx, call.value(index)).map(Self)
    }
}

/// The bytes of a value that is to be hashed.
pub(crate) fn hashed<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h [u8]> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.data()),
        Value::Str(_) => Err(cx.type_error("Strings must be encoded before hashing")),
        _ => Err(cx.type_error("object supporting the buffer API required")),
    }
}

/// Charges for hashing so many bytes: a block costs about as much as sixteen nodes of the tree.
pub(crate) fn charge<'h>(cx: &Context<'h>, bytes: usize) -> R<'h, ()> {
    cx.burn((bytes as u64 >> 3).saturating_add(16))
}

fn new_object<'h>(cx: &Context<'h>, mut hasher: Hasher, given: Option<Hashed<'h>>) -> R<'h> {
    let given = given.map_or(&[] as &[u8], |given| given.0);
    charge(cx, given.len())?;
    hasher.update(given);
    let class = match hasher.algorithm() {
        Algorithm::Shake128 | Algorithm::Shake256 => &HASHXOF,
        Algorithm::Blake2b => &BLAKE2B,
        Algorithm::Blake2s => &BLAKE2S,
        _ => &HASH,
    };
    object(cx, class, State::new(hasher))
}

fn new<'h>(cx: &Context<'h>, name: Value<'h>, given: Option<Value<'h>>) -> R<'h> {
    // CPython looks for it in a set first.
    if !matches!(name, Value::Set(_)) {
        hognose_eval::ops::hash(cx, name)?;
    }
    let Value::Str(name) = name else { return Err(cx.type_error("name must be a string")) };
    let given = given.map(|value| hashed(cx, value).map(Hashed)).transpose()?;
    let name = name.text(cx.heap())?;
    let Some(algorithm) = Algorithm::named(name) else { return Err(unsupported(cx, name)) };
    new_object(cx, Hasher::new(algorithm), given)
}

/// The error about a name that no algorithm has.
pub(crate) fn unsupported<'h>(cx: &Context<'h>, name: &str) -> hognose_eval::Stop<'h> {
    cx.value_error(format_args!("unsupported hash type {name}"))
}

fn blake2b<'h>(
    cx: &Context<'h>,
    given: Value<'h>,
    digest_size: Option<CInt>,
    key: Option<&'h [u8]>,
    _: Option<Truth>,
) -> R<'h> {
    let size = digest_size.map_or(64, |size| size.0.into());
    let hasher = Hasher::blake2b(size, key.unwrap_or(b"")).or_stop(cx)?;
    // The other arguments are looked at before the data.
    let given = given.bound().map(|value| hashed(cx, value).map(Hashed)).transpose()?;
    new_object(cx, hasher, given)
}

fn blake2s<'h>(
    cx: &Context<'h>,
    given: Value<'h>,
    digest_size: Option<CInt>,
    key: Option<&'h [u8]>,
    _: Option<Truth>,
) -> R<'h> {
    let size = digest_size.map_or(32, |size| size.0.into());
    let hasher = Hasher::blake2s(size, key.unwrap_or(b"")).or_stop(cx)?;
    // The other arguments are looked at before the data.
    let given = given.bound().map(|value| hashed(cx, value).map(Hashed)).transpose()?;
    new_object(cx, hasher, given)
}

fn derive<'h>(
    cx: &Context<'h>,
    name: &'h str,
    password: &'h [u8],
    salt: &'h [u8],
    CLong(iterations): CLong,
    dklen: Nullable<Value<'h>>,
) -> R<'h> {
    let Some(algorithm) = Algorithm::named(name) else {
        return Err(cx.raise(&UNSUPPORTED, "[digital envelope routines] unsupported"));
    };
    // A number of iterations that is refused is so before the length is looked at.
    let length = match dklen.0 {
        Some(length) if iterations > 0 && i32::try_from(iterations).is_ok() => Some(c_long(cx, length)?),
        Some(_) => Some(1),
        None => None,
    };
    let length = length.unwrap_or_else(|| i64::try_from(algorithm.digest_size()).unwrap_or(0));
    let length = usize::try_from(length).unwrap_or(0);
    let iterations = u64::try_from(iterations).unwrap_or(0);
    cx.charge(length)?;
    charge(cx, password.len().saturating_add(salt.len()))?;
    if i32::try_from(iterations).is_ok() {
        cx.burn(pbkdf2_rounds(algorithm, iterations, length).saturating_mul(16))?;
    }
    if iterations > 0 && length == 0 && dklen.0.is_none() {
        // OpenSSL does not say why it has no key of the length of a digest that has none.
        return Err(cx.value_error("no reason supplied"));
    }
    cx.bytes(&pbkdf2_hmac(algorithm, password, salt, iterations, length).or_stop(cx)?)
}

/// The hasher of a hash object; none for other values.
pub(crate) fn hasher_of(value: Value<'_>) -> Option<Hasher> {
    match value {
        Value::Object(object) => object.data::<State>().map(|state| state.borrow().clone()),
        _ => None,
    }
}

fn update<'h>(cx: &Context<'h>, receiver: Value<'h>, given: Hashed<'h>) -> R<'h> {
    charge(cx, given.0.len())?;
    data::<State>(cx, receiver)?.borrow_mut().update(given.0);
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    let hasher = data::<State>(cx, receiver)?.borrow().clone();
    new_object(cx, hasher, None)
}

fn digest<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    charge(cx, 0)?;
    cx.bytes(&data::<State>(cx, receiver)?.borrow().digest())
}

fn hexdigest<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    charge(cx, 0)?;
    cx.str(&hexlify(&data::<State>(cx, receiver)?.borrow().digest()))
}

fn some_of<'h>(cx: &Context<'h>, receiver: Value<'h>, length: i64) -> R<'h, Option<Vec<u8>>> {
    let Ok(length) = usize::try_from(length) else { return Ok(None) };
    charge(cx, length)?;
    cx.charge(length.saturating_mul(3))?;
    Ok(Some(data::<State>(cx, receiver)?.borrow().digest_of(length)))
}

fn digest_of<'h>(cx: &Context<'h>, receiver: Value<'h>, length: i64) -> R<'h> {
    match some_of(cx, receiver, length)? {
        Some(digest) => cx.bytes(&digest),
        None => Err(cx.raise(&SYSTEM_ERROR, "Negative size passed to PyBytes_FromStringAndSize")),
    }
}

fn hexdigest_of<'h>(cx: &Context<'h>, receiver: Value<'h>, length: i64) -> R<'h> {
    match some_of(cx, receiver, length)? {
        Some(digest) => cx.str(&hexlify(&digest)),
        None => Err(cx.raise(&MEMORY_ERROR, "")),
    }
}

/// `<sha256 _hashlib.HASH object>`, without the address.
fn repr<'h>(
    cx: &Context<'h>,
    object: &'h hognose_eval::value::object::Object<'h>,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    let state: &State = data(cx, Value::Object(object))?;
    match object.class.module {
        "_hashlib" => out.display(format_args!(
            "<{} {} object>",
            state.borrow().algorithm().name(),
            object.class.message_name
        )),
        _ => out.display(format_args!("<{} object>", object.class.message_name)),
    }
}

/// The hasher that a `digestmod` argument stands for: a name, or something that makes hash objects.
pub(crate) fn digestmod<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Hasher> {
    if let Value::Str(name) = value {
        let name = name.text(cx.heap())?;
        return match Algorithm::named(name) {
            Some(algorithm) => Ok(Hasher::new(algorithm)),
            None => Err(unsupported(cx, name)),
        };
    }
    let maker = if hognose_eval::ops::is_callable(value) {
        value
    } else {
        hognose_eval::ops::attribute::get(cx, value, "new")?
    };
    let made = cx.call_with(maker, &Args::positional(&[]))?;
    match hasher_of(made) {
        Some(hasher) => Ok(hasher),
        None => Err(cx.type_error(format_args!("'{}' object is no hash object", own_type_name(made)))),
    }
}
