//! Secrets an installation starts with (W14): where one is missing, short, readable or known, it does not start.

use std::path::Path;
use std::process::Command;

const GOOD: &str = "9f2c41d07ab8e3561c0d94fe28b7a36510eedc4b773f8a029d6158c2fb04a7e9";

/// What `plumbline serve` says, with a key of this text and these rights.
fn says(key: Option<(&str, u32)>, more: &[&str]) -> (i32, String) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("key");
    let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--database"]);
    // No database is there: where every secret holds, it stops for that.
    command.arg(format!("sqlite:{}", folder.path().join("store.db").display()));
    if let Some((text, rights)) = key {
        std::fs::write(&file, text).expect("written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(rights)).expect("rights");
        command.arg("--key-file").arg(&file);
    }
    for name in ["PLUMBLINE_KEY_FILE", "PLUMBLINE_BASE_URL", "DATABASE_URL"] {
        command.env_remove(name);
    }
    let output = command.args(more).current_dir(folder.path()).env("NO_COLOR", "1").output().expect("it runs");
    assert!(Path::new(&file).exists() == key.is_some());
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn an_installation_does_not_start_without_a_secret_that_is_one() {
    let good = Some((GOOD, 0o600));
    let pattern = "0123456789abcdef".repeat(4);
    let demo: String = plumbline::service::identity::secrets::DEMO_KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    type Case<'a> = (Option<(&'a str, u32)>, Vec<&'a str>, &'a str);
    let cases: Vec<Case<'_>> = vec![
        (None, vec![], "--key-file"),
        (Some((&GOOD[..62], 0o600)), vec![], "64 hexadecimal digits"),
        (Some(("", 0o600)), vec![], "it is empty"),
        (Some((GOOD, 0o644)), vec![], "chmod 600"),
        (Some((GOOD, 0o640)), vec![], "chmod 600"),
        (Some((&pattern, 0o600)), vec![], "others know it"),
        (Some((&demo, 0o600)), vec![], "others know it"),
        (good, vec!["--base-url", "http://payroll.city.example"], "must begin with https://"),
        (good, vec!["--oidc-issuer", "http://id.city.example"], "must begin with https://"),
        (good, vec!["--oidc-issuer", "https://id.city.example"], "--oidc-secret-file"),
        (good, vec!["--checkpoint-folder", "out", "--checkpoint-key-file", "key"], "another key than --key-file"),
        (good, vec!["--checkpoint-key-file", "key"], "name one of them"),
        (good, vec!["--checkpoint-mail", "nobody"], "no mail address"),
        (good, vec!["--checkpoint-folder", "key/below"], "--checkpoint-folder key/below"),
        (good, vec!["--scan", "clamav"], "HOST:PORT"),
        (good, vec!["--exports-per-hour", "0"], "--exports-per-hour"),
    ];
    for (key, more, said) in cases {
        let (code, err) = says(key, &more);
        assert_eq!(code, 2, "{more:?}: {err}");
        assert!(err.contains(said), "{said}: {err}");
        assert!(!key.is_some_and(|(text, _)| !text.is_empty() && err.contains(text)), "the key is not said: {err}");
    }
    let (code, err) = says(good, &[]);
    assert!(code == 2 && err.contains("there is no database file"), "a good one goes on to the database: {err}");
}
