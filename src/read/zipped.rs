//! Packages of zipped parts, looked through before a parser sees them: every part that it will read is unpacked once,
//! without being kept, so that damage and bombs are found where they cost nothing.

use std::io::{Cursor, Read};

/// How much a package may unpack to, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Always allowed.
    pub free: u64,
    /// More than that only up to so many times the package's own size.
    pub ratio: u64,
    /// Never more.
    pub most: u64,
}

impl Limits {
    fn of(self, size: u64) -> u64 {
        size.saturating_mul(self.ratio).clamp(self.free, self.most)
    }
}

/// Unpacks every part that `wanted` names (in lower case) and says what is wrong with the package.
///
/// # Errors
/// No package, a damaged or encrypted part, more than `limits` allow, a list that promises more than its part can hold.
pub(super) fn check(
    bytes: &[u8],
    limits: Limits,
    wanted: impl Fn(&str) -> bool,
) -> Result<(), String> {
    let damaged = |error: &dyn std::fmt::Display| format!("the file is damaged ({error})");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let most = limits.of(bytes.len() as u64);
    let mut buffer = vec![0; 1 << 16];
    let mut unpacked = 0;
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.to_lowercase();
        if !wanted(&name) {
            continue;
        }
        let mut counts = Counts::default();
        let before = unpacked;
        loop {
            let count = part.read(&mut buffer).map_err(|error| damaged(&error))?;
            if count == 0 {
                break;
            }
            unpacked += count as u64;
            if unpacked > most {
                return Err(format!("it unpacks to more than {} MiB", most >> 20));
            }
            counts.look(&buffer[..count]);
        }
        // Parsers make room for what a list says it has.
        if counts.most > unpacked - before {
            return Err(format!("{name} promises more entries than it can hold"));
        }
    }
    Ok(())
}

/// Looks for `uniqueCount="123"` in a part that comes in pieces.
#[derive(Default)]
struct Counts {
    most: u64,
    /// The end of the last piece.
    rest: Vec<u8>,
}

impl Counts {
    /// Longer than any such attribute.
    const OVERLAP: usize = 64;

    fn look(&mut self, piece: &[u8]) {
        self.rest.extend_from_slice(piece);
        for at in memchr::memmem::find_iter(&self.rest, b"uniqueCount") {
            let value = self.rest[at + 11..].trim_ascii_start().strip_prefix(b"=");
            let value = value.map(<[u8]>::trim_ascii_start);
            let Some([b'"' | b'\'', value @ ..]) = value else { continue };
            let digits = value.trim_ascii_start();
            let digits = digits.strip_prefix(b"+").unwrap_or(digits).iter();
            let digits = digits.take_while(|byte| byte.is_ascii_digit());
            let count = digits.fold(0u64, |sum, digit| {
                sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
            });
            self.most = self.most.max(count);
        }
        let keep = self.rest.len().saturating_sub(Self::OVERLAP);
        self.rest.drain(..keep);
    }
}
