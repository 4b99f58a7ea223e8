//! `docs/reliability.md` names tests that are there, says so where there is none, and leaves out none of this room.

use std::path::Path;

const PAGE: &str = include_str!("../../docs/reliability.md");

/// The tests that a row names: pairs of a file and a name in it. `file`: `name`, `name`; `file`: `name`.
fn named(row: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut file = None;
    for word in row.split('`').skip(1).step_by(2) {
        let is_file = word.contains('/')
            && [".rs", ".mjs", ".ts", ".tsx"]
                .iter()
                .any(|end| word.ends_with(end));
        if is_file {
            file = Some(word);
        } else if let Some(file) = file {
            found.push((file, word));
        }
    }
    found
}

fn rows() -> impl Iterator<Item = &'static str> {
    PAGE.lines().filter(|line| {
        line.starts_with("| ") && !line.starts_with("| ---") && !line.starts_with("| case")
    })
}

#[test]
fn every_test_that_the_page_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut count = 0;
    for row in rows() {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 3, "a row has three cells: {row}");
        let tests = named(cells[1]);
        if tests.is_empty() {
            assert!(
                cells[2].starts_with("**not tested**"),
                "no test is named, and nothing says so: {row}"
            );
        }
        for (file, name) in tests {
            let source = std::fs::read_to_string(root.join(file))
                .unwrap_or_else(|error| panic!("{file}: {error}: {row}"));
            let is_rust = Path::new(file).extension().is_some_and(|end| end == "rs");
            let is_there = if is_rust {
                source.contains(&format!("fn {name}("))
            } else {
                source.contains(&format!("\"{name}\""))
            };
            assert!(is_there, "{file} has no test {name:?}");
            count += 1;
        }
    }
    assert!(count > 60, "only {count} tests are named");
}

/// `file` (`name`, `name`), or a file or folder alone.
#[test]
fn every_test_that_the_page_on_security_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = std::fs::read_to_string(root.join("docs/security.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let mut count = 0;
    for tried in rows.filter_map(|row| row.trim_matches('|').split(" | ").nth(2)) {
        let mut source = String::new();
        for word in tried.split('`').skip(1).step_by(2) {
            if word.contains('/') {
                let path = root.join(word);
                assert!(path.exists(), "{word} is not there: {tried}");
                source = std::fs::read_to_string(path).unwrap_or_default();
            } else {
                let is_there = source.contains(&format!("fn {word}(")) || word == "baton doctor";
                assert!(is_there, "there is no test {word:?}: {tried}");
                count += 1;
            }
        }
    }
    assert!(count > 10, "only {count} tests are named");
}

#[test]
fn every_test_of_this_room_is_on_the_page() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("faults");
    let on_page: Vec<&str> = rows().flat_map(named).map(|(_, name)| name).collect();
    for entry in std::fs::read_dir(room).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "rs") || path.ends_with("page.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let tests = source
            .split("#[test]\nfn ")
            .skip(1)
            .chain(source.split("#[tokio::test]\nasync fn ").skip(1));
        for test in tests {
            let name = test.split('(').next().unwrap();
            assert!(
                on_page.contains(&name),
                "docs/reliability.md does not name {name} of {}",
                path.display()
            );
        }
    }
}
