//! What a study may say of how its texts are written: their encoding, and the order of day and month.

use encoding_rs::Encoding;
use serde::Deserialize;

/// Which comes first in `04/05/2019`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

impl DateOrder {
    pub const ALL: [DateOrder; 2] = [Self::DayFirst, Self::MonthFirst];

    pub fn code(self) -> &'static str {
        ["dmy", "mdy"][self as usize]
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }
}

/// An encoding by the names that people use: those of the web, and those of Windows and Java.
pub fn encoding_of(name: &str) -> Option<&'static Encoding> {
    let lower = name.trim().to_ascii_lowercase();
    let label = match lower.as_str() {
        "cp949" | "ms949" | "uhc" | "euckr" => "euc-kr",
        "cp1258" => "windows-1258",
        "cp1252" => "windows-1252",
        "utf8" | "utf-8-sig" => "utf-8",
        "utf16" => "utf-16",
        "utf16le" => "utf-16le",
        "utf16be" => "utf-16be",
        label => label,
    };
    Encoding::for_label_no_replacement(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_have_the_names_that_people_use() {
        for (name, expected) in [
            ("CP949", "EUC-KR"),
            ("euc-kr", "EUC-KR"),
            ("UTF-8", "UTF-8"),
            ("utf-16le", "UTF-16LE"),
            ("cp1258", "windows-1258"),
            ("windows-1258", "windows-1258"),
        ] {
            assert_eq!(encoding_of(name).map(Encoding::name), Some(expected), "{name}");
        }
        assert_eq!(encoding_of("cp94"), None);
        assert_eq!(encoding_of(""), None);
    }

    #[test]
    fn orders_have_codes() {
        assert!(
            DateOrder::ALL.iter().all(|order| DateOrder::from_code(order.code()) == Some(*order))
        );
        assert_eq!(DateOrder::from_code("ymd"), None);
    }
}
