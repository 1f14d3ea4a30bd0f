//! What a shell and `man` read: completions and the manual, made from the same arguments as the help.

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Args;
use crate::error::{Error, Result};

/// The script that completes `keytrend` in a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = vec![];
    clap_complete::generate(shell, &mut command(), "keytrend", &mut script);
    script
}

/// Manual pages: name of the file, and roff. First `keytrend.1`, then one a command.
///
/// # Errors
/// None that is known: writing to memory does not fail.
pub fn manual() -> Result<Vec<(String, Vec<u8>)>> {
    let mut whole = command();
    whole.build();
    let mut pages = vec![page(&whole, "keytrend".to_owned())?];
    for command in whole.get_subcommands().filter(|command| !command.is_hide_set()) {
        if command.get_name() != "help" {
            let name = format!("keytrend-{}", command.get_name());
            pages.push(page(&command.clone().display_name(&name), name)?);
        }
    }
    Ok(pages)
}

fn page(command: &clap::Command, name: String) -> Result<(String, Vec<u8>)> {
    let mut roff = vec![];
    let man = Man::new(command.clone()).title(name.clone()).section("1").date("");
    man.render(&mut roff)
        .map_err(|error| Error::new(format!("cannot write the manual page {name}")).cause(error))?;
    Ok((format!("{name}.1"), roff))
}

/// As wide as a page, whatever the terminal.
fn command() -> clap::Command {
    Args::command().term_width(100)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests write their own files")]
mod tests {
    use std::path::Path;

    use clap::ValueEnum;

    use super::*;

    /// The committed file is what the program makes; `UPDATE_GOLDEN=1` writes it anew.
    fn hold(name: &str, content: &[u8]) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
            return;
        }
        let committed = std::fs::read(&path).unwrap_or_default();
        assert!(committed == content, "docs/{name} is old: run with UPDATE_GOLDEN=1");
    }

    fn names(folder: &str) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(folder);
        let entries = std::fs::read_dir(folder).unwrap();
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> =
            entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn the_committed_completions_are_what_the_program_makes() {
        let mut wanted = vec![];
        for shell in Shell::value_variants() {
            let name = format!("keytrend.{shell}");
            let script = completions(*shell);
            assert!(String::from_utf8_lossy(&script).contains("near-duplicates"), "{name}");
            hold(&format!("completions/{name}"), &script);
            wanted.push(name);
        }
        wanted.sort_unstable();
        assert_eq!(names("completions"), wanted);
    }

    #[test]
    fn the_committed_manual_is_what_the_program_makes() {
        let pages = manual().unwrap();
        assert!(pages.len() > 9 && pages[0].0 == "keytrend.1");
        for (name, roff) in &pages {
            assert!(String::from_utf8_lossy(roff).contains(".SH SYNOPSIS"), "{name}");
            hold(&format!("man/{name}"), roff);
        }
        let mut wanted: Vec<String> = pages.into_iter().map(|(name, _)| name).collect();
        wanted.sort_unstable();
        assert_eq!(names("man"), wanted);
    }
}
