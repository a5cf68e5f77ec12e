//! `plumbline rules list`, `show`, `test`, `diff`, `schema` and `lint`.

use super::args::{PageFormat, ReadFormat, RulesCommand, RulesDiffArgs};
use super::stop::Stop;
use super::{exit, files, output, progress};
use crate::intake::project_file;
use crate::report::policy_page;
use crate::report::rules_diff::{self, RulesDiff};
use crate::rules::diff::changes;
use crate::rules::library::Library;
use crate::rules::lint::{LintLevel, lint};
use crate::rules::{explain, policy::Policy, schema};
use crate::service::evaluate::EvaluateRequest;
use crate::service::{rule_cases, rule_change};
use std::fmt::Write as _;
use std::sync::Arc;

pub(super) fn run(command: &RulesCommand) -> Result<u8, Stop> {
    match command {
        RulesCommand::List { rules_dir } => print(&list(&files::library(rules_dir.as_deref())?)),
        RulesCommand::Show { id, on, format, out, rules_dir } => {
            let library = files::library(rules_dir.as_deref())?;
            let policy = find(&library, id)?;
            output::write(out.as_deref(), exit::CLEAN, |_, out| match format {
                PageFormat::Text => out.write_all(explain::explain(policy, *on).as_bytes()),
                PageFormat::Html => policy_page::write(policy, *on, out),
            })?;
            Ok(exit::CLEAN)
        }
        RulesCommand::Diff(args) => diff(args),
        RulesCommand::Test { id, rules_dir } => {
            let library = Arc::new(files::library(rules_dir.as_deref())?);
            if let Some(id) = id {
                find(&library, id)?;
            }
            test(&library, id.as_deref())
        }
        RulesCommand::Schema { project } => print(&schema_text(*project)),
        RulesCommand::Lint { rules_dir, as_of } => {
            let library = files::library(rules_dir.as_deref())?;
            let found = lint(&library, *as_of);
            let warnings = found.iter().filter(|f| f.level == LintLevel::Warning).count();
            let mut text = String::new();
            for finding in &found {
                let _ = writeln!(text, "{finding}");
            }
            let policies = library.list().count();
            let _ = writeln!(text, "{policies} policies: {warnings} warnings, {} notes", found.len() - warnings);
            print(&text)?;
            Ok(if warnings > 0 { exit::FOUND } else { exit::CLEAN })
        }
    }
}

/// Runs every case, says what differs, and gives 1 if any does.
fn test(library: &Arc<Library>, only: Option<&str>) -> Result<u8, Stop> {
    let mut text = String::new();
    let (mut held, mut failed, mut without) = (0_usize, 0_usize, 0_usize);
    for policy in library.list().filter(|p| only.is_none_or(|id| p.id == id)) {
        let Some(page) = library.page(&policy.id) else {
            without += 1;
            continue;
        };
        let cases = match rule_cases::cases(page) {
            Ok(cases) => cases,
            Err(error) => {
                failed += 1;
                let _ = writeln!(text, "{}.md, {error}", policy.id);
                continue;
            }
        };
        for case in cases {
            let differences = match rule_cases::differences(&case, library, &policy.id) {
                Ok(differences) => differences,
                Err(error) => vec![error],
            };
            if differences.is_empty() {
                held += 1;
                continue;
            }
            failed += 1;
            let _ = writeln!(text, "{}.md:{}: {}", policy.id, case.line, case.title);
            for difference in differences {
                let _ = writeln!(text, "  {}", difference.replace('\n', "\n  "));
            }
        }
    }
    let _ = writeln!(
        text,
        "{held} {}, {failed} do not; {without} policies have no page of cases.",
        if held == 1 { "case holds" } else { "cases hold" }
    );
    print(&text)?;
    Ok(if failed > 0 { exit::FOUND } else { exit::CLEAN })
}

fn diff(args: &RulesDiffArgs) -> Result<u8, Stop> {
    if args.to < args.from {
        return Err(Stop::usage(format!("--to {} comes before --from {}. Give the earlier day as --from.", args.to, args.from)));
    }
    let library = Arc::new(files::library(args.rules_dir.as_deref())?);
    if let Some(id) = &args.id {
        find(&library, id)?;
    }
    let rows = if args.against.is_empty() { None } else { Some(against(args, &library)?) };
    let diff = RulesDiff {
        from: args.from,
        to: args.to,
        policies: library.list().filter(|p| args.id.as_ref().is_none_or(|id| p.id == *id)).count(),
        changes: changes(&library, args.id.as_deref(), args.from, args.to),
        rows,
    };
    let code = match &diff.rows {
        Some(rows) if rows.rows_used == 0 => exit::UNREAD,
        _ => exit::CLEAN,
    };
    output::write(args.out.as_deref(), code, |_, out| match args.format {
        ReadFormat::Text => rules_diff::text(&diff, out),
        ReadFormat::Json => rules_diff::json(&diff, out),
    })?;
    Ok(code)
}

fn against(args: &RulesDiffArgs, library: &Arc<Library>) -> Result<rules_diff::RowChanges, Stop> {
    let read = files::options(&args.reading)?;
    let project = args.project.as_deref().map(project_file::load).transpose().map_err(Stop::usage)?.map(Arc::new);
    let inputs = files::open(&args.against, &read.limits)?;
    let rules = args.id.clone().map(|id| vec![id]);
    let request = EvaluateRequest {
        read,
        project,
        library: Arc::clone(library),
        rules,
        as_of: None,
        accept_secondary: args.accept_secondary,
        list_all: false,
        hours_to_date: None,
    };
    let what = format!("Comparing {}", files::named(&inputs));
    progress::during(what, || rule_change::compare(&inputs, &request, args.from, args.to)).map_err(Stop::usage)
}

/// The schema of policy files, or of project files, as `docs/schema/` keeps it.
pub(super) fn schema_text(project: bool) -> String {
    let schema = if project { project_file::schema() } else { schema::policy() };
    format!("{schema:#}\n")
}

fn print(text: &str) -> Result<u8, Stop> {
    output::write(None, exit::CLEAN, |_, out| out.write_all(text.as_bytes()))?;
    Ok(exit::CLEAN)
}

fn list(library: &Library) -> String {
    let widest = library.list().map(|p| p.id.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for policy in library.list() {
        let own = if policy.overlay { "  (own rules folder)" } else { "" };
        let _ = writeln!(text, "{:widest$}  {}  reviewed {}{own}", policy.id, policy.title, policy.reviewed_on);
    }
    text
}

/// A policy by its name, or the name that was probably meant.
pub(super) fn find<'l>(library: &'l Library, id: &str) -> Result<&'l Policy, Stop> {
    library.get(id).map(AsRef::as_ref).ok_or_else(|| match library.closest(id) {
        Some(near) => Stop::usage(format!("there is no policy `{id}`. Did you mean `{near}`? See plumbline rules list.")),
        None => Stop::usage(format!("there is no policy `{id}`. See plumbline rules list.")),
    })
}
