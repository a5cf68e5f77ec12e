//! A PostgreSQL server for the length of a test run: made in a folder of its own, on a socket in that folder, gone with it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Debian's `nobody`: the server refuses to run as root.
const NOBODY: &str = "65534";

/// A database of its own on the server; `None` where the machine has no PostgreSQL, which is said aloud.
pub fn database() -> Option<String> {
    static SERVER: OnceLock<Option<PathBuf>> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let folder = SERVER.get_or_init(start).as_ref()?;
    let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let made = Command::new(program("psql")?)
        .args(["--quiet", "--no-psqlrc", "--host"])
        .arg(folder)
        .args(["--username", "plumbline", "--dbname", "postgres", "--command", &format!("CREATE DATABASE {name}")])
        .output()
        .expect("psql runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Some(format!("postgres://plumbline@localhost/{name}?host={}&sslmode=disable", folder.display()))
}

fn start() -> Option<PathBuf> {
    let (Some(initdb), Some(postgres)) = (program("initdb"), program("postgres")) else {
        let must = std::env::var_os("PLUMBLINE_TEST_POSTGRES").is_some_and(|v| v == "required");
        assert!(!must, "PLUMBLINE_TEST_POSTGRES=required, and there is no initdb on this machine");
        // Past the test harness, which keeps what a passing test prints to itself.
        let _ =
            writeln!(std::io::stderr(), "########## SKIPPED: no initdb on this machine; the store was NOT TESTED on PostgreSQL ##########");
        return None;
    };
    // A socket's path may have 107 bytes, so the folder of temporary files it is.
    let folder = tempfile::Builder::new().prefix("plumbline-pg-").tempdir().expect("a temporary folder").keep();
    let as_nobody = is_root();
    if as_nobody {
        let owned = Command::new("chown").arg(format!("{NOBODY}:{NOBODY}")).arg(&folder).status().expect("chown runs");
        assert!(owned.success());
    }
    let data = folder.join("data");
    let made = as_server_user(as_nobody, &initdb)
        .args(["--auth=trust", "--username=plumbline", "--encoding=UTF8", "--no-sync", "--no-instructions", "--pgdata"])
        .arg(&data)
        .current_dir(&folder)
        .output()
        .expect("initdb runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    serve(as_nobody, &postgres, &folder);
    wait_until_ready(&folder);
    Some(folder)
}

/// Runs the server under a shell that waits for this process to end, however it ends, then ends the server and removes
/// its folder: a pipe closes even on a kill.
fn serve(as_nobody: bool, postgres: &Path, folder: &Path) {
    const WATCH: &str = "folder=$1; shift; \"$@\" >\"$folder/log\" 2>&1 </dev/null & server=$!; cat >/dev/null; \
        kill -QUIT $server; wait $server; rm -rf \"$folder\"";
    let server = as_server_user(as_nobody, postgres);
    let mut shell = Command::new("sh");
    shell.args(["-c", WATCH, "sh"]).arg(folder).arg(server.get_program()).args(server.get_args());
    shell.arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    for setting in ["listen_addresses=", "max_connections=200", "fsync=off", "synchronous_commit=off", "plumbline.throw_away=yes"] {
        shell.args(["-c", setting]);
    }
    let shell = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("sh runs");
    // The pipe stays open until this process ends.
    std::mem::forget(shell);
}

fn wait_until_ready(folder: &Path) {
    for _ in 0..600 {
        let asked = Command::new(program("pg_isready").expect("pg_isready")).arg("--host").arg(folder).output();
        if asked.expect("pg_isready runs").status.success() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the server did not start: {}", std::fs::read_to_string(folder.join("log")).unwrap_or_default());
}

fn as_server_user(as_nobody: bool, program: &Path) -> Command {
    if !as_nobody {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(program);
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.trim_ascii() == b"0")
}

/// A program of PostgreSQL: on the path, or where Debian and Red Hat put it. The newest version wins.
fn program(name: &str) -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let mut folders = Vec::new();
    for place in ["/usr/lib/postgresql", "/usr"] {
        let Ok(entries) = std::fs::read_dir(place) else { continue };
        let versions = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
        folders
            .extend(versions.filter(|path| place != "/usr" || path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("pgsql"))));
    }
    folders.sort();
    // One folder for all of them, so that the programs are of one version.
    let found = folders.iter().rev().map(|folder| folder.join("bin")).find(|bin| bin.join("initdb").is_file());
    let found = found.or_else(|| on_path.into_iter().find(|bin| bin.join("initdb").is_file()))?;
    Some(found.join(name)).filter(|path| path.is_file())
}
