//! What the database itself refuses, whoever asks: by its own connection, past every function of the store.

use super::engines::{Engine, on_each};
use super::programme::{Programme, at, certified, line, programme, week};
use plumbline::domain::outcome::{Force, Outcome, Severity};
use plumbline::store::audit;
use plumbline::store::determinations::{self, Decision};
use plumbline::store::moves::{self, Move};
use plumbline::store::originals::{self, Kept};
use plumbline::store::project_facts::{self, Change};
use plumbline::store::project_files::ProjectFile;
use plumbline::store::runs::{self, KeptFinding, NewRun};
use plumbline::store::uploads::{self, NewUpload};
use plumbline::store::{approvals, reminders, submissions};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

/// A connection past the store.
pub enum Raw {
    Sqlite(sqlx::SqliteConnection),
    Postgres(sqlx::PgConnection),
}

impl Raw {
    pub async fn to(engine: &Engine) -> Self {
        if engine.address.starts_with("sqlite:") {
            Self::Sqlite(sqlx::SqliteConnection::connect(&engine.address).await.expect("a connection"))
        } else {
            Self::Postgres(sqlx::PgConnection::connect(&engine.address).await.expect("a connection"))
        }
    }

    /// Runs a statement; the words of the refusal if there is one.
    pub async fn run(&mut self, sql: &str) -> Result<u64, String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(raw) => raw.execute(sql).await.map(|done| done.rows_affected()),
            Self::Postgres(raw) => raw.execute(sql).await.map(|done| done.rows_affected()),
        }
        .map_err(|error| error.to_string())
    }

    /// A count, past the store.
    pub async fn count(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(raw) => sqlx::query_scalar(sql).fetch_one(raw).await,
            Self::Postgres(raw) => sqlx::query_scalar(sql).fetch_one(raw).await,
        }
        .expect("a count")
    }

    /// As whoever owns the database: the guards of a table are lifted.
    pub async fn lift_guards(&mut self, table: &str) {
        match self {
            Self::Postgres(_) => _ = self.run(&format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).await.expect("lifted"),
            Self::Sqlite(raw) => {
                let named = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1";
                let names: Vec<String> = sqlx::query_scalar(named).bind(table.to_owned()).fetch_all(&mut *raw).await.expect("names");
                for name in names {
                    raw.execute(AssertSqlSafe(format!("DROP TRIGGER {name}"))).await.expect("dropped");
                }
                raw.execute("PRAGMA foreign_keys = 0").await.expect("set");
            }
        }
    }
}

/// A certified week with a run, a finding and a determination, and a checkpoint.
pub async fn evidence(engine: &Engine) -> Programme {
    let made = programme(&engine.store).await;
    let lines = [line("W1", "Carpenter", Some(40), Some(true)), line("W2", "Carpenter", Some(32), None)];
    let submission = certified(&engine.store, &made, week(&made, "2025-03-15", &lines, None)).await.unwrap();
    let mut tx = engine.store.begin().await.unwrap();
    let finding = KeptFinding {
        fingerprint: "f-1".to_owned(),
        rule: "us/davis-bacon".to_owned(),
        check: "prevailing-rate".to_owned(),
        outcome: Outcome::NotMet,
        force: Force::Requirement,
        severity: Severity::Answer,
        worker: None,
        owed: None,
        body: b"{}".to_vec(),
    };
    let new = NewRun { submission: submission.id, engine: "0.1.0", rules_digest: "d", report: b"{}", findings: &[finding] };
    let run = runs::keep(&mut tx, new, at(62)).await.unwrap();
    determinations::decide(&mut tx, (run, 0), Decision::Sustained, "seen", None, made.officer, at(63)).await.unwrap();
    let other = [line("W3", "Laborer", Some(8), None)];
    let taken_back = submissions::draft(&mut tx, week(&made, "2025-03-22", &other, None), at(64)).await.unwrap();
    submissions::withdraw(&mut tx, taken_back.id, "wrong week", made.clerk, at(65)).await.unwrap();
    audit::take_checkpoint(&mut tx, at(66)).await.unwrap();
    tx.commit().await.unwrap();
    made
}

/// An approval, a move and a reminder, beside the evidence.
async fn beside(engine: &Engine, made: Programme) {
    let submission = certified(&engine.store, &made, week(&made, "2025-03-29", &[], None)).await.unwrap();
    let mut tx = engine.store.begin().await.unwrap();
    let new = NewUpload {
        contract: made.prime,
        week_ending: submission.week_ending,
        kind: submission.kind,
        last: false,
        amends: None,
        reason: None,
        original: None,
        file_name: None,
        mapping: None,
        by: made.clerk,
    };
    let upload = uploads::add(&mut tx, new, at(70)).await.unwrap();
    approvals::approve(&mut tx, submission.id, "seen", made.certifier, at(71)).await.unwrap();
    let to = Move { upload, submission: submission.id, reason: "wrong week".to_owned(), by: made.clerk, at: at(72) };
    moves::add(&mut tx, &to).await.unwrap();
    reminders::note(&mut tx, made.prime, 1, None, at(73)).await.unwrap();
    originals::register(&mut tx, &Kept { sha256: "a".repeat(64), bytes: 1 }, at(74)).await.unwrap();
    let files = [ProjectFile { name: "people.csv".to_owned(), sha256: "a".repeat(64) }];
    let change = Change { facts: "[project]\nid = \"P-104\"\n", files: &files, reason: "people" };
    project_facts::change(&mut tx, made.project, 1, change, made.officer, at(75)).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn insert_only_tables_refuse_every_other_way_in() {
    on_each(|engine| async move {
        let made = evidence(&engine).await;
        beside(&engine, made).await;
        let sqlite = engine.address.starts_with("sqlite:");
        let mut raw = Raw::to(&engine).await;
        for (table, column) in [
            ("runs", "engine"),
            ("findings", "outcome"),
            ("signatures", "statement"),
            ("determinations", "reason"),
            ("withdrawals", "reason"),
            ("approvals", "note"),
            ("moves", "reason"),
            ("reminders", "weeks"),
            ("project_facts", "facts"),
            ("project_facts_files", "sha256"),
            ("audit_log", "entry"),
            ("audit_checkpoints", "head"),
        ] {
            let mut ways = vec![format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")];
            if sqlite {
                ways.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"));
                ways.push(format!("UPDATE OR REPLACE {table} SET {column} = {column}"));
            } else {
                ways.push(format!("TRUNCATE {table} CASCADE"));
            }
            for way in ways {
                let said = raw.run(&way).await.expect_err(&way);
                assert!(said.contains("insert-only") || said.contains("certified content"), "{way}: {said}");
            }
        }
    });
}

#[test]
fn certified_content_refuses_every_edit_and_a_draft_does_not() {
    on_each(|engine| async move {
        evidence(&engine).await;
        let mut raw = Raw::to(&engine).await;
        let certified = "(SELECT id FROM submissions WHERE certified_at IS NOT NULL)";
        for way in [
            format!("UPDATE submissions SET week_ending = '2025-03-08' WHERE id IN {certified}"),
            format!("UPDATE submissions SET certified_at = NULL WHERE id IN {certified}"),
            format!("DELETE FROM submissions WHERE id IN {certified}"),
            format!("UPDATE payroll_lines SET hours = 48000000 WHERE submission_id IN {certified}"),
            format!("DELETE FROM payroll_lines WHERE submission_id IN {certified}"),
            format!("INSERT INTO payroll_lines (submission_id, line, file_row) SELECT id, 99, 9 FROM submissions WHERE id IN {certified}"),
            // A line of a draft moved into certified content.
            format!("UPDATE payroll_lines SET submission_id = {certified}, line = 98 WHERE submission_id NOT IN {certified}"),
            format!("UPDATE demographics SET holds = NOT holds WHERE submission_id IN {certified}"),
            format!(
                "INSERT INTO demographics (submission_id, line, attribute, holds) SELECT id, 1, 'woman', TRUE FROM submissions WHERE id IN {certified}"
            ),
        ] {
            let said = raw.run(&way).await.expect_err(&way);
            assert!(said.contains("certified content is never edited"), "{way}: {said}");
        }
        let draft = format!("UPDATE payroll_lines SET hours = 9000000 WHERE submission_id NOT IN {certified}");
        assert_eq!(raw.run(&draft).await, Ok(1));
    });
}
