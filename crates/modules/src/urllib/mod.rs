//! Python's `urllib.parse`: addresses of the web taken apart, put together and escaped.
//!
//! ```
//! use hognose_modules::urllib::{Url, netloc};
//! let url = Url::parse("https://me@Example.com:8443/a;b?c=d#e", "", true).unwrap();
//! assert_eq!((&*url.path, &*url.params, &*url.query), ("/a", "b", "c=d"));
//! assert_eq!(netloc::hostname(&url.netloc).as_deref(), Some("example.com"));
//! assert_eq!(url.unparse(), "https://me@Example.com:8443/a;b?c=d#e");
//! ```

mod escape;
mod join;
pub mod netloc;
mod query;
pub mod rows;
mod split;

pub use escape::{Safe, quote, unquote};
pub use join::{defrag, join};
pub use query::{Field, QueryOptions, fields};
pub use split::Url;
