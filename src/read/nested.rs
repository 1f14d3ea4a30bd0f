//! What archives of any kind share: members one after the other, their names, and limits on what may come out of
//! them. An archive is opened where it stands, its members are streamed, and nothing is written to disk by name.

#![cfg_attr(
    not(all(feature = "tar", feature = "warc", feature = "zip")),
    allow(dead_code, reason = "what only some formats of archives need")
)]

use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs::EUC_KR;

use super::stream::Bytes;
use super::{Context, Reader};

/// Archives in archives in an archive are opened; deeper ones are not.
pub const DEEPEST: usize = 3;
/// Decompressed bytes of one member.
pub const LARGEST_MEMBER: u64 = 8 << 30;
/// Decompressed bytes of all members of one file on disk, those of archives inside among them.
pub const LARGEST_TOTAL: u64 = 64 << 30;
/// So many times the file's own size may come out of it. Text packs to a fifth, seldom to a twentieth.
pub const LARGEST_RATIO: u64 = 250;
/// So much may come out of any file, however small.
pub const ALWAYS_ALLOWED: u64 = 64 << 20;

/// The members of an archive, in its own order.
pub trait Members<'a>: Send {
    /// The next member; what of the one before was not read is passed over. After `None` it is not asked again.
    fn next(&mut self) -> Option<Step<'a>>;
}

/// What an archive has next.
pub enum Step<'a> {
    Member(Member<'a>),
    /// A member that cannot be read, with its name; without one, the archive itself cannot be read any further.
    Problem(String, Fault),
}

/// Why a member, or the rest of an archive, cannot be read.
#[derive(Debug)]
pub struct Fault {
    pub reason: &'static str,
    pub detail: String,
    pub hint: &'static str,
}

/// One member.
pub struct Member<'a> {
    /// As the archive has it.
    pub name: String,
    /// `None` goes by the name.
    pub reader: Option<&'static dyn Reader>,
    pub context: Context,
    pub bytes: Box<dyn Read + Send + 'a>,
}

/// Opens an archive.
pub type Open = for<'a> fn(Bytes<'a>) -> io::Result<Box<dyn Members<'a> + 'a>>;

impl Fault {
    /// The archive breaks off, or is none.
    pub fn broken(error: &io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<TooMuch>()) {
            Some(TooMuch(detail)) => Self {
                reason: "too-large",
                detail: detail.clone(),
                hint: "unpack it yourself, if you trust it, and name the folder",
            },
            None => Self {
                reason: "broken-off",
                detail: super::chunks::plain(error),
                hint: "what came before was used; get the file again",
            },
        }
    }

    pub fn locked() -> Self {
        Self {
            reason: "password-protected",
            detail: "it is enciphered with a password".into(),
            hint: "put a copy without a password there",
        }
    }
}

/// How much may still come out of one file on disk.
#[derive(Debug)]
pub struct Budget {
    left: AtomicU64,
    all: u64,
}

impl Budget {
    /// For a file of `size` bytes on disk.
    pub fn new(size: u64) -> Arc<Self> {
        let all = size.saturating_mul(LARGEST_RATIO).clamp(ALWAYS_ALLOWED, LARGEST_TOTAL);
        Arc::new(Self { left: AtomicU64::new(all), all })
    }

    /// Nothing more may come out.
    pub fn is_spent(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }
}

/// An error that says that a limit was reached.
#[derive(Debug)]
struct TooMuch(String);

impl std::fmt::Display for TooMuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TooMuch {}

/// Lets a member's bytes through until a limit is reached.
pub struct Limited<R> {
    inner: R,
    left: u64,
    budget: Arc<Budget>,
}

impl<R> Limited<R> {
    pub fn new(inner: R, budget: Arc<Budget>) -> Self {
        Self { inner, left: LARGEST_MEMBER, budget }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mebibytes = |bytes: u64| format!("more than {} MiB come out of it", bytes >> 20);
        if self.left == 0 {
            return Err(io::Error::other(TooMuch(mebibytes(LARGEST_MEMBER))));
        }
        if self.budget.is_spent() {
            let detail = format!("{}, all members together", mebibytes(self.budget.all));
            return Err(io::Error::other(TooMuch(detail)));
        }
        let count = self.inner.read(buffer)?;
        let took = |left: u64| Some(left.saturating_sub(count as u64));
        self.left = self.left.saturating_sub(count as u64);
        let _ = self.budget.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, took);
        Ok(count)
    }
}

/// An archive that is read from its beginning to its end, of which members are sections.
pub(super) struct Feed<'a> {
    pub reader: BufReader<Box<dyn Read + Send + 'a>>,
    /// Bytes of the present section that were not read yet.
    left: u64,
    /// A member broke off, and whoever read it was told: nothing can follow.
    pub broken: bool,
}

/// A feed, held by the archive and by its present member.
#[derive(Clone)]
pub(super) struct Shared<'a>(Arc<Mutex<Feed<'a>>>);

impl<'a> Shared<'a> {
    pub fn new(bytes: Bytes<'a>) -> Self {
        let reader = BufReader::with_capacity(1 << 16, bytes.in_turn());
        Self(Arc::new(Mutex::new(Feed { reader, left: 0, broken: false })))
    }

    pub fn with<T>(&self, work: impl FnOnce(&mut Feed<'a>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The next `length` bytes, as a reader of their own.
    pub fn section(&self, length: u64) -> Section<'a> {
        self.with(|feed| feed.left = length);
        Section(self.clone())
    }
}

impl Feed<'_> {
    /// Passes over what is left of the present section.
    pub fn pass_section(&mut self) -> io::Result<()> {
        let left = std::mem::take(&mut self.left);
        self.pass(left)
    }

    /// Passes over so many bytes; fewer are an error.
    pub fn pass(&mut self, mut count: u64) -> io::Result<()> {
        while count > 0 {
            let ready = self.reader.fill_buf()?.len() as u64;
            if ready == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let step = ready.min(count);
            self.reader.consume(step as usize);
            count -= step;
        }
        Ok(())
    }
}

pub(super) struct Section<'a>(Shared<'a>);

impl Read for Section<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.with(|feed| {
            let wanted = buffer.len().min(usize::try_from(feed.left).unwrap_or(usize::MAX));
            if wanted == 0 {
                return Ok(0);
            }
            let count = match feed.reader.read(&mut buffer[..wanted]) {
                Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
                read => read,
            };
            match &count {
                Ok(count) => feed.left -= *count as u64,
                Err(error) => feed.broken |= error.kind() != io::ErrorKind::Interrupted,
            }
            count
        })
    }
}

/// A member's name as text: UTF-8, else the CP949 of Korean systems, else what the archive's own rules make of it.
pub(super) fn name_of(raw: &[u8], otherwise: impl FnOnce() -> String) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    match EUC_KR.decode_without_bom_handling_and_without_replacement(raw) {
        Some(name) if name.chars().any(|c| ('가'..='힣').contains(&c)) => name.into_owned(),
        _ => otherwise(),
    }
}

/// A member's name below that of its archive, with nothing in it that leads out of there; `None` is no file that is
/// to be read: a hidden one, or the shadow that macOS adds. The second says whether something was taken away.
pub(super) fn clean(name: &str) -> Option<(String, bool)> {
    let name = name.replace('\\', "/");
    let mut parts = vec![];
    let mut changed = name.starts_with('/');
    for part in name.split('/') {
        let drive = part.len() == 2 && part.ends_with(':') && parts.is_empty();
        match part {
            "" | "." => {}
            ".." => changed = true,
            _ if drive => changed = true,
            part if part.starts_with('.') || part == "__MACOSX" => return None,
            part => {
                changed |= part.contains(char::is_control);
                parts.push(part.replace(char::is_control, "\u{FFFD}"));
            }
        }
    }
    if parts.is_empty() {
        return Some(("unnamed".to_owned(), true));
    }
    Some((parts.join("/"), changed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_below_their_archive() {
        for (name, expected, changed) in [
            ("inner/b.txt", "inner/b.txt", false),
            ("./inner//b.txt", "inner/b.txt", false),
            ("../../etc/2016.txt", "etc/2016.txt", true),
            ("/etc/2016.txt", "etc/2016.txt", true),
            ("C:\\texts\\2016.txt", "texts/2016.txt", true),
            ("a\nb.txt", "a\u{FFFD}b.txt", true),
            ("..", "unnamed", true),
        ] {
            assert_eq!(clean(name), Some((expected.to_owned(), changed)), "{name}");
        }
        assert_eq!(clean("a/.hidden/b.txt"), None);
        assert_eq!(clean("__MACOSX/a/._b.txt"), None);
    }

    #[test]
    fn korean_names_are_read() {
        let raw = b"\xC7\xD1\xB1\xB9/2016.txt";
        assert_eq!(name_of(raw, || unreachable!()), "한국/2016.txt");
        assert_eq!(name_of("베트남.txt".as_bytes(), || unreachable!()), "베트남.txt");
        assert_eq!(name_of(b"caf\xE9.txt", || "other".to_owned()), "other");
    }

    #[test]
    fn limits_are_errors_that_say_so() {
        let budget = Budget::new(1000);
        let mut limited = Limited::new(io::repeat(b'a'), budget.clone());
        let copied = io::copy(&mut limited, &mut io::sink());
        let fault = Fault::broken(&copied.unwrap_err());
        assert_eq!(fault.reason, "too-large");
        assert!(fault.detail.contains("64 MiB") && budget.is_spent());
        let mut other = Limited::new(io::repeat(b'a'), budget);
        assert!(other.read(&mut [0; 8]).is_err(), "members share what may come out");
        assert_eq!(Budget::new(1 << 40).all, LARGEST_TOTAL);
        assert_eq!(Budget::new(1 << 20).all, LARGEST_RATIO << 20);
    }
}
