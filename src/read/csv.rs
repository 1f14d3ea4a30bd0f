//! Tables with a header row, comma, semicolon, tab or bar between fields, quoted line breaks allowed.

use std::borrow::Cow;

use super::columns::Field;
use super::table::{Layout, shown};
use super::{Chunk, Cut, Fields, Reader, Record, Settings};

pub struct Csv;

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "tables with a header row, one document a row; columns by name in three languages"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn cut(&self) -> Cut {
        Cut::Records(last_record_end)
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        let Some(header) = &chunk.header else { return };
        let Ok(header_text) = std::str::from_utf8(header) else {
            // Said once, by the first chunk.
            if chunk.first_record == 0 {
                take(super::text::not_utf8(chunk, header, 0));
            }
            return;
        };
        let delimiter = delimiter(header);
        let names = names(header_text, delimiter);
        let layout = Layout::new(&names, settings);
        if !layout.is_usable() {
            if chunk.first_record == 0 {
                take(chunk.problem(
                    1,
                    "no-text-column",
                    format!("the header row is: {}", shown(&names)),
                    "name the text's column under [input.columns] in the study",
                ));
            }
            return;
        }
        self.rows(chunk, settings, &layout, delimiter, take);
    }
}

impl Csv {
    fn rows(
        &self,
        chunk: &Chunk,
        settings: &Settings,
        layout: &Layout,
        delimiter: u8,
        take: &mut dyn FnMut(Record),
    ) {
        let columns = layout.columns.as_slice();
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(&*chunk.bytes);
        let mut row = ::csv::ByteRecord::new();
        loop {
            let line = chunk.first_line + reader.position().line() - 1;
            let start = reader.position().byte() as usize;
            match reader.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    take(chunk.problem(line, "broken-record", error.to_string(), HINT));
                    break;
                }
            }
            let end = reader.position().byte() as usize;
            if let Some(problem) = broken(chunk, line, &row, columns, &chunk.bytes[start..end]) {
                take(problem);
                continue;
            }
            let mut fields = Fields::default();
            let mut bad = None;
            for (value, column) in row.iter().zip(columns) {
                if let Some(field) = column {
                    match simdutf8::compat::from_utf8(value) {
                        Ok(value) => fields.set(*field, Cow::Borrowed(value)),
                        Err(error) => {
                            bad = Some(super::text::not_utf8(chunk, value, error.valid_up_to()));
                        }
                    }
                }
            }
            match bad {
                Some(Record::Problem(problem)) => {
                    take(Record::Problem(crate::error::Problem { line, ..problem }));
                }
                _ => take(layout.record(fields, chunk, settings, line)),
            }
        }
    }
}

const HINT: &str = "check the quotes in this row; the other rows were read";

/// A row with another number of fields than the header, or a quote that is never closed.
fn broken(
    chunk: &Chunk,
    line: u64,
    row: &::csv::ByteRecord,
    columns: &[Option<Field>],
    raw: &[u8],
) -> Option<Record<'static>> {
    if row.len() != columns.len() {
        let detail = format!("{} fields, where the header has {}", row.len(), columns.len());
        return Some(chunk.problem(line, "broken-record", detail, HINT));
    }
    let quotes = memchr::memchr_iter(b'"', raw).count();
    (quotes % 2 == 1).then(|| chunk.problem(line, "broken-record", "a quote is never closed", HINT))
}

fn names(header: &str, delimiter: u8) -> Vec<String> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(header.trim_start_matches('\u{FEFF}').as_bytes());
    let mut row = ::csv::StringRecord::new();
    match reader.read_record(&mut row) {
        Ok(true) => row.iter().map(|name| name.trim().to_owned()).collect(),
        _ => vec![],
    }
}

/// The most frequent of comma, tab, semicolon and bar in the header row, outside quotes.
fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [(0usize, b','), (0, b'\t'), (0, b';'), (0, b'|')];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        for (count, delimiter) in &mut counts {
            *count += usize::from(!quoted && byte == delimiter);
        }
    }
    // Of equal counts the first stands.
    counts
        .into_iter()
        .rev()
        .max_by_key(|(count, _)| *count)
        .map_or(b',', |(_, delimiter)| delimiter)
}

/// Where the last row ends that ends within `bytes`, outside quotes.
fn last_record_end(bytes: &[u8]) -> Option<usize> {
    let (mut quoted, mut end) = (false, None);
    for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
        match bytes[at] {
            b'"' => quoted = !quoted,
            _ if !quoted => end = Some(at + 1),
            _ => {}
        }
    }
    end
}

/// Length of the first row with its line end.
pub(super) fn first_record(bytes: &[u8]) -> usize {
    let mut quoted = false;
    for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
        match bytes[at] {
            b'"' => quoted = !quoted,
            _ if !quoted => return at + 1,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, reasons};
    use super::*;

    #[test]
    fn the_header_tells_the_delimiter() {
        for delimiter in [",", ";", "\t", "|"] {
            let table = "year;text;source\n2020;\"a; b, c | d\ne\";x\n2021;cut\n2022;f;y\n";
            let (documents, problems) =
                read(&Csv, "x.csv", table.replace(';', delimiter).as_bytes());
            assert_eq!(documents.len(), 2, "{delimiter}");
            let text = "a; b, c | d\ne".replace(';', delimiter);
            assert_eq!(documents[0].text, text);
            assert_eq!(reasons(&problems), [(4, "broken-record")]);
        }
    }

    #[test]
    fn summaries_stand_for_texts() {
        let table = "발간일,발간처,자료명,요약,내용\n2022.12.30,부처,제목,요약,\n2022.12.31,부처,제목,요약,본문\n";
        let (documents, _) = read(&Csv, "x.csv", table.as_bytes());
        let texts: Vec<&str> = documents.iter().map(|document| &*document.text).collect();
        assert_eq!(texts, ["요약", "본문"]);
        assert_eq!(documents[0].source, "부처");
    }

    #[test]
    fn exports_of_bigkinds_are_read_by_their_rules() {
        let table = "\u{FEFF}뉴스 식별자,일자,언론사,제목,키워드,본문,분석제외 여부\n\
                     01100801.20230531232402001,20230531,신문,제목,\"협력,갈등\",\"앞부분, 인용\",\n\
                     01100801.20230531232402002,20230531,신문,제목,협력,앞부분,예외\n";
        let (documents, problems) = read(&Csv, "x.csv", table.as_bytes());
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].text, "협력 갈등");
        assert_eq!(documents[0].shown.as_deref(), Some("앞부분, 인용"));
        assert_eq!(reasons(&problems), [(3, "excluded")]);
    }
}
