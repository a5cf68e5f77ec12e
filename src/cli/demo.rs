//! `plumbline demo`.

use super::stop::Stop;
use super::store_args::DemoArgs;
use super::{exit, files, serve};
use crate::service::Service;
use crate::service::clock::Clock;
use crate::service::demo::{self, Made, PLAYERS, folder};
use crate::service::serving;
use crate::web::{App, listen};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

pub(super) fn run(args: &DemoArgs) -> Result<u8, Stop> {
    if std::env::var_os("PLUMBLINE_LOG").is_some() {
        serve::log_to_stderr();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Stop::usage)?;
    runtime.block_on(async {
        // The address first: two demonstrations never make one folder.
        let listener = tokio::net::TcpListener::bind(args.listen)
            .await
            .map_err(|error| Stop::usage(format!("{} cannot be listened on: {error}. Choose another with --listen.", args.listen)))?;
        let address = listener.local_addr().map_err(Stop::usage)?;
        let held = folder::prepare(&args.folder).await.map_err(Stop::usage)?;
        let began = Instant::now();
        let library = Arc::new(files::library(None)?);
        let program = std::env::current_exe().map_err(Stop::usage)?;
        let service = demo::open(&args.folder, address, program, library).await.map_err(Stop::usage)?;
        let made = demo::make(&service).await.map_err(Stop::usage)?;
        let first = folder::put_files_to_try(&args.folder).map_err(Stop::usage)?;
        let service = Service { clock: Clock::set_to(demo::moment()), ..service };
        say(&told(&made, began.elapsed().as_millis(), args, address, &first))?;
        let work = serving::work(&service);
        listen::serve(App { service: service.clone() }, listener, serve::end()).await.map_err(Stop::from)?;
        work.end().await;
        service.store.close().await;
        drop(held);
        if !args.keep {
            folder::remove(&args.folder).map_err(Stop::usage)?;
        }
        Ok(exit::CLEAN)
    })
}

/// What is printed when it stands.
fn told(made: &Made, millis: u128, args: &DemoArgs, address: SocketAddr, first: &Path) -> String {
    let folder = args.folder.display();
    let kept = if args.keep { "kept at the end" } else { "removed at the end" };
    let seconds = format!("{}.{}", millis / 1_000, millis / 100 % 10);
    let mut text = format!(
        "Plumbline {} demo · City of Boston rules, invented firms and people · nothing leaves this computer
Made {} projects, {} firms, {} payrolls, {} rate sheets in {seconds} s      (folder {folder}, {kept})
The demo clock stands at Monday, June 30, 2025.

",
        env!("CARGO_PKG_VERSION"),
        made.projects,
        made.firms,
        made.payrolls,
        made.sheets
    );
    for player in PLAYERS {
        let link = format!("http://{address}/demo/{}", player.link);
        text += &format!("  {:<16} {link:<36} {}\n", player.part, player.introduced);
    }
    text += &format!("  {:<16} {:<36} five minutes in nine steps\n\n", "Tour", format!("http://{address}/demo"));
    text += &format!("  Try first: open the contractor link and upload  {}  for the week ending June 14\n", first.display());
    let beside = |name: &str| args.folder.join(name).display().to_string();
    text += "  The same check without a browser:\n";
    text += &format!(
        "    plumbline check {} --project {} --map {}\n",
        first.display(),
        beside("tidewater.toml"),
        beside("try-me-columns.toml")
    );
    text += "  A page that asks for a code takes 000000.\nPress Ctrl-C to stop.\n";
    text
}

/// Prints, and does not wait for a line to fill: whoever started it reads along.
fn say(text: &str) -> Result<(), Stop> {
    let mut out = anstream::stdout();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Stop::from)
}
