//! Pages and interface over the use cases. No SQL, no rules, no decision of who may do what.
//!
//! A request goes through the layers of `layers`, finds its route in [`routes`], and meets one handler. The handler
//! asks a use case of [`crate::service`] and shows what it gave. Pages work without scripts.

mod address;
mod api;
mod app;
mod asked_fields;
mod assets;
mod entry;
mod file_gate;
mod form;
mod frame;
mod health;
mod layers;
mod leaving;
pub mod listen;
mod listing;
mod pages;
mod path;
mod reference;
mod render;
pub mod routes;
mod same_site;
mod session;
mod stop;
mod unasked;
mod visit;
mod words;

pub use app::App;
pub use entry::{Entry, Who};
pub use frame::{Frame, NavItem};
pub use same_site::CsrfToken;
pub use stop::Stop;
