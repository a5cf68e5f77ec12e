//! The whole folder of bad files, where it is at hand: each file gets its verdict, and the process lives.

use super::work::options;
use plumbline::domain::problem_codes::Weight;
use plumbline::intake::limits::Profile;
use plumbline::service::files::FileArg;
use plumbline::service::read::read;
use std::path::PathBuf;

#[test]
fn every_bad_file_gets_its_verdict() {
    let Some(shared) = std::env::var_os("PLUMBLINE_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: PLUMBLINE_SHARED does not name a folder with badfiles/manifest.json");
        return;
    };
    let folder = shared.join("badfiles");
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for entry in manifest.as_array().unwrap() {
        let (file, verdict) = (entry["file"].as_str().unwrap(), entry["verdict"].as_str().unwrap());
        let expected: Vec<&str> = entry["codes"].as_array().unwrap().iter().filter_map(|c| c.as_str()).collect();
        let run = read(&[FileArg::Path(folder.join(file))], &options(Profile::Upload, 0));
        let of = |weight: Weight| run.problems.iter().filter(|p| p.weight() == weight).map(|p| p.code).collect::<Vec<_>>();
        let (refused, held) = (of(Weight::Refuse), of(Weight::Hold));
        let notes: Vec<&str> = run.notes.iter().map(|n| n.code).collect();
        let any = |list: &[&str]| expected.iter().any(|c| list.contains(c));
        let right = match verdict {
            "REJECT" => any(&refused),
            "HOLD" => refused.is_empty() && any(&held),
            "WARN" => run.problems.is_empty() && any(&notes),
            _ => run.problems.is_empty(),
        };
        if !right {
            wrong.push(format!("{file}: {verdict} {expected:?}, got {refused:?} {held:?} {notes:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
