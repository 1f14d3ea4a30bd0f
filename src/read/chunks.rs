//! Files and members of archives in turn, cut into chunks at record ends. Whoever asks gets the next chunk; memory is
//! one chunk an asker.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use encoding_rs::Encoding;

use super::buffer::Buffer;
use super::cutting::Open;
use super::guard::guarded;
use super::nested::{self, Budget, DEEPEST, Fault, Limited, Member, Members, Step};
use super::stream::{Bytes, Stream};
use super::walk::{Input, changed, unknown_format};
use super::{Chunk, Compression, Context, Cut, Settings, reader_of};
use crate::document::Language;
use crate::error::Problem;

pub use super::stream::Meter;

/// Bytes of a chunk, but for a record that is longer.
pub(super) const CHUNK: usize = 1 << 18;
/// A record longer than this is passed over, and so is a text file.
pub const LONGEST_RECORD: usize = 64 << 20;

/// All chunks of all inputs, in order of the inputs.
pub struct Chunks<'a> {
    inputs: &'a [Arc<Input>],
    next: usize,
    /// Of the present input, members of an archive taken together.
    number: u32,
    open: Option<Open<'a>>,
    /// The archive that is open, and those inside that are.
    archives: Vec<Archive<'a>>,
    budget: Arc<Budget>,
    pool: &'a Pool,
    meter: &'a Meter,
    reading: Reading,
}

/// What the study says of texts whose encoding is not known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    pub encoding: Option<&'static Encoding>,
    pub language: Option<Language>,
}

struct Archive<'a> {
    input: Arc<Input>,
    members: Box<dyn Members<'a> + 'a>,
}

/// Buffers that were used and may be used again.
#[derive(Debug, Default)]
pub struct Pool {
    buffers: Mutex<Vec<Buffer>>,
}

impl Pool {
    pub(super) fn take(&self) -> Buffer {
        let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        buffers.pop().unwrap_or_default()
    }

    pub fn give_back(&self, mut buffer: Buffer) {
        // One long record must not keep its memory for the rest of the run.
        if buffer.capacity() <= 4 * CHUNK {
            buffer.clear();
            self.buffers.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }
}

impl<'a> Chunks<'a> {
    pub fn new(inputs: &'a [Arc<Input>], pool: &'a Pool, meter: &'a Meter) -> Self {
        Self {
            inputs,
            next: 0,
            number: 0,
            open: None,
            archives: vec![],
            budget: Budget::new(0),
            pool,
            meter,
            reading: Reading::default(),
        }
    }

    /// Goes by what the study says of encodings.
    pub fn with(mut self, settings: &Settings) -> Self {
        self.reading = Reading { encoding: settings.encoding, language: settings.language };
        self
    }

    /// A chunk without bytes: a whole file for the worker to read, or a problem.
    fn bare(&mut self, input: Arc<Input>, failure: Option<Problem>) -> Chunk {
        let chunk = Chunk {
            input,
            place: ((self.next - 1) as u32, self.number),
            first_line: 1,
            first_record: 0,
            bytes: self.pool.take(),
            header: None,
            failure,
            context: Context::default(),
        };
        self.number += 1;
        chunk
    }

    fn open_next(&mut self) -> Option<Option<Chunk>> {
        let place = self.next;
        let input = self.inputs.get(place)?;
        self.next += 1;
        self.number = 0;
        let stream = match input.reader.cut() {
            Cut::Whole => return Some(Some(self.bare(input.clone(), None))),
            _ => Stream::open(input, place, self.meter),
        };
        Some(match (stream, input.reader.cut()) {
            (Err(error), _) => Some(self.bare(input.clone(), Some(unreadable(input, &error)))),
            (Ok(stream), Cut::Members(open)) => {
                self.budget = Budget::new(input.size);
                self.open_archive(input.clone(), stream.into_bytes(), open)
            }
            (Ok(stream), Cut::Records(cut)) => {
                let input = input.clone();
                self.open = Some(Open::new(input, Context::default(), stream, cut, self.reading));
                None
            }
            (Ok(_), Cut::Whole) => None,
        })
    }

    fn open_archive(
        &mut self,
        input: Arc<Input>,
        bytes: Bytes<'a>,
        open: nested::Open,
    ) -> Option<Chunk> {
        // What comes out of a packing, or of an archive outside, counts against the limits.
        let bytes = match bytes {
            Bytes::Next(inner) => Bytes::Next(Box::new(Limited::new(inner, self.budget.clone()))),
            bytes => bytes,
        };
        match guarded(|| open(bytes)) {
            Some(Ok(members)) => {
                self.archives.push(Archive { input, members });
                None
            }
            Some(Err(error)) => Some(self.fault(input, Fault::broken(&error))),
            None => {
                let problem = reader_failed(&input);
                Some(self.bare(input, Some(problem)))
            }
        }
    }

    fn fault(&mut self, input: Arc<Input>, fault: Fault) -> Chunk {
        if self.budget.is_spent() {
            // Nothing more comes out of this file; said once.
            self.archives.clear();
        }
        let problem = input.problem(0, fault.reason, fault.detail, fault.hint);
        self.bare(input, Some(problem))
    }

    /// Goes on with the innermost archive; gives a chunk where its next member is one.
    fn next_member(&mut self) -> Option<Chunk> {
        let archive = self.archives.last_mut()?;
        let outer = archive.input.clone();
        let step = guarded(|| archive.members.next());
        let member = match step {
            Some(Some(Step::Member(member))) => member,
            Some(Some(Step::Problem(name, fault))) => {
                // Nothing follows a problem of the archive itself.
                if name.is_empty() {
                    self.archives.pop();
                }
                let input = match name.as_str() {
                    "" => outer,
                    name => match nested::clean(name) {
                        Some((name, _)) => inside(&outer, &name, outer.reader, Compression::None),
                        None => return None,
                    },
                };
                return Some(self.fault(input, fault));
            }
            Some(None) => {
                self.archives.pop();
                if self.archives.is_empty() {
                    self.meter.hash_whole(&self.inputs[self.next - 1], self.next - 1);
                    return changed(&outer).map(|problem| self.bare(outer, Some(problem)));
                }
                return None;
            }
            None => {
                self.archives.pop();
                let problem = reader_failed(&outer);
                return Some(self.bare(outer, Some(problem)));
            }
        };
        let (name, unsafe_name) = nested::clean(&member.name)?;
        let known = match member.reader {
            Some(reader) => Some((reader, Compression::None)),
            None => reader_of(&name),
        };
        let Some((reader, compression)) = known else {
            let problem = unknown_format(format!("{}/{name}", outer.relative));
            return Some(self.bare(outer, Some(problem)));
        };
        let input = inside(&outer, &name, reader, compression);
        let notice = unsafe_name.then(|| {
            let detail = format!("the archive calls it `{}`", member.name.escape_debug());
            input.problem(0, "unsafe-name", detail, "nothing; it was read under the name shown")
        });
        let chunk = self.begin_member(input.clone(), member, compression);
        match (chunk, notice) {
            (chunk, None) => chunk,
            (Some(Chunk { failure: None, bytes, context, .. }), notice) => {
                self.number -= 1;
                Some(Chunk { bytes, context, ..self.bare(input, notice) })
            }
            (Some(chunk), Some(_)) => Some(chunk),
            (None, notice) => Some(self.bare(input, notice)),
        }
    }

    fn begin_member(
        &mut self,
        input: Arc<Input>,
        member: Member<'a>,
        compression: Compression,
    ) -> Option<Chunk> {
        let bytes: Box<dyn Read + Send + 'a> = match compression {
            Compression::None => member.bytes,
            _ => Box::new(Limited::new(member.bytes, self.budget.clone())),
        };
        let stream = match Stream::member(bytes, compression) {
            Ok(stream) => stream,
            Err(error) => return Some(self.fault(input, Fault::broken(&error))),
        };
        match input.reader.cut() {
            Cut::Members(_) if self.archives.len() >= DEEPEST => {
                let hint = "unpack the outer archive and name the folder";
                let detail = format!("archives within archives, more than {DEEPEST} deep");
                Some(self.fault(input, Fault { reason: "nested-too-deep", detail, hint }))
            }
            Cut::Members(open) => self.open_archive(input, stream.into_bytes(), open),
            Cut::Records(cut) => {
                let stream = stream.limited(self.budget.clone());
                self.open = Some(Open::new(input, member.context, stream, cut, self.reading));
                None
            }
            Cut::Whole => {
                let mut bytes = self.pool.take();
                let mut stream = stream.limited(self.budget.clone());
                match read_to_limit(&mut stream, &mut bytes) {
                    Ok(()) => {
                        let context = Context { loaded: true, ..member.context };
                        Some(Chunk { bytes, context, ..self.bare(input, None) })
                    }
                    Err(error) => {
                        self.pool.give_back(bytes);
                        let fault = Fault {
                            hint: "it was not used, the other members were; get the archive again",
                            ..Fault::broken(&error)
                        };
                        Some(self.fault(input, fault))
                    }
                }
            }
        }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            if let Some(open) = &mut self.open {
                let place = ((self.next - 1) as u32, self.number);
                match open.next_chunk(self.pool, place) {
                    Some(chunk) => {
                        self.number += 1;
                        if self.budget.is_spent() && !self.archives.is_empty() {
                            self.archives.clear();
                        }
                        return Some(chunk);
                    }
                    None => {
                        let closed = self.open.take().map(Open::close);
                        if let Some((input, problem @ Some(_))) = closed {
                            return Some(self.bare(input, problem));
                        }
                    }
                }
            } else if !self.archives.is_empty() {
                if let Some(chunk) = self.next_member() {
                    return Some(chunk);
                }
            } else if let Some(chunk) = self.open_next()? {
                return Some(chunk);
            }
        }
    }
}

/// A member as an input of its own: its path is the archive's and its name.
fn inside(
    outer: &Input,
    name: &str,
    reader: &'static dyn super::Reader,
    compression: Compression,
) -> Arc<Input> {
    Arc::new(Input {
        path: outer.path.clone(),
        relative: format!("{}/{name}", outer.relative),
        size: 0,
        reader,
        compression,
        embedded: None,
        modified: None,
        read_by: OnceLock::new(),
    })
}

/// Reads a whole file, decompressed, for readers whose files are one document.
///
/// # Errors
/// What the system says, or that the file is too long.
pub fn read_whole(input: &Input, place: u32, meter: &Meter, bytes: &mut Buffer) -> io::Result<()> {
    let mut stream = Stream::open(input, place as usize, meter)?;
    read_to_limit(&mut stream, bytes)?;
    stream.finish();
    Ok(())
}

fn read_to_limit(stream: &mut Stream, bytes: &mut Buffer) -> io::Result<()> {
    bytes.begin(&[], 0, CHUNK);
    while stream.read_into(bytes.end(), CHUNK)? > 0 {
        if bytes.len() > LONGEST_RECORD {
            return Err(io::Error::other(format!("longer than {} MiB", LONGEST_RECORD >> 20)));
        }
    }
    Ok(())
}

pub fn unreadable(input: &Input, error: &io::Error) -> Problem {
    let hint = "check that the file is there, whole, and that you may read it";
    input.problem(0, "unreadable", plain(error), hint)
}

/// A reader panicked.
pub fn reader_failed(input: &Input) -> Problem {
    input.problem(
        0,
        "reader-failed",
        format!(
            "the {} reader broke down on it; that is a mistake of keytrend",
            input.reader.name()
        ),
        "please report it, with the file if you may; leave it out until then",
    )
}

/// What the system or a decoder says, for people.
pub(super) fn plain(error: &io::Error) -> String {
    let said = error.to_string();
    match error.kind() {
        io::ErrorKind::UnexpectedEof => format!("the file ends too early ({said})"),
        _ if said.starts_with("incomplete") => format!("the file ends too early ({said})"),
        _ => said.split(" (os error").next().unwrap_or(&said).to_owned(),
    }
}
