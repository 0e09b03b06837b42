//! `strptime`.
