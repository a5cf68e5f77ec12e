//! Rust source as the architecture test needs it: code apart from comments and texts, tests left out.

/// One source file, taken apart.
pub struct Source {
    /// The code: comments and the insides of texts are blanks, line breaks stand where they stood, and
    /// whatever is only compiled for tests is blank too.
    pub code: String,
    /// Text literals outside tests, with the line each begins on.
    pub texts: Vec<(usize, String)>,
    /// Modules in files of their own that are only compiled for tests: `#[cfg(test)] mod tests;`.
    pub test_modules: Vec<String>,
}

impl Source {
    /// Takes a file apart.
    pub fn of(text: &str) -> Self {
        let (code, texts) = separate(text);
        let (code, test_modules, blanked) = without_tests(&code);
        let texts = texts.into_iter().filter(|(at, _)| !blanked.iter().any(|span| span.contains(at)));
        let texts = texts.map(|(at, words)| (line_at(&code, at), words)).collect();
        Self { code, texts, test_modules }
    }

    /// Every place where one of the words stands as a whole word, by line.
    pub fn words<'a>(&'a self, wanted: &'a [&'a str]) -> impl Iterator<Item = (usize, &'a str)> {
        wanted
            .iter()
            .flat_map(move |word| {
                self.code.match_indices(word).filter(move |(at, _)| {
                    let before = self.code[..*at].chars().next_back();
                    let after = self.code[at + word.len()..].chars().next();
                    !(word.starts_with(is_name) && before.is_some_and(is_name) || word.ends_with(is_name) && after.is_some_and(is_name))
                })
            })
            .map(|(at, word)| (line_at(&self.code, at), word))
    }
}

/// The line, from 1, of a place in a text.
pub fn line_at(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count()
}

/// True for what a Rust name is made of.
pub fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Code with comments and texts blanked, and the texts with where they begin.
fn separate(text: &str) -> (String, Vec<(usize, String)>) {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut texts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let named_before = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let end = if rest.starts_with(b"//") {
            at + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            at + block_comment(rest)
        } else if let Some(hashes) = raw_text(rest).filter(|_| !named_before) {
            let open = at + rest.iter().position(|b| *b == b'"').unwrap_or(0) + 1;
            let close = format!("\"{}", "#".repeat(hashes));
            let len = text[open..].find(&close).unwrap_or(text.len() - open);
            texts.push((at, text[open..open + len].to_owned()));
            (open + len + close.len()).min(bytes.len())
        } else if rest[0] == b'"' {
            let len = quoted(&rest[1..], b'"');
            texts.push((at, text[at + 1..at + 1 + len].to_owned()));
            (at + len + 2).min(bytes.len())
        } else if let Some(len) = character(rest) {
            at + len
        } else {
            at += 1;
            continue;
        };
        for byte in &mut code[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    (String::from_utf8_lossy(&code).into_owned(), texts)
}

/// Length of a block comment; they nest.
fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// How many `#` a raw text that begins here has, if one does: `r"…"`, `br#"…"#`.
fn raw_text(rest: &[u8]) -> Option<usize> {
    let after = rest.strip_prefix(b"br").or_else(|| rest.strip_prefix(b"r"))?;
    let hashes = after.iter().take_while(|b| **b == b'#').count();
    (after.get(hashes) == Some(&b'"')).then_some(hashes)
}

/// Length up to the closing quote, escapes skipped.
fn quoted(rest: &[u8], close: u8) -> usize {
    let mut at = 0;
    while at < rest.len() && rest[at] != close {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    at.min(rest.len())
}

/// Length of a character literal; `None` for a lifetime.
fn character(rest: &[u8]) -> Option<usize> {
    if rest[0] != b'\'' {
        return None;
    }
    if rest.get(1) == Some(&b'\\') {
        return Some(3 + quoted(rest.get(3..)?, b'\''));
    }
    let text = std::str::from_utf8(&rest[1..rest.len().min(6)]).or_else(|e| std::str::from_utf8(&rest[1..1 + e.valid_up_to()])).ok()?;
    let first = text.chars().next()?.len_utf8();
    (rest.get(1 + first) == Some(&b'\'')).then_some(first + 2)
}

/// Blanks every item under `#[cfg(test)]`. Gives the code, the test modules kept in files of their own,
/// and what was blanked.
fn without_tests(code: &str) -> (String, Vec<String>, Vec<std::ops::Range<usize>>) {
    const MARK: &str = "#[cfg(test)]";
    let mut out = code.as_bytes().to_vec();
    let (mut modules, mut blanked) = (Vec::new(), Vec::new());
    let mut from = 0;
    while let Some(found) = code[from..].find(MARK) {
        let start = from + found;
        let end = item_end(code, start + MARK.len());
        let item = code[start + MARK.len()..end].trim();
        if let Some(name) = item.strip_suffix(';').and_then(|i| i.rsplit_once("mod ")) {
            modules.push(name.1.trim().to_owned());
        }
        for byte in &mut out[start..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        blanked.push(start..end);
        from = end;
    }
    (String::from_utf8_lossy(&out).into_owned(), modules, blanked)
}

/// Where the item that begins here ends: at its closing brace or its semicolon.
fn item_end(code: &str, start: usize) -> usize {
    let (mut braces, mut others) = (0_i32, 0_i32);
    for (at, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'(' | b'[' => others += 1,
            b')' | b']' => others -= 1,
            b'{' => braces += 1,
            b'}' => {
                braces -= 1;
                if braces <= 0 {
                    return at + 1;
                }
            }
            b';' if braces == 0 && others == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

#[test]
fn comments_and_texts_are_not_code() {
    let source =
        Source::of("let a = \"f64 // x\"; // f64\n/* f64 /* f64 */ f64 */ let b = r#\"f64 \"q\" \"#;\nlet c = '\"'; let d: f64 = 'x';");
    assert_eq!(source.words(&["f64"]).collect::<Vec<_>>(), [(3, "f64")]);
    assert_eq!(source.texts, [(1, "f64 // x".to_owned()), (2, "f64 \"q\" ".to_owned())]);
}

#[test]
fn a_lifetime_is_not_the_beginning_of_a_character() {
    let source = Source::of("fn a<'a>(x: &'a str) -> &'a str { x.unwrap() } const Q: char = '\\''; const U: char = '\\u{1F}'; panic!()");
    assert_eq!(source.words(&[".unwrap()", "panic!"]).count(), 2);
}

#[test]
fn words_are_whole_words() {
    assert_eq!(Source::of("my_f64 f64x _f64 (f64)").words(&["f64"]).count(), 1);
    assert_eq!(Source::of("x.unwrap_or(1); y.expect_byte(2)").words(&[".unwrap()", ".expect("]).count(), 0);
}

#[test]
fn what_is_only_compiled_for_tests_is_left_out() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() { if x { panic!(\"SELECT\") } }\n}\nfn c() { todo!() }\n#[cfg(test)]\nmod far;\n#[cfg(test)]\nuse x::{y, z};\nf64";
    let source = Source::of(text);
    assert_eq!(source.words(&["panic!", "todo!", "f64", "z"]).collect::<Vec<_>>(), [(6, "todo!"), (11, "f64")]);
    assert_eq!(source.texts, []);
    assert_eq!(source.test_modules, ["far"]);
}
