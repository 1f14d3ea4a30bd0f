//! The bytes of one file or member of an archive: counted, hashed, decompressed and, where they are text in another
//! encoding, transcoded on the way.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs::UTF_8;
use sha2::{Digest, Sha256};

use super::Compression;
use super::buffer::Buffer;
use super::chunks::Reading;
use super::encoding::{self, Decoded, Transcoder};
use super::nested::{Budget, Limited};
use super::walk::Input;

/// Bytes of a file of records that tell its encoding.
const HEAD: usize = 1 << 18;

/// What has been read so far, and the fingerprints of inputs that were read whole.
#[derive(Debug, Default)]
pub struct Meter {
    /// Bytes on disk.
    pub bytes: AtomicU64,
    /// SHA-256 by position of the input, where asked for.
    pub hashes: Option<Mutex<Vec<Option<String>>>>,
}

impl Meter {
    /// `hash` is how many inputs there are, if they are to be hashed.
    pub fn new(hash: Option<usize>) -> Self {
        Self { bytes: AtomicU64::new(0), hashes: hash.map(|count| Mutex::new(vec![None; count])) }
    }

    fn finish(&self, input: usize, digest: Option<Sha256>) {
        if let (Some(hashes), Some(digest)) = (&self.hashes, digest) {
            let hash = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            hashes.lock().unwrap_or_else(PoisonError::into_inner)[input] = Some(hash);
        }
    }

    /// Hashes an archive, which is not read from its beginning to its end, by itself.
    pub(super) fn hash_whole(&self, input: &Input, place: usize) {
        if self.hashes.is_none() {
            return;
        }
        let mut digest = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        let Ok(mut source) = Source::open(input) else { return };
        loop {
            match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => digest.update(&buffer[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
        self.finish(place, Some(digest));
    }
}

/// Decompressed bytes of one input.
pub(super) struct Stream<'a> {
    decoder: Decoder<'a>,
    input: usize,
    stopped: bool,
    /// Where the text is not UTF-8; gone when the end has been decoded.
    transcoder: Option<Transcoder>,
    decoded: Option<Decoded>,
    raw: Vec<u8>,
}

enum Decoder<'a> {
    None(Metered<'a>),
    Gzip(Box<flate2::read::MultiGzDecoder<io::BufReader<Metered<'a>>>>),
    Zstd(Box<zstd::Decoder<'static, io::BufReader<Metered<'a>>>>),
}

impl<'a> Stream<'a> {
    /// An input on disk, or built in.
    pub fn open(input: &'a Input, place: usize, meter: &'a Meter) -> io::Result<Self> {
        let digest = meter.hashes.as_ref().map(|_| Sha256::new());
        let metered = Metered { meter: Some(meter), digest, ..Metered::new(Source::open(input)?) };
        Self::new(metered, input.compression, place)
    }

    /// A member of an archive.
    pub fn member(bytes: Box<dyn Read + Send + 'a>, compression: Compression) -> io::Result<Self> {
        Self::new(Metered::new(Source::Member(bytes)), compression, 0)
    }

    fn new(metered: Metered<'a>, compression: Compression, input: usize) -> io::Result<Self> {
        let buffered = |metered| io::BufReader::with_capacity(1 << 17, metered);
        let decoder = match compression {
            Compression::None => Decoder::None(metered),
            Compression::Gzip => {
                Decoder::Gzip(Box::new(flate2::read::MultiGzDecoder::new(buffered(metered))))
            }
            Compression::Zstd => {
                Decoder::Zstd(Box::new(zstd::Decoder::with_buffer(buffered(metered))?))
            }
        };
        let stopped = false;
        Ok(Self { decoder, input, stopped, transcoder: None, decoded: None, raw: vec![] })
    }

    /// The same, with a limit on what comes out.
    pub fn limited(self, budget: Arc<Budget>) -> Self {
        let source = Source::Member(Box::new(Limited::new(self.decoder, budget)));
        Self { decoder: Decoder::None(Metered::new(source)), ..self }
    }

    /// Where in its file the next byte to be read lies; 0 where that is not known.
    pub fn position(&self) -> u64 {
        match &self.decoder {
            Decoder::None(metered) => metered.position,
            _ => 0,
        }
    }

    /// Appends up to `wanted` bytes, or what they are in UTF-8; 0 at the end, and after `stop`.
    pub fn read_into(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<usize> {
        bytes.reserve(wanted);
        if self.stopped {
            return Ok(0);
        }
        let Some(transcoder) = &mut self.transcoder else {
            return self.decoder.append(bytes, wanted);
        };
        self.raw.clear();
        let read = self.decoder.by_ref().take(wanted as u64).read_to_end(&mut self.raw);
        transcoder.push(&self.raw, matches!(read, Ok(0)), bytes);
        self.decoded = Some(transcoder.decoded);
        if matches!(read, Ok(0)) {
            self.stopped = true;
        }
        read
    }

    /// Looks at the first bytes of a text; where they are not UTF-8, they and all that follow are made so.
    pub fn settle_encoding(&mut self, head: &mut Buffer, reading: Reading, last: bool) {
        let looked_at = &head[..head.len().min(HEAD)];
        let encoding = encoding::of(looked_at, reading.encoding, reading.language);
        if encoding == UTF_8 {
            return;
        }
        let mut transcoder = Transcoder::new(encoding);
        let raw = std::mem::take(head);
        transcoder.push(&raw, last, head.end());
        self.decoded = Some(transcoder.decoded);
        // At the end there is nothing more to decode, and a decoder that has ended must not be asked again.
        match last {
            true => self.stopped = true,
            false => self.transcoder = Some(transcoder),
        }
    }

    /// How the text was decoded, if it was not UTF-8.
    pub fn decoded(&self) -> Option<Decoded> {
        self.decoded
    }

    pub fn stop(&mut self) {
        self.stopped = true;
        self.decoder.metered().digest = None;
    }

    /// Reads what a decoder left behind, so that the hash is of the whole file, and notes it.
    pub fn finish(mut self) {
        let input = self.input;
        let metered = self.decoder.metered();
        if metered.digest.is_some() {
            let mut sink = [0; 8192];
            while matches!(metered.read(&mut sink), Ok(n) if n > 0) {}
        }
        if let Some(meter) = metered.meter {
            meter.finish(input, metered.digest.take());
        }
    }

    /// The bytes for an archive to be read from: of those on disk any, of others the next.
    pub fn into_bytes(self) -> Bytes<'a> {
        match self.decoder {
            Decoder::None(mut metered) if !matches!(metered.source, Source::Member(_)) => {
                metered.digest = None;
                Bytes::Seekable(Box::new(metered))
            }
            decoder => Bytes::Next(Box::new(decoder)),
        }
    }
}

/// Where an archive is read from.
pub enum Bytes<'a> {
    Seekable(Box<dyn ReadSeek + 'a>),
    Next(Box<dyn Read + Send + 'a>),
}

pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

impl<'a> Bytes<'a> {
    pub fn in_turn(self) -> Box<dyn Read + Send + 'a> {
        match self {
            Self::Seekable(bytes) => Box::new(bytes),
            Self::Next(bytes) => bytes,
        }
    }
}

impl<'a> Decoder<'a> {
    fn metered(&mut self) -> &mut Metered<'a> {
        match self {
            Decoder::None(metered) => metered,
            Decoder::Gzip(decoder) => decoder.get_mut().get_mut(),
            Decoder::Zstd(decoder) => decoder.get_mut().get_mut(),
        }
    }
}

impl Decoder<'_> {
    /// Appends the next `wanted` bytes, or as many as there are.
    fn append(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<usize> {
        match self {
            Decoder::None(metered) => metered.append(bytes, wanted),
            decoder => decoder.take(wanted as u64).read_to_end(bytes),
        }
    }
}

impl Read for Decoder<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Decoder::None(metered) => metered.read(buffer),
            Decoder::Gzip(decoder) => decoder.read(buffer),
            Decoder::Zstd(decoder) => decoder.read(buffer),
        }
    }
}

enum Source<'a> {
    File(File),
    Memory(Cursor<&'a [u8]>),
    Member(Box<dyn Read + Send + 'a>),
}

impl<'a> Source<'a> {
    fn open(input: &'a Input) -> io::Result<Self> {
        Ok(match &input.embedded {
            Some(bytes) => Source::Memory(Cursor::new(bytes)),
            None => Source::File(File::open(&input.path)?),
        })
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Source::File(file) => file.read(buffer),
            Source::Memory(bytes) => bytes.read(buffer),
            Source::Member(bytes) => bytes.read(buffer),
        }
    }
}

/// Counts and hashes what goes through.
struct Metered<'a> {
    source: Source<'a>,
    /// Bytes that went through; where a file is read from its beginning, the place in it.
    position: u64,
    /// Of members of archives nothing is counted: the archive is.
    meter: Option<&'a Meter>,
    digest: Option<Sha256>,
}

impl<'a> Metered<'a> {
    fn new(source: Source<'a>) -> Self {
        Self { source, position: 0, meter: None, digest: None }
    }
}

impl Metered<'_> {
    fn append(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<usize> {
        let Source::File(file) = &mut self.source else {
            return self.take(wanted as u64).read_to_end(bytes);
        };
        // A file fills room as it is, which would be zeroed for any other source.
        let before = bytes.len();
        let outcome = file.take(wanted as u64).read_to_end(bytes);
        self.note(&bytes[before..]);
        outcome
    }

    fn note(&mut self, bytes: &[u8]) {
        self.position += bytes.len() as u64;
        if let Some(meter) = self.meter {
            meter.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
        if let Some(digest) = &mut self.digest {
            digest.update(bytes);
        }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.note(&buffer[..count]);
        Ok(count)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.source {
            Source::File(file) => file.seek(to),
            Source::Memory(bytes) => bytes.seek(to),
            Source::Member(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}
