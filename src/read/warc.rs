//! Web archives (ISO 28500), also packed record by record: answers of web servers and texts made of them, each given
//! to the reader of its content type.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::Encoding;

use super::nested::{Fault, Member, Members, Section, Shared, Step};
use super::{Chunk, Context, Cut, Reader, Record, Settings, date, reader_of};

/// Header lines of a record, or of an answer, all together.
const LONGEST_HEADER: u64 = 1 << 17;

pub struct Warc;

impl Reader for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn about(&self) -> &'static str {
        "web archives; answers with status 200 to 299, resources and conversions, by their content type"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["warc"]
    }

    fn cut(&self) -> Cut {
        Cut::Members(|bytes| {
            Ok(Box::new(Records { feed: Shared::new(bytes), number: 0, lost: false, ended: false }))
        })
    }

    fn parse(&self, _: &Chunk, _: &Settings, _: &mut dyn FnMut(Record)) {}
}

struct Records<'a> {
    feed: Shared<'a>,
    /// Of the present record, from 1.
    number: u64,
    /// The next record is still being looked for.
    lost: bool,
    ended: bool,
}

impl<'a> Members<'a> for Records<'a> {
    fn next(&mut self) -> Option<Step<'a>> {
        while !self.ended && !self.feed.with(|feed| feed.broken) {
            match self.record() {
                Ok(Some(step)) => return Some(step),
                Ok(None) => {}
                Err(error) => {
                    self.ended = true;
                    let Fault { reason, detail, hint } = Fault::broken(&error);
                    let detail = format!("behind record {}: {detail}", self.number);
                    return Some(Step::Problem(String::new(), Fault { reason, detail, hint }));
                }
            }
        }
        None
    }
}

impl<'a> Records<'a> {
    /// Nine digits, which no rule takes for a year.
    fn name(&self) -> String {
        format!("{:09}", self.number)
    }

    fn problem(&self, detail: String) -> Option<Step<'a>> {
        let hint = "the other records were read; get the archive again";
        Some(Step::Problem(self.name(), Fault { reason: "broken-record", detail, hint }))
    }

    /// The next record, where it is one to be read.
    fn record(&mut self) -> io::Result<Option<Step<'a>>> {
        self.feed.with(super::nested::Feed::pass_section)?;
        let Some(first) = self.feed.with(|feed| line(&mut feed.reader))? else {
            self.ended = true;
            if self.number == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            return Ok(None);
        };
        if first.is_empty() {
            return Ok(None);
        }
        if !first.starts_with("WARC/") {
            let told = std::mem::replace(&mut self.lost, true);
            let what = "bytes that belong to no record; the next record was looked for";
            return Ok(if told { None } else { self.problem(what.to_owned()) });
        }
        self.lost = false;
        self.number += 1;
        let header = self.feed.with(|feed| Header::read(&mut feed.reader))?;
        let Some(length) = header.get("content-length").and_then(|length| length.parse().ok())
        else {
            return Ok(self.problem("its header names no length".to_owned()));
        };
        let section = BufReader::new(self.feed.section(length));
        match header.get("warc-type").unwrap_or_default() {
            "response" => {}
            "resource" | "conversion" => {
                return Ok(self.member(&header, &header, Box::new(section)));
            }
            // Requests, notes on the crawl, and pages that had not changed.
            _ => return Ok(None),
        }
        match answer(section) {
            Ok(Some((said, body))) => Ok(self.member(&header, &said, body)),
            Ok(None) => Ok(None),
            Err(detail) => Ok(self.problem(detail)),
        }
    }

    /// What a content type is read by. Pictures, styles and scripts are no texts, and are passed over.
    fn member(
        &self,
        record: &Header,
        said: &Header,
        bytes: Box<dyn Read + Send + 'a>,
    ) -> Option<Step<'a>> {
        let kind = said.get("content-type").unwrap_or_default().to_ascii_lowercase();
        let (essence, parameters) = kind.split_once(';').unwrap_or((&kind, ""));
        let extension = match essence.trim() {
            "text/html" | "application/xhtml+xml" => "html",
            "text/plain" => "txt",
            "text/csv" => "csv",
            "text/markdown" => "md",
            "application/x-ndjson" | "application/jsonl" => "jsonl",
            "application/pdf" => "pdf",
            "application/x-hwp" | "application/haansofthwp" => "hwp",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
            _ => return None,
        };
        let Some((reader, _)) = reader_of(&format!("x.{extension}")) else {
            let fault = Fault {
                reason: "unknown-format",
                detail: format!("no reader for {essence}"),
                hint: "leave it out, or turn it into text before",
            };
            return Some(Step::Problem(self.name(), fault));
        };
        let charset = parameters.split(';').find_map(|part| part.trim().strip_prefix("charset="));
        let charset = charset.map(|name| name.trim_matches(['"', '\'', ' ']));
        Some(Step::Member(Member {
            name: self.name(),
            reader: Some(reader),
            context: Context {
                url: record
                    .get("warc-target-uri")
                    .unwrap_or_default()
                    .trim_matches(['<', '>'])
                    .to_owned(),
                date: record.get("warc-date").and_then(date::parse),
                encoding: charset.and_then(|name| Encoding::for_label(name.as_bytes())),
                ..Context::default()
            },
            bytes,
        }))
    }
}

type Answer<'a> = (Header, Box<dyn Read + Send + 'a>);

/// Reads the head of a server's answer and unpacks its body; `None` is an answer without the page.
fn answer(mut section: BufReader<Section<'_>>) -> Result<Option<Answer<'_>>, String> {
    let plain = |error: io::Error| super::chunks::plain(&error);
    let status = line(&mut section).map_err(plain)?.unwrap_or_default();
    let code = status.split(' ').nth(1).and_then(|code| code.parse::<u16>().ok());
    match code {
        Some(200..=299) if status.starts_with("HTTP/") => {}
        Some(_) if status.starts_with("HTTP/") => return Ok(None),
        _ => return Err("its answer does not begin with a status".to_owned()),
    }
    let said = Header::read(&mut section).map_err(plain)?;
    let is = |name: &str, value: &str| {
        said.get(name).is_some_and(|said| said.to_ascii_lowercase().contains(value))
    };
    let mut body: Box<dyn Read + Send + '_> = match is("transfer-encoding", "chunked") {
        true => Box::new(Unchunked { inner: section, left: 0, state: Chunking::Start }),
        false => Box::new(section),
    };
    let packing = said.get("content-encoding").unwrap_or("identity").trim().to_ascii_lowercase();
    body = match packing.as_str() {
        "" | "identity" => body,
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(body)),
        "deflate" => Box::new(flate2::read::ZlibDecoder::new(body)),
        "zstd" => Box::new(zstd::Decoder::new(body).map_err(plain)?),
        other => {
            return Err(format!(
                "its answer is packed by a method that is not read here ({other})"
            ));
        }
    };
    Ok(Some((said, body)))
}

/// Names and values, names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    /// Reads lines up to an empty one.
    fn read(reader: &mut impl BufRead) -> io::Result<Self> {
        let mut pairs: Vec<(String, String)> = vec![];
        let mut length = 0;
        while let Some(line) = line(reader)? {
            length += line.len() as u64 + 2;
            if length > LONGEST_HEADER {
                return Err(io::Error::other("a header without an end"));
            }
            if line.is_empty() {
                break;
            }
            match (line.split_once(':'), pairs.last_mut()) {
                // A line that begins with a blank goes on with the one before.
                (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                    value.push_str(line.trim_end());
                }
                (Some((name, value)), _) => {
                    pairs.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                (None, _) => {}
            }
        }
        Ok(Self(pairs))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A line without its end; `None` at the end of all.
fn line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = vec![];
    if reader.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let end = bytes.trim_ascii_end().len();
    Ok(Some(String::from_utf8_lossy(&bytes[..end]).into_owned()))
}

/// Takes the lengths out of a chunked body. Some crawlers keep the header that announces them, but not them: then
/// the body stays as it is.
struct Unchunked<R> {
    inner: R,
    left: u64,
    state: Chunking,
}

#[derive(PartialEq)]
enum Chunking {
    Start,
    Within,
    Plain,
    Ended,
}

impl<R: BufRead> Read for Unchunked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && matches!(self.state, Chunking::Start | Chunking::Within) {
            self.begin()?;
        }
        match self.state {
            Chunking::Plain => self.inner.read(buffer),
            Chunking::Ended => Ok(0),
            _ => {
                let wanted = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
                let count = self.inner.read(&mut buffer[..wanted])?;
                if count == 0 && wanted > 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                self.left -= count as u64;
                Ok(count)
            }
        }
    }
}

impl<R: BufRead> Unchunked<R> {
    fn begin(&mut self) -> io::Result<()> {
        if self.state == Chunking::Start {
            let head = self.inner.fill_buf()?;
            let digits = head.iter().take(16).take_while(|byte| byte.is_ascii_hexdigit()).count();
            if digits == 0 || !matches!(head.get(digits), Some(b'\r' | b'\n' | b';' | b' ')) {
                self.state = Chunking::Plain;
                return Ok(());
            }
        } else {
            // The line end behind the chunk before.
            line(&mut self.inner)?;
        }
        let Some(size) = line(&mut self.inner)? else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        let size = size.split([';', ' ']).next().unwrap_or_default();
        self.left = u64::from_str_radix(size, 16)
            .map_err(|_| io::Error::other("a chunk of the answer has no length"))?;
        self.state = if self.left == 0 { Chunking::Ended } else { Chunking::Within };
        Ok(())
    }
}
