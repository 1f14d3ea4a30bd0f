//! Tar archives, also `.tar.gz`, `.tgz` and `.tar.zst`: members one after the other, each behind a block that names
//! it.

use std::io::{self, BufRead, Read};

use ::tar::{EntryType, Header, PaxExtensions};

use super::nested::{Fault, Feed, Member, Members, Shared, Step, name_of};
use super::{Chunk, Context, Cut, Reader, Record, Settings};

const BLOCK: usize = 512;
/// A block that says more of the next member is not longer.
const LONGEST_EXTENSION: u64 = 1 << 20;

pub struct Tar;

impl Reader for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn about(&self) -> &'static str {
        "tar archives, also packed (`.tgz`, `.tar.gz`, `.tar.zst`); every readable file inside"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tar"]
    }

    fn cut(&self) -> Cut {
        Cut::Members(|bytes| Ok(Box::new(Listed { feed: Shared::new(bytes), padding: 0, read: 0 })))
    }

    fn parse(&self, _: &Chunk, _: &Settings, _: &mut dyn FnMut(Record)) {}
}

struct Listed<'a> {
    feed: Shared<'a>,
    /// Behind the present member, to the next block.
    padding: u64,
    /// Members so far.
    read: u64,
}

/// What a block says.
struct Named {
    name: String,
    kind: EntryType,
    size: u64,
}

impl<'a> Members<'a> for Listed<'a> {
    fn next(&mut self) -> Option<Step<'a>> {
        while !self.feed.with(|feed| feed.broken) {
            let padding = std::mem::take(&mut self.padding);
            let found = self.feed.with(|feed| {
                feed.pass_section()?;
                feed.pass(padding)?;
                header(feed, self.read == 0)
            });
            let Named { name, kind, size } = match found {
                Ok(Some(found)) => found,
                Ok(None) => return None,
                Err(error) => {
                    return Some(Step::Problem(String::new(), Fault::broken(&error)));
                }
            };
            self.read += 1;
            self.padding = padding_of(size);
            let bytes = self.feed.section(size);
            match kind {
                EntryType::Directory => {}
                EntryType::Regular | EntryType::Continuous => {
                    return Some(Step::Member(Member {
                        name,
                        reader: None,
                        context: Context::default(),
                        bytes: Box::new(bytes),
                    }));
                }
                _ => {
                    let fault = Fault {
                        reason: "not-a-file",
                        detail: "neither file nor folder".into(),
                        hint: "put the file itself into the archive",
                    };
                    return Some(Step::Problem(name, fault));
                }
            }
        }
        None
    }
}

fn padding_of(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}

/// The next member's header with all that blocks before it say; `None` at the end.
fn header(feed: &mut Feed, first: bool) -> io::Result<Option<Named>> {
    let (mut long_name, mut long_size) = (None, None);
    let mut extended = false;
    loop {
        let mut block = [0; BLOCK];
        if !extended && feed.reader.fill_buf()?.is_empty() {
            // Archives without the two empty blocks at the end are met, but an empty file is none.
            return if first { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(None) };
        }
        feed.reader.read_exact(&mut block)?;
        if block.iter().all(|byte| *byte == 0) && !extended {
            // What follows is filling; some of it is read, so that a damaged packing is noticed.
            io::copy(&mut feed.reader.by_ref().take(1 << 20), &mut io::sink())?;
            return Ok(None);
        }
        let header = Header::from_byte_slice(&block);
        let sum: u32 = block
            .iter()
            .enumerate()
            .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
            .sum();
        if header.cksum().ok() != Some(sum) {
            return Err(io::Error::other("no header of a member where one should be"));
        }
        let kind = header.entry_type();
        let size = header.entry_size()?;
        match kind {
            EntryType::GNULongName => {
                let name = extension(feed, size)?;
                let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
                long_name = Some(name[..end].to_vec());
            }
            EntryType::XHeader => {
                let pairs = extension(feed, size)?;
                for pair in PaxExtensions::new(&pairs).flatten() {
                    match pair.key_bytes() {
                        b"path" => long_name = Some(pair.value_bytes().to_vec()),
                        b"size" => long_size = pair.value().ok().and_then(|size| size.parse().ok()),
                        _ => {}
                    }
                }
            }
            EntryType::GNULongLink | EntryType::XGlobalHeader => {
                extension(feed, size)?;
            }
            kind => {
                let raw = long_name.unwrap_or_else(|| header.path_bytes().into_owned());
                let name = name_of(&raw, || String::from_utf8_lossy(&raw).into_owned());
                // Old archives mark a folder by the end of its name alone.
                let folder = name.ends_with('/') && kind == EntryType::Regular;
                let kind = if folder { EntryType::Directory } else { kind };
                return Ok(Some(Named { name, kind, size: long_size.unwrap_or(size) }));
            }
        }
        extended = true;
    }
}

fn extension(feed: &mut Feed, size: u64) -> io::Result<Vec<u8>> {
    if size > LONGEST_EXTENSION {
        return Err(io::Error::other("a name longer than a mebibyte"));
    }
    let mut bytes = vec![0; size as usize];
    feed.reader.read_exact(&mut bytes)?;
    feed.pass(padding_of(size))?;
    Ok(bytes)
}
