//! The process in which a stranger's file is read: it answers as the library does, and what ends it hurts nobody.

use super::{Upload, examples, harbor};
use plumbline::service::examine::child::{Bounds, ChildFault, run, run_within};
use plumbline::service::examine::{Examination, ExamineRequest, OutcomeWord};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_plumbline"))
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// A script in the place of the program.
fn script(upload: &Upload, text: &str) -> PathBuf {
    let path = upload.folder().join("script");
    std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path
}

fn ends(upload: &Upload, text: &str, bounds: &Bounds) -> ChildFault {
    wait(run_within(&upload.request, &script(upload, text), bounds)).unwrap_err()
}

/// What a contractor is told of a file that took too much.
fn refused(fault: &ChildFault, request: &ExamineRequest) {
    let told = fault.refusal(request).unwrap();
    assert_eq!((told.outcome, told.problems.len()), (OutcomeWord::Refused, 1));
    assert_eq!((told.problems[0].code.as_str(), told.problems[0].blocks), ("parse.resources", true));
    assert_eq!(told.input.name, "harbor-week.csv");
    assert!(!told.problems[0].fix.is_empty() && !told.can_sign());
}

#[test]
fn it_answers_as_the_library_does() {
    let mut upload = harbor();
    upload.request.project_file = Some(examples().join("library-renovation.toml"));
    let answered = wait(run(&upload.request, program())).unwrap();
    assert_eq!(answered.canonical().unwrap(), upload.examine().canonical().unwrap());
    upload.request.project_file = Some(upload.folder().join("nowhere.toml"));
    let fault = wait(run(&upload.request, program())).unwrap_err();
    assert!(matches!(&fault, ChildFault::Request(words) if words.contains("nowhere.toml")), "{fault}");
    assert!(fault.refusal(&upload.request).is_none());
}

#[test]
fn a_killed_child_is_a_refused_file() {
    let upload = harbor();
    let fault = ends(&upload, "/bin/kill -9 $$ || kill -9 $$", &Bounds::DEFAULT);
    assert!(matches!(fault, ChildFault::Resources("killed")), "{fault}");
    refused(&fault, &upload.request);
}

#[test]
fn memory_processor_time_and_length_are_bounded() {
    let mut text = "Week Ending,Worker ID,Classification,ST Hours,Base Rate\n".to_owned();
    (0..20_000).for_each(|n| text.push_str(&format!("2025-03-15,W{n},Laborer of the {n}th kind,40,46.40\n")));
    let mut upload = harbor();
    std::fs::write(&upload.request.file, text).unwrap();
    // Where the system gives no memory the process is ended; where it gives no thread the child says so itself.
    match wait(run_within(&upload.request, program(), &Bounds { memory_mib: 48, ..Bounds::DEFAULT })) {
        Err(fault) => refused(&fault, &upload.request),
        Ok(seen) => assert_eq!((seen.outcome, super::codes(&seen)), (OutcomeWord::Refused, vec!["parse.resources"])),
    }
    let bounds = Bounds { answer_bytes: 100_000, ..Bounds::DEFAULT };
    upload.request.week_ending = super::day("2025-03-15");
    let fault = wait(run_within(&upload.request, program(), &bounds)).unwrap_err();
    assert!(matches!(fault, ChildFault::Resources("answer")), "{fault}");
    refused(&fault, &upload.request);
    // Within the bounds of an upload the same file is read.
    let seen = wait(run(&upload.request, program())).unwrap();
    assert_eq!((seen.outcome, seen.lines.len()), (OutcomeWord::Examined, 20_000));
}

#[test]
fn a_child_that_never_answers_is_ended() {
    let upload = harbor();
    let began = Instant::now();
    let fault = ends(&upload, "while :; do :; done", &Bounds { wall: Duration::from_millis(200), ..Bounds::DEFAULT });
    assert!(matches!(fault, ChildFault::Resources("time")), "{fault}");
    assert!(began.elapsed() < Duration::from_secs(5));
    refused(&fault, &upload.request);
    let fault = ends(
        &upload,
        "exec </dev/zero; while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done",
        &Bounds { answer_bytes: 10_000, ..Bounds::DEFAULT },
    );
    assert!(matches!(fault, ChildFault::Resources("answer")), "{fault}");
}

#[test]
fn it_has_no_environment() {
    let upload = harbor();
    let answer = upload.folder().join("answer.json");
    std::fs::write(&answer, Examination::default().canonical().unwrap()).unwrap();
    // What it was started with, not what the shell makes of it.
    let text = format!("[ -z \"$(/bin/cat /proc/$$/environ)\" ] && [ \"$PWD\" = / ] && exec /bin/cat {}", answer.display());
    assert_eq!(wait(run(&upload.request, &script(&upload, &text))).unwrap(), Examination::default());
}

#[test]
fn a_child_that_answers_otherwise_is_our_own_fault() {
    let upload = harbor();
    for text in ["exit 0", "echo '{}'", "exit 70"] {
        let fault = ends(&upload, text, &Bounds::DEFAULT);
        assert!(matches!(fault, ChildFault::Broken(_)) && fault.refusal(&upload.request).is_none(), "{text}: {fault}");
    }
    let fault = wait(run(&upload.request, &upload.folder().join("nothing"))).unwrap_err();
    assert!(matches!(fault, ChildFault::Broken(_)), "{fault}");
}
