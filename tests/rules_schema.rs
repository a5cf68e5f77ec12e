//! The JSON Schemas that editors use: they hold every file that loads, refuse what is broken in form, and know
//! every key the loader asks for.

use jsonschema::Validator;
use plumbline::rules::{load, schema};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::new(schema).unwrap()
}

/// A TOML text as JSON; dates become texts, as an editor shows them to a schema.
fn json_of(text: &str) -> Value {
    fn of(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => json!(text),
            toml::Value::Integer(number) => json!(number),
            toml::Value::Float(number) => json!(number),
            toml::Value::Boolean(answer) => json!(answer),
            toml::Value::Datetime(day) => json!(day.to_string()),
            toml::Value::Array(items) => items.into_iter().map(of).collect(),
            toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, of(value))).collect()),
        }
    }
    of(toml::Value::Table(toml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"))))
}

fn faults(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn files(folder: &Path, ending: &str, into: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, into);
        } else if path.extension().is_some_and(|e| e == ending) {
            into.push(path);
        }
    }
}

/// A policy that stands in a test of this folder, as `const NAME: &str = r#"…"#;`.
fn policy_in(file: &str, name: &str) -> String {
    let text = std::fs::read_to_string(root().join("tests").join(file)).unwrap();
    let begin = text.split_once(&format!("const {name}: &str = r#\"")).unwrap().1;
    begin.split_once("\"#;").unwrap().0.to_owned()
}

#[test]
fn every_policy_that_loads_is_held_by_the_schema() {
    let validator = validator(&schema::policy());
    let mut paths = Vec::new();
    files(&root().join("rules"), "toml", &mut paths);
    assert!(paths.len() > 40);
    for path in paths {
        let faults = faults(&validator, &json_of(&std::fs::read_to_string(&path).unwrap()));
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
    }
    for (file, name) in [("rules_broken.rs", "SOUND"), ("share_texts/mod.rs", "SHARES")] {
        let faults = faults(&validator, &json_of(&policy_in(file, name)));
        assert!(faults.is_empty(), "{file}: {faults:#?}");
    }
}

#[test]
fn every_project_of_the_examples_is_held_by_the_schema() {
    let validator = validator(&plumbline::intake::project_file::schema());
    let mut held = 0;
    let mut paths = Vec::new();
    files(&root().join("examples"), "toml", &mut paths);
    let page = std::fs::read_to_string(root().join("docs/project-file.md")).unwrap();
    let texts = paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).chain(blocks(&page));
    for text in texts {
        let faults = faults(&validator, &json_of(&text));
        assert!(faults.is_empty(), "{faults:#?}\n{text}");
        held += 1;
    }
    assert!(held >= 2);
    for (broken, why) in [
        ("[project]\nname = \"No number\"", "required"),
        ("[project]\nid = \"P\"\ncolour = \"green\"", "colour"),
        ("[project]\nid = \"P\"\nvalue = 4200000", "string"),
        ("[project]\nid = \"P\"\nkind = \"servce\"", "servce"),
        ("[project]\nid = \"P\"\n[[event]]\nwhat = \"postd\"\non = 2026-01-01", "postd"),
        ("[project]\nid = \"P\"\n[[deduction]]\ncontractor = \"A\"\nkind = \"shoes\"", "shoes"),
    ] {
        let faults = faults(&validator, &json_of(broken));
        assert!(faults.iter().any(|f| f.contains(why)), "{broken}: {faults:#?}");
    }
}

/// The ```toml blocks of a page.
fn blocks(page: &str) -> Vec<String> {
    page.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block.to_owned()).collect()
}

/// The same schema without what must be there: for the pieces of a page.
fn piecemeal(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            for keyword in ["required", "anyOf", "oneOf", "not", "allOf", "dependencies", "if", "then", "else"] {
                // A property may be called like a keyword; a property is an object that says what it is.
                if map.get(keyword).is_some_and(|v| v.get("description").is_none()) && !(keyword == "anyOf" && names_forms(&map[keyword])) {
                    map.remove(keyword);
                }
            }
            map.values_mut().for_each(piecemeal);
        }
        Value::Array(items) => items.iter_mut().for_each(piecemeal),
        _ => {}
    }
}

/// True for the forms a key may have; false for keys of which one must be there.
fn names_forms(any_of: &Value) -> bool {
    any_of.as_array().is_some_and(|forms| forms.iter().all(|f| f.get("type").is_some()))
}

/// Keys and clauses of a page stand without what is around them.
fn whole_of(piece: Value, known: &Map<String, Value>) -> Value {
    let Value::Object(piece) = piece else { return piece };
    let (mut file, mut clause) = (Map::new(), Map::new());
    for (key, value) in piece {
        match (key.as_str(), value) {
            ("clause", Value::Object(keys)) => clause.extend(keys),
            ("clause", Value::Array(mut rows)) => match rows.pop() {
                Some(Value::Object(keys)) => clause.extend(keys),
                other => panic!("{other:?}"),
            },
            (name, value) if known.contains_key(name) => _ = file.insert(key, value),
            (_, value) => _ = clause.insert(key, value),
        }
    }
    if !clause.is_empty() {
        file.insert("clause".to_owned(), json!([clause]));
    }
    Value::Object(file)
}

#[test]
fn what_the_page_on_rules_shows_is_held_by_the_schema() {
    let page = std::fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let mut pieces = schema::policy();
    piecemeal(&mut pieces);
    let known = pieces["properties"].as_object().unwrap().clone();
    let (policy, project) = (validator(&pieces), {
        let mut pieces = plumbline::intake::project_file::schema();
        piecemeal(&mut pieces);
        validator(&pieces)
    });
    let all = blocks(&page);
    assert!(all.len() > 12);
    for block in all {
        let piece = json_of(&block);
        let faults = match piece.get("project") {
            Some(_) => faults(&project, &piece),
            None => faults(&policy, &whole_of(piece, &known)),
        };
        assert!(faults.is_empty(), "{faults:#?}\n{block}");
    }
}

/// The mistakes of `rules_broken.rs` and of `share_texts` whose form alone is wrong.
#[test]
fn what_is_broken_in_form_is_refused() {
    let validator = validator(&schema::policy());
    let mut refused = 0;
    let mut passed = Vec::new();
    for (file, name) in [("rules_broken.rs", "SOUND"), ("share_texts/mod.rs", "SHARES")] {
        let sound = policy_in(file, name);
        for (what, from, to) in mistakes(&std::fs::read_to_string(root().join("tests").join(file)).unwrap()) {
            assert!(sound.contains(&from), "{what}");
            let text = sound.replacen(&from, &to, 1);
            if toml::from_str::<toml::Table>(&text).is_err() {
                continue;
            }
            if validator.is_valid(&json_of(&text)) {
                passed.push(what);
            } else {
                refused += 1;
            }
        }
    }
    // What is left needs more than one value to be seen: days in order, ids and citations that exist or repeat.
    assert_eq!(passed, PASSED);
    assert!(refused >= 60, "{refused}");
}

/// Mistakes that no schema sees; the loader names each. To JSON a date is a text, with quotation marks or without.
const PASSED: &[&str] = &[
    "a date without quotation marks",
    "a day that does not exist",
    "a last day before the first",
    "a citation that is not there",
    "a citation nobody wrote",
    "an official figure on a secondary page",
    "a misspelt group",
    "a group that does not exist",
    "a formula for a rate that is not there",
    "double time before overtime",
    "two figures for one day",
    "two standings on one day",
    "two clauses of one name",
    "two targets for one group",
    "a list that is not there",
    "a list of another kind",
    "a group that stands on itself",
    "a part of a group that is not known",
    "a group counted that is not known",
    "a target that is not there",
    "a target that stands on itself",
];

/// The rows `("what", "from", "to")` of a list of mistakes.
fn mistakes(text: &str) -> Vec<(String, String, String)> {
    let list = text.split_once("const MISTAKES").unwrap().1.split_once("&[\n").unwrap().1.split_once("\n];").unwrap().0;
    let mut texts = Vec::new();
    let mut rest = list;
    while let Some((_, after)) = rest.split_once('"') {
        let (mut word, mut escaped, mut end) = (String::new(), false, after.len());
        for (at, c) in after.char_indices() {
            match (escaped, c) {
                (true, 'n') => word.push('\n'),
                (true, c) => word.push(c),
                (false, '\\') => {}
                (false, '"') => {
                    end = at + 1;
                    break;
                }
                (false, c) => word.push(c),
            }
            escaped = !escaped && c == '\\';
        }
        texts.push(word);
        rest = &after[end..];
    }
    texts.chunks_exact(3).map(|row| (row[0].clone(), row[1].clone(), row[2].clone())).collect()
}

/// Every table of a policy with a key that nobody knows: the loader answers with the keys it asked for, and the
/// schema has each of them where it has that table.
#[test]
fn the_loader_asks_for_no_key_that_the_schema_does_not_have() {
    let schema = schema::policy();
    let tables = all_tables(&schema);
    let mut paths = Vec::new();
    files(&root().join("rules"), "toml", &mut paths);
    let mut policies: Vec<String> = paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).collect();
    let sound = policy_in("rules_broken.rs", "SOUND");
    policies.extend([policy_in("share_texts/mod.rs", "SHARES"), head_of(&sound)]);
    let checks = schema["properties"]["clause"]["items"]["allOf"].as_array().unwrap();
    for rule in checks {
        let check = rule["if"]["properties"]["check"]["const"].as_str().unwrap();
        policies.push(format!("{}[[clause]]\nid = \"c\"\ncheck = \"{check}\"\nlocked_by = \"solicited\"\n", head_of(&sound)));
    }
    policies.push(sound);
    let mut asked = 0;
    let mut checked: BTreeSet<&str> = BTreeSet::new();
    for text in policies {
        let mut value = toml::Value::Table(toml::from_str(&text).unwrap());
        mark(&mut value);
        let text = toml::to_string(&value).unwrap();
        for error in load::policy("x", "x.toml", &text, false).unwrap_err() {
            let Some(keys) = error.write.strip_prefix("Leave it out, or use one of: ") else { continue };
            if !error.found.contains(UNKNOWN) {
                continue;
            }
            let keys: Vec<&str> = keys.split(", ").collect();
            let known = |table: &Map<String, Value>| keys.iter().all(|k| table.contains_key(*k));
            assert!(tables.iter().any(|t| known(t)), "{}, and asks for {keys:?}", error.found);
            // Of a clause, each of them goes with its check.
            for rule in checks {
                let check = rule["if"]["properties"]["check"]["const"].as_str().unwrap();
                if error.found.contains(&format!("check = \"{check}\"")) {
                    let names = rule["then"]["propertyNames"]["enum"].as_array().unwrap();
                    assert!(keys.iter().all(|k| names.contains(&json!(k))), "{check}: {keys:?}");
                    checked.insert(check);
                }
            }
            asked += 1;
        }
    }
    assert_eq!(checked.len(), checks.len());
    assert!(asked > 500, "{asked}");
}

const UNKNOWN: &str = "zzzzzzzzzzzz";

/// What stands before the first clause.
fn head_of(sound: &str) -> String {
    sound.split_once("[[clause]]").unwrap().0.to_owned()
}

/// Puts the key that nobody knows into every table but those whose keys are names.
fn mark(value: &mut toml::Value) {
    match value {
        toml::Value::Table(table) => {
            for (key, inner) in table.iter_mut() {
                match (key.as_str(), inner) {
                    ("citations" | "group", toml::Value::Table(named)) => named.iter_mut().for_each(|(_, one)| mark(one)),
                    (_, inner) => mark(inner),
                }
            }
            table.insert(UNKNOWN.to_owned(), toml::Value::Boolean(true));
        }
        toml::Value::Array(items) => items.iter_mut().for_each(mark),
        _ => {}
    }
}

/// The properties of every table of a schema.
fn all_tables(schema: &Value) -> Vec<&Map<String, Value>> {
    let mut tables = Vec::new();
    match schema {
        Value::Object(map) => {
            if map.get("additionalProperties") == Some(&json!(false)) {
                tables.extend(map.get("properties").and_then(Value::as_object));
            }
            map.values().for_each(|inner| tables.extend(all_tables(inner)));
        }
        Value::Array(items) => items.iter().for_each(|item| tables.extend(all_tables(item))),
        _ => {}
    }
    tables
}

#[test]
fn every_key_is_explained_in_a_sentence() {
    for schema in [schema::policy(), plumbline::intake::project_file::schema()] {
        let mut keys = 0;
        for (name, form) in all_tables(&schema).into_iter().flatten() {
            let words = form["description"].as_str().unwrap_or_default();
            assert!(words.len() > 5 && words.ends_with('.'), "{name}: {words:?}");
            keys += 1;
        }
        assert!(keys > 80, "{keys}");
    }
}

/// The figures of one check do not go with another, and each check has its own.
#[test]
fn a_clause_has_the_keys_of_its_check_alone() {
    let validator = validator(&schema::policy());
    let head = head_of(&policy_in("rules_broken.rs", "SOUND"));
    let clause = |check: &str, figures: &str| {
        let text = format!(
            "{head}[[clause]]\nid = \"c\"\ncheck = \"{check}\"\nforce = \"requirement\"\nseverity = \"answer\"\n\
             selected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\n{figures}"
        );
        faults(&validator, &json_of(&text))
    };
    let within = "within = { value = \"7\", unit = \"calendar days\", citation = \"code\", seen = \"official\" }\n";
    assert_eq!(clause("payroll-filed", within), [""; 0]);
    assert!(!clause("payroll-filed", "").is_empty());
    assert!(!clause("fringe", within).is_empty());
    assert_eq!(clause("fringe", ""), [""; 0]);
    assert!(!clause("payroll-filed", &within.replace("calendar days", "hours")).is_empty());
    assert_eq!(clause("week-missing", "no_work_report = \"required\"\n"), [""; 0]);
    assert!(!clause("week-missing", "no_work_report = \"perhaps\"\n").is_empty());
    let after = "[[clause.after]]\nvalue = \"90\"\nunit = \"calendar days\"\ncitation = \"code\"\nseen = \"official\"\n";
    assert_eq!(clause("retention", &format!("of = \"hires\"\n{after}")), [""; 0]);
    assert!(!clause("retention", &format!("of = \"hours\"\n{after}")).is_empty());
}
