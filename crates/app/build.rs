//! Lists what lies in `templates/` and `parts/`, so that adding one is dropping a folder or a file.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    let mut list = String::from("pub(super) const FILES: &[Files] = &[\n");
    for folder in sorted(&root.join("templates"))? {
        if !folder.join("template.json").is_file() {
            continue;
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let records = out.join(format!("{name}.records.json"));
        fs::write(
            &records,
            compact(&fs::read_to_string(folder.join("records.json"))?),
        )?;
        let _ = writeln!(
            list,
            "    Files {{ folder: {name:?}, about: include_str!({:?}), readme: include_str!({:?}), records: include_str!({:?}) }},",
            address(&folder.join("template.json"))?,
            address(&folder.join("README.md"))?,
            address(&records)?,
        );
    }
    list.push_str("];\n");
    fs::write(out.join("templates.rs"), list)?;

    let mut list = String::from("pub(super) const FILES: &[(&str, &str)] = &[\n");
    for file in sorted(&root.join("parts"))? {
        if file.extension().is_some_and(|kind| kind == "json") {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", address(&file)?);
        }
    }
    list.push_str("];\n");
    fs::write(out.join("parts.rs"), list)
}

/// Where a file lies, from the root of the disk.
fn address(file: &Path) -> io::Result<String> {
    Ok(file.canonicalize()?.to_string_lossy().into_owned())
}

/// What lies in a folder, by name; whatever is added or changed there runs this program again.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    found.sort();
    Ok(found)
}

/// JSON without the white space between its parts, which is half of a file that people read.
fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut in_text, mut escaped) = (false, false);
    for c in json.chars() {
        if in_text || !c.is_ascii_whitespace() {
            out.push(c);
        }
        if escaped {
            escaped = false;
        } else if in_text && c == '\\' {
            escaped = true;
        } else if c == '"' {
            in_text = !in_text;
        }
    }
    out
}
