//! What charts say, in the language of the interface: numbers, periods and names here, the sentences of each chart in
//! a file of its own. Sentences stand whole in every language; nothing is put together from parts that another
//! language would order otherwise.

mod heatmap;
mod keywords;
mod series;
mod themes;
mod trend;

pub use trend::Balance;

use super::style;
use crate::document::Language;
use crate::lexicon::Stance;
use crate::trend::{Findings, Period, Row};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What the two stances are called, by `Stance` and `Language`: before their other names, and among these.
const STANCES: [[&str; 3]; 2] =
    [["Cooperation", "협력", "Hợp tác"], ["Conflict", "갈등", "Xung đột"]];
const STANCE_GLOSSES: [[&str; 3]; 2] =
    [["Cooperation", "협력", "hợp tác"], ["Conflict", "갈등", "xung đột"]];

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// 0 is English, 1 Korean, 2 Vietnamese, as labels are ordered.
    place: usize,
}

impl Words {
    /// English where there are no words of the language.
    pub const fn new(language: Language) -> Self {
        let place = match language {
            Language::English | Language::Und => 0,
            Language::Korean => 1,
            Language::Vietnamese => 2,
        };
        Self { place }
    }

    pub fn of(findings: &Findings) -> Self {
        Self::new(findings.lang)
    }

    /// The one that is ours of what is said in English, Korean and Vietnamese.
    pub fn pick<T>(self, [english, korean, vietnamese]: [T; 3]) -> T {
        match self.place {
            1 => korean,
            2 => vietnamese,
            _ => english,
        }
    }

    /// `1,234,567`; in Vietnamese `1.234.567`.
    pub fn thousands(self, number: u64) -> String {
        let number = style::thousands(number);
        if self.place == 2 { number.replace(',', ".") } else { number }
    }

    /// A decimal number that was written with a point.
    fn decimal(self, number: String) -> String {
        if self.place == 2 { number.replace('.', ",") } else { number }
    }

    /// `value` with `decimals` digits after the decimal mark.
    pub fn fixed(self, value: f64, decimals: usize) -> String {
        self.decimal(format!("{value:.decimals$}"))
    }

    /// As [`style::percent`], with the decimal mark of the language.
    pub fn percent(self, share: f64, decimals: usize) -> String {
        self.decimal(style::percent(share, decimals))
    }

    /// `1 document`, `1,234 documents`.
    pub fn documents(self, count: u64) -> String {
        let number = self.thousands(count);
        let plural = if count == 1 { "" } else { "s" };
        self.pick([
            format!("{number} document{plural}"),
            format!("문서 {number}건"),
            format!("{number} tài liệu"),
        ])
    }

    /// `1 mention`, `1,234 mentions`.
    pub fn mentions(self, count: u64) -> String {
        let number = self.thousands(count);
        let plural = if count == 1 { "" } else { "s" };
        self.pick([
            format!("{number} mention{plural}"),
            format!("출현 {number}회"),
            format!("{number} lượt xuất hiện"),
        ])
    }

    /// A period below an axis: `1992`, or `Mar 1992`.
    pub fn tick(self, Period { year, month }: Period) -> String {
        let Some(month) = month else { return year.to_string() };
        let name = MONTHS.get(usize::from(month).wrapping_sub(1)).unwrap_or(&"");
        self.pick([
            format!("{name} {year}"),
            format!("{year}년 {month}월"),
            format!("{month}/{year}"),
        ])
    }

    /// A January below an axis of months that names years only.
    pub fn year_tick(self, year: i32) -> String {
        self.pick([year.to_string(), format!("{year}년"), year.to_string()])
    }

    /// A period in a sentence: `1992`, `1992년`, `năm 1992`.
    pub fn period(self, period: Period) -> String {
        let tick = self.tick(period);
        match period.month {
            None => self.pick([tick.clone(), format!("{tick}년"), format!("năm {tick}")]),
            Some(_) => self.pick([tick.clone(), tick.clone(), format!("tháng {tick}")]),
        }
    }

    /// A period at the start of a line: as in a sentence, with a capital.
    pub fn leading_period(self, period: Period) -> String {
        capitalised(&self.period(period))
    }

    /// A name where a line begins: in Vietnamese with a capital, in the others as it is written.
    pub fn leading_name(self, name: &str) -> String {
        if self.place == 2 { capitalised(name) } else { name.to_owned() }
    }

    /// `1992–2021`, `1992`, or nothing.
    pub fn span(self, rows: &[Row]) -> String {
        let [first, last] = match rows {
            [] => return String::new(),
            [one] => {
                return self.pick([
                    self.tick(one.period),
                    self.period(one.period),
                    self.tick(one.period),
                ]);
            }
            [first, .., last] => [first, last].map(|row| self.tick(row.period)),
        };
        let by_month = period_is_month(rows);
        self.pick([
            format!("{first}–{last}"),
            if by_month { format!("{first}~{last}") } else { format!("{first}~{last}년") },
            format!("{first}–{last}"),
        ])
    }

    /// `1992 to 2021`, for those who hear it.
    pub fn spoken_span(self, rows: &[Row]) -> String {
        match rows {
            [] => String::new(),
            [one] => self.period(one.period),
            [first, .., last] => {
                let (first, last) = (self.period(first.period), self.period(last.period));
                self.pick([
                    format!("{first} to {last}"),
                    format!("{first}부터 {last}까지"),
                    format!("từ {first} đến {last}"),
                ])
            }
        }
    }

    /// The name in our language, or the first there is; and the other names, each once, joined by a dot.
    pub fn names<S: AsRef<str>>(self, labels: &[S; 3]) -> (&str, String) {
        let ours = std::iter::once(self.place);
        let others = (0..3).filter(|place| *place != self.place);
        let mut given: Vec<&str> = vec![];
        for place in ours.chain(others) {
            let label = labels[place].as_ref().trim();
            let is_new = !given.iter().any(|known| known.to_lowercase() == label.to_lowercase());
            if !label.is_empty() && is_new {
                given.push(label);
            }
        }
        match given.split_first() {
            Some((first, others)) => (first, others.join(" · ")),
            None => ("", String::new()),
        }
    }

    /// Like [`Self::names`]; what has no name at all is called by its id.
    pub fn names_or_id<'a>(self, labels: &'a [String; 3], id: &'a str) -> (&'a str, String) {
        match self.names(labels) {
            ("", _) => (id, String::new()),
            names => names,
        }
    }

    /// All names of a thing in one line.
    pub fn full_name<S: AsRef<str>>(self, labels: &[S; 3]) -> String {
        match self.names(labels) {
            (name, others) if others.is_empty() => name.to_owned(),
            (name, others) => format!("{name} · {others}"),
        }
    }

    /// What a stance is called, and its names in the other languages.
    pub fn stance(self, stance: Stance) -> (&'static str, String) {
        let (_, others) = self.names(&STANCE_GLOSSES[stance as usize]);
        (self.pick(STANCES[stance as usize]), others)
    }

    /// The name of a stance inside a sentence.
    fn stance_within(self, stance: Stance) -> &'static str {
        self.pick([stance.code(), STANCES[stance as usize][1], STANCE_GLOSSES[stance as usize][2]])
    }

    /// Explains the dagger beside ambiguous terms.
    pub fn dagger_note(self) -> &'static str {
        self.pick([
            "† Ambiguous: some uses of this word may mean something else.",
            "† 다의어: 다른 뜻으로 쓰인 경우가 섞여 있을 수 있습니다.",
            "† Đa nghĩa: một số trường hợp dùng từ này có thể mang nghĩa khác.",
        ])
    }

    /// In place of the bars or cells of a list without any.
    pub fn none_mentioned(self) -> &'static str {
        self.pick([
            "No keyword of this list is mentioned",
            "이 목록의 핵심어가 한 번도 나오지 않음",
            "Không từ khóa nào trong danh sách này xuất hiện",
        ])
    }

    /// The heading of a number of mentions.
    pub fn mentions_heading(self) -> &'static str {
        self.pick(["Mentions", "출현 횟수", "Lượt xuất hiện"])
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// True where rows are months.
pub fn period_is_month(rows: &[Row]) -> bool {
    rows.first().is_some_and(|row| row.period.month.is_some())
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    const ALL: [Words; 3] = [Words { place: 0 }, Words { place: 1 }, Words { place: 2 }];

    #[test]
    fn numbers_are_written_as_each_language_does() {
        assert_eq!(
            ALL.map(|words| words.thousands(1_234_567)),
            ["1,234,567", "1,234,567", "1.234.567"]
        );
        assert_eq!(ALL.map(|words| words.percent(0.123, 1)), ["12.3", "12.3", "12,3"]);
        assert_eq!(ALL.map(|words| words.percent(0.0001, 1)), ["<0.1", "<0.1", "<0,1"]);
        assert_eq!(ALL.map(|words| words.documents(1)), ["1 document", "문서 1건", "1 tài liệu"]);
        assert_eq!(
            ALL.map(|words| words.mentions(1_000)),
            ["1,000 mentions", "출현 1,000회", "1.000 lượt xuất hiện"]
        );
    }

    #[test]
    fn periods_are_named_as_each_language_does() {
        let march = Period { year: 2019, month: Some(3) };
        assert_eq!(ALL.map(|words| words.tick(march)), ["Mar 2019", "2019년 3월", "3/2019"]);
        assert_eq!(
            ALL.map(|words| words.period(march)),
            ["Mar 2019", "2019년 3월", "tháng 3/2019"]
        );
        let years = sample::rows(1992, 30, false);
        assert_eq!(ALL.map(|words| words.span(&years)), ["1992–2021", "1992~2021년", "1992–2021"]);
        assert_eq!(ALL.map(|words| words.span(&years[..1])), ["1992", "1992년", "1992"]);
        assert_eq!(ALL.map(|words| words.span(&[])), ["", "", ""]);
        let spoken = ["1992 to 2021", "1992년부터 2021년까지", "từ năm 1992 đến năm 2021"];
        assert_eq!(ALL.map(|words| words.spoken_span(&years)), spoken);
        let months = sample::rows(2019, 18, true);
        let span = ["Jan 2019–Jun 2020", "2019년 1월~2020년 6월", "1/2019–6/2020"];
        assert_eq!(ALL.map(|words| words.span(&months)), span);
    }

    #[test]
    fn a_name_stands_once_and_our_own_first() {
        let names = |labels: [&'static str; 3]| ALL.map(|words| words.full_name(&labels));
        assert_eq!(
            names(["KOICA", "코이카", "koica"]),
            ["KOICA · 코이카", "코이카 · KOICA", "koica · 코이카"]
        );
        let two = ["협력 · hợp tác", "협력 · hợp tác", "hợp tác · 협력"];
        assert_eq!(names(["", "협력", "hợp tác"]), two);
        assert_eq!(names(["", "", ""]), ["", "", ""]);
        let (name, others) = ALL[2].stance(Stance::Conflict);
        assert_eq!((name, others.as_str()), ("Xung đột", "Conflict · 갈등"));
        assert_eq!(Words::new(Language::Und), ALL[0]);
        let leading = ["đầu tư", "đầu tư", "Đầu tư"];
        assert_eq!(ALL.map(|words| words.leading_name("đầu tư")), leading);
    }
}
