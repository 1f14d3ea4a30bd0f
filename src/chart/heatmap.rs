//! Keyword by year: how often each term is mentioned per 1,000 documents, in steps of colour.

mod scale;

use super::axis;
use super::canvas::{Canvas, Frame, Rect};
use super::style::{Color, DAGGER, HEAT_STEPS, Lettering, NOTE, SMALL_TICK, TITLE};
use super::text;
use super::words::{Words, period_is_month};
use super::{Caption, Chart, Size, Theme};
use crate::lexicon::Stance;
use crate::trend::{Findings, Keyword, KeywordPeriod, Period, Row};
use scale::Scale;

/// Rows of a stance.
const MOST: usize = crate::trend::HEATMAP_ROWS_DRAWN;
/// A title names a term only over so many mentions.
const ENOUGH_MENTIONS: u64 = 30;
/// More months than this are shown as years.
const MOST_MONTHS: usize = crate::trend::HEATMAP_MOST_MONTHS;
const NAME: Lettering = Lettering::bold(13.0, Color::Ink);
const OTHER_NAMES: Lettering = Lettering::plain(11.5, Color::Muted);
const TOTAL: Lettering = Lettering::plain(12.0, Color::Ink);
const GROUP_HEIGHT: f64 = 30.0;

pub struct HeatMap;

impl Chart for HeatMap {
    fn name(&self) -> &'static str {
        "heatmap"
    }

    fn caption(&self, findings: &Findings) -> Caption {
        let (words, columns) = (Words::of(findings), Columns::new(findings));
        let by_month = period_is_month(&columns.rows);
        let span = words.span(&columns.rows);
        let groups = groups(findings);
        let mut notes = vec![words.heatmap_note(MOST)];
        if groups.iter().flatten().any(|keyword| keyword.ambiguous) {
            notes.push(words.dagger_note().to_owned());
        }
        let first = Stance::ALL.into_iter().filter_map(|stance| {
            let first = groups[stance as usize].first()?;
            Some((stance, name_of(words, first).0, first.hits))
        });
        Caption {
            title: finding(words, &groups)
                .unwrap_or_else(|| words.heatmap_plain_title(&span, by_month)),
            subtitle: words.heatmap_subtitle(&span, by_month),
            notes,
            summary: words.heatmap_summary(
                groups.iter().map(Vec::len).sum(),
                &words.spoken_span(&columns.rows),
                by_month,
                &first.collect::<Vec<_>>(),
            ),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        let columns = Columns::new(findings);
        let groups = groups(findings);
        let lists: Vec<(Stance, &[&Keyword])> = Stance::ALL
            .into_iter()
            .filter(|stance| listed(findings, *stance).next().is_some())
            .map(|stance| (stance, &groups[stance as usize][..]))
            .collect();
        if columns.rows.is_empty() || lists.is_empty() {
            return None;
        }
        let (words, caption) = (Words::of(findings), self.caption(findings));
        let frame = Frame::new(&caption, &findings.source_note, size);
        let totals = groups
            .iter()
            .flatten()
            .map(|keyword| text::width(&words.thousands(keyword.hits), TOTAL.px, TOTAL.weight));
        let widest_total = totals.fold(0.0, f64::max);
        let layout = Layout::new(&frame, size, columns.rows.len(), widest_total);
        let mut y = layout.top;
        let mut places = vec![];
        for (stance, group) in lists {
            places.push((stance, group, y));
            y += GROUP_HEIGHT + layout.pitch * group.len().max(1) as f64 + 4.0;
        }
        let key_top = y + 30.0;
        let canvas =
            Canvas::new(&frame, &caption, theme, key_top + if layout.narrow { 50.0 } else { 24.0 });
        let scale = Scale::of(&rates(&columns, &groups));
        let map = Map { words, canvas: &canvas, layout: &layout, columns: &columns, scale };
        map.header();
        for (stance, group, y) in places {
            map.group_name(stance, y);
            if group.is_empty() {
                let at = (layout.margin, y + GROUP_HEIGHT + 5.0);
                canvas.text(words.none_mentioned(), at, OTHER_NAMES);
            }
            for (at, keyword) in group.iter().enumerate() {
                map.row(stance, keyword, y + GROUP_HEIGHT - 8.0 + layout.pitch * at as f64);
            }
        }
        map.key(key_top);
        Some(canvas.svg())
    }
}

fn listed(findings: &Findings, stance: Stance) -> impl Iterator<Item = &Keyword> {
    findings.keywords.iter().filter(move |keyword| keyword.stance == Some(stance))
}

/// The terms shown, by stance, most mentions first: those that are mentioned.
fn groups(findings: &Findings) -> [Vec<&Keyword>; 2] {
    Stance::ALL.map(|stance| {
        let of_stance = listed(findings, stance).filter(|keyword| keyword.hits > 0);
        let mut keywords: Vec<&Keyword> = of_stance.collect();
        keywords.sort_by(|a, b| b.hits.cmp(&a.hits).then_with(|| a.id.cmp(&b.id)));
        keywords.truncate(MOST);
        keywords
    })
}

fn name_of(words: Words, keyword: &Keyword) -> (&str, String) {
    words.names_or_id(&keyword.labels, &keyword.id)
}

/// The most mentioned term of each stance, where each is one alone with enough mentions.
fn finding(words: Words, groups: &[Vec<&Keyword>; 2]) -> Option<String> {
    let leader = |group: &[&Keyword]| {
        let [first, second, ..] = group else { return None };
        (first.hits >= ENOUGH_MENTIONS && first.hits > second.hits)
            .then(|| text::whole(name_of(words, first).0, &TITLE, 320.0))?
    };
    let (cooperation, conflict) = (leader(&groups[0])?, leader(&groups[1])?);
    Some(words.heatmap_finding(&cooperation, &conflict))
}

/// The columns: periods of the study, or its years where it has too many months.
struct Columns {
    rows: Vec<Row>,
    /// The column of each period.
    of_period: Vec<usize>,
}

impl Columns {
    fn new(findings: &Findings) -> Self {
        let rows = &findings.overall.rows;
        let by_month = rows.iter().any(|row| row.period.month.is_some());
        if !by_month || rows.len() <= MOST_MONTHS {
            return Self { rows: rows.clone(), of_period: (0..rows.len()).collect() };
        }
        let mut columns = Self { rows: vec![], of_period: vec![] };
        for row in rows {
            match columns.rows.last_mut() {
                Some(last) if last.period.year == row.period.year => {
                    last.documents_in_scope += row.documents_in_scope;
                }
                _ => {
                    let period = Period { month: None, ..row.period };
                    columns.rows.push(Row { period, ..row.clone() });
                }
            }
            columns.of_period.push(columns.rows.len() - 1);
        }
        columns
    }

    /// Mentions of a term by column.
    fn mentions(&self, periods: &[KeywordPeriod]) -> Vec<u64> {
        let mut mentions = vec![0; self.rows.len()];
        for (column, period) in self.of_period.iter().zip(periods) {
            mentions[*column] += period.hits;
        }
        mentions
    }
}

/// Where the rows and cells lie.
struct Layout {
    narrow: bool,
    width: f64,
    margin: f64,
    /// Top of the first group's name.
    top: f64,
    pitch: f64,
    cell_height: f64,
    cells: f64,
    cell_pitch: f64,
    gap: f64,
    name_room: f64,
}

impl Layout {
    fn new(frame: &Frame, size: Size, columns: usize, widest_total: f64) -> Self {
        let narrow = size == Size::BareNarrow;
        let cells = frame.margin + if narrow { 0.0 } else { 266.0 };
        let right = frame.width
            - if narrow { 6.0 } else { frame.margin + f64::max(54.0, widest_total + 10.0) };
        // Few columns do not make giant cells.
        let cell_pitch = ((right - cells) / columns as f64).min(44.0);
        let gap = match cell_pitch {
            pitch if pitch >= 8.0 => 1.5,
            pitch if pitch >= 5.0 => 1.0,
            _ => 0.5,
        };
        Self {
            narrow,
            width: frame.width,
            margin: frame.margin,
            top: frame.top + if narrow { 18.0 } else { 44.0 },
            pitch: if narrow { 34.0 } else { 21.0 },
            cell_height: if narrow { 13.0 } else { 19.5 },
            cells,
            cell_pitch,
            gap,
            name_room: if narrow {
                frame.width - 12.0 - f64::max(60.0, widest_total + 10.0)
            } else {
                256.0
            },
        }
    }
}

struct Map<'a> {
    words: Words,
    canvas: &'a Canvas,
    layout: &'a Layout,
    columns: &'a Columns,
    scale: Scale,
}

impl Map<'_> {
    /// Names of periods, and of the column of totals.
    fn header(&self) {
        let Layout { top, cells, cell_pitch, gap, width, margin, narrow, .. } = *self.layout;
        let base = if narrow { top - 6.0 } else { top - 4.0 };
        let middle = |column: usize| cells + cell_pitch * (column as f64 + 0.5) - gap / 2.0;
        let total = self.words.mentions_heading();
        let total_width = text::width(total, SMALL_TICK.px, SMALL_TICK.weight);
        let edge = width - margin - if narrow { 0.0 } else { total_width + 14.0 };
        let rows = &self.columns.rows;
        for tick in axis::ticks(self.words, rows, middle, SMALL_TICK, (margin, edge)) {
            let x = middle(tick.position);
            self.canvas.text(&tick.label, (tick.centre, base), SMALL_TICK.centre());
            if !narrow {
                self.canvas.line(&[(x, base + 5.0), (x, base + 10.0)], Color::Axis, 1.0);
            }
        }
        if !narrow {
            self.canvas.text(total, (width - margin, base), SMALL_TICK.right());
        }
    }

    fn group_name(&self, stance: Stance, y: f64) {
        let (name, others) = self.words.stance(stance);
        let lettering = Lettering::bold(13.0, Color::words_of(stance));
        let x = self.layout.margin;
        self.canvas.text(name, (x, y + 15.0), lettering);
        let after = x + text::width(name, lettering.px, lettering.weight) + 7.0;
        self.canvas.text(&others, (after, y + 15.0), Lettering::plain(12.0, Color::Muted));
    }

    fn row(&self, stance: Stance, keyword: &Keyword, top: f64) {
        let Layout { narrow, margin, width, cells, cell_pitch, cell_height, gap, .. } =
            *self.layout;
        let base = if narrow { top + 13.0 } else { top + 14.5 };
        self.name(keyword, base);
        self.canvas.text(
            &self.words.thousands(keyword.hits),
            (width - margin, base),
            TOTAL.right(),
        );
        let top = if narrow { top + 18.0 } else { top };
        let (name, _) = name_of(self.words, keyword);
        for (column, (hits, row)) in
            self.columns.mentions(&keyword.periods).into_iter().zip(&self.columns.rows).enumerate()
        {
            let left = cells + cell_pitch * column as f64;
            let rect =
                Rect { left, top, right: left + cell_pitch - gap, bottom: top + cell_height };
            let rate = rate(hits, row.documents_in_scope);
            let title = self.words.heatmap_cell(name, &self.words.period(row.period), hits, rate);
            match rate {
                Some(rate) => self.canvas.cell(rect, self.scale.color(stance, rate), title),
                None => self.no_documents(rect, title),
            }
        }
    }

    fn name(&self, keyword: &Keyword, base: f64) {
        let Layout { margin, name_room, .. } = *self.layout;
        let (name, others) = name_of(self.words, keyword);
        let dagger = if keyword.ambiguous { DAGGER } else { "" };
        let dagger_width = text::width(dagger, NAME.px, NAME.weight);
        let name = text::fit(name, NAME.px, NAME.weight, name_room - dagger_width) + dagger;
        self.canvas.text(&name, (margin, base), NAME);
        let used = text::width(&name, NAME.px, NAME.weight) + 7.0;
        if name_room - used >= 24.0 {
            let others = text::fit(&others, OTHER_NAMES.px, OTHER_NAMES.weight, name_room - used);
            self.canvas.text(&others, (margin + used, base), OTHER_NAMES);
        }
    }

    /// A cell of a period without documents: left blank, crossed by a line.
    fn no_documents(&self, rect: Rect, title: String) {
        self.canvas.cell(rect, Color::Background, title);
        let line = [(rect.left, rect.bottom), (rect.right, rect.top)];
        self.canvas.line(&line, Color::Axis, 0.75);
    }

    fn key(&self, top: f64) {
        let Layout { narrow, margin, cells, .. } = *self.layout;
        let step = if narrow { 40.0 } else { 46.0 };
        let left = if narrow { margin } else { cells };
        let label = self.words.heatmap_key();
        match narrow {
            true => self.canvas.text(label, (left, top - 20.0), NOTE),
            false => self.canvas.text(label, (left - 12.0, top + 15.0), NOTE.right()),
        }
        for (at, name) in self.scale.names(self.words).iter().enumerate() {
            let x = left + step * at as f64;
            self.canvas.text(name, (x, top - 5.0), NOTE);
            for (row, stance) in Stance::ALL.into_iter().enumerate() {
                let y = top + 12.0 * row as f64;
                let rect = Rect { left: x, top: y, right: x + step - 1.5, bottom: y + 10.0 };
                self.canvas.rect(rect, Color::Heat(stance, at));
            }
        }
        let (mut x, y) = match narrow {
            true => (left, top + 30.0),
            false => (left + step * HEAT_STEPS as f64 + 24.0, top),
        };
        let square = if narrow { 14.0 } else { 22.0 };
        let base = y + square / 2.0 + 4.0;
        let patch = |x: f64| Rect { left: x, top: y, right: x + square, bottom: y + square };
        self.canvas.rect(patch(x), Color::NoMention);
        let no_mention = self.words.heatmap_no_mention();
        self.canvas.text(no_mention, (x + square + 8.0, base), NOTE);
        if self.columns.rows.iter().any(|row| row.documents_in_scope == 0) {
            x += square + 8.0 + text::width(no_mention, NOTE.px, NOTE.weight) + 22.0;
            let no_documents = self.words.heatmap_no_documents();
            self.no_documents(patch(x), no_documents.to_owned());
            self.canvas.text(no_documents, (x + square + 8.0, base), NOTE);
        }
    }
}

/// Mentions per 1,000 documents; nothing where there are no documents.
fn rate(hits: u64, documents: u64) -> Option<f64> {
    (documents > 0).then(|| 1000.0 * hits as f64 / documents as f64)
}

/// The rates of all cells that show a mention.
fn rates(columns: &Columns, groups: &[Vec<&Keyword>; 2]) -> Vec<f64> {
    let of_keyword = |keyword: &&Keyword| {
        let cells = columns.mentions(&keyword.periods).into_iter().zip(&columns.rows);
        cells.filter_map(|(hits, row)| rate(hits, row.documents_in_scope)).collect::<Vec<f64>>()
    };
    groups.iter().flatten().flat_map(of_keyword).filter(|rate| *rate > 0.0).collect()
}
