//! `report.md`: the report as Markdown, to paste into a paper, a wiki or a message. The charts are links to their files.

mod words;

use super::about::About;
use super::page::Figure;
use crate::chart;
use crate::chart::style::{percent, thousands};
use crate::lexicon::{Labels, Stance};
use crate::trend::interval::wilson;
use crate::trend::{Estimate, Findings, Series};
use words::Words;

/// Keywords of each stance.
const MOST_KEYWORDS: usize = 10;

/// The Markdown. `written` are all files of the run: of a chart the PNG is shown, else the SVG.
pub fn render(about: &About, figures: &[Figure], written: &[String]) -> String {
    let findings = about.findings;
    let words = Words::of(findings.lang);
    let title = if findings.title.trim().is_empty() { words.untitled } else { &findings.title };
    let mut text = format!("# {}\n\n", plain(title));
    let subject = [findings.subject.as_str(), &about.span()]
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .map(plain)
        .collect::<Vec<_>>()
        .join(" · ");
    text += &format!("{subject}\n\n");
    text += &format!("{}\n", statement(about, &words));
    if !findings.source_note.is_empty() {
        text += &format!("\n> {}\n", plain(&findings.source_note));
    }
    for figure in figures {
        text += &section(figure, written);
    }
    text += &periods(findings, &words);
    text += &themes(findings, &words);
    for stance in Stance::ALL {
        text += &keywords(findings, stance, &words);
    }
    text += &method(about, &words);
    text
}

/// What was counted, in plain sentences.
fn statement(about: &About, words: &Words) -> String {
    let findings = about.findings;
    let terms = findings.terms.map(|terms| thousands(terms as u64));
    let hits = Stance::ALL.map(|stance| thousands(findings.overall.hits(stance)));
    let fill = |pattern: &str| {
        pattern
            .replace("{documents}", &thousands(about.documents()))
            .replace("{in_scope}", &thousands(findings.documents_in_scope()))
            .replace("{cooperation_terms}", &terms[0])
            .replace("{conflict_terms}", &terms[1])
            .replace("{cooperation_hits}", &hits[0])
            .replace("{conflict_hits}", &hits[1])
    };
    match (about.documents(), findings.documents_in_scope()) {
        (0, _) => fill(words.nothing),
        (_, 0) => format!("{} {}", fill(words.read), words.none_in_scope),
        _ => format!("{} {}", fill(words.read), fill(words.found)),
    }
}

fn section(figure: &Figure, written: &[String]) -> String {
    let Figure { name, title, subtitle, notes, .. } = figure;
    let title = plain(if title.trim().is_empty() { name } else { title });
    let mut text = format!("\n## {title}\n");
    if !subtitle.trim().is_empty() {
        text += &format!("\n{}\n", plain(subtitle));
    }
    let files = [".png", ".svg", "-dark.png", "-dark.svg"].map(|end| format!("charts/{name}{end}"));
    if let Some(file) = files.iter().find(|file| written.contains(*file)) {
        text += &format!("\n![{title}]({file})\n");
    }
    for note in notes.iter().filter(|note| !note.trim().is_empty()) {
        text += &format!("\n{}\n", plain(note));
    }
    text
}

fn periods(findings: &Findings, words: &Words) -> String {
    let heading = if findings.by_month { words.by_month } else { words.by_year };
    let period = if findings.by_month { words.month } else { words.year };
    let mut text = format!("\n## {heading}\n\n{}\n\n", words.shares);
    text +=
        &heading_row(&[period, words.documents, words.in_scope, words.cooperation, words.conflict]);
    for row in &findings.overall.rows {
        let [cooperation, conflict] = [0, 1].map(|stance| share(row.stances[stance].share));
        let counts = [row.documents, row.documents_in_scope].map(thousands);
        text += &format!(
            "| {} | {} | {} | {cooperation} | {conflict} |\n",
            row.period, counts[0], counts[1]
        );
    }
    text + "\n[trend.csv](tables/trend.csv)\n"
}

fn themes(findings: &Findings, words: &Words) -> String {
    if findings.themes.is_empty() {
        return String::new();
    }
    let in_scope = findings.documents_in_scope();
    let mut text = format!("\n## {}\n\n", words.themes);
    text += &heading_row(&[words.theme, words.cooperation, words.conflict]);
    for series in &findings.themes {
        let share = |stance: usize| {
            let documents = series.rows.iter().map(|row| row.stances[stance].documents).sum();
            share(wilson(documents, in_scope))
        };
        text += &format!("| {} | {} | {} |\n", name_of(series, findings), share(0), share(1));
    }
    text + "\n[themes.csv](tables/themes.csv)\n"
}

fn name_of(series: &Series, findings: &Findings) -> String {
    names(&series.labels, &series.value, findings)
}

fn keywords(findings: &Findings, stance: Stance, words: &Words) -> String {
    let drawn = findings.keywords_drawn(stance);
    if drawn.is_empty() {
        return String::new();
    }
    let file = format!("keywords-{}.csv", stance.code());
    let mut text = format!("\n## {}\n\n", words.keywords[stance as usize]);
    text += &heading_row(&["", words.keyword, words.documents, words.share, words.mentions]);
    for ranked in drawn.iter().take(MOST_KEYWORDS) {
        let keyword = ranked.keyword;
        text += &format!(
            "| {} | {} | {} | {} | {} |\n",
            ranked.rank,
            names(&keyword.labels, &keyword.id, findings),
            thousands(keyword.documents),
            share(ranked.share),
            thousands(keyword.hits)
        );
    }
    text + &format!("\n[{file}](tables/{file})\n")
}

fn method(about: &About, words: &Words) -> String {
    let mut text = format!("\n## {}\n\n", words.method);
    if !about.scope_note.is_empty() {
        text += &format!("- {}\n", plain(about.scope_note));
    }
    for limit in words.limits {
        text += &format!("- {limit}\n");
    }
    text += &format!(
        "\n{}, `{}`. {}: `{}`. {}: `{}`. `run.json`, `datapackage.json`.\n",
        About::program(),
        about.study_id.replace('`', ""),
        words.lexicon,
        about.lexicon_hash,
        words.options,
        about.options_hash
    );
    text
}

fn heading_row(cells: &[&str]) -> String {
    let line: Vec<&str> = cells.iter().map(|_| "---").collect();
    format!("| {} |\n| {} |\n", cells.join(" | "), line.join(" | "))
}

/// `63.7 % (58.1–69.0)`; a dash where there is none.
fn share(estimate: Option<Estimate>) -> String {
    estimate.map_or("–".to_owned(), |Estimate { value, low, high }| {
        let [value, low, high] = [value, low, high].map(|share| percent(share, 1));
        format!("{} % ({}–{})", plain(&value), plain(&low), plain(&high))
    })
}

/// The name in the language of the report, then the others, each once.
fn names(labels: &Labels, otherwise: &str, findings: &Findings) -> String {
    match chart::Words::of(findings).full_name(labels) {
        none if none.is_empty() => plain(otherwise),
        names => plain(&names),
    }
}

/// Text that Markdown takes for itself: on one line, and with nothing that marks up, links or is HTML.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            c if c.is_control() => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                plain.push('\\');
                plain.push(c);
            }
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Language;
    use crate::report::tables::tests::small;

    fn text(findings: &Findings) -> String {
        let figure = |name: &str| Figure {
            name: name.to_owned(),
            title: "A | <b>title</b>".to_owned(),
            notes: vec!["one".to_owned(), String::new()],
            ..Figure::default()
        };
        let about = About {
            findings,
            study_id: "small",
            lexicon_hash: "abc",
            options_hash: "def",
            scope_note: "All text counts.",
        };
        let written = ["charts/trend.svg", "charts/trend.png", "charts/themes-dark.svg"];
        let figures = [figure("trend"), figure("themes"), figure("network")];
        render(&about, &figures, &written.map(str::to_owned))
    }

    #[test]
    fn numbers_and_pictures_stand_in_it() {
        let text = text(&small());
        for wanted in [
            "| 2000 | 0 | 0 | – | – |\n| 2001 | 3 | 3 | 0.0 % (0.0–56.1) | 0.0 % (0.0–56.1) |\n",
            "## A \\| &lt;b&gt;title&lt;/b&gt;\n\n![A \\| &lt;b&gt;title&lt;/b&gt;](charts/trend.png)\n\none\n\n##",
            "](charts/themes-dark.svg)",
            "| 1 | aid · 원조 | 1 | 33.3 % (6.1–79.2) | 2 |",
            "Documents read: 3. Terms looked for: 1",
            "`abc`",
        ] {
            assert!(text.contains(wanted), "{wanted}\n{text}");
        }
        // A picture that was not written is not linked to.
        assert_eq!(text.matches("](charts/").count(), 2);
        assert!(!text.contains("{"), "{text}");
    }

    #[test]
    fn each_language_has_its_own_words() {
        for (language, words) in [
            (Language::Korean, "# 협력과 갈등 핵심어"),
            (Language::Vietnamese, "# Từ khóa hợp tác và xung đột"),
        ] {
            let text = text(&Findings { lang: language, ..small() });
            assert!(text.starts_with(words), "{text}");
            assert!(!text.contains('{') && !text.contains("documents,"), "{text}");
        }
        assert!(text(&Findings { lang: Language::Korean, ..small() }).contains("| 원조 · aid |"));
    }

    #[test]
    fn an_empty_study_says_so() {
        let mut findings = small();
        for row in &mut findings.overall.rows {
            row.documents = 0;
            row.documents_in_scope = 0;
        }
        assert!(text(&findings).contains("No document was found"));
    }

    #[test]
    fn nothing_of_the_corpus_marks_up() {
        assert_eq!(
            plain("a|b\n*c* [d](e) <f> & `g`\\ #1"),
            "a\\|b \\*c\\* \\[d\\](e) &lt;f&gt; &amp; \\`g\\`\\\\ \\#1"
        );
    }
}
