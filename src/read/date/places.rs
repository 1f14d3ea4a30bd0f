//! Dates outside of a record's fields: in addresses, identifiers, the first lines of a text, and paths.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::{checked, pattern};
use crate::document::Date;

/// Characters of a text that are looked at.
const HEAD: usize = 300;
/// A longer line is running text, and a date in it is what the text tells of.
const LONGEST_DATELINE: usize = 120;

/// A day in an address: `/2016/03/04/`, `2016-03-04`, `20160304` and with a time behind it; or `/2016/03/`.
pub fn of_address(url: &str) -> Option<Date> {
    static FOLDERS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"/((?:19[89]|20\d)\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?:[/-]|$)",
        )
    });
    if url.is_empty() {
        return None;
    }
    // The server's own name is no date.
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    if let Some(found) = FOLDERS.captures(path) {
        let part = |n| found.get(n).and_then(|part| part.as_str().parse().ok());
        return checked(part(1)?, part(2)?, part(3).unwrap_or(0));
    }
    of_identifier(path)
}

/// A whole day in a run of digits: `20230531`, perhaps with a time and a number behind it, as BIGKinds writes
/// (`01100801.20230531232402001`); or `2023-05-31`.
pub fn of_identifier(id: &str) -> Option<Date> {
    static DASHED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|\D)((?:19[89]|20\d)\d)[-_.](0[1-9]|1[0-2])[-_.](0[1-9]|[12]\d|3[01])(?:\D|$)",
        )
    });
    let runs = id.split(|c: char| !c.is_ascii_digit());
    if let Some(date) = runs.filter_map(of_digits).next() {
        return Some(date);
    }
    let found = DASHED.captures(id)?;
    let part = |n| found.get(n).and_then(|part| part.as_str().parse().ok());
    whole_day(part(1)?, part(2)?, part(3)?)
}

/// Eight digits, or so many that a time of day stands behind them.
fn of_digits(run: &str) -> Option<Date> {
    let number = |from: usize, to: usize| run.get(from..to)?.parse::<i32>().ok();
    let timely = match run.len() {
        8 => true,
        12 | 14 | 17 => number(8, 10)? < 24 && number(10, 12)? < 60,
        _ => false,
    };
    let date = whole_day(number(0, 4)?, number(4, 6)?, number(6, 8)?)?;
    (timely && (1980..=2099).contains(&date.year)).then_some(date)
}

fn whole_day(year: i32, month: i32, day: i32) -> Option<Date> {
    checked(year, month, day).filter(|date| date.day > 0)
}

/// The first whole day in the first lines of a text, where it stands in a short line.
pub fn of_head(text: &str) -> Option<Date> {
    static DAYS: LazyLock<[(Regex, [usize; 3], bool); 5]> = LazyLock::new(|| {
        const MONTHS: &str = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?";
        [
            (
                pattern(r"(?i)ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"),
                [3, 2, 1],
                false,
            ),
            (
                pattern(r"(\d{4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]"),
                [1, 2, 3],
                false,
            ),
            (
                pattern(&format!(r"(?i)\b{MONTHS}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")),
                [3, 1, 2],
                true,
            ),
            (
                pattern(&format!(
                    r"(?i)\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTHS},?\s+(\d{{4}})\b"
                )),
                [3, 2, 1],
                true,
            ),
            (pattern(r"\b(\d{4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,2})\b"), [1, 2, 3], true),
        ]
    });
    let end = text.char_indices().nth(HEAD).map_or(text.len(), |(at, _)| at);
    if !text.as_bytes()[..end].iter().any(u8::is_ascii_digit) {
        return None;
    }
    // The last line may go on behind the head; how long it is decides.
    text[..end].lines().find_map(|line| {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        let whole = text[start..].lines().next().unwrap_or_default();
        if whole.chars().nth(LONGEST_DATELINE).is_some() {
            return None;
        }
        let line: String = whole.nfc().collect();
        DAYS.iter()
            .filter_map(|(day, groups, alone)| {
                let found = day.captures(&line)?;
                let (at, end) = (found.get(1)?.start(), found.get(0)?.end());
                if !is_dateline(&line[..found.get(0)?.start()], &line[end..], *alone) {
                    return None;
                }
                let part = |n: usize| found.get(groups[n]).map(|part| part.as_str());
                let month = part(1)?;
                let month = month.parse().ok().or_else(|| month_of(month))?;
                let date = whole_day(part(0)?.parse().ok()?, month, part(2)?.parse().ok()?)?;
                (1500..=2199).contains(&date.year).then_some((at, date))
            })
            .min_by_key(|(at, _)| *at)
            .map(|(_, date)| date)
    })
}

/// A date that ends its line: nothing but a weekday or the like stands behind it. What stands before it is short; and
/// where sentences may end with such a date, a sign stands between.
fn is_dateline(before: &str, after: &str, alone: bool) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let before = before.trim_start();
    let apart = before.is_empty()
        || before.ends_with("  ")
        || before.trim_end().ends_with(|c: char| !c.is_alphanumeric());
    letters(after) <= 3 && letters(before) <= 60 && (apart || !alone)
}

fn month_of(name: &str) -> Option<i32> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let at = MONTHS.find(&name.get(..3)?.to_ascii_lowercase())?;
    (at % 3 == 0).then_some(at as i32 / 3 + 1)
}

/// The date that the whole name of the file is, but for its extensions: `1992.txt`, `2016-03-04.txt.gz`.
pub fn of_bare_name(path: &str) -> Option<Date> {
    let name = path.rsplit('/').next()?;
    let extension = name
        .as_bytes()
        .windows(2)
        .position(|pair| pair[0] == b'.' && pair[1].is_ascii_alphabetic());
    let stem = &name[..extension.unwrap_or(name.len())];
    let bare = stem.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.'));
    if bare { of_name(stem) } else { None }
}

/// The first date or year in the file's name.
pub fn of_file_name(path: &str) -> Option<Date> {
    of_name(path.rsplit('/').next()?)
}

/// The first date or year in a folder's name, the nearest first.
pub fn of_folders(path: &str) -> Option<Date> {
    path.rsplit('/').skip(1).find_map(of_name)
}

fn of_name(name: &str) -> Option<Date> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|\D)((?:1[5-9]|20|21)\d\d)(?:([-._]?)(0[1-9]|1[0-2])(?:([-._]?)(0[1-9]|[12]\d|3[01]))?)?(?:\D|$)",
        )
    });
    static SPAN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|\D)((?:1[5-9]|20|21)\d\d)(?:\d{4})?\s?[-–~]\s?((?:1[5-9]|20|21)\d\d)(?:\d{4})?(?:\D|$)",
        )
    });
    // `1992-2021` says of no document which year it is of.
    if SPAN.captures(name).is_some_and(|span| span[1] != span[2]) {
        return None;
    }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(look: fn(&str) -> Option<Date>, cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            assert_eq!(look(text).map(|date| date.to_string()).as_deref(), *expected, "{text}");
        }
    }

    #[test]
    fn names_that_are_nothing_but_a_date() {
        for (path, expected) in [
            ("a.zip/1987.txt", Some("1987")),
            ("1987-01.txt.gz", Some("1987-01")),
            ("2016.03.04.md", Some("2016-03-04")),
            ("20160304", Some("2016-03-04")),
            ("1987/speech.txt", None),
            ("speech-1987.txt", None),
            ("12345678.txt", None),
        ] {
            let found = of_bare_name(path).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn dates_in_paths() {
        let either = |path: &str| of_file_name(path).or_else(|| of_folders(path));
        check(
            either,
            &[
                ("nkny_ko/1946.txt", Some("1946")),
                ("reports/2009/health.txt", Some("2009")),
                ("reports/2013-vkist-plan.txt", Some("2013")),
                ("a/KOR_46_1991.txt", Some("1991")),
                ("a/20201001_x.txt", Some("2020-10-01")),
                ("Session 46 - 1991/KOR.txt", Some("1991")),
                ("a/2019-04.txt", Some("2019-04")),
                ("a/b.txt", None),
                ("a/12345678.txt", None),
                ("speeches_1946-2019.zip/x.txt", None),
                ("result_20090101-20231231.csv", None),
                ("result_20090101-20090131.csv", Some("2009-01-01")),
                ("crawl.warc/000002019", None),
            ],
        );
        assert_eq!(of_file_name("2009/health.txt"), None);
        assert_eq!(of_folders("a/2009.txt"), None);
    }

    #[test]
    fn dates_in_addresses() {
        check(
            of_address,
            &[
                ("https://a.kr/2016/03/04/text.html", Some("2016-03-04")),
                ("https://a.kr/2016/3/text.html", Some("2016-03")),
                ("https://a.vn/the-gioi/x-20201001182039471.htm", Some("2020-10-01")),
                ("https://a.kr/view/AKR20190426123400001", Some("2019-04-26")),
                ("https://a.kr/news?date=20160304", Some("2016-03-04")),
                ("https://a.kr/2016-03-04-text", Some("2016-03-04")),
                ("https://a.kr/news/20169999", None),
                ("https://a.kr/news/1234520160304", None),
                ("https://20160304.kr", None),
                ("https://a.kr/article/2016", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn dates_in_identifiers() {
        check(
            of_identifier,
            &[
                ("01100801.20230531232402001", Some("2023-05-31")),
                ("wn-2019-04-26-3", Some("2019-04-26")),
                ("20231301", None),
                ("01100801", None),
                ("KOR_46_1991", None),
            ],
        );
    }

    #[test]
    fn dates_in_the_first_lines() {
        let far = format!("{}\n2019년 4월 26일\n", "제목 줄\n".repeat(80));
        let running = format!("Talks began on June 5, 2009, {}", "and went on ".repeat(12));
        check(
            of_head,
            &[
                ("QUỐC HỘI\nHà Nội, ngày 29 tháng 6 năm 2024\n", Some("2024-06-29")),
                ("Hà Nội, nga\u{300}y 29 tháng 6 năm 2024", Some("2024-06-29")),
                ("제368회국회\n일  시  2019년4월26일(금)\n", Some("2019-04-26")),
                ("SPEECH\nJune 5, 2009\n", Some("2009-06-05")),
                ("5 June 2009\n", Some("2009-06-05")),
                ("5th of Sept. 2009\n", Some("2009-09-05")),
                ("(서울) 2019. 4. 26.(금)", Some("2019-04-26")),
                ("최고인민회의 시정연설 - 1986년 12월 30일 ", Some("1986-12-30")),
                ("Hà Nội ngày 10 tháng 11 năm 2025", Some("2025-11-10")),
                ("Washington, June 5, 2009", Some("2009-06-05")),
                ("The\ntragic events of 11 September 2001 awakened the\nworld", None),
                ("We met after the events of 11 September 2001\nand spoke.", None),
                ("Luật này có hiệu lực từ ngày 1 tháng 7 năm 2025 theo Nghị quyết", None),
                ("2009년에 시작되었다", None),
                ("31 February 2009", None),
                ("Maybe 5, 2009x", None),
                (&far, None),
                (&running, None),
            ],
        );
    }
}
