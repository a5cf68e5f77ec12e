//! The role of `docs/postgres-role.sql`: the service works as it, and evidence can be changed by none of its statements.

use super::engines::{Engine, on_each};
use super::guards::{Raw, evidence};
use super::programme::{at, certified, day, line, week};
use super::storm_state::programme_there;
use plumbline::domain::attribute::Attribute;
use plumbline::store::{Store, cube, submissions, verify};
use std::collections::BTreeSet;
use std::path::Path;

const SCRIPT: &str = include_str!("../../docs/postgres-role.sql");

#[test]
fn as_the_services_role_the_service_works_and_evidence_stands() {
    on_each(|engine| async move {
        if engine.address.starts_with("sqlite:") {
            return;
        }
        evidence(&engine).await;
        // Twice: it is run after every migration.
        for _ in 0..2 {
            Raw::to(&engine).await.run(SCRIPT).await.unwrap();
        }
        let address = engine.address.replacen("postgres://plumbline@", "postgres://plumbline_app@", 1);
        let store = Store::open(&address).await.unwrap();
        store.check_schema().await.unwrap();
        let made = programme_there(&store).await;
        let lines = [line("W1", "Carpenter", Some(40), Some(true))];
        let kept = certified(&store, &made, week(&made, "2025-04-05", &lines, None)).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        submissions::withdraw(&mut tx, kept.id, "wrong week", made.clerk, at(90)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.snapshot().await.unwrap();
        assert_eq!(cube::by_trade(&mut tx, made.project, Attribute::Resident, day("2025-12-31")).await.unwrap()[0].lines, 2);
        assert_eq!(verify::verify(&store, None, Vec::new()).await.unwrap().faults, Vec::<String>::new());

        let as_it = Engine { store, address, folder: engine.folder };
        let mut raw = Raw::to(&as_it).await;
        for table in [
            "withdrawals",
            "runs",
            "findings",
            "answers",
            "signatures",
            "determinations",
            "payroll_lines",
            "demographics",
            "audit_log",
            "audit_salts",
            "audit_checkpoints",
            "organisations",
            "projects",
            "project_facts",
            "project_facts_files",
            "examinations",
            "approvals",
            "moves",
        ] {
            let column = format!("(SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' LIMIT 1)");
            assert!(raw.count(&format!("SELECT count(*) FROM (SELECT {column}) c")).await == 1);
            for way in [
                format!("DELETE FROM {table}"),
                format!("TRUNCATE {table} CASCADE"),
                format!("ALTER TABLE {table} DISABLE TRIGGER ALL"),
                format!("DROP TABLE {table} CASCADE"),
            ] {
                let said = raw.run(&way).await.expect_err(&way);
                assert!(said.contains("permission denied") || said.contains("must be owner"), "{way}: {said}");
            }
        }
        for way in [
            "UPDATE signatures SET statement = 'I certify nothing'",
            "UPDATE findings SET outcome = 'met'",
            "UPDATE payroll_lines SET hours = 48000000",
            "UPDATE audit_log SET entry = entry",
            "UPDATE submissions SET week_ending = '2025-03-08'",
            "INSERT INTO _sqlx_migrations SELECT * FROM _sqlx_migrations",
            "CREATE TABLE mine (a INT)",
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "SET session_replication_role = replica",
        ] {
            let said = raw.run(way).await.expect_err(way);
            assert!(said.contains("permission denied") || said.contains("must be owner"), "{way}: {said}");
        }
        // What it may change stays under its guard: a version that is certified is not certified another time.
        let said = raw.run("UPDATE submissions SET certified_at = 1 WHERE certified_at IS NOT NULL").await.expect_err("certified");
        assert!(said.contains("certified content is never edited"), "{said}");
    });
}

/// Every table the store changes or removes rows of is one the script lets it, and no other is.
#[test]
fn the_role_may_do_what_the_store_does_and_nothing_more() {
    let (mut updated, mut deleted) = (BTreeSet::new(), BTreeSet::new());
    let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut folders = vec![store];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>();
            updated.extend(text.split("UPDATE ").skip(1).map(name).filter(|table| text.contains(&format!("UPDATE {table} SET"))));
            deleted.extend(text.split("DELETE FROM ").skip(1).map(name));
            let statements: Vec<&str> = text.split("INSERT INTO ").collect();
            updated
                .extend(statements.iter().skip(1).filter(|statement| statement.contains("DO UPDATE SET")).map(|statement| name(statement)));
        }
    }
    updated.retain(|table| !table.is_empty());
    let granted = |what: &str| {
        let grants = SCRIPT.split("GRANT ").filter_map(move |grant| grant.strip_prefix(what));
        let tables = grants.filter_map(|grant| grant.split_once(" ON ")?.1.split_once(" TO "));
        tables.flat_map(|(tables, _)| tables.split(',')).map(|table| table.trim().to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(granted("UPDATE"), updated);
    assert_eq!(granted("DELETE"), deleted);
}
