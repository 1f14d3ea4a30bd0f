//! Looks at the disk before the work starts, so that a run does not fail at its end.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::chart::font::Font;
use crate::error::{Error, Result};
use crate::toml_text::nearest;

/// Every output folder has this file; a folder without it is not ours to write over.
pub const MARK_OF_OUTPUT: &str = "run.json";

/// Whether a file or folder can be opened.
///
/// # Errors
/// It cannot; with the nearest existing name where there is none of this one.
pub fn check_readable(path: &Path) -> Result<()> {
    // To open a pipe is to wait for whoever writes to it.
    if path.metadata().is_ok_and(|known| !known.is_dir() && !known.is_file()) {
        return Err(Error::new(format!("cannot read {}", path.display()))
            .cause("it is neither file nor folder")
            .tip("name a copy of its content"));
    }
    let opened = match path.is_dir() {
        true => fs::read_dir(path).map(drop),
        false => File::open(path).map(drop),
    };
    opened.map_err(|error| cannot_read(path, &error))
}

/// The text of a file.
///
/// # Errors
/// It cannot be opened, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    if path.is_dir() {
        return Err(Error::new(format!("cannot read {}", path.display()))
            .cause("it is a folder")
            .tip("name a file"));
    }
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        Error::new(format!("cannot read {}", path.display()))
            .cause(format!("line {} is not UTF-8", line + 1))
            .tip("save the file as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The font of a file.
///
/// # Errors
/// It cannot be opened, or is no font that charts can be drawn with.
pub fn read_font(path: &Path) -> Result<Font> {
    check_readable(path)?;
    if path.is_dir() {
        return Err(Error::new(format!("cannot read {}", path.display()))
            .cause("it is a folder")
            .tip("name a font file"));
    }
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    Font::parse(bytes).map_err(|error| {
        let refused = Error::new(format!("cannot use {} as a font", path.display()));
        let refused = refused.cause(&error);
        let refused = error.causes.iter().fold(refused, Error::cause);
        error.tip.iter().fold(refused, Error::tip)
    })
}

fn cannot_read(path: &Path, error: &io::Error) -> Error {
    let cause = plain(error);
    let result = Error::new(format!("cannot read {}", path.display())).cause(cause);
    if error.kind() != io::ErrorKind::NotFound {
        return result;
    }
    match similar(path) {
        Some(similar) => result.tip(similar),
        None if path.is_relative() => match std::env::current_dir() {
            Ok(folder) => result.tip(format!("paths start from {}", folder.display())),
            Err(_) => result,
        },
        None => result,
    }
}

/// What the system says, without its error number.
pub(super) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::NotADirectory => "part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_owned()
        }
    }
}

/// "a similar folder exists: corpus/", for the first part of the path that does not exist.
fn similar(path: &Path) -> Option<String> {
    // The empty path, the last ancestor of a relative one, is the current folder.
    let missing = path
        .ancestors()
        .take_while(|part| !part.as_os_str().is_empty() && !part.exists())
        .last()?;
    let name = missing.file_name()?.to_str()?;
    let parent = missing.parent()?;
    let listed = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let mut names: Vec<String> = fs::read_dir(listed)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort_unstable();
    let found = parent.join(nearest(name, names.iter().map(String::as_str))?);
    Some(match found.is_dir() {
        true => format!("a similar folder exists: {}/", found.display()),
        false => format!("a similar file exists: {}", found.display()),
    })
}

/// Whether results can be written to a folder: new, empty, or an output of keytrend.
///
/// # Errors
/// It holds something else, is no folder, or cannot be written.
pub fn check_output_folder(dir: &Path) -> Result<()> {
    if dir.exists() {
        let error = || Error::new(format!("cannot write to {}", dir.display()));
        if !dir.is_dir() {
            return Err(error().cause("it is a file").tip("name a folder with -o DIR"));
        }
        let entries = fs::read_dir(dir).map_err(|io| error().cause(plain(&io)))?;
        if entries.count() > 0 && !dir.join(MARK_OF_OUTPUT).exists() {
            return Err(error()
                .cause(format!("it holds other files: it is not empty and has no {MARK_OF_OUTPUT}"))
                .tip("name a new or an empty folder with -o DIR"));
        }
    }
    check_writable(dir, dir)
}

/// Whether a tally can be written to a file: a new one, or in place of a tally.
///
/// # Errors
/// It is a folder or another file, its folder does not exist, or cannot be written.
pub fn check_output_file(file: &Path) -> Result<()> {
    let error = || Error::new(format!("cannot write {}", file.display()));
    if file.is_dir() {
        return Err(error().cause("it is a folder").tip("name a file with -o FILE"));
    }
    if file.exists() && !is_tally(file) {
        return Err(error()
            .cause("it exists and is not a tally")
            .tip("name another file with -o FILE"));
    }
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => check_writable(file, parent),
        _ => check_writable(file, Path::new(".")),
    }
}

/// Tries to write in the nearest folder that exists, and leaves nothing behind.
fn check_writable(target: &Path, dir: &Path) -> Result<()> {
    let existing = dir.ancestors().find(|part| part.exists());
    let existing = existing.unwrap_or_else(|| Path::new("."));
    let error = || {
        Error::new(format!("cannot write to {}", target.display()))
            .tip("name a folder that can be written with -o")
    };
    if !existing.is_dir() {
        return Err(error().cause(format!("{} is a file", existing.display())));
    }
    tempfile::tempfile_in(existing).map(drop).map_err(|io| error().cause(plain(&io)))
}

/// Whether a file can be a tally, by its first bytes.
fn is_tally(file: &Path) -> bool {
    let mut start = [0; 4];
    File::open(file).and_then(|mut file| file.read_exact(&mut start)).is_ok() && &start == b"PAR1"
}

/// Whether a tally file is there.
///
/// # Errors
/// It cannot be opened, or is something else.
pub fn check_tally(file: &Path) -> Result<()> {
    check_readable(file)?;
    if file.is_file() && is_tally(file) {
        return Ok(());
    }
    Err(Error::new(format!("{} is not a tally", file.display()))
        .tip("write one with `keytrend count PATHS -o tally.parquet`"))
}

/// The output folder to look into: the one that is named, else the only one under `output/`.
///
/// # Errors
/// There is none, or several and none is named.
pub fn find_output(dir: Option<&Path>) -> Result<PathBuf> {
    if let Some(dir) = dir {
        check_readable(dir)?;
        return match dir.join(MARK_OF_OUTPUT).exists() {
            true => Ok(dir.to_owned()),
            false => Err(Error::new(format!("{} is not an output folder", dir.display()))
                .cause(format!("it has no {MARK_OF_OUTPUT}"))
                .tip("name the folder that `keytrend run` wrote")),
        };
    }
    let mut found: Vec<PathBuf> = fs::read_dir("output")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|dir| dir.join(MARK_OF_OUTPUT).exists())
        .collect();
    found.sort_unstable();
    match (found.pop(), found.as_slice()) {
        (None, _) => Err(Error::new("no output to look into")
            .cause("there is none under output/")
            .tip("write one with `keytrend run`, or name a folder")),
        (Some(only), []) => Ok(only),
        (Some(last), others) => {
            let names = others.iter().chain([&last]).map(|dir| dir.display().to_string());
            Err(Error::new("several outputs to look into")
                .cause(format!("under output/ are {}", names.collect::<Vec<_>>().join(", ")))
                .tip("name one of them"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_names_are_found_from_the_current_folder_too() {
        // Tests run in the folder of the package.
        let tip = |path: &str| similar(Path::new(path)).expect(path);
        assert_eq!(tip("corpsu/"), "a similar folder exists: corpus/");
        assert_eq!(tip("corpus/stduy.toml"), "a similar file exists: corpus/study.toml");
        assert_eq!(similar(Path::new("zzzzzz")), None);
    }
}
