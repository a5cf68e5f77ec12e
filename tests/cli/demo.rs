//! The demonstration as somebody starts it: on a port of its own, and gone when it is told to end.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A page of a demonstration, whole.
fn page(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("it is asked");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it answers");
    text
}

/// Tells a process to end, as Ctrl-C does.
fn interrupt(child: &Child) {
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
}

#[cfg(unix)]
#[test]
fn it_says_what_it_made_answers_and_leaves_nothing_behind() {
    let outside = tempfile::tempdir().expect("a folder");
    let folder = outside.path().join("demo");
    let start = |keep: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
        command.args(["demo", "--listen", "127.0.0.1:0", "--folder"]).arg(&folder).args(keep).env_remove("PLUMBLINE_LOG");
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
    };
    let mut child = start(&[]);
    let mut said = String::new();
    for line in BufReader::new(child.stdout.take().expect("its words")).lines() {
        let line = line.expect("text");
        said += &format!("{line}\n");
        if line.starts_with("Press Ctrl-C") {
            break;
        }
    }
    assert!(said.contains("Made 4 projects, 19 firms, 130 payrolls, 3 rate sheets in "), "{said}");
    assert!(said.contains("The demo clock stands at Monday, June 30, 2025."), "{said}");
    let link = said.lines().find(|line| line.trim_start().starts_with("Contractor")).expect("a link");
    let address = link.split("http://").nth(1).and_then(|rest| rest.split("/demo/").next()).expect("an address");
    assert!(page(address, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(page(address, "/demo").contains("A tour in nine steps"));
    assert!(page(address, "/demo/dana").starts_with("HTTP/1.1 303"));

    // The folder is taken: a second one says so and leaves it alone.
    let second = start(&[]).wait_with_output().expect("it ends");
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("is in use by another demonstration"));
    assert!(folder.join("try-me.xlsx").exists());

    interrupt(&child);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert!(!folder.exists());

    // What is not a demonstration's is not touched.
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("plumbline.db"), b"evidence").expect("a file");
    let refused = start(&["--keep"]).wait_with_output().expect("it ends");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("holds something else"));
    assert_eq!(std::fs::read(folder.join("plumbline.db")).expect("it is there"), b"evidence");
}
