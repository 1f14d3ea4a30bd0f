//! The words of the page in the language of its readers, and numbers and tests as they hear them.
//!
//! One file a language with the same keys, whole sentences each; a test compares the keys.

pub(super) use crate::chart::style::thousands;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::Scope;
use crate::document::Language;
use crate::lexicon::Stance;
use crate::study::{self, ScopeUnit};
use crate::trend::monotone::MannKendall;
use crate::trend::{Estimate, Findings, Period, TrendTest};

/// A rise or fall is called one below this.
const SIGNIFICANT: f64 = 0.05;

type Table = BTreeMap<String, String>;

static TABLES: LazyLock<[Table; 3]> = LazyLock::new(|| {
    let files = [
        include_str!("words/en.toml"),
        include_str!("words/ko.toml"),
        include_str!("words/vi.toml"),
    ];
    files.map(|file| toml::from_str(file).expect("the words are TOML: a test reads them"))
});

/// The words of one language.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) language: Language,
    pub(super) table: &'static Table,
}

impl Words {
    pub(super) fn of(language: Language) -> Self {
        let at = if language == Language::Und { 0 } else { language as usize };
        Self { language, table: &TABLES[at] }
    }

    /// The words of a key; the key itself where there are none, which a test would have found.
    pub(super) fn get<'a>(&self, key: &'a str) -> &'a str
    where
        'static: 'a,
    {
        self.table.get(key).map_or(key, String::as_str)
    }

    pub(super) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// The form of `key` for this number, filled with it as `{n}`.
    pub(super) fn count(&self, key: &str, number: u64) -> String {
        let one = format!("{key}_one");
        let form = if number == 1 && self.table.contains_key(&one) { &one } else { key };
        self.fill(form, &[("n", &thousands(number))])
    }

    /// The key for years or for months.
    pub(super) fn by(&self, key: &str, by_month: bool, values: &[(&str, &str)]) -> String {
        self.fill(&format!("{key}_{}", if by_month { "month" } else { "year" }), values)
    }

    /// `1992`, `Mar 1992`, `1992년 3월`, `3/1992`.
    pub(super) fn period(&self, Period { year, month }: Period) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        match (month, self.language) {
            (None, _) => year.to_string(),
            (Some(month), Language::Korean) => format!("{year}년 {month}월"),
            (Some(month), Language::Vietnamese) => format!("{month}/{year}"),
            (Some(month), _) => {
                let name = MONTHS.get(usize::from(month).wrapping_sub(1)).copied();
                format!("{} {year}", name.unwrap_or_default())
            }
        }
    }

    /// What was counted, in plain sentences; of an empty result it says what is empty.
    pub(super) fn statement(&self, findings: &Findings) -> String {
        let documents: u64 = findings.overall.rows.iter().map(|row| row.documents).sum();
        let in_scope = findings.documents_in_scope();
        let hits = Stance::ALL.map(|stance| findings.overall.hits(stance));
        let subject = match findings.subject.trim() {
            "" => String::new(),
            subject => self.fill("on_subject", &[("subject", subject)]),
        };
        let (first, last) = (findings.years.start(), findings.years.end());
        let years = match first.cmp(last) {
            std::cmp::Ordering::Less => "from_years",
            std::cmp::Ordering::Equal => "in_year",
            std::cmp::Ordering::Greater => "",
        };
        let ends = [("first", &*first.to_string()), ("last", &*last.to_string())];
        let years = if years.is_empty() { String::new() } else { self.fill(years, &ends) };
        let about = [("subject", &*subject), ("years", &*years)];
        if documents == 0 {
            return self.fill("nothing_found", &about);
        }
        let terms = findings.terms.map(|terms| self.count("terms", terms as u64));
        let read = self.fill(
            "read",
            &[
                ("documents", &self.count("documents", documents)),
                about[0],
                about[1],
                ("cooperation", &terms[0]),
                ("conflict", &terms[1]),
            ],
        );
        let scope = match in_scope {
            0 => return format!("{read} {}", self.get("none_in_scope")),
            all if all == documents => self.get("all_in_scope").to_owned(),
            1 => self.get("one_in_scope").to_owned(),
            some => self.fill("some_in_scope", &[("n", &thousands(some))]),
        };
        let times = hits.map(|hits| self.count("times", hits));
        let key = if hits.iter().sum::<u64>() == 0 { "no_hits" } else { "hits" };
        let values = [("scope", &*scope), ("cooperation", &times[0]), ("conflict", &times[1])];
        format!("{read} {}", self.fill(key, &values))
    }

    /// What the study's scope is.
    pub(super) fn scope(&self, scope: &Scope) -> String {
        if scope.actors.is_empty() {
            return self.get("scope_all").to_owned();
        }
        let own = self.language as usize % 3;
        let names: Vec<&str> = scope
            .actors
            .iter()
            .map(|labels| if labels[own].is_empty() { &*labels[0] } else { &*labels[own] })
            .collect();
        let unit = match scope.unit {
            ScopeUnit::Document => self.get("unit_document").to_owned(),
            ScopeUnit::Sentence => self.get("unit_sentence").to_owned(),
            ScopeUnit::Window(sentences) => self.count("unit_window", sentences.into()),
        };
        let actors = names.join(self.get("and"));
        let mut text = self.fill("scope_actors", &[("actors", &actors), ("unit", &unit)]);
        if scope.home {
            text += " ";
            text += self.get("scope_home");
        }
        text
    }

    /// `rises by 1.2 points a year (95% 0.9 to 1.5), p < 0.001`; `too few years (5)`.
    pub(super) fn verdict(&self, test: &TrendTest, by_month: bool) -> String {
        let found = match &test.outcome {
            Ok(found) => found,
            Err(too_few) => {
                return self.by("too_few", by_month, &[("n", &too_few.periods.to_string())]);
            }
        };
        let rate = test.measure.ends_with("_per_million_words");
        let (scale, unit) = if rate { (1.0, "unit_rate") } else { (100.0, "unit_points") };
        let [slope, low, high] =
            [found.slope, found.slope_low, found.slope_high].map(|number| number * scale);
        let decimals = decimals(high - low);
        let written = |number: f64| signed(number, decimals);
        let p = p_value(found);
        let significant = found.p < SIGNIFICANT;
        let (key, [slope, low, high]) = match significant && slope != 0.0 {
            true if slope > 0.0 => ("rises", [slope, low, high]),
            true => ("falls", [-slope, -high, -low]),
            false if significant => ("moves", [slope, low, high]),
            false => ("unclear", [slope, low, high]),
        };
        let [slope, low, high] = [slope, low, high].map(written);
        let unit = self.get(unit);
        let values =
            [("slope", &*slope), ("unit", unit), ("low", &low), ("high", &high), ("p", &p)];
        match key {
            "moves" => self.fill(key, &values),
            key => self.by(key, by_month, &values),
        }
    }
}

/// `text` with each `{name}` replaced by its value, in one pass: values are not looked through.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else { break };
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// `63.7%`.
pub(super) fn per_cent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// `58.1–69.0`, in per cent.
pub(super) fn interval(Estimate { low, high, .. }: Estimate) -> String {
    format!("{:.1}–{:.1}", low * 100.0, high * 100.0)
}

/// `1992–2021`, `2020`; empty without a year.
pub(super) fn span(years: &RangeInclusive<i32>) -> String {
    match years.is_empty() {
        true => String::new(),
        false => study::span(*years.start(), *years.end()),
    }
}

/// No `−0.0`, and a true minus sign.
fn signed(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.contains(|c: char| matches!(c, '1'..='9')) => format!("−{digits}"),
        Some(digits) => digits.to_owned(),
        None => text,
    }
}

/// Enough decimals that the ends of an interval of `width` differ.
fn decimals(width: f64) -> usize {
    match width {
        width if width >= 20.0 => 0,
        width if width >= 0.2 || width == 0.0 => 1,
        width if width >= 0.02 => 2,
        _ => 3,
    }
}

fn p_value(found: &MannKendall) -> String {
    match found.p {
        p if p < 0.001 => "p\u{a0}<\u{a0}0.001".to_owned(),
        p if p < 0.1 => format!("p\u{a0}=\u{a0}{p:.3}"),
        p => format!("p\u{a0}=\u{a0}{p:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::TooFew;

    fn test(measure: &'static str, slopes: [f64; 3], p: f64) -> TrendTest {
        let [slope, slope_low, slope_high] = slopes;
        let found = MannKendall {
            n: 30,
            s: 0.0,
            variance: 0.0,
            z: 0.0,
            p,
            tau: 0.0,
            slope,
            slope_low,
            slope_high,
            intercept: 0.0,
        };
        TrendTest { measure, outcome: Ok(found) }
    }

    /// With plain spaces for those that hold numbers together.
    fn plain(language: Language, test: &TrendTest, by_month: bool) -> String {
        Words::of(language).verdict(test, by_month).replace('\u{a0}', " ")
    }

    #[test]
    fn the_three_languages_have_the_same_words() {
        let places = |text: &str| -> Vec<String> {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
                .collect();
            names.sort();
            names
        };
        let [english, korean, vietnamese] = &*TABLES;
        for (other, name) in [(korean, "ko"), (vietnamese, "vi")] {
            assert!(english.keys().eq(other.keys()), "{name} has other keys than en");
            for (key, text) in english {
                assert!(!other[key].trim().is_empty(), "{name}: {key}");
                // Forms for one may leave the number out.
                if !key.ends_with("_one") {
                    assert_eq!(places(text), places(&other[key]), "{name}: {key}");
                }
            }
        }
    }

    #[test]
    fn verdicts_read_aloud() {
        let share = |slopes, p| plain(Language::English, &test("conflict_share", slopes, p), false);
        assert_eq!(
            share([0.012, 0.009, 0.015], 1e-9),
            "rises by 1.2 points a year (95% 0.9 to 1.5), p < 0.001"
        );
        assert_eq!(
            share([-0.012, -0.015, -0.009], 0.0123),
            "falls by 1.2 points a year (95% 0.9 to 1.5), p = 0.012"
        );
        assert_eq!(
            share([0.0012, -0.003, 0.005], 0.45),
            "no clear trend: 0.1 points a year (95% −0.3 to 0.5), p = 0.45"
        );
        let rate = test("conflict_hits_per_million_words", [3.0, 1.0, 40.0], 0.02);
        assert_eq!(
            plain(Language::English, &rate, true),
            "rises by 3 mentions per million words a month (95% 1 to 40), p = 0.020"
        );
        assert_eq!(
            plain(Language::Korean, &rate, true),
            "달마다 3회(백만 단어당) 증가(95% 1~40), p = 0.020"
        );
        let short = TrendTest { measure: "conflict_share", outcome: Err(TooFew { periods: 5 }) };
        let english = Words::of(Language::English);
        assert_eq!(english.verdict(&short, false), "too few years (5)");
        assert_eq!(english.verdict(&short, true), "too few months (5)");
        assert_eq!(Words::of(Language::Vietnamese).verdict(&short, false), "quá ít năm (5)");
        assert!(!share([-0.000_001, -0.003, 0.003], 0.9).contains("−0.0 "));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(per_cent(0.6371), "63.7%");
        assert_eq!([span(&(1992..=2021)), span(&(2020..=2020))], ["1992–2021", "2020"]);
        let march = Period { year: 1992, month: Some(3) };
        let names = Language::COUNTED.map(|language| Words::of(language).period(march));
        assert_eq!(names, ["Mar 1992", "1992년 3월", "3/1992"]);
    }

    #[test]
    fn values_are_not_looked_through() {
        assert_eq!(fill("a {n} b {m}", &[("n", "{m}"), ("m", "1")]), "a {m} b 1");
    }
}
