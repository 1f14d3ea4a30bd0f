//! When an HWP 5 file was made: its summary is a property set of OLE.

use crate::document::Date;
use crate::read::date::parse;

/// The date in words, in the author's time zone, and that of creation, in UTC.
const DATE_IN_WORDS: u32 = 0x14;
const CREATED: u32 = 0x0C;
const TYPE_TEXT: u32 = 0x1F;
const TYPE_TIME: u32 = 0x40;
/// A date in words is shorter, in characters.
const LONGEST: usize = 64;
/// Days from the first of 1601, where these times begin, to the first of 1970.
const DAYS_TO_1970: i64 = 134_774;

pub fn made(summary: &[u8]) -> Option<Date> {
    property(summary, DATE_IN_WORDS, TYPE_TEXT)
        .and_then(|value| parse(&words(value)?))
        .or_else(|| day(property(summary, CREATED, TYPE_TIME)?))
}

/// What stands behind the type of a property.
fn property(summary: &[u8], id: u32, kind: u32) -> Option<&[u8]> {
    let number =
        |bytes: &[u8], at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
    let section = summary.get(number(summary, 44)? as usize..)?;
    let count = (number(section, 4)? as usize).min(256);
    let place = (0..count).find(|n| number(section, 8 + n * 8) == Some(id))?;
    let value = section.get(number(section, 12 + place * 8)? as usize..)?;
    (number(value, 0)? == kind).then(|| value.get(4..))?
}

fn words(value: &[u8]) -> Option<String> {
    let length = u32::from_le_bytes(value.get(..4)?.try_into().ok()?) as usize;
    let value = value.get(4..)?;
    let units: Vec<u16> = value
        .chunks_exact(2)
        .take(length.min(LONGEST))
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .take_while(|unit| *unit != 0)
        .collect();
    String::from_utf16(&units).ok()
}

/// The day of a time in tenths of microseconds.
fn day(value: &[u8]) -> Option<Date> {
    let ticks = u64::from_le_bytes(value.get(..8)?.try_into().ok()?);
    let days = i64::try_from(ticks / (10_000_000 * 86_400)).ok()? - DAYS_TO_1970;
    // Days to a date of the Gregorian calendar, in years that begin in March.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    // A file that was never given a time has the first day of 1601.
    (1980..2200).contains(&year).then(|| parse(&format!("{year}-{month:02}-{day:02}")))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(id: u32, kind: u32, value: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; 44];
        for number in [48u32, 0, 1, id, 16, kind] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(value);
        bytes
    }

    #[test]
    fn dates() {
        let words = "2019년 5월 3일 금요일 오후 3:12:13";
        let mut value = (words.encode_utf16().count() as u32).to_le_bytes().to_vec();
        value.extend(words.encode_utf16().flat_map(u16::to_le_bytes));
        let said = |summary: &[u8]| made(summary).map(|date| date.to_string());
        assert_eq!(said(&summary(DATE_IN_WORDS, TYPE_TEXT, &value)).as_deref(), Some("2019-05-03"));
        let time = |seconds_since_1970: u64| {
            ((seconds_since_1970 + DAYS_TO_1970 as u64 * 86_400) * 10_000_000).to_le_bytes()
        };
        for (seconds, date) in [
            (951_782_400, "2000-02-29"),
            (1_556_841_600, "2019-05-03"),
            (1_577_836_799, "2019-12-31"),
            (1_577_836_800, "2020-01-01"),
        ] {
            assert_eq!(said(&summary(CREATED, TYPE_TIME, &time(seconds))).as_deref(), Some(date));
        }
        assert_eq!(made(&summary(CREATED, TYPE_TIME, &[0; 8])), None);
        assert_eq!(made(b""), None);
        assert_eq!(made(&[0xFF; 100]), None);
    }
}
