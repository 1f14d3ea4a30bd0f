//! `pdftotext` and `pdfinfo` of poppler, each in a process of its own: what a broken file does to them it does to nobody
//! else.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc;
use std::time::Duration;

use super::{LIMIT, broken, too_slow};
use crate::read::refused::Refused;

/// A text longer than this is cut off by its reader's end: more than any book.
const LONGEST_TEXT: u64 = 128 << 20;

/// `pdftotext 24.02.0`, if it is there.
pub fn version() -> Option<&'static str> {
    static VERSION: LazyLock<Option<String>> = LazyLock::new(|| {
        let output = Command::new("pdftotext").arg("-v").stdin(Stdio::null()).output().ok()?;
        let told = [output.stderr, output.stdout].concat();
        let told = String::from_utf8_lossy(&told).into_owned();
        let version = told.lines().find_map(|line| line.strip_prefix("pdftotext version "))?;
        Some(format!("pdftotext {}", version.trim()))
    });
    VERSION.as_deref()
}

/// The text in content order, pages separated by form feeds.
///
/// # Errors
/// A file that poppler cannot read, or not in time.
pub fn text(bytes: &[u8]) -> Result<String, Refused> {
    let file = copy(bytes)?;
    let output =
        run("pdftotext", &["-raw", "-enc", "UTF-8", "-eol", "unix"], file.path(), &["-"], LIMIT)?;
    if let Some(said) = lacks_data(&output.told) {
        return Err(Refused::new(
            "unreadable",
            format!("poppler lacks the data of its fonts: {said}"),
            "install poppler-data, or use --pdf pdfium",
        ));
    }
    if !output.succeeded {
        return Err(broken(first_error(&output.told)));
    }
    Ok(String::from_utf8_lossy(&output.bytes).into_owned())
}

/// What the file says of its making, as it says it: `D:20240927210812-04'00'`.
pub fn creation_date(bytes: &[u8]) -> Option<String> {
    let file = copy(bytes).ok()?;
    let output = run("pdfinfo", &["-rawdates", "-enc", "UTF-8"], file.path(), &[], LIMIT).ok()?;
    let said = String::from_utf8_lossy(&output.bytes).into_owned();
    let date = said.lines().find_map(|line| line.strip_prefix("CreationDate:"))?;
    Some(date.trim().to_owned())
}

/// Poppler seeks in its input, so it gets a file, and exactly the bytes that were read.
fn copy(bytes: &[u8]) -> Result<tempfile::NamedTempFile, Refused> {
    let filled = tempfile::Builder::new().suffix(".pdf").tempfile().and_then(|mut file| {
        file.write_all(bytes)?;
        file.flush()?;
        Ok(file)
    });
    filled.map_err(|error| {
        let hint = "make room in the folder for temporary files, or use --pdf builtin";
        Refused::new("unreadable", format!("no temporary copy for pdftotext: {error}"), hint)
    })
}

struct Output {
    bytes: Vec<u8>,
    /// Warnings and errors.
    told: String,
    succeeded: bool,
}

/// Runs a program over a file, and ends it when its time is over.
fn run(
    program: &str,
    options: &[&str],
    file: &std::path::Path,
    more: &[&str],
    limit: Duration,
) -> Result<Output, Refused> {
    let cannot = |error: std::io::Error| {
        Refused::new("unreadable", format!("{program}: {error}"), "try --pdf builtin")
    };
    let mut child = Command::new(program)
        .args(options)
        .arg(file)
        .args(more)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    let streams = (child.stdout.take(), child.stderr.take());
    let (Some(out), Some(err)) = streams else { return Err(broken("no output")) };
    let told = std::thread::spawn(move || drained(err, 1 << 16));
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens any more when the time is over.
        let _ = sender.send(drained(out, LONGEST_TEXT));
    });
    let Ok(bytes) = receiver.recv_timeout(limit) else {
        // It may have ended by itself in this moment.
        let _ = child.kill();
        let _ = child.wait();
        return Err(too_slow(program));
    };
    let status = child.wait().map_err(cannot)?;
    let told = told.join().unwrap_or_default();
    let told = String::from_utf8_lossy(&told).into_owned();
    Ok(Output { bytes, told, succeeded: status.success() })
}

/// The first `most` bytes of a stream, which is read to its end.
fn drained(mut stream: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = vec![];
    // A pipe that breaks ends the text; the program's exit code tells of it.
    let _ = stream.by_ref().take(most).read_to_end(&mut bytes);
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
    bytes
}

/// What poppler says when the tables for Korean fonts are not installed: it then leaves the text out, and succeeds.
fn lacks_data(told: &str) -> Option<&str> {
    let line = told.lines().find(|line| {
        line.contains("Missing language pack")
            || line.contains("Unknown character collection 'Adobe-")
    })?;
    Some(line.rsplit_once("Error: ").map_or(line, |(_, said)| said))
}

/// The first error, without the program's own words around it.
fn first_error(told: &str) -> String {
    let line = told.lines().find(|line| line.contains("Error")).unwrap_or("no reason given");
    format!("pdftotext: {}", line.rsplit_once("Error: ").map_or(line, |(_, said)| said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_program_that_hangs_is_ended() {
        let file = copy(b"x").unwrap();
        // `tail -f` never ends.
        let outcome = run("tail", &["-f"], file.path(), &[], Duration::from_millis(50));
        let failure = outcome.err().expect("a failure");
        assert_eq!(failure.reason, "too-slow");
        let outcome = run("no-such-program-here", &[], file.path(), &[], LIMIT);
        assert_eq!(outcome.err().expect("a failure").reason, "unreadable");
    }

    #[test]
    #[cfg(unix)]
    fn much_output_does_not_block() {
        let file = copy(&vec![b'x'; 3 << 20]).unwrap();
        let output = run("cat", &[], file.path(), &[], LIMIT).unwrap();
        assert_eq!((output.bytes.len(), output.succeeded), (3 << 20, true));
    }

    #[test]
    fn missing_tables_are_noticed() {
        let told = "Syntax Error: Missing language pack for 'Adobe-Korea1' mapping\nSyntax Error: Unknown CMap";
        assert_eq!(lacks_data(told), Some("Missing language pack for 'Adobe-Korea1' mapping"));
        assert_eq!(lacks_data("Syntax Warning: Invalid Font Weight"), None);
        assert!(first_error("Syntax Error: Couldn't find trailer").ends_with("find trailer"));
    }
}
