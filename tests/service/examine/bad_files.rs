//! The whole folder of bad files, where it is at hand, through the child: each gets its verdict, and the server lives.

use plumbline::domain::problem_codes::{self, Weight};
use plumbline::service::examine::child::run;
use plumbline::service::examine::{ExamineRequest, OutcomeWord};
use std::path::{Path, PathBuf};

#[test]
fn every_bad_file_gets_its_verdict_from_the_child() {
    let Some(shared) = std::env::var_os("PLUMBLINE_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: PLUMBLINE_SHARED does not name a folder with badfiles/manifest.json");
        return;
    };
    let folder = shared.join("badfiles");
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut wrong = Vec::new();
    for entry in manifest.as_array().unwrap() {
        let (file, verdict) = (entry["file"].as_str().unwrap(), entry["verdict"].as_str().unwrap());
        let expected: Vec<&str> = entry["codes"].as_array().unwrap().iter().filter_map(|c| c.as_str()).collect();
        let request = ExamineRequest { file: folder.join(file), file_name: file.to_owned(), ..ExamineRequest::default() };
        let seen = match runtime.block_on(run(&request, Path::new(env!("CARGO_BIN_EXE_plumbline")))) {
            Ok(seen) => seen,
            Err(fault) => match fault.refusal(&request) {
                Some(told) => told,
                None => {
                    wrong.push(format!("{file}: {fault}"));
                    continue;
                }
            },
        };
        let of = |weight| -> Vec<&str> {
            let codes = seen.problems.iter().map(|p| p.code.as_str());
            codes.filter(|code| problem_codes::find(code).is_some_and(|c| c.weight == weight)).collect()
        };
        let (refused, held) = (of(Weight::Refuse), of(Weight::Hold));
        let notes: Vec<&str> = seen.notes.iter().map(|n| n.code.as_str()).collect();
        let any = |list: &[&str]| expected.iter().any(|c| list.contains(c));
        let read = seen.outcome == OutcomeWord::Examined;
        let right = match verdict {
            "REJECT" => any(&refused) && !read && !seen.can_sign(),
            "HOLD" => read && any(&held) && !seen.can_sign(),
            "WARN" => read && seen.can_sign() && any(&notes),
            _ => read && seen.can_sign(),
        };
        if !right {
            wrong.push(format!("{file}: {verdict} {expected:?}, got {:?} {refused:?} {held:?} {notes:?}", seen.outcome));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
