//! Who somebody is: passwords, second factors, sessions, invitations, identities elsewhere.
//!
//! Nothing secret is kept as it is: a password as argon2id gives it, the seed of a second factor sealed, everything
//! else as a digest.

pub mod account;
pub mod colleagues;
pub mod invitations;
mod oidc;
pub mod outside;
pub mod passwords;
mod seal;
pub mod second_factor;
mod secret;
pub mod secrets;
pub mod sessions;
pub mod sign_in;
mod throttle;
