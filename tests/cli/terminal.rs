//! Runs the program in a folder of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const HEADINGS: &str = "week_ending,contractor,worker_id,trade,classification,level,st_hours,ot_hours,base_rate,fringe_plan,fringe_cash,gross_project,gross_all,deductions,net";

/// 40 hours at 61.19 are 2447.60; less 578.86 are 1868.74.
pub const HONEST: &str = "2025-03-15,Example Builders LLC,W0417,Carpenter,Carpenter,J,40,0,61.19,31.55,0,2447.60,2447.60,578.86,1868.74";
/// The same week with ten dollars of gross and net pay that no hour explains.
pub const GROSS_WRONG: &str =
    "2025-03-15,Example Builders LLC,W0418,Carpenter,Carpenter,J,40,0,61.19,31.55,0,2457.60,2457.60,578.86,1878.74";
/// Hours with a decimal comma.
pub const UNREADABLE: &str =
    "2025-03-15,Example Builders LLC,W0419,Carpenter,Carpenter,J,\"38,5\",0,61.19,31.55,0,2447.60,2447.60,578.86,1868.74";
/// No base rate: whether gross pay adds up cannot be told.
pub const NO_RATE: &str = "2025-03-15,Example Builders LLC,W0420,Carpenter,Carpenter,J,40,0,,31.55,0,2447.60,2447.60,578.86,1868.74";

pub fn payroll(lines: &[&str]) -> String {
    format!("{HEADINGS}\n{}\n", lines.join("\n"))
}

/// What a run said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub struct Terminal {
    folder: tempfile::TempDir,
}

impl Terminal {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With `payroll.csv` of some lines.
    pub fn with(lines: &[&str]) -> Self {
        let terminal = Self::new();
        terminal.write("payroll.csv", &payroll(lines));
        terminal
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// The program, its environment cleared of what would change the output on somebody's machine.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_plumbline")));
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PLUMBLINE_THREADS"] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        said(&self.command(args).output().unwrap())
    }

    /// Runs with a text on standard input.
    pub fn pipe(&self, args: &[&str], text: &str) -> Said {
        let mut child = self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        said(&child.wait_with_output().unwrap())
    }

    pub fn code(&self, args: &[&str]) -> i32 {
        self.run(args).code
    }
}

pub fn said(output: &Output) -> Said {
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}
