//! Declarations of everything a policy can reach, as plain data.
