//! `plumbline migrate`, `audit` and `verify`, on a database that this test filled.

use super::engines::on_each;
use super::guards::{Raw, evidence};
use std::path::Path;
use std::process::{Command, Output};

pub fn plumbline(folder: &Path, address: &str, args: &[&str]) -> (i32, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_plumbline")).args(args).current_dir(folder).env("DATABASE_URL", address).output();
    let Output { status, stdout, stderr } = run.expect("it runs");
    (status.code().expect("a code"), String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned())
}

#[test]
fn a_log_is_verified_here_written_out_and_verified_elsewhere() {
    on_each(|engine| async move {
        evidence(&engine).await;
        let run = |args: &[&str]| plumbline(&engine.folder, &engine.address, args);
        let (code, out, _) = run(&["migrate"]);
        assert!(code == 0 && out.contains("version "), "{out}");
        // Drafted and certified, checked, determined, drafted and withdrawn: six entries.
        let (code, out, _) = run(&["audit", "verify"]);
        assert!(
            code == 0 && out.contains("6 entries") && out.contains("Everything holds.") && out.contains("originals: not read"),
            "{out}"
        );
        let (code, text, _) = run(&["audit", "checkpoint", "--out", "kept-outside.json"]);
        assert_eq!((code, text.as_str()), (0, ""));
        let (code, log, _) = run(&["audit", "export"]);
        assert_eq!((code, log.lines().count()), (0, 8));
        std::fs::write(engine.folder.join("log"), &log).unwrap();
        let (code, out, _) = run(&["verify", "log"]);
        assert!(code == 0 && out.starts_with("6 entries") && out.contains("Without a checkpoint"), "{out}");
        let (code, out, _) = run(&["verify", "log", "--against", "kept-outside.json"]);
        assert!(code == 0 && !out.contains("Without a checkpoint"), "{out}");

        std::fs::write(engine.folder.join("bad"), log.replacen("determined", "withdrawn1", 1)).unwrap();
        let (code, out, _) = run(&["verify", "bad"]);
        assert!(code == 5 && out.contains("entry 4"), "{code} {out}");
        std::fs::write(engine.folder.join("other"), "week,hours\n").unwrap();
        assert_eq!(run(&["verify", "other"]).0, 3);
        assert_eq!(run(&["verify", "not-there"]).0, 3);
        assert_eq!(run(&["verify", "log", "--against", "other"]).0, 2);

        let mut raw = Raw::to(&engine).await;
        raw.lift_guards("signatures").await;
        raw.run("UPDATE signatures SET statement = 'I certify nothing'").await.unwrap();
        let (code, out, _) = run(&["audit", "verify"]);
        assert!(code == 5 && out.contains("DOES NOT HOLD: certified submission:"), "{code} {out}");
    });
}

#[test]
fn a_signed_checkpoint_is_checked_by_the_public_key_alone() {
    on_each(|engine| async move {
        evidence(&engine).await;
        let run = |args: &[&str]| plumbline(&engine.folder, &engine.address, args);
        let keys = [
            "9f2c41d07ab8e3561c0d94fe28b7a36510eedc4b773f8a029d6158c2fb04a7e9",
            "c07ab8e3569f2c41d1c0d94fe28b7a36510eedc4b773f8a029d6158c2fb04a7e",
        ];
        for (name, key) in ["ours.key", "other.key"].into_iter().zip(keys) {
            let file = engine.folder.join(name);
            std::fs::write(&file, key).unwrap();
            #[cfg(unix)]
            std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
        let (code, public, _) = run(&["audit", "public-key", "--checkpoint-key-file", "ours.key"]);
        assert!(code == 0 && public.trim().len() == 64 && !public.contains(keys[0]), "{public}");
        std::fs::write(engine.folder.join("ours.pub"), &public).unwrap();
        let (_, other, _) = run(&["audit", "public-key", "--checkpoint-key-file", "other.key"]);
        let signed = ["audit", "checkpoint", "--checkpoint-key-file", "ours.key", "--out", "signed.json"];
        assert_eq!(run(&signed).0, 0);
        assert_eq!(run(&["audit", "checkpoint", "--out", "plain.json"]).0, 0);
        assert_eq!(run(&["audit", "export", "--out", "log"]).0, 0);
        let text = std::fs::read_to_string(engine.folder.join("signed.json")).unwrap();
        std::fs::write(engine.folder.join("changed.json"), text.replacen("\"entries\":6", "\"entries\":5", 1)).unwrap();
        let (log, database) = (["verify", "log"], ["audit", "verify"]);
        for of in [log, database] {
            let with = |more: &[&str]| run(&[&of[..], more].concat());
            for key in ["ours.pub", public.trim()] {
                assert_eq!(with(&["--against", "signed.json", "--public-key", key]).0, 0);
            }
            assert_eq!(with(&["--against", "signed.json"]).0, 0, "without a key it is a checkpoint as any other");
            let faults = [
                ("plain.json", public.trim(), "not signed"),
                ("changed.json", "ours.pub", "does not fit"),
                ("signed.json", other.trim(), "another key"),
            ];
            for (file, key, why) in faults {
                let (code, _, said) = with(&["--against", "signed.json", "--against", file, "--public-key", key]);
                assert!(code == 5 && said.contains(why), "{of:?} {file}: {code} {said}");
            }
            assert_eq!(with(&["--against", "signed.json", "--public-key", "nothing"]).0, 2);
            assert_eq!(with(&["--public-key", "ours.pub"]).0, 2, "a key alone checks nothing");
        }
    });
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_looking_at_it() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, said) = plumbline(folder.path(), "sqlite:none.db", &["audit", "verify"]);
    assert!(code == 2 && said.contains("no database file"), "{said}");
    assert!(!folder.path().join("none.db").exists());
    let (code, _, said) = plumbline(folder.path(), "mysql://root:hunter2@host/x", &["migrate"]);
    assert!(code == 2 && !said.contains("hunter2"), "{said}");
}
