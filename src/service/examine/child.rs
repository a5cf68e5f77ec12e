//! The child process that reads a stranger's file.
//!
//! It is started with an empty environment and no working folder of its own, and locks itself in before it looks at
//! its request: 512 MiB of memory (`RLIMIT_AS`), 10 seconds of processor time (`RLIMIT_CPU`), 16 open files
//! (`RLIMIT_NOFILE`), no core dump (`RLIMIT_CORE`). On Linux a seccomp filter refuses it the network, other programs and
//! other processes; elsewhere only the limits hold. Whoever started it ends it after 20 seconds, and takes no longer
//! answer than 64 MiB. What a hostile file does to the process ends with the process.

use super::{Examination, ExamineRequest, InputSeen, OutcomeWord, ProblemSeen};
use crate::domain::problem::NotChecked;
use crate::domain::problem_codes;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

/// What the child may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Memory it may map, in MiB.
    pub memory_mib: u64,
    /// Processor time, in seconds.
    pub cpu_seconds: u64,
    /// Open files.
    pub files: u64,
    /// Time on the wall, kept by whoever started it.
    pub wall: Duration,
    /// Bytes of its answer, kept by whoever started it.
    pub answer_bytes: u64,
}

impl Bounds {
    /// What an upload may take.
    pub const DEFAULT: Self = Self { memory_mib: 512, cpu_seconds: 10, files: 16, wall: Duration::from_secs(20), answer_bytes: 64 << 20 };
}

/// Why there is no examination.
#[derive(Debug, thiserror::Error)]
pub enum ChildFault {
    /// It was killed, or ran into one of its limits. The file is at fault: see [`ChildFault::refusal`].
    #[error("reading the file took more than it may: {0}")]
    Resources(&'static str),
    /// What surrounds the file does not load: the project file, or the request itself.
    #[error("{0}")]
    Request(String),
    /// Our own fault: the program cannot be started, broke, or gave no answer.
    #[error("the reading process failed: {0}")]
    Broken(String),
}

impl ChildFault {
    /// What the contractor is told of a file that took more than it may: a refusal like any other.
    pub fn refusal(&self, request: &ExamineRequest) -> Option<Examination> {
        let Self::Resources(_) = self else { return None };
        let entry = problem_codes::find("parse.resources")?;
        let name = Path::new(&request.file_name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let problem = ProblemSeen {
            code: entry.code.to_owned(),
            r#where: name.clone(),
            kind: "file".to_owned(),
            expected: "a file that is read within 10 seconds and 512 MiB of memory".to_owned(),
            fix: entry.fix.to_owned(),
            not_checked: NotChecked::File.word().to_owned(),
            text: entry.title.to_owned(),
            blocks: true,
            ..ProblemSeen::default()
        };
        let input = InputSeen { name, ..InputSeen::default() };
        Some(Examination { outcome: OutcomeWord::Refused, input, problems: vec![problem], ..Examination::default() })
    }
}

/// Reads and checks a file in a process of its own. `program` is `plumbline` itself.
///
/// # Errors
/// [`ChildFault`].
pub async fn run(request: &ExamineRequest, program: &Path) -> Result<Examination, ChildFault> {
    run_within(request, program, &Bounds::DEFAULT).await
}

/// The same within other bounds.
///
/// # Errors
/// [`ChildFault`].
pub async fn run_within(request: &ExamineRequest, program: &Path, bounds: &Bounds) -> Result<Examination, ChildFault> {
    let mut request = request.clone();
    // The child has no working folder.
    request.file = std::path::absolute(&request.file).map_err(broken)?;
    request.project_file = request.project_file.map(std::path::absolute).transpose().map_err(broken)?;
    request.rules_dir = request.rules_dir.map(std::path::absolute).transpose().map_err(broken)?;
    let asked = serde_json::to_vec(&request).map_err(broken)?;
    let mut child = Command::new(program)
        .arg("examine")
        .args(["--memory", &bounds.memory_mib.to_string(), "--cpu", &bounds.cpu_seconds.to_string()])
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(broken)?;
    let answered = tokio::time::timeout(bounds.wall, talk(&mut child, &asked, bounds)).await;
    let answered = answered.unwrap_or(Err(ChildFault::Resources("time")));
    if answered.is_err() {
        // It may be gone already; and it is waited for, so that nothing of it is left.
        let _ = child.kill().await;
    }
    answered
}

fn broken(error: impl std::fmt::Display) -> ChildFault {
    ChildFault::Broken(error.to_string())
}

/// Bytes of what the child says of a fault.
const WORDS: u64 = 4096;

async fn talk(child: &mut Child, asked: &[u8], bounds: &Bounds) -> Result<Examination, ChildFault> {
    let (Some(mut to), Some(from), Some(said)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
        return Err(broken("no pipes"));
    };
    let ask = async move {
        // A child that is gone already says why by how it ended.
        let _ = to.write_all(asked).await;
        let _ = to.shutdown().await;
        Ok(())
    };
    // An answer that is too long ends it at once: the child may write on for ever.
    let hear = async move {
        let mut answer = Vec::new();
        from.take(bounds.answer_bytes + 1).read_to_end(&mut answer).await.map_err(broken)?;
        if answer.len() as u64 > bounds.answer_bytes { Err(ChildFault::Resources("answer")) } else { Ok(answer) }
    };
    let overhear = async move {
        let mut words = Vec::new();
        said.take(WORDS).read_to_end(&mut words).await.map_err(broken)?;
        Ok(words)
    };
    let ((), answer, words) = tokio::try_join!(ask, hear, overhear)?;
    let status = child.wait().await.map_err(broken)?;
    match status.code() {
        Some(0) => serde_json::from_slice(&answer).map_err(broken),
        Some(2) => Err(ChildFault::Request(String::from_utf8_lossy(&words).trim().trim_start_matches("plumbline: ").to_owned())),
        Some(code) => Err(broken(format_args!("it ended with {code}"))),
        None => Err(ChildFault::Resources("killed")),
    }
}

/// Locks this very process in. Called by the child before it looks at its request.
///
/// # Errors
/// Where the system refuses a limit.
#[cfg(unix)]
pub fn lock_in(bounds: &Bounds) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limits = [
        (Resource::As, bounds.memory_mib << 20),
        (Resource::Cpu, bounds.cpu_seconds),
        (Resource::Nofile, bounds.files),
        (Resource::Core, 0),
    ];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    #[cfg(target_os = "linux")]
    shut_off()?;
    Ok(())
}

/// No network, no other program, no other process: such calls are answered "not permitted", everything else goes on.
#[cfg(target_os = "linux")]
fn shut_off() -> io::Result<()> {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};
    let calls = [
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_io_uring_setup,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_open,
        libc::SYS_kill,
    ];
    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
    let refused = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
    let rules = calls.into_iter().map(|call| (call, Vec::new())).collect();
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refused, arch).map_err(io::Error::other)?;
    let program: BpfProgram = filter.try_into().map_err(io::Error::other)?;
    seccompiler::apply_filter(&program).map_err(io::Error::other)
}
