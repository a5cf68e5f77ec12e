//! The demonstration: an invented programme under the real rules of the City of Boston.
//!
//! Firms, people, projects and rate sheets are invented; the rules are those in `rules/`. Its payrolls are made as files
//! in the shapes payroll programs give, and come in the way every payroll does: received, read, checked, answered, signed.
//! So what stands in the database is evidence like any other, dated on a clock that is moved from day to day.
//!
//! What is planted in signed payrolls, counted by hand; the checks find exactly this (`tests/web/demo.rs`):
//!
//! | week ending | firm, worker | planted | by hand |
//! |---|---|---|---|
//! | 2024-11-30 | Harborlight, 6003 | gross pay 10.00 short of hours times rates | no money: the payroll does not add up |
//! | 2025-02-15 | Harborlight, 6002 | net pay 5.00 short of gross less deductions | no money: the payroll does not add up |
//! | 2025-03-15 | Bayside, 0417 | 55.00 for 58.00 | 3.00 × 40 = 120.00, paid since |
//! | 2025-03-15 | Bayside, 0419 | 6 hours past 40 at 42.00 | (63.00 − 42.00) × 6 = 126.00, paid since |
//! | 2025-03-15 | Bayside, 0421 | an apprentice known not to be registered, 34.80 for 58.00 | 23.20 × 32 = 742.40 |
//! | 2025-04-26 | Bayside, 0422, version 1 | 57.00 for 58.00 | 1.00 × 40 = 40.00; version 2 pays it |
//! | 2025-05-10 | Kestrel, 0204 | 30.45 for 42.00 | 11.55 × 40 = 462.00 |
//! | 2025-06-07 | Harborlight, 6006 | 17.45 for the living wage of 18.20 | 0.75 × 38 = 28.50 |
//! | 2025-06-07 | Gull, 8203 | no fringe for 15.35 | 15.35 × 40 = 614.00 |
//!
//! Looks like a fault and is none: 16.00 an hour on a contract of $9,000 (the living wage begins at $25,000), and a
//! Saturday at one and a half times the rate.
//!
//! Residents on Tidewater by trade, all weeks: carpenters 3,840 of 6,400 hours (met), electricians 2,080 of 5,200 (40.0 %,
//! not met), laborers 1,806 of 2,686 (met), cement masons 1,320 of 1,760 (met), painters unknown of 1,120 (cannot tell).
//!
//! Filed late: Two Rivers, week ending 2025-05-10. Not filed: Bayside 2025-06-14, Lark 2025-06-07 and 2025-06-14. No work:
//! Bayside 2025-04-12. Last payroll: Kestrel 2025-05-17.

mod cast;
mod course;
pub mod folder;
mod load;
mod office;
mod programme;
mod shapes;
mod table;
pub mod try_me;
mod visit;
mod week;

pub use cast::{AGENCY, CONTACT, PLAYERS, Player, email};
pub use load::{Made, make};
pub use visit::{Places, places, sign_in};

use crate::domain::moment::Moment;
use crate::rules::library::Library;
use crate::service::Service;
use crate::service::clock::Clock;
use crate::service::fault::Fault;
use crate::service::identity::secrets::DEMO_KEY;
use crate::service::settings::{Hourly, Key, Settings};
use crate::store::Store;
use crate::store::originals::Originals;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The key of a demonstration: it keeps no secret.
pub fn key() -> Key {
    Key::of(DEMO_KEY)
}

/// The moment its clock is set to: Monday, June 30, 2025, nine in the morning in Boston.
pub fn moment() -> Moment {
    // 2025-06-30T13:00:00Z: day 20,269 of the epoch and 13 hours.
    Moment::from_micros((20_269 * 86_400 + 13 * 3_600) * 1_000_000).unwrap_or(Moment::EPOCH)
}

/// The house of the demonstration, with empty tables.
///
/// # Errors
/// [`Fault::Store`] where the database or the folder of the originals cannot be made.
pub async fn open(folder: &Path, address: SocketAddr, program: PathBuf, library: Arc<Library>) -> Result<Service, Fault> {
    let store = Store::open(&folder::database(folder)).await?;
    store.migrate().await?;
    let originals = Originals::folder(&folder.join("originals"))?;
    let settings = Settings {
        listen: address,
        base_url: format!("http://{address}"),
        demo: true,
        key: key(),
        folder: folder.to_owned(),
        program,
        agency: AGENCY.to_owned(),
        contact: Some(CONTACT.to_owned()),
        // Nobody is held up in a tour.
        uploads: Hourly::ANY,
        exports: Hourly::ANY,
        readers: std::thread::available_parallelism().map_or(1, usize::from),
        ..Settings::plain()
    };
    Ok(Service::new(store, originals, Clock::set_to(moment()), library, settings))
}

/// Every payroll file of the programme, in the order they are filed: name and bytes.
///
/// # Errors
/// [`Fault::Ours`] where the data that goes with the program cannot be read.
pub fn files() -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let programme = programme::read()?;
    let mut files = Vec::new();
    for act in course::of(&programme) {
        if let course::What::File { filer, week, amended } = act.what {
            let file = course::file(&programme, filer, week, amended)?;
            files.push((file.name, file.bytes));
        }
    }
    Ok(files)
}
