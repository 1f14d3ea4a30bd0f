//! Which files there are: a stable, sorted list, whatever order the paths were given in.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use include_dir::Dir;
use walkdir::WalkDir;

use super::{Compression, Reader, reader_of};
use crate::error::{Error, Problem, Result};
use crate::study::PathFilter;

/// One file to read.
#[derive(Debug)]
pub struct Input {
    pub path: PathBuf,
    /// Name of the folder that was asked for and the path within it: what ids and problems show.
    pub relative: String,
    /// Bytes on disk.
    pub size: u64,
    pub reader: &'static dyn Reader,
    pub compression: Compression,
    /// The content itself, where it is built in.
    pub embedded: Option<Cow<'static, [u8]>>,
    /// When its file was last changed, as it was listed; `None` is not compared.
    pub modified: Option<SystemTime>,
    /// What read it, where a format has several readers whose texts differ: `pdftotext 24.02.0`. Set when it is read.
    pub read_by: OnceLock<String>,
}

impl Input {
    pub fn problem(
        &self,
        line: u64,
        reason: &'static str,
        detail: impl Into<String>,
        hint: impl Into<String>,
    ) -> Problem {
        let path = self.relative.clone();
        Problem { path, line, reason, detail: detail.into(), hint: hint.into() }
    }
}

/// Lists the files under `paths`, sorted by their relative path, and what cannot be read there. What lies in
/// `left_out`, an output folder, is none of them.
///
/// # Errors
/// A path that does not exist.
pub fn walk(
    paths: &[PathBuf],
    filter: &PathFilter,
    left_out: Option<&Path>,
) -> Result<(Vec<Input>, Vec<Problem>)> {
    let left_out = left_out.and_then(|path| path.canonicalize().ok());
    let (mut inputs, mut problems) = (vec![], vec![]);
    for root in paths {
        if !root.exists() {
            return Err(Error::new(format!("cannot read {}", root.display()))
                .cause("no such file or folder"));
        }
        let name = root_name(root);
        for entry in WalkDir::new(root).follow_links(true).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    problems.push(unreadable(root, &error));
                    continue;
                }
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let within = entry.path().strip_prefix(root).unwrap_or(Path::new(""));
            let within = within.to_string_lossy().replace('\\', "/");
            let relative = match within.as_str() {
                "" => name.clone(),
                within => format!("{name}/{within}"),
            };
            let hidden = within.split('/').any(|part| part.starts_with('.'));
            let ours = left_out.as_ref().is_some_and(|folder| {
                entry.path().canonicalize().is_ok_and(|path| path.starts_with(folder))
            });
            if hidden || ours || !within.is_empty() && !filter.accepts(&within) {
                continue;
            }
            if !entry.file_type().is_file() {
                problems.push(Problem {
                    path: relative,
                    line: 0,
                    reason: "not-a-file",
                    detail: "neither file nor folder".into(),
                    hint: "put a copy of its content there".into(),
                });
                continue;
            }
            let metadata = entry.metadata().ok();
            let size = metadata.as_ref().map_or(0, std::fs::Metadata::len);
            let modified = metadata.and_then(|metadata| metadata.modified().ok());
            match reader_of(&relative) {
                Some((reader, compression)) => inputs.push(Input {
                    path: entry.path().to_owned(),
                    relative,
                    size,
                    reader,
                    compression,
                    embedded: None,
                    modified,
                    read_by: OnceLock::new(),
                }),
                None => problems.push(unknown_format(relative)),
            }
        }
    }
    inputs.sort_by(|a, b| (&a.relative, &a.path).cmp(&(&b.relative, &b.path)));
    // One file asked for twice is read once.
    inputs.dedup_by(|a, b| a.path == b.path);
    problems.sort();
    problems.dedup();
    Ok((inputs, problems))
}

static SAMPLE: Dir<'static> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/corpus/sample");

/// The files of the built-in sample, as if they lay in a folder `sample`.
pub fn sample() -> Vec<Input> {
    let mut inputs = vec![];
    let mut folders = vec![&SAMPLE];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let relative = format!("sample/{}", file.path().to_string_lossy().replace('\\', "/"));
            if let Some((reader, compression)) = reader_of(&relative) {
                inputs.push(Input {
                    path: PathBuf::from(&relative),
                    relative,
                    size: file.contents().len() as u64,
                    reader,
                    compression,
                    embedded: Some(Cow::Borrowed(file.contents())),
                    modified: None,
                    read_by: OnceLock::new(),
                });
            }
        }
    }
    inputs.sort_by(|a, b| a.relative.cmp(&b.relative));
    inputs
}

/// The last part of the path's own name; of `.` or `..` that of the folder meant.
fn root_name(root: &Path) -> String {
    let named = root.file_name().map(|name| name.to_string_lossy().into_owned());
    named
        .or_else(|| {
            let full = root.canonicalize().ok()?;
            full.file_name().map(|name| name.to_string_lossy().into_owned())
        })
        .unwrap_or_else(|| "corpus".to_owned())
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Problem {
    let path = error.path().unwrap_or(root).display().to_string();
    let detail = match error.loop_ancestor() {
        Some(ancestor) => format!("a link back to {}", ancestor.display()),
        None if is_dangling(error) => "a link to what is not there".to_owned(),
        None => error.io_error().map_or_else(|| error.to_string(), super::chunks::plain),
    };
    let hint = "check the permissions and links of this path".into();
    Problem { path, line: 0, reason: "unreadable", detail, hint }
}

fn is_dangling(error: &walkdir::Error) -> bool {
    error.path().is_some_and(|path| path.is_symlink() && !path.exists())
}

/// A file that was changed between the listing and the end of reading: what was counted may be half of each.
pub fn changed(input: &Input) -> Option<Problem> {
    let listed = input.modified?;
    let now = std::fs::metadata(&input.path).ok();
    let same = now.is_some_and(|now| {
        now.len() == input.size && now.modified().is_ok_and(|modified| modified == listed)
    });
    let hint = "run again when nothing writes to it any more";
    (!same).then(|| input.problem(0, "changed", "the file was changed while it was read", hint))
}

pub(super) fn unknown_format(path: String) -> Problem {
    let known: Vec<&str> = super::READERS.iter().flat_map(|r| r.extensions()).copied().collect();
    Problem {
        path,
        line: 0,
        reason: "unknown-format",
        detail: "no reader for this kind of file".into(),
        hint: format!("readable are {} (also with .gz or .zst)", known.join(", ")),
    }
}
