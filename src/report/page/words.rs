//! Numbers and tests as a reader hears them.

pub(super) use crate::chart::style::thousands;
use std::ops::RangeInclusive;

use crate::lexicon::Stance;
use crate::trend::monotone::MannKendall;
use crate::trend::{Estimate, Findings, TrendTest};

/// A rise or fall is called one below this.
const SIGNIFICANT: f64 = 0.05;

/// `63.7 %`, never broken in two.
pub(super) fn per_cent(share: f64) -> String {
    format!("{:.1}\u{a0}%", share * 100.0)
}

/// `58.1–69.0`, in per cent.
pub(super) fn interval(Estimate { low, high, .. }: Estimate) -> String {
    format!("{:.1}–{:.1}", low * 100.0, high * 100.0)
}

/// `1992–2021`, `2020`; empty without a year.
pub(super) fn span(years: &RangeInclusive<i32>) -> String {
    let (first, last) = (years.start(), years.end());
    match first.cmp(last) {
        std::cmp::Ordering::Less => format!("{first}–{last}"),
        std::cmp::Ordering::Equal => first.to_string(),
        std::cmp::Ordering::Greater => String::new(),
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// What was counted, in plain sentences; of an empty result it says what is empty.
pub(super) fn statement(findings: &Findings) -> String {
    let documents: u64 = findings.overall.rows.iter().map(|row| row.documents).sum();
    let in_scope = findings.documents_in_scope();
    let [cooperation, conflict] = Stance::ALL.map(|stance| findings.overall.hits(stance));
    let [cooperation_terms, conflict_terms] = findings.terms;
    let subject = match findings.subject.trim() {
        "" => String::new(),
        subject => format!(" on {subject}"),
    };
    let years = match span(&findings.years) {
        span if span.is_empty() => String::new(),
        span => format!(" from {}", span.replace('–', " to ")),
    };
    if documents == 0 {
        return format!("No document{subject}{years} was found, so there is nothing to count.");
    }
    let read = format!(
        "keytrend read {}{subject}{years} and looked for {} of cooperation and {} of conflict.",
        count(documents, "document", "documents"),
        count(cooperation_terms as u64, "term", "terms"),
        thousands(conflict_terms as u64),
    );
    if in_scope == 0 {
        return format!(
            "{read} None of the documents is in the study's scope, so that no hit counts."
        );
    }
    let scope = match in_scope == documents {
        true => "All of them are in scope".to_owned(),
        false if in_scope == 1 => "One of them is in scope".to_owned(),
        false => format!("{} of them are in scope", thousands(in_scope)),
    };
    if cooperation + conflict == 0 {
        return format!("{read} {scope}, and none of the terms stands in them.");
    }
    format!(
        "{read} {scope}. In these, terms of cooperation stand {} and terms of conflict {}. A share is the part of \
         the documents in scope that have at least one such term.",
        count(cooperation, "time", "times"),
        count(conflict, "time", "times"),
    )
}

/// A measure in words.
pub(super) fn measure(name: &str) -> &str {
    match name {
        "cooperation_share" => "Share of documents with a cooperation term",
        "conflict_share" => "Share of documents with a conflict term",
        "balance_documents" => "Cooperation’s part of documents with a term of either kind",
        "balance_hits" => "Cooperation’s part of all hits",
        "cooperation_hits_per_million_words" => "Cooperation hits per million words",
        "conflict_hits_per_million_words" => "Conflict hits per million words",
        name => name,
    }
}

/// `rises by 1.2 points a year (95 % 0.9 to 1.5), p < 0.001`; `too few years (5)`.
pub(super) fn verdict(test: &TrendTest, by_month: bool) -> String {
    let found = match &test.outcome {
        Ok(found) => found,
        Err(too_few) => return too_few.note(by_month),
    };
    let rate = test.measure.ends_with("_per_million_words");
    let (scale, unit) = if rate { (1.0, "hits per million words") } else { (100.0, "points") };
    let period = if by_month { "month" } else { "year" };
    let [slope, low, high] = [found.slope, found.slope_low, found.slope_high].map(|x| x * scale);
    let decimals = decimals(high - low);
    let number = |number: f64| {
        let text = format!("{number:.decimals$}");
        // No `−0.0`, and a true minus sign.
        match text.strip_prefix('-') {
            Some(digits) if digits.contains(|c: char| matches!(c, '1'..='9')) => {
                format!("−{digits}")
            }
            Some(digits) => digits.to_owned(),
            None => text,
        }
    };
    let range = format!("(95\u{a0}% {} to {})", number(low), number(high));
    let p = p_value(found);
    if found.p >= SIGNIFICANT || slope == 0.0 {
        return match found.p < SIGNIFICANT {
            true => format!("moves, with a median slope of 0 {range}, {p}"),
            false => format!("no clear trend: {} {unit} a {period} {range}, {p}", number(slope)),
        };
    }
    let verb = if slope > 0.0 { "rises" } else { "falls" };
    let (low, high) = if slope > 0.0 { (low, high) } else { (-high, -low) };
    format!(
        "{verb} by {} {unit} a {period} (95\u{a0}% {} to {}), {p}",
        number(slope.abs()),
        number(low),
        number(high)
    )
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
    fn plain(test: &TrendTest, by_month: bool) -> String {
        verdict(test, by_month).replace('\u{a0}', " ")
    }

    #[test]
    fn verdicts_read_aloud() {
        let share = |slopes, p| plain(&test("conflict_share", slopes, p), false);
        assert_eq!(
            share([0.012, 0.009, 0.015], 1e-9),
            "rises by 1.2 points a year (95 % 0.9 to 1.5), p < 0.001"
        );
        assert_eq!(
            share([-0.012, -0.015, -0.009], 0.0123),
            "falls by 1.2 points a year (95 % 0.9 to 1.5), p = 0.012"
        );
        assert_eq!(
            share([0.0012, -0.003, 0.005], 0.45),
            "no clear trend: 0.1 points a year (95 % −0.3 to 0.5), p = 0.45"
        );
        assert_eq!(
            plain(&test("conflict_hits_per_million_words", [3.0, 1.0, 40.0], 0.02), true),
            "rises by 3 hits per million words a month (95 % 1 to 40), p = 0.020"
        );
        let short = TrendTest { measure: "conflict_share", outcome: Err(TooFew { periods: 5 }) };
        assert_eq!(verdict(&short, false), "too few years (5)");
        assert_eq!(verdict(&short, true), "too few months (5)");
        assert!(!share([-0.000_001, -0.003, 0.003], 0.9).contains("−0.0 "));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(per_cent(0.6371), "63.7\u{a0}%");
        assert_eq!([span(&(1992..=2021)), span(&(2020..=2020))], ["1992–2021", "2020"]);
    }
}
