//! Zip archives: a list of members at the end, each stored or deflated by itself.

use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

use ::zip::{CompressionMethod, ZipArchive};

use super::nested::{Fault, Member, Members, Step, name_of};
use super::stream::{Bytes, ReadSeek};
use super::{Chunk, Context, Cut, Reader, Record, Settings};

/// An archive inside another is unpacked to memory up to here, then to a file without a name.
const IN_MEMORY: usize = 16 << 20;
/// Longer archives inside others are not opened.
const LARGEST_INSIDE: u64 = 4 << 30;

pub struct Zip;

impl Reader for Zip {
    fn name(&self) -> &'static str {
        "zip"
    }

    fn about(&self) -> &'static str {
        "zip archives; every readable file inside, also in archives inside, to three levels"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn cut(&self) -> Cut {
        Cut::Members(open)
    }

    fn parse(&self, _: &Chunk, _: &Settings, _: &mut dyn FnMut(Record)) {}
}

fn open(bytes: Bytes<'_>) -> io::Result<Box<dyn Members<'_> + '_>> {
    let source: Box<dyn ReadSeek + '_> = match bytes {
        Bytes::Seekable(source) => source,
        Bytes::Next(mut stream) => {
            let mut file = tempfile::spooled_tempfile(IN_MEMORY);
            let copied = io::copy(&mut stream.by_ref().take(LARGEST_INSIDE + 1), &mut file)?;
            if copied > LARGEST_INSIDE {
                let limit = LARGEST_INSIDE >> 30;
                return Err(io::Error::other(format!("an archive inside longer than {limit} GiB")));
            }
            file.flush()?;
            Box::new(file)
        }
    };
    let source = Window::all_of(source)?;
    let archive = ZipArchive::new(source.clone()).map_err(io::Error::other)?;
    Ok(Box::new(Listed { source, archive, next: 0 }))
}

struct Listed<'a> {
    source: Window<'a>,
    archive: ZipArchive<Window<'a>>,
    next: usize,
}

impl<'a> Members<'a> for Listed<'a> {
    fn next(&mut self) -> Option<Step<'a>> {
        while self.next < self.archive.len() {
            let number = self.next;
            self.next += 1;
            let fault = |detail: String, hint| Fault { reason: "broken-off", detail, hint };
            let raw = self.archive.by_index_data(number).map(|entry| entry.name_raw().to_vec());
            let raw = raw.unwrap_or_default();
            let (name, found) = match self.archive.by_index_raw(number) {
                Ok(entry) => {
                    let plain = || String::from_utf8_lossy(&raw).into_owned();
                    let own = || entry.name().map_or_else(|_| plain(), Cow::into_owned);
                    let name = name_of(&raw, own);
                    if entry.is_dir() {
                        continue;
                    }
                    let found = match (entry.encrypted(), entry.compression(), entry.data_start()) {
                        (true, ..) => Err(Fault::locked()),
                        (_, CompressionMethod::Stored, Some(start)) => Ok((false, start)),
                        (_, CompressionMethod::Deflated, Some(start)) => Ok((true, start)),
                        (_, method, _) => Err(Fault {
                            reason: "unknown-format",
                            detail: format!(
                                "packed by a method that is not read here ({method:?})"
                            ),
                            hint: "pack it anew with Deflate, which every program can",
                        }),
                    };
                    let sizes = (entry.compressed_size(), entry.size(), entry.crc32());
                    (name, found.map(|found| (found, sizes)))
                }
                Err(error) => {
                    let name = name_of(&raw, || String::from_utf8_lossy(&raw).into_owned());
                    let hint = "the other members were read; get the archive again";
                    (name, Err(fault(error.to_string(), hint)))
                }
            };
            let ((deflated, start), (packed, size, sum)) = match found {
                Ok(found) => found,
                Err(fault) => return Some(Step::Problem(name, fault)),
            };
            let window = self.source.part(start, packed);
            let bytes: Box<dyn Read + Send + 'a> = match deflated {
                true => Box::new(flate2::read::DeflateDecoder::new(window)),
                false => Box::new(window),
            };
            let bytes = Box::new(Summed { bytes, crc: flate2::Crc::new(), left: size, sum });
            return Some(Step::Member(Member {
                name,
                reader: None,
                context: Context::default(),
                bytes,
            }));
        }
        None
    }
}

/// Sees at the end that length and check sum are those of the list.
struct Summed<'a> {
    bytes: Box<dyn Read + Send + 'a>,
    crc: flate2::Crc,
    left: u64,
    sum: u32,
}

impl Read for Summed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.crc.update(&buffer[..count]);
        let more = || io::Error::other("longer than the archive's list says");
        self.left = self.left.checked_sub(count as u64).ok_or_else(more)?;
        match count {
            0 if buffer.is_empty() => Ok(0),
            0 if self.left > 0 => Err(io::ErrorKind::UnexpectedEof.into()),
            0 if self.crc.sum() != self.sum => Err(io::Error::other("its check sum is wrong")),
            count => Ok(count),
        }
    }
}

/// A part of a source that several readers share, each with its own place.
#[derive(Clone)]
struct Window<'a> {
    source: Arc<Mutex<Box<dyn ReadSeek + 'a>>>,
    start: u64,
    length: u64,
    at: u64,
}

impl<'a> Window<'a> {
    fn all_of(mut source: Box<dyn ReadSeek + 'a>) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        Ok(Self { source: Arc::new(Mutex::new(source)), start: 0, length, at: 0 })
    }

    fn part(&self, start: u64, length: u64) -> Self {
        let start = start.min(self.length);
        let length = length.min(self.length - start);
        Self { source: self.source.clone(), start, length, at: 0 }
    }
}

impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        if wanted == 0 {
            return Ok(0);
        }
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        source.seek(SeekFrom::Start(self.start + self.at))?;
        let count = source.read(&mut buffer[..wanted])?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Window<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
