//! HWP 5: a compound file whose streams are records, compressed.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::summary;
use super::{Contents, Refused};

/// Unpacked, all sections of one document.
const LONGEST: u64 = 128 << 20;
const SIGNATURE: &[u8] = b"HWP Document File";

/// Record tags that matter: a paragraph's text, and the head of a control.
const PARA_TEXT: u32 = 0x10 + 51;
const CTRL_HEADER: u32 = 0x10 + 55;
/// Controls whose text is no part of the running text: header, footer, hidden comment. Stored back to front.
const LEFT_OUT: [&[u8; 4]; 3] = [b"daeh", b"toof", b"tmct"];

/// Bits of the file header.
const COMPRESSED: u32 = 1;
const PASSWORD: u32 = 1 << 1;
/// For reading only: the text lies enciphered beside a sentence that says so.
const DISTRIBUTION: u32 = 1 << 2;
/// Rights management, a certificate's cipher, and both.
const CERTIFIED: u32 = 1 << 4 | 1 << 8 | 1 << 10;

type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// # Errors
/// A file that is damaged, locked or too long.
pub fn contents(bytes: &[u8]) -> Result<Contents, Refused> {
    let mut file = CompoundFile::open(Cursor::new(bytes))
        .map_err(|error| Refused::broken(format!("no whole compound file: {error}")))?;
    // No stream is longer than its file, whatever a damaged one says.
    let whole = bytes.len() as u64;
    let header = stream(&mut file, "/FileHeader", whole)?;
    if !header.starts_with(SIGNATURE) || header.len() < 40 {
        return Err(Refused::broken("no file header of HWP 5"));
    }
    let properties = u32::from_le_bytes([header[36], header[37], header[38], header[39]]);
    if properties & PASSWORD != 0 {
        return Err(Refused::locked("a password is needed"));
    }
    if properties & DISTRIBUTION != 0 {
        return Err(Refused::locked(
            "a distribution document (배포용 문서): its text is enciphered",
        ));
    }
    if properties & CERTIFIED != 0 {
        return Err(Refused::locked("a certificate is needed"));
    }
    let mut text = String::new();
    let mut left = LONGEST;
    let sections = sections(&file);
    if sections.is_empty() {
        return Err(Refused::broken("no section in it"));
    }
    for section in sections {
        let mut bytes = stream(&mut file, &section, whole)?;
        if properties & COMPRESSED != 0 {
            bytes = inflated(&bytes, left)
                .map_err(|error| Refused::broken(format!("{section}: {error}")))?;
        }
        left = left.checked_sub(bytes.len() as u64).ok_or_else(Refused::too_large)?;
        paragraphs(&bytes, &mut text)
            .ok_or_else(|| Refused::broken(format!("{section} breaks off in a record")))?;
    }
    let summary = stream(&mut file, "/\u{5}HwpSummaryInformation", whole).unwrap_or_default();
    Ok(Contents { text, made: summary::made(&summary) })
}

/// Names of the streams of text, in order.
fn sections(file: &File) -> Vec<String> {
    let Ok(entries) = file.read_storage("/BodyText") else { return vec![] };
    let mut numbers: Vec<u32> = entries
        .filter_map(|entry| entry.name().strip_prefix("Section").and_then(|n| n.parse().ok()))
        .collect();
    numbers.sort_unstable();
    numbers.iter().map(|number| format!("/BodyText/Section{number}")).collect()
}

fn stream(file: &mut File, name: &str, longest: u64) -> Result<Vec<u8>, Refused> {
    let broken = |error| Refused::broken(format!("{}: {error}", name.trim_start_matches('/')));
    let mut bytes = vec![];
    let stream = file.open_stream(name).map_err(broken)?;
    stream.take(longest + 1).read_to_end(&mut bytes).map_err(broken)?;
    match bytes.len() as u64 > longest {
        true => Err(Refused::broken("a stream runs in a circle")),
        false => Ok(bytes),
    }
}

fn inflated(bytes: &[u8], longest: u64) -> std::io::Result<Vec<u8>> {
    let mut inflated = vec![];
    flate2::read::DeflateDecoder::new(bytes).take(longest + 1).read_to_end(&mut inflated)?;
    Ok(inflated)
}

/// Appends a line for each paragraph; `None` where a record is longer than what is left.
fn paragraphs(mut bytes: &[u8], text: &mut String) -> Option<()> {
    // The level of a control that is left out, with all below it.
    let mut left_out: Option<u32> = None;
    // Some files end in padding.
    while bytes.len() >= 4 {
        let (head, rest) = bytes.split_at(4);
        let head = u32::from_le_bytes(head.try_into().ok()?);
        let (tag, level) = (head & 0x3FF, head >> 10 & 0x3FF);
        let mut size = (head >> 20) as usize;
        bytes = rest;
        if size == 0xFFF {
            let (long, rest) = bytes.split_at_checked(4)?;
            size = u32::from_le_bytes(long.try_into().ok()?) as usize;
            bytes = rest;
        }
        let (record, rest) = bytes.split_at_checked(size)?;
        bytes = rest;
        if left_out.is_some_and(|above| level > above) {
            continue;
        }
        left_out = None;
        match tag {
            PARA_TEXT => {
                paragraph(record, text);
                text.push('\n');
            }
            CTRL_HEADER if LEFT_OUT.iter().any(|id| record.starts_with(*id)) => {
                left_out = Some(level);
            }
            _ => {}
        }
    }
    Some(())
}

/// UTF-16, in which characters below 32 are controls; most of them take the room of eight.
fn paragraph(record: &[u8], text: &mut String) {
    let units: Vec<u16> =
        record.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let mut at = 0;
    while let Some(unit) = units.get(at).copied() {
        match unit {
            // Line break; the paragraph's end has its line already.
            10 => text.push('\n'),
            0 | 13 => {}
            24 => text.push('-'),
            30 | 31 => text.push(' '),
            25..=29 => {}
            9 => {
                text.push('\t');
                at += 7;
            }
            1..=31 => at += 7,
            _ => {
                let end = units[at..].iter().position(|unit| *unit < 32);
                let end = end.map_or(units.len(), |end| at + end);
                let plain = &units[at..end];
                text.extend(
                    char::decode_utf16(plain.iter().copied())
                        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)),
                );
                at = end;
                continue;
            }
        }
        at += 1;
    }
}
