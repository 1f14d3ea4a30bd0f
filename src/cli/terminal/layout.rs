//! What is printed, as text with colours. Pure functions: they are told the width and print nothing.

use std::fmt::Write;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};

use super::text::{bytes, clean, head, left, plural, right, seconds, tail, thousands, width};
use crate::error::{Error, Place};
use crate::lexicon::Stance;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const WARN: Style = AnsiColor::Yellow.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const TIP: Style = AnsiColor::Cyan.on_default().bold();

fn style_of(stance: Option<Stance>) -> Style {
    match stance {
        Some(Stance::Cooperation) => AnsiColor::Blue.on_default().bold(),
        Some(Stance::Conflict) => AnsiColor::Yellow.on_default().bold(),
        None => BOLD,
    }
}

fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// What a run says when it is done.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub documents: u64,
    pub in_scope: u64,
    /// Years with documents.
    pub years: u64,
    /// Languages with documents.
    pub languages: u64,
    pub bytes: u64,
    /// Until all was counted.
    pub counting_seconds: f64,
    /// By reason, as in `problems.csv`.
    pub skipped: Vec<(String, u64)>,
    pub first_year: i32,
    pub last_year: i32,
    /// Share of documents by `Stance` and year; `None` where a year has none.
    pub shares: [Vec<Option<f64>>; 2],
    pub keywords: Vec<TopKeyword>,
    /// The report page; `problems.csv` lies beside it.
    pub written: PathBuf,
    pub report_bytes: u64,
    pub charts: u64,
    pub tables: u64,
    /// Until all was written.
    pub seconds: f64,
}

#[derive(Clone, Debug)]
pub struct TopKeyword {
    pub label: String,
    /// What it means, in the language of the interface.
    pub gloss: String,
    pub documents: u64,
    pub mentions: u64,
    pub stance: Option<Stance>,
}

/// One place where a keyword stands.
#[derive(Clone, Debug, Default)]
pub struct KwicLine {
    pub date: String,
    pub source: String,
    pub document: String,
    pub left: String,
    pub keyword: String,
    pub right: String,
    pub stance: Option<Stance>,
}

pub(super) fn error(error: &Error, cells: usize) -> String {
    let mut text = format!("{}: {}\n", paint(BAD, "error"), paint(BOLD, clean(&error.message)));
    if let Some(place) = &error.place {
        text.push_str(&place_lines(place, cells));
    }
    for cause in &error.causes {
        let _ = writeln!(text, "  {} {}", paint(DIM, "caused by:"), clean(cause));
    }
    if let Some(tip) = &error.tip {
        let _ = writeln!(text, "\n  {} {}", paint(TIP, "tip:"), clean(tip));
    }
    text
}

/// `file:line:column`, the line, and a caret below the column.
fn place_lines(place: &Place, cells: usize) -> String {
    let mut text = format!("  {} {}\n", paint(DIM, "at"), clean(&place.to_string()));
    if place.excerpt.is_empty() {
        return text;
    }
    // Cleaned in two parts, so that the caret stays below what it points at.
    let split = place.excerpt.char_indices().nth(place.column.saturating_sub(1));
    let (before, after) = place.excerpt.split_at(split.map_or(place.excerpt.len(), |(at, _)| at));
    let room = cells.saturating_sub(6).max(20);
    let before = tail(clean(before).trim_start(), room / 2);
    let after = head(clean(after).trim_end(), room - width(&before));
    let _ = writeln!(text, "      {before}{after}");
    if place.column > 0 {
        let _ = writeln!(text, "      {}{}", " ".repeat(width(&before)), paint(BAD, "^"));
    }
    text
}

pub(super) fn warning(message: &str) -> String {
    format!("{}: {}\n", paint(WARN, "warning"), clean(message))
}

/// A green verb and what it did.
pub(super) fn done(verb: &str, what: &str) -> String {
    format!("{} {}\n", paint(GOOD, verb), clean(what))
}

/// Beside what matters: no colour.
pub(super) fn detail(verb: &str, what: &str) -> String {
    format!("{} {}\n", paint(Style::new().dimmed(), verb), clean(what))
}

pub(super) fn heading(text: &str) -> String {
    format!("{}\n", paint(BOLD, text))
}

/// Rows in columns: the first is a name, the others numbers to the right; the first row is the heading.
pub(super) fn table(rows: &[Vec<String>], cells: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|s| width(s)).max())
        .map(Option::unwrap_or_default)
        .collect();
    let numbers: usize = widths.iter().skip(1).map(|cells| cells + 2).sum();
    let name_cells =
        widths.first().map_or(0, |name| (*name).min(cells.saturating_sub(numbers + 2)));
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let mut line = String::from("  ");
        for (column, entry) in row.iter().enumerate() {
            let entry = clean(entry);
            line.push_str(&match column {
                0 => left(&head(&entry, name_cells), name_cells),
                _ => format!("  {}", right(&entry, widths[column])),
            });
        }
        let _ = writeln!(text, "{}", if at == 0 { paint(BOLD, &line) } else { line });
    }
    text
}

pub(super) fn summary(summary: &Summary, cells: usize) -> String {
    let mut text = read_line(summary);
    if let Some(line) = skipped_line(summary) {
        text.push_str(&line);
    }
    if summary.shares.iter().flatten().any(Option::is_some) {
        text.push('\n');
        text.push_str(&shares(summary, cells));
    }
    if !summary.keywords.is_empty() {
        text.push('\n');
        text.push_str(&keywords(&summary.keywords, cells));
    }
    let written = format!(
        "({}, {}, {}) in {}",
        bytes(summary.report_bytes),
        plural(summary.charts, "chart"),
        plural(summary.tables, "table"),
        seconds(summary.seconds)
    );
    let path = clean(&summary.written.display().to_string());
    let _ = writeln!(text, "\n{} {path} {}", paint(GOOD, "Wrote"), paint(DIM, written));
    text
}

fn read_line(summary: &Summary) -> String {
    let Summary { documents, in_scope, counting_seconds, .. } = summary;
    let mut aside = format!("in {}", seconds(*counting_seconds));
    if *counting_seconds > 0.0 && *documents > 0 {
        let rate = |amount: u64| (amount as f64 / counting_seconds).round() as u64;
        let _ =
            write!(aside, " ({}/s, {}/s)", thousands(rate(*documents)), bytes(rate(summary.bytes)));
    }
    format!(
        "{} {} ({} in scope), {}, {} {}\n",
        paint(GOOD, "Read"),
        plural(*documents, "document"),
        thousands(*in_scope),
        plural(summary.years, "year"),
        plural(summary.languages, "language"),
        paint(DIM, aside)
    )
}

fn skipped_line(summary: &Summary) -> Option<String> {
    let total: u64 = summary.skipped.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return None;
    }
    let reasons: Vec<String> = summary
        .skipped
        .iter()
        .map(|(reason, count)| format!("{} {}", thousands(*count), clean(reason)))
        .collect();
    let list = summary.written.with_file_name("problems.csv");
    let aside = format!("({}; see {})", reasons.join(", "), clean(&list.display().to_string()));
    Some(format!("{} {} {}\n", paint(WARN, "Skipped"), plural(total, "input"), paint(DIM, aside)))
}

/// Two lines on one scale that begins at zero, with the first and the last value.
fn shares(summary: &Summary, cells: usize) -> String {
    const NAME: usize = 18;
    let room = cells.saturating_sub(NAME + 2 + 16).max(8);
    let lines = summary.shares.each_ref().map(|values| squeeze(values, room));
    let top = lines.iter().flatten().flatten().copied().fold(0.0, f64::max);
    let years = lines[0].len();
    let axis = axis(summary.first_year, summary.last_year, years);
    let field = width(&axis).max(years);
    let mut text = format!(
        "{}  {}\n",
        paint(BOLD, left("Share of documents", NAME)),
        paint(DIM, format!("{}{:>8}{:>8}", left(&axis, field), "first", "last"))
    );
    for (stance, values) in Stance::ALL.into_iter().zip(&lines) {
        let style = style_of(Some(stance));
        let all = &summary.shares[stance as usize];
        let percent = |share: Option<&Option<f64>>| match share {
            Some(Some(share)) => format!("{:.0}%", share * 100.0),
            _ => "–".to_owned(),
        };
        let _ = writeln!(
            text,
            "  {}  {}{}{}",
            paint(style, left(stance.code(), NAME - 2)),
            paint(style, left(&sparkline(values, top), field)),
            right(&percent(all.first()), 8),
            right(&percent(all.last()), 8)
        );
    }
    text
}

/// Numbers by year, drawn small.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    pub heading: String,
    pub first: i32,
    pub last: i32,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, Default)]
pub struct Line {
    pub name: String,
    /// One a year.
    pub values: Vec<f64>,
    pub total: u64,
}

/// Each line on a scale of its own that begins at zero, with its sum; years without anything are left empty.
pub(super) fn sparklines(lines: &Lines, cells: usize) -> String {
    const NAME: usize = 18;
    let room = cells.saturating_sub(NAME + 2 + 12).max(8);
    let drawn = |line: &Line| {
        let known = |value: &f64| (*value > 0.0).then_some(*value);
        squeeze(&line.values.iter().map(known).collect::<Vec<_>>(), room)
    };
    let years = lines.lines.first().map_or(0, |line| drawn(line).len());
    let axis = axis(lines.first, lines.last, years);
    let field = width(&axis).max(years);
    let mut text = format!(
        "{}  {}\n",
        paint(BOLD, left(&lines.heading, NAME)),
        paint(DIM, format!("{}{:>12}", left(&axis, field), "documents"))
    );
    for line in &lines.lines {
        let values = drawn(line);
        let top = values.iter().flatten().copied().fold(0.0, f64::max);
        let _ = writeln!(
            text,
            "  {}  {}{}",
            left(&clean(&line.name), NAME - 2),
            paint(TIP, left(&sparkline(&values, top), field)),
            right(&thousands(line.total), 12)
        );
    }
    text
}

/// The first and the last year at the ends of so many cells.
fn axis(first: i32, last: i32, years: usize) -> String {
    let (first, last) = (first.to_string(), last.to_string());
    match first == last {
        true => first,
        false => format!("{first}{}", right(&last, years.saturating_sub(first.len()).max(5))),
    }
}

fn sparkline(values: &[Option<f64>], top: f64) -> String {
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let step = |value: f64| match top > 0.0 {
        true => STEPS[((value / top * 7.0).round() as usize).min(7)],
        false => STEPS[0],
    };
    values.iter().map(|value| value.map_or(' ', step)).collect()
}

/// At most `room` values: means of as many neighbours as it takes.
fn squeeze(values: &[Option<f64>], room: usize) -> Vec<Option<f64>> {
    let each = values.len().div_ceil(room).max(1);
    let mean = |values: &[Option<f64>]| {
        let known: Vec<f64> = values.iter().flatten().copied().collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    values.chunks(each).map(mean).collect()
}

fn keywords(keywords: &[TopKeyword], cells: usize) -> String {
    // Numbers and stance take 37 cells beside the indent; names and meanings share the rest.
    let room = cells.saturating_sub(2 + 11 + 10 + 2 + 11).max(16);
    let widest = |texts: &mut dyn Iterator<Item = &String>, least: usize| {
        texts.map(|text| width(&clean(text))).max().unwrap_or(0).max(least)
    };
    let gloss_cells = widest(&mut keywords.iter().map(|k| &k.gloss), "Meaning".len());
    let name_cells = widest(&mut keywords.iter().map(|k| &k.label), "Keyword".len())
        .min(room.saturating_sub(gloss_cells + 2).max(room / 2 - 1));
    let gloss_cells = gloss_cells.min(room - name_cells - 2);
    let mut text = paint(
        BOLD,
        format!(
            "  {}  {}{:>11}{:>10}  Stance",
            left("Keyword", name_cells),
            left("Meaning", gloss_cells),
            "Documents",
            "Mentions"
        ),
    );
    text.push('\n');
    for keyword in keywords {
        let gloss = left(&head(&clean(&keyword.gloss), gloss_cells), gloss_cells);
        let _ = writeln!(
            text,
            "  {}  {}{:>11}{:>10}  {}",
            left(&head(&clean(&keyword.label), name_cells), name_cells),
            paint(DIM, gloss),
            thousands(keyword.documents),
            thousands(keyword.mentions),
            keyword.stance.map_or(String::new(), |s| paint(style_of(Some(s)), s.code()))
        );
    }
    text
}

/// Lines with the keyword below the keyword. `side` is the width of the text on each side.
pub(super) fn kwic(lines: &[KwicLine], side: Option<usize>, cells: usize) -> String {
    let cleaned: Vec<KwicLine> = lines
        .iter()
        .map(|line| KwicLine {
            date: clean(&line.date),
            source: clean(&line.source),
            document: clean(&line.document),
            left: clean(&line.left),
            keyword: clean(&line.keyword),
            right: clean(&line.right),
            stance: line.stance,
        })
        .collect();
    let widest = |part: fn(&KwicLine) -> &str, most: usize| {
        cleaned.iter().map(|line| width(part(line))).max().unwrap_or(0).min(most)
    };
    let date_cells = widest(|line| &line.date, 10);
    let source_cells = widest(|line| &line.source, 14);
    let before = date_cells + 1 + source_cells + if source_cells > 0 { 1 } else { 0 };
    let keyword_cells = widest(|line| &line.keyword, 24);
    let side = side.unwrap_or_else(|| cells.saturating_sub(before + keyword_cells + 1) / 2);
    let mut text = String::new();
    for line in &cleaned {
        let mut about = left(&line.date, date_cells);
        if source_cells > 0 {
            about = format!("{about} {}", left(&head(&line.source, source_cells), source_cells));
        }
        let _ = writeln!(
            text,
            "{} {}{}{}",
            paint(DIM, about),
            right(&tail(&line.left, side), side),
            paint(style_of(line.stance), &line.keyword),
            head(line.right.trim_end(), side)
        );
    }
    text
}

#[cfg(test)]
mod tests;
