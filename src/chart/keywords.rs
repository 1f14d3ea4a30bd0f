//! Ranked bars of one stance's terms: documents that use each, and beside them how often it is mentioned.

use super::canvas::{Canvas, Frame, Rect};
use super::style::{Color, DAGGER, Lettering, TICK, TITLE};
use super::text;
use super::words::Words;
use super::{Caption, Chart, Size, Theme};
use crate::lexicon::Stance;
use crate::trend::{Findings, Keyword};

const MOST: usize = crate::trend::KEYWORDS_DRAWN;
/// A title names a term only over so many documents.
const ENOUGH_DOCUMENTS: u64 = 30;
const NAME: Lettering = Lettering::bold(14.0, Color::Ink);
const OTHER_NAMES: Lettering = Lettering::plain(11.5, Color::Muted);
const VALUE: Lettering = Lettering::plain(12.5, Color::Ink);
const ASIDE: Lettering = Lettering::plain(11.5, Color::Muted);
const HEADING: Lettering = Lettering::bold(13.0, Color::Ink);
const BAR_HEIGHT: f64 = 16.0;
/// Between a bar and its value, and between that and what follows.
const VALUE_GAP: f64 = 7.0;
const ASIDE_GAP: f64 = 6.0;

/// The terms of one stance.
pub struct Keywords(pub Stance);

impl Chart for Keywords {
    fn name(&self) -> &'static str {
        ["keywords-cooperation", "keywords-conflict"][self.0 as usize]
    }

    fn caption(&self, findings: &Findings) -> Caption {
        let words = Words::of(findings);
        let ranked = self.ranked(findings);
        let span = words.span(&findings.overall.rows);
        let mut notes = vec![];
        if ranked.iter().any(|term| term.keyword.ambiguous) {
            notes.push(words.dagger_note().to_owned());
        }
        notes.push(words.keywords_note().to_owned());
        Caption {
            title: self
                .finding(findings)
                .unwrap_or_else(|| words.keywords_plain_title(self.0, &span)),
            subtitle: words.keywords_subtitle(self.0, findings.subject.trim(), &span),
            notes,
            summary: self.summary(findings),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        self.all(findings).next()?;
        let (words, caption) = (Words::of(findings), self.caption(findings));
        let frame = Frame::new(&caption, &findings.source_note, size);
        let ranked = self.ranked(findings);
        let layout = Layout::new(&frame, size);
        let rows = ranked.len().max(2) as f64;
        let bottom = layout.first_row + layout.pitch * rows;
        let canvas = Canvas::new(&frame, &caption, theme, bottom);
        layout.headings(words, &canvas);
        if ranked.is_empty() {
            let middle = (frame.width / 2.0, layout.first_row + layout.pitch);
            canvas.text(words.none_mentioned(), middle, TICK.centre().halo());
        }
        let in_scope = documents_in_scope(findings);
        let most = [
            ranked.iter().map(|term| term.keyword.documents).max().unwrap_or(0),
            ranked.iter().map(|term| term.keyword.hits).max().unwrap_or(0),
        ];
        let mut bars = Bars {
            words,
            canvas: &canvas,
            layout: &layout,
            stance: self.0,
            in_scope,
            most,
            longest: [0.0; 2],
        };
        bars.longest = bars.longest(&ranked);
        for (at, term) in ranked.iter().enumerate() {
            let attributes = [("data-keyword", term.keyword.id.clone())];
            canvas.group(&attributes, &bars.tooltip(term), || bars.row(at, term));
        }
        if !layout.narrow {
            for left in layout.bars {
                let ends = [(left, layout.first_row - 6.0), (left, bottom)];
                canvas.line(&ends, Color::Axis, 1.0);
            }
        }
        Some(canvas.svg())
    }
}

/// A term with its rank by mentions among all of its stance; equal mentions share a rank.
struct Ranked<'a> {
    keyword: &'a Keyword,
    rank: usize,
}

impl Keywords {
    fn all<'a>(&self, findings: &'a Findings) -> impl Iterator<Item = &'a Keyword> {
        let stance = self.0;
        findings.keywords.iter().filter(move |keyword| keyword.stance == Some(stance))
    }

    /// Those that documents use, most documents first.
    fn ranked<'a>(&self, findings: &'a Findings) -> Vec<Ranked<'a>> {
        let mut keywords: Vec<&Keyword> =
            self.all(findings).filter(|keyword| keyword.documents > 0).collect();
        keywords.sort_by(|a, b| {
            (b.documents, b.hits).cmp(&(a.documents, a.hits)).then_with(|| a.id.cmp(&b.id))
        });
        let rank =
            |of: &Keyword| 1 + self.all(findings).filter(|other| other.hits > of.hits).count();
        let ranked = keywords.into_iter().take(MOST);
        ranked.map(|keyword| Ranked { keyword, rank: rank(keyword) }).collect()
    }

    /// The term in most documents, where it is one alone in enough of them.
    fn finding(&self, findings: &Findings) -> Option<String> {
        let ranked = self.ranked(findings);
        let [first, second, ..] = &ranked[..] else { return None };
        let (documents, next) = (first.keyword.documents, second.keyword.documents);
        if documents < ENOUGH_DOCUMENTS || documents == next {
            return None;
        }
        let words = Words::of(findings);
        let name = |term: &Ranked<'_>| text::whole(name_of(words, term.keyword).0, &TITLE, 320.0);
        let mut leaders = ranked.iter().filter(|term| term.rank == 1);
        let (leader, tie) = (leaders.next(), leaders.next());
        match (leader, tie) {
            (Some(leader), None) if leader.keyword.id != first.keyword.id => {
                Some(words.keywords_two_lead(&name(first)?, &name(leader)?))
            }
            _ => Some(words.keywords_one_leads(&name(first)?, self.0)),
        }
    }

    fn summary(&self, findings: &Findings) -> String {
        let (words, ranked) = (Words::of(findings), self.ranked(findings));
        let first = ranked.iter().take(5).map(|Ranked { keyword, .. }| {
            (name_of(words, keyword).0, [keyword.documents, keyword.hits])
        });
        words.keywords_summary(self.0, ranked.len(), &first.collect::<Vec<_>>())
    }
}

fn name_of(words: Words, keyword: &Keyword) -> (&str, String) {
    words.names_or_id(&keyword.labels, &keyword.id)
}

fn documents_in_scope(findings: &Findings) -> u64 {
    findings.overall.rows.iter().map(|row| row.documents_in_scope).sum()
}

/// Where the columns lie.
struct Layout {
    narrow: bool,
    first_row: f64,
    pitch: f64,
    /// Right end of the ranks.
    ranks: f64,
    names: f64,
    name_room: f64,
    /// Left edges of both panels of bars.
    bars: [f64; 2],
    /// Right edges of both, values beside bars included.
    ends: [f64; 2],
}

impl Layout {
    fn new(frame: &Frame, size: Size) -> Self {
        if size == Size::BareNarrow {
            // Names above their bars.
            return Self {
                narrow: true,
                first_row: frame.top + 28.0,
                pitch: 46.0,
                ranks: 22.0,
                names: 28.0,
                name_room: frame.width - 36.0 - frame.margin,
                bars: [28.0, 232.0],
                ends: [220.0, frame.width - frame.margin],
            };
        }
        let shift = frame.margin;
        Self {
            narrow: false,
            first_row: frame.top + 50.0,
            pitch: 37.0,
            ranks: shift + 14.0,
            names: shift + 26.0,
            name_room: 264.0,
            bars: [shift + 302.0, shift + 634.0],
            ends: [shift + 604.0, frame.width - frame.margin],
        }
    }

    fn headings(&self, words: Words, canvas: &Canvas) {
        let base = self.first_row - if self.narrow { 14.0 } else { 20.0 };
        for (left, (heading, aside)) in self.bars.into_iter().zip(words.keywords_headings()) {
            canvas.text(heading, (left, base), HEADING);
            let after = left + text::width(heading, HEADING.px, HEADING.weight) + 8.0;
            if !self.narrow {
                canvas.text(aside, (after, base), ASIDE);
            }
        }
    }
}

/// What the rows share.
struct Bars<'a> {
    words: Words,
    canvas: &'a Canvas,
    layout: &'a Layout,
    stance: Stance,
    in_scope: u64,
    /// Most documents and most mentions of a row.
    most: [u64; 2],
    /// Length of the longest bar in both panels.
    longest: [f64; 2],
}

impl Bars<'_> {
    fn share(&self, term: &Ranked<'_>) -> String {
        let share = term.keyword.documents as f64 / self.in_scope.max(1) as f64;
        format!("{}%", self.words.percent(share, usize::from(share < 0.0995)))
    }

    /// The longest bars that leave room for the values beside them.
    fn longest(&self, ranked: &[Ranked<'_>]) -> [f64; 2] {
        let values = |term: &Ranked<'_>| {
            let Keyword { documents, hits, .. } = term.keyword;
            [(*documents, self.share(term)), (*hits, format!("#{}", term.rank))]
        };
        [0, 1].map(|panel| {
            let beside = ranked.iter().map(|term| {
                let (value, aside) = &values(term)[panel];
                VALUE_GAP
                    + self.value_width(*value)
                    + ASIDE_GAP
                    + text::width(aside, ASIDE.px, ASIDE.weight)
            });
            let room = self.layout.ends[panel] - self.layout.bars[panel];
            (room - beside.fold(0.0, f64::max)).max(10.0)
        })
    }

    fn tooltip(&self, term: &Ranked<'_>) -> String {
        let Keyword { documents, hits, .. } = term.keyword;
        let name = match name_of(self.words, term.keyword) {
            (name, others) if others.is_empty() => name.to_owned(),
            (name, others) => format!("{name} · {others}"),
        };
        self.words.keywords_tooltip(&name, *documents, &self.share(term), *hits)
    }

    fn row(&self, at: usize, term: &Ranked<'_>) {
        let Layout { narrow, first_row, pitch, ranks, names, name_room, .. } = *self.layout;
        let top = first_row + pitch * at as f64;
        // The middle of the bars.
        let middle = if narrow { top + 28.0 } else { top + pitch / 2.0 };
        let (name, others) = name_of(self.words, term.keyword);
        let dagger = if term.keyword.ambiguous { DAGGER } else { "" };
        let dagger_width = text::width(dagger, NAME.px, NAME.weight);
        let name = text::fit(name, NAME.px, NAME.weight, name_room - dagger_width) + dagger;
        let (name_base, others_at) = if narrow {
            let after = names + text::width(&name, NAME.px, NAME.weight) + 7.0;
            (top + 14.0, (after, top + 14.0))
        } else if others.is_empty() {
            (middle + 5.0, (names, middle + 13.0))
        } else {
            (middle - 1.5, (names, middle + 13.0))
        };
        let room = names + name_room - others_at.0;
        self.canvas.text(&(at + 1).to_string(), (ranks, middle + 4.5), TICK.right());
        self.canvas.text(&name, (names, name_base), NAME);
        if room >= 40.0 {
            let others = text::fit(&others, OTHER_NAMES.px, OTHER_NAMES.weight, room);
            self.canvas.text(&others, others_at, OTHER_NAMES);
        }
        let Keyword { documents, hits, .. } = term.keyword;
        let rank = format!("#{}", term.rank);
        self.bar(0, *documents, middle, Color::of(self.stance), &self.share(term));
        self.bar(1, *hits, middle, Color::Other, &rank);
    }

    /// One bar with its value and an aside.
    fn bar(&self, panel: usize, value: u64, middle: f64, color: Color, aside: &str) {
        let left = self.layout.bars[panel];
        let part = value as f64 / self.most[panel].max(1) as f64;
        let length = (self.longest[panel] * part).max(if value > 0 { 1.5 } else { 0.0 });
        let half = BAR_HEIGHT / if self.layout.narrow { 2.6 } else { 2.0 };
        let right = left + length;
        if length > 0.0 {
            let rect = Rect { left, top: middle - half, right, bottom: middle + half };
            self.canvas.bar(rect, color);
        }
        let label = self.words.thousands(value);
        self.canvas.text(&label, (right + VALUE_GAP, middle + 4.5), VALUE);
        let after = right + VALUE_GAP + self.value_width(value) + ASIDE_GAP;
        self.canvas.text(aside, (after, middle + 4.5), ASIDE);
    }

    fn value_width(&self, value: u64) -> f64 {
        text::width(&self.words.thousands(value), VALUE.px, VALUE.weight)
    }
}
