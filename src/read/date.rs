//! Every rule that finds a date, in order of trust: the record's date, its year, the file's name, its folders.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Date, DateFrom};

/// The date of a record, from its own fields, what its reader found elsewhere, or the path it was read from, with what
/// it was read from.
///
/// # Errors
/// Where a date was looked for, if none was found.
pub fn of_record(
    date: &str,
    year: &str,
    month: &str,
    elsewhere: &[(DateFrom, Date)],
    path: &str,
) -> Result<(DateFrom, Date), String> {
    if let Some(date) = parse(date) {
        return Ok((DateFrom::Row, date));
    }
    if let Some(found) = parse(year) {
        let month = month.parse().ok().filter(|month| (1..=12).contains(month)).unwrap_or(0);
        let date = if found.month == 0 { Date { month, ..found } } else { found };
        return Ok((DateFrom::Row, date));
    }
    let path = of_path(path).map(|date| (DateFrom::FileName, date));
    if let Some(found) = elsewhere.iter().copied().chain(path).min_by_key(|(from, _)| *from) {
        return Ok(found);
    }
    let said = |name: &str, value: &str| match value {
        "" => format!("no {name} field"),
        value => format!("{name} field `{}`", value.chars().take(40).collect::<String>()),
    };
    Err(format!("{}, {}, no year in the path", said("date", date), said("year", year)))
}

/// A date as sources write it: `1992`, `1992-12`, `1992-12-22` (also with `.` or `/`), `19921222`, a time behind it,
/// `1992년 12월 22일`, `22/12/1992`. Where day and month cannot be told apart, only the year is taken.
pub fn parse(text: &str) -> Option<Date> {
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
        return Some(date);
    }
    for rule in [&ISO, &DIGITS, &KOREAN] {
        if let Some(found) = rule.captures(text) {
            let part = |n| found.get(n).and_then(|part| part.as_str().parse().ok());
            return checked(part(1)?, part(2).unwrap_or(0), part(3).unwrap_or(0));
        }
    }
    let found = REVERSED.captures(text)?;
    let part = |n| found.get(n).and_then(|part| part.as_str().parse::<i32>().ok());
    let (first, second, year) = (part(1)?, part(2)?, part(3)?);
    match (first, second) {
        (13..=31, 1..=12) => checked(year, second, first),
        (1..=12, 13..=31) => checked(year, first, second),
        (1..=12, 1..=12) if first == second => checked(year, first, second),
        _ => checked(year, 0, 0),
    }
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

/// The date in an identifier that ends in a point in time, as `01100801.20230531232402001`.
pub fn of_identifier(id: &str) -> Option<Date> {
    let time = id.trim().rsplit('.').next()?;
    let digits = time.len() >= 14 && time.bytes().all(|byte| byte.is_ascii_digit());
    plain_iso(time.as_bytes().get(..8).filter(|_| digits)?)
}

/// The first date or year in the file's name, else in the nearest folder's.
pub fn of_path(path: &str) -> Option<Date> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|\D)((?:1[5-9]|20|21)\d\d)(?:([-._]?)(0[1-9]|1[0-2])(?:([-._]?)(0[1-9]|[12]\d|3[01]))?)?(?:\D|$)",
        )
    });
    path.rsplit('/').find_map(|name| {
        let found = DATE.captures(name)?;
        let part = |n| found.get(n).and_then(|part| part.as_str().parse::<i32>().ok());
        let separator = |n: usize| found.get(n).map(|part| part.as_str());
        let year = part(1)?;
        match (part(3), part(5)) {
            (Some(month), Some(day)) if separator(2) == separator(4) => checked(year, month, day),
            // `201904` would be read out of a longer number.
            (Some(month), None) if separator(2) != Some("") => checked(year, month, 0),
            _ => checked(year, 0, 0),
        }
    })
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

    #[test]
    fn dates_in_identifiers() {
        for (id, expected) in [
            ("01100801.20230531232402001", Some("2023-05-31")),
            ("20230531232402001", Some("2023-05-31")),
            ("01100801.20239931232402001", Some("2023")),
            ("20230531", None),
            ("a.2023053123240x", None),
            ("", None),
        ] {
            assert_eq!(of_identifier(id).map(|date| date.to_string()).as_deref(), expected, "{id}");
        }
    }

    #[test]
    fn dates_in_paths() {
        for (path, expected) in [
            ("nkny_ko/1946.txt", Some("1946")),
            ("reports/2009/health.txt", Some("2009")),
            ("reports/2013-vkist-plan.txt", Some("2013")),
            ("a/KOR_46_1991.txt", Some("1991")),
            ("a/20201001_x.txt", Some("2020-10-01")),
            ("Session 46 - 1991/KOR.txt", Some("1991")),
            ("a/2019-04.txt", Some("2019-04")),
            ("a/b.txt", None),
            ("a/12345678.txt", None),
        ] {
            assert_eq!(of_path(path).map(|date| date.to_string()).as_deref(), expected, "{path}");
        }
    }
}
