//! How single words of the command line are read.

use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use encoding_rs::Encoding;

use crate::study::encoding_of;

/// The first and the last year, in order.
pub type Years = RangeInclusive<i32>;

/// `1992-2021`, `1992..2021`, `1992–2021` or `2017`.
pub fn parse_years(text: &str) -> Result<Years, String> {
    let year = |text: &str| {
        text.trim()
            .parse::<i32>()
            .ok()
            .filter(|year| (1000..=2999).contains(year))
            .ok_or_else(|| format!("`{}` is not a year; write 1992-2021 or 2017", text.trim()))
    };
    let (first, last) = ["..", "–", "-"]
        .into_iter()
        .find_map(|between| text.split_once(between))
        .unwrap_or((text, text));
    let (first, last) = (year(first)?, year(last)?);
    if first > last {
        return Err(format!("{first} comes after {last}; write {last}-{first}"));
    }
    Ok(first..=last)
}

pub fn parse_threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "write a whole number, 1 or more".to_owned())
}

pub fn parse_encoding(name: &str) -> Result<&'static Encoding, String> {
    let known = "write cp949, euc-kr, utf-8, utf-16le, windows-1258 or the like";
    encoding_of(name).ok_or_else(|| known.to_owned())
}

/// One of `all` by its code; a mistake lists the codes.
pub fn choice<T, const N: usize>(
    all: [T; N],
    code: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.map(code)).try_map(move |typed| {
        all.into_iter().find(|value| code(*value) == typed).ok_or("not one of them")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_in_every_common_spelling() {
        for text in ["1992-2021", "1992..2021", "1992–2021", "1992 - 2021"] {
            assert_eq!(parse_years(text), Ok(1992..=2021));
        }
        assert_eq!(parse_years("2017"), Ok(2017..=2017));
        let reversed = Err("2021 comes after 1992; write 1992-2021".to_owned());
        assert_eq!(parse_years("2021-1992"), reversed);
        let odd = Err("`92` is not a year; write 1992-2021 or 2017".to_owned());
        assert_eq!(parse_years("92-2021"), odd);
    }
}
