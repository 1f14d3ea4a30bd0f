//! Every rule that finds a date, in order of trust (`DateFrom`); those for other places than fields are in `places`.

pub(super) mod places;

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Date, DateFrom};
use crate::study::DateOrder;

/// Where the date of a record may stand.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// Its own fields.
    pub date: &'a str,
    pub year: &'a str,
    pub month: &'a str,
    /// What these fields are: columns of a row, or lines before a text.
    pub fields_are: DateFrom,
    /// What its reader found elsewhere.
    pub elsewhere: &'a [(DateFrom, Date)],
    pub url: &'a str,
    pub id: &'a str,
    pub text: &'a str,
    /// The path it was read from.
    pub path: &'a str,
    /// Which comes first in `04/05/2019`.
    pub order: Option<DateOrder>,
}

/// Why a record has no date.
#[derive(Debug, PartialEq, Eq)]
pub enum Undated {
    /// Day and month cannot be told apart.
    Ambiguous(String),
    /// Where was looked.
    Nowhere(String),
}

/// The date of a record, and what it was read from: of all places the most trusted one (`DateFrom`).
///
/// # Errors
/// A date field that can be read in two ways, or no date anywhere.
pub fn of_record(evidence: &Evidence) -> Result<(DateFrom, Date), Undated> {
    let own = of_fields(evidence)?;
    if let Some(date) = own
        && evidence.fields_are == DateFrom::Row
    {
        return Ok((DateFrom::Row, date));
    }
    let own = own.map(|date| (evidence.fields_are, date));
    let found = evidence.elsewhere.iter().copied().chain(own).min_by_key(|(from, _)| *from);
    if let Some((from, date)) = found
        && from < DateFrom::Url
    {
        return Ok((from, date));
    }
    // Looked for only where nothing better was found.
    let places: [(DateFrom, Look); 6] = [
        (DateFrom::Url, |evidence| places::of_address(evidence.url)),
        (DateFrom::Identifier, |evidence| places::of_identifier(evidence.id)),
        // A file that is called by nothing but a date was called so on purpose.
        (DateFrom::FileName, |evidence| places::of_bare_name(evidence.path)),
        (DateFrom::Head, |evidence| places::of_head(evidence.text)),
        (DateFrom::FileName, |evidence| places::of_file_name(evidence.path)),
        (DateFrom::Folder, |evidence| places::of_folders(evidence.path)),
    ];
    for (from, look) in places {
        if let Some(known) = found.filter(|(known, _)| *known <= from) {
            return Ok(known);
        }
        if let Some(date) = look(evidence) {
            return Ok((from, date));
        }
    }
    found.ok_or_else(|| {
        let said = |name: &str, value: &str| match value {
            "" => format!("no {name} field"),
            value => format!("{name} field `{}`", value.chars().take(40).collect::<String>()),
        };
        let (date, year) = (said("date", evidence.date), said("year", evidence.year));
        Undated::Nowhere(format!(
            "{date}, {year}, none in the address, the first lines or the path"
        ))
    })
}

/// Looks into one place.
type Look = fn(&Evidence) -> Option<Date>;

/// What the date field says, else the year field.
fn of_fields(evidence: &Evidence) -> Result<Option<Date>, Undated> {
    let Evidence { date, year, month, order, .. } = evidence;
    let unclear = match read(date, *order) {
        Some(Read::Date(date)) => return Ok(Some(date)),
        Some(Read::Unclear(_)) => Some(*date),
        None => None,
    };
    if let Some(Read::Date(found) | Read::Unclear(found)) = read(year, *order) {
        let month = month.parse().ok().filter(|month| (1..=12).contains(month)).unwrap_or(0);
        return Ok(Some(if found.month == 0 { Date { month, ..found } } else { found }));
    }
    match unclear {
        Some(date) => Err(Undated::Ambiguous(date.trim().chars().take(40).collect())),
        None => Ok(None),
    }
}

/// What a date field is.
enum Read {
    Date(Date),
    /// The year is known; day and month cannot be told apart.
    Unclear(Date),
}

/// A date as sources write it: `1992`, `1992-12`, `1992-12-22` (also with `.` or `/`), `19921222`, a time behind it,
/// `1992년 12월 22일`, `22/12/1992`. Where day and month cannot be told apart, only the year is taken.
pub fn parse(text: &str) -> Option<Date> {
    match read(text, None)? {
        Read::Date(date) | Read::Unclear(date) => Some(date),
    }
}

fn read(text: &str, order: Option<DateOrder>) -> Option<Read> {
    static ISO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?[-./]?(?:[T\s].*)?$")
    });
    static DIGITS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(\d{4})(\d{2})(\d{2})(?:\d{2}.*)?$"));
    static KOREAN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(\d{4})\s*년(?:\s*(\d{1,2})\s*월(?:\s*(\d{1,2})\s*일)?)?"));
    static REVERSED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:[T\s,].*)?$"));
    let text = text.trim();
    if let Some(date) = plain_iso(text.as_bytes()) {
        return Some(Read::Date(date));
    }
    for rule in [&ISO, &DIGITS, &KOREAN] {
        if let Some(found) = rule.captures(text) {
            let part = |n| found.get(n).and_then(|part| part.as_str().parse().ok());
            let date = checked(part(1)?, part(2).unwrap_or(0), part(3).unwrap_or(0));
            return date.map(Read::Date);
        }
    }
    let found = REVERSED.captures(text)?;
    let part = |n| found.get(n).and_then(|part| part.as_str().parse::<i32>().ok());
    let (first, second, year) = (part(1)?, part(2)?, part(3)?);
    let date = match (first, second, order) {
        (13..=31, 1..=12, _) => checked(year, second, first),
        (1..=12, 13..=31, _) => checked(year, first, second),
        (1..=12, 1..=12, _) if first == second => checked(year, first, second),
        (1..=12, 1..=12, Some(DateOrder::DayFirst)) => checked(year, second, first),
        (1..=12, 1..=12, Some(DateOrder::MonthFirst)) => checked(year, first, second),
        (1..=12, 1..=12, None) => return checked(year, 0, 0).map(Read::Unclear),
        _ => checked(year, 0, 0),
    };
    date.map(Read::Date)
}

/// `1992`, `1992-12-22` and `19921222`, which nearly all dates are, without a pattern.
fn plain_iso(text: &[u8]) -> Option<Date> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |value, digit| {
            digit.is_ascii_digit().then(|| value * 10 + i32::from(digit - b'0'))
        })
    };
    let (year, month, day) = match text {
        [_, _, _, _] => (text, None, None),
        [_, _, _, _, b'-', _, _, b'-', _, _] => (&text[..4], Some(&text[5..7]), Some(&text[8..])),
        [_, _, _, _, _, _, _, _] => (&text[..4], Some(&text[4..6]), Some(&text[6..])),
        _ => return None,
    };
    let part = |digits: Option<&[u8]>| digits.map_or(Some(0), number);
    checked(number(year)?, part(month)?, part(day)?)
}

fn pattern(expression: &str) -> Regex {
    Regex::new(expression).expect("a valid pattern")
}

/// A date that can be; a month or day that cannot is as good as none, a year before 1000 is none.
fn checked(year: i32, month: i32, day: i32) -> Option<Date> {
    if !(1000..=2999).contains(&year) {
        return None;
    }
    let month = if (1..=12).contains(&month) { month as u8 } else { 0 };
    let days = match month {
        0 => 0,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = if (1..=days).contains(&day) { day as u8 } else { 0 };
    Some(Date { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_sources_write_them() {
        for (text, expected) in [
            ("1992", "1992"),
            ("1992-12", "1992-12"),
            ("1992-12-22", "1992-12-22"),
            ("2022.12.30", "2022-12-30"),
            ("2022. ", "2022"),
            ("1981-11-", "1981-11"),
            ("2020/1/5", "2020-01-05"),
            ("20201001", "2020-10-01"),
            ("20230531232402", "2023-05-31"),
            ("2020-10-01T18:20:39+07:00", "2020-10-01"),
            ("2019년 4월 26일", "2019-04-26"),
            ("2019년", "2019"),
            ("26/04/2019", "2019-04-26"),
            ("04/26/2019", "2019-04-26"),
            ("04/05/2019", "2019"),
            ("2019-13-01", "2019"),
            ("2019-02-30", "2019-02"),
        ] {
            assert_eq!(
                parse(text).map(|date| date.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in ["", "yesterday", "0012", "12", "99999", "-"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    fn evidence(path: &str) -> Evidence<'_> {
        Evidence {
            date: "",
            year: "",
            month: "",
            fields_are: DateFrom::Row,
            elsewhere: &[],
            url: "",
            id: "",
            text: "",
            path,
            order: None,
        }
    }

    #[test]
    fn the_most_trusted_place_counts() {
        // All places at once, each with a year of its own; taken away from the top, one by one.
        let date = |year| Date { year, month: 0, day: 0 };
        let elsewhere = [(DateFrom::FileMetadata, date(2009)), (DateFrom::Metadata, date(2002))];
        let mut all = Evidence {
            date: "2001-05-04",
            elsewhere: &elsewhere,
            url: "https://a.vn/2004/03/02/x.html",
            id: "01100801.20050531232402001",
            text: "Hà Nội, ngày 29 tháng 6 năm 2006\n\nText.",
            ..evidence("a/2008/b-2007.txt")
        };
        let mut seen = vec![];
        for from in DateFrom::ALL {
            match from {
                DateFrom::Row => {}
                DateFrom::Metadata => all.fields_are = DateFrom::FrontMatter,
                DateFrom::FrontMatter => all.elsewhere = &elsewhere[..1],
                DateFrom::Url => all.date = "",
                DateFrom::Identifier => all.url = "",
                DateFrom::Head => all.id = "",
                DateFrom::FileName => all.text = "",
                DateFrom::Folder => all.path = "a/2008/b.txt",
                DateFrom::FileMetadata => all.path = "a/b.txt",
            }
            let (found, date) = of_record(&all).unwrap();
            assert_eq!(found, from);
            seen.push(date.year);
        }
        assert_eq!(seen, [2001, 2002, 2001, 2004, 2005, 2006, 2007, 2008, 2009]);
        let named =
            Evidence { path: "a/1987.txt", text: "1986년 12월 30일\n\nText.", ..evidence("") };
        assert_eq!(of_record(&named).unwrap(), (DateFrom::FileName, date(1987)));
        all.elsewhere = &[];
        assert!(matches!(of_record(&all), Err(Undated::Nowhere(_))));
    }

    #[test]
    fn day_and_month_need_an_order() {
        let unclear = Evidence { date: "04/05/2019", ..evidence("a/2001.txt") };
        assert_eq!(of_record(&unclear), Err(Undated::Ambiguous("04/05/2019".into())));
        for (order, expected) in
            [(DateOrder::DayFirst, "2019-05-04"), (DateOrder::MonthFirst, "2019-04-05")]
        {
            let clear = Evidence { order: Some(order), ..evidence("a") };
            let (_, date) = of_record(&Evidence { date: "04/05/2019", ..clear }).unwrap();
            assert_eq!(date.to_string(), expected);
        }
        // The year column settles what is counted by year.
        let year = Evidence { date: "04/05/2019", year: "2019", ..evidence("a") };
        assert_eq!(of_record(&year).unwrap().1.to_string(), "2019");
        let settled = Evidence { date: "13/05/2019", ..evidence("a") };
        assert_eq!(of_record(&settled).unwrap().1.to_string(), "2019-05-13");
    }
}
