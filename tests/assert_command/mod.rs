//! Runs the program as a user does.

use std::io::Write as _;
use std::process::Command;
use tempfile::TempDir;

/// What the program said.
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

pub fn plumbline(args: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_plumbline")).args(args).env("NO_COLOR", "1").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { out: text(output.stdout), err: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}

/// A file of a name in a folder of its own, both gone with it.
pub struct Written {
    _folder: TempDir,
    path: std::path::PathBuf,
}

impl Written {
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }
}

pub fn written(name: &str, text: &str) -> Written {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    Written { _folder: folder, path }
}
