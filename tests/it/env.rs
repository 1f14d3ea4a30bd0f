//! A folder of its own for a test, and the built program run in it. What goes wrong is shown whole: the command, both
//! streams, the exit code and what lies in the folder.

#![allow(dead_code, reason = "what tests are written with")]
#![allow(clippy::disallowed_methods, reason = "tests write their own files")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A row of a table: column names to fields.
pub type Row = BTreeMap<String, String>;

/// A temporary folder, removed when the test ends.
pub struct Project {
    folder: TempDir,
}

impl Project {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("keytrend-").tempdir();
        Self { folder: folder.expect("a temporary folder") }
    }

    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Writes a file, with the folders above it.
    #[track_caller]
    pub fn write(&self, relative: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(&path, content).expect("a file written");
        self
    }

    #[track_caller]
    pub fn read(&self, relative: &str) -> String {
        match fs::read_to_string(self.path(relative)) {
            Ok(text) => text,
            Err(error) => panic!("{relative}: {error}\n{}", self.listing()),
        }
    }

    /// The rows of a table, read as anyone would: a byte order mark is passed over.
    #[track_caller]
    pub fn rows(&self, relative: &str) -> Vec<Row> {
        let text = self.read(relative);
        rows(text.trim_start_matches('\u{FEFF}'))
    }

    /// Paths of all files, sorted, with `/` between their parts.
    pub fn list(&self) -> Vec<String> {
        list(self.folder.path())
    }

    /// SHA-256 over the names and contents of all files below a folder: equal folders, equal hashes.
    pub fn hash(&self, relative: &str) -> String {
        let folder = self.path(relative);
        let mut digest = Sha256::new();
        for name in list(&folder) {
            let content = fs::read(folder.join(&name)).expect("a file just listed");
            for part in [name.as_bytes(), content.as_slice()] {
                digest.update((part.len() as u64).to_le_bytes());
                digest.update(part);
            }
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// `keytrend` with these words, to be run in this folder.
    pub fn keytrend<const N: usize>(&self, words: [&str; N]) -> Call<'_> {
        Call {
            project: self,
            words: words.map(str::to_owned).to_vec(),
            folder: self.folder.path().to_owned(),
            variables: vec![],
        }
    }

    /// One line a file, with its size, for messages.
    fn listing(&self) -> String {
        let mut listing = String::from("--- files\n");
        for name in self.list() {
            let size = fs::metadata(self.path(&name)).map_or(0, |metadata| metadata.len());
            writeln!(listing, "{size:>10} {name}").expect("a string");
        }
        listing
    }
}

pub fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row of a table")).collect()
}

fn list(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let mut names: Vec<String> = files
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let within = entry.path().strip_prefix(folder).ok()?;
            Some(within.to_string_lossy().replace('\\', "/"))
        })
        .collect();
    names.sort_unstable();
    names
}

/// A command that was not run yet.
pub struct Call<'a> {
    project: &'a Project,
    words: Vec<String>,
    folder: PathBuf,
    variables: Vec<(String, String)>,
}

impl<'a> Call<'a> {
    pub fn arg(mut self, word: impl Into<String>) -> Self {
        self.words.push(word.into());
        self
    }

    pub fn folder(mut self, relative: &str) -> Self {
        self.folder = self.project.path(relative);
        self
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs the command with an environment that is the same everywhere, and no standard input.
    #[track_caller]
    pub fn run(self) -> Outcome<'a> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keytrend"));
        command.args(&self.words).current_dir(&self.folder).stdin(Stdio::null()).env_clear();
        for kept in ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LLVM_PROFILE_FILE"] {
            command.envs(std::env::var_os(kept).map(|value| (kept, value)));
        }
        command.env("COLUMNS", "100").env("NO_COLOR", "1").envs(self.variables);
        let output = command.output().expect("the built program");
        Outcome {
            project: self.project,
            command: format!("keytrend {}", self.words.join(" ")),
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// How a command ended. Its checks give it back, so that they can be chained.
pub struct Outcome<'a> {
    project: &'a Project,
    pub command: String,
    /// `None` where a signal ended the program.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome<'_> {
    #[track_caller]
    pub fn code(&self, expected: i32) -> &Self {
        self.check(self.code == Some(expected), &format!("exit code {expected} was expected"))
    }

    #[track_caller]
    pub fn stdout_has(&self, text: &str) -> &Self {
        self.check(self.stdout.contains(text), &format!("standard output lacks `{text}`"))
    }

    #[track_caller]
    pub fn stderr_has(&self, text: &str) -> &Self {
        self.check(self.stderr.contains(text), &format!("standard error lacks `{text}`"))
    }

    #[track_caller]
    pub fn check(&self, holds: bool, what: &str) -> &Self {
        assert!(holds, "{what}\n{}", self.story());
        self
    }

    /// Everything there is to know.
    pub fn story(&self) -> String {
        let Self { project, command, code, stdout, stderr } = self;
        let code = code.map_or("none: ended by a signal".to_owned(), |code| code.to_string());
        format!(
            "--- command\n{command}\n--- exit code\n{code}\n--- stdout\n{stdout}\n--- stderr\n{stderr}\n{}",
            project.listing()
        )
    }
}

#[test]
fn a_project_is_a_study_of_its_own() {
    let project = Project::new();
    project.keytrend(["init", "mine.toml"]).run().code(0);
    project.write("news/a.csv", "date,title,text\n1992-12-22,\"A, b\",c\n");
    let hash = project.hash("news");
    project.keytrend(["check", "mine.toml", "--json"]).run().code(0).stdout_has("\"terms\"");
    assert_eq!(project.list(), ["mine.toml", "news/a.csv"]);
    assert_eq!(project.rows("news/a.csv")[0]["title"], "A, b");
    assert_eq!(project.hash("news"), hash);
    project.write("news/a.csv", "");
    assert_ne!(project.hash("news"), hash);
}

#[test]
fn a_failure_tells_all() {
    let project = Project::new();
    project.write("file.txt", "four");
    let outcome = project.keytrend(["nonsense"]).variable("LANG", "C").run();
    let story = outcome.code(2).stderr_has("nonsense").story();
    for part in ["keytrend nonsense", "--- exit code\n2", "--- stderr\nerror", "4 file.txt"] {
        assert!(story.contains(part), "{part} is not in\n{story}");
    }
}
