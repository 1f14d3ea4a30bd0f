//! The atomic writer: a folder is written under another name beside its own and takes its place when it is whole.
//! A run that stops on the way leaves what was there before.

#![allow(clippy::disallowed_methods, reason = "all others write through this file")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use crate::error::{Error, Result};

/// An output folder in the making.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    folder: TempDir,
}

impl Output {
    /// Makes room beside `target`.
    ///
    /// # Errors
    /// The parent folder cannot be made or written.
    pub fn new(target: &Path) -> Result<Self> {
        let parent = parent(target)?;
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = tempfile::Builder::new()
            .prefix(&format!(".{name}-"))
            .tempdir_in(&parent)
            .map_err(|error| failed(target, &error))?;
        Ok(Self { target: target.to_owned(), folder })
    }

    /// Where it is written until it is whole; also room for files without a name.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A new file at `name`, which may lie in folders: `tables/trend.csv`.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(&self, name: &str) -> Result<BufWriter<File>> {
        let path = self.folder.path().join(name);
        let made =
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&path));
        made.map(BufWriter::new).map_err(|error| failed(&self.target.join(name), &error))
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let mut file = self.create(name)?;
        let written = file.write_all(content).and_then(|()| file.flush());
        written.map_err(|error| failed(&self.target.join(name), &error))
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// What the system says; what was there before is then still there.
    pub fn commit(self) -> Result<()> {
        let target = self.target;
        let new = self.folder.keep();
        // Temporary folders are for their owner alone; results are not.
        let _ = open_to_readers(&new, 0o755);
        let placed =
            if target.exists() { exchange(&new, &target) } else { fs::rename(&new, &target) };
        placed.map_err(|error| {
            let _ = fs::remove_dir_all(&new);
            failed(&target, &error)
        })
    }
}

/// Swaps the two folders and removes the old one.
fn exchange(new: &Path, target: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE).is_ok() {
            return fs::remove_dir_all(new);
        }
    }
    // Where the system cannot swap: the old one steps aside, and comes back if the new one does not fit.
    let aside = new.with_extension("old");
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(new, target) {
        fs::rename(&aside, target)?;
        return Err(error);
    }
    fs::remove_dir_all(&aside)
}

#[cfg(unix)]
fn open_to_readers(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn open_to_readers(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// Writes one file at `target` as a whole: `fill` writes it under another name first.
///
/// # Errors
/// What the system or `fill` says; what was there before is then still there.
pub fn write_file(target: &Path, fill: impl FnOnce(&mut File) -> Result<()>) -> Result<()> {
    let parent = parent(target)?;
    let mut file = NamedTempFile::new_in(parent).map_err(|error| failed(target, &error))?;
    fill(file.as_file_mut())?;
    let _ = open_to_readers(file.path(), 0o644);
    file.persist(target).map_err(|error| failed(target, &error.error))?;
    Ok(())
}

/// Writes `content` at `target` as a whole.
///
/// # Errors
/// As for [`write_file`].
pub fn write_bytes(target: &Path, content: &[u8]) -> Result<()> {
    write_file(target, |file| file.write_all(content).map_err(|error| failed(target, &error)))
}

/// The folder that `target` is to lie in; made if it is not there.
pub fn parent(target: &Path) -> Result<PathBuf> {
    let parent = match target.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    fs::create_dir_all(&parent).map_err(|error| failed(target, &error))?;
    Ok(parent)
}

fn failed(target: &Path, error: &io::Error) -> Error {
    Error::new(format!("cannot write {}", target.display()))
        .cause(error)
        .tip("name another place with -o")
}
