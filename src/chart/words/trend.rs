//! What the trend chart says.

use super::Words;
use crate::lexicon::Stance;

/// What near copies do to cooperation's part of the documents with a term: with them, and without.
pub struct Balance {
    pub with: f64,
    pub without: f64,
}

impl Words {
    pub fn trend_plain_title(self, span: &str) -> String {
        self.pick([
            format!("Cooperation and conflict words, {span}"),
            format!("협력·갈등 핵심어, {span}"),
            format!("Từ khóa hợp tác và xung đột, {span}"),
        ])
    }

    /// Leader and other, as sentences have them.
    fn leads(self, leader: Stance) -> [&'static str; 2] {
        let other = Stance::ALL[1 - leader as usize];
        let ahead =
            if self.place == 0 { self.stance(leader).0 } else { self.stance_within(leader) };
        [ahead, self.stance_within(other)]
    }

    /// One stance leads in all `known` periods; `gaps` if there are others, without documents.
    pub fn trend_leads_in_all(
        self,
        leader: Stance,
        known: usize,
        by_month: bool,
        gaps: bool,
    ) -> String {
        let [one, two] = self.leads(leader);
        let periods = match by_month {
            false => self.pick(["years", "개 연도", "năm"]),
            true => self.pick(["months", "개월", "tháng"]),
        };
        match gaps {
            false => self.pick([
                format!("{one} words lead {two} words in all {known} {periods}"),
                format!("{known}{periods} 모두 {one} 핵심어가 {two} 핵심어를 앞섰다"),
                format!("Từ khóa {one} dẫn trước từ khóa {two} trong cả {known} {periods}"),
            ]),
            true => self.pick([
                format!("{one} words lead {two} words in all {known} {periods} with documents"),
                format!("문서가 있는 {known}{periods} 모두 {one} 핵심어가 {two} 핵심어를 앞섰다"),
                format!(
                    "Từ khóa {one} dẫn trước từ khóa {two} trong cả {known} {periods} có tài liệu"
                ),
            ]),
        }
    }

    /// One stance has led without a break since the period `since`.
    pub fn trend_leads_since(self, leader: Stance, since: &str, by_month: bool) -> String {
        let [one, two] = self.leads(leader);
        match by_month {
            false => self.pick([
                format!("{one} words have led {two} words every year since {since}"),
                format!("{since}부터 해마다 {one} 핵심어가 {two} 핵심어를 앞섰다"),
                format!("Từ khóa {one} dẫn trước từ khóa {two} hằng năm kể từ {since}"),
            ]),
            true => self.pick([
                format!("{one} words have led {two} words every month since {since}"),
                format!("{since}부터 다달이 {one} 핵심어가 {two} 핵심어를 앞섰다"),
                format!("Từ khóa {one} dẫn trước từ khóa {two} hằng tháng kể từ {since}"),
            ]),
        }
    }

    pub fn trend_subtitle(self, subject: &str) -> String {
        match subject {
            "" => self.pick([
                "Share of documents in scope that use at least one cooperation / conflict keyword, %",
                "분석 대상 문서 가운데 협력·갈등 핵심어가 각각 한 번 이상 나오는 문서의 비율(%)",
                "Tỷ lệ tài liệu trong phạm vi có ít nhất một từ khóa hợp tác / xung đột, %",
            ])
            .to_owned(),
            _ => self.pick([
                format!(
                    "Share of documents on {subject} that use at least one cooperation / conflict keyword, %"
                ),
                format!(
                    "{subject} 관련 문서 가운데 협력·갈등 핵심어가 각각 한 번 이상 나오는 문서의 비율(%)"
                ),
                format!(
                    "Tỷ lệ tài liệu về {subject} có ít nhất một từ khóa hợp tác / xung đột, %"
                ),
            ]),
        }
    }

    pub fn trend_bands(self) -> &'static str {
        self.pick([
            "Bands: 95% Wilson interval.",
            "음영: 95% 윌슨 구간.",
            "Dải màu: khoảng Wilson 95%.",
        ])
    }

    /// How periods with few documents are shown: by a dashed line, else by hollow points.
    pub fn trend_few(self, fewer_than: u64, dashed: bool, by_month: bool) -> String {
        let mark = match dashed {
            false => self.pick(["Hollow points", "빈 점", "Điểm rỗng"]),
            true => self.pick(["Dashed line", "파선", "Nét đứt"]),
        };
        match by_month {
            false => self.pick([
                format!("{mark}: fewer than {fewer_than} documents that year."),
                format!("{mark}: 문서가 {fewer_than}건 미만인 해."),
                format!("{mark}: năm có dưới {fewer_than} tài liệu."),
            ]),
            true => self.pick([
                format!("{mark}: fewer than {fewer_than} documents that month."),
                format!("{mark}: 문서가 {fewer_than}건 미만인 달."),
                format!("{mark}: tháng có dưới {fewer_than} tài liệu."),
            ]),
        }
    }

    pub fn trend_gap(self, by_month: bool) -> &'static str {
        match by_month {
            false => self.pick([
                "A gap: no documents that year.",
                "끊긴 곳: 문서가 없는 해.",
                "Chỗ ngắt: năm không có tài liệu.",
            ]),
            true => self.pick([
                "A gap: no documents that month.",
                "끊긴 곳: 문서가 없는 달.",
                "Chỗ ngắt: tháng không có tài liệu.",
            ]),
        }
    }

    /// How many near copies there are, and what they do to the balance where that is known.
    pub fn trend_copies(self, copies: u64, balance: Option<Balance>) -> String {
        let number = self.thousands(copies);
        let (verb, what) = if copies == 1 { ("is", "near-copy") } else { ("are", "near-copies") };
        let Some(Balance { with, without }) = balance else {
            return self.pick([
                format!("Among the documents {verb} {number} {what}."),
                format!("문서 가운데 {number}건은 거의 같은 글이다."),
                format!("Trong số tài liệu có {number} bản gần trùng lặp."),
            ]);
        };
        let (with, without) = (self.percent(with, 1), self.percent(without, 1));
        match with == without {
            true => self.pick([
                format!(
                    "Among the documents {verb} {number} {what} (balance by documents: {with}% cooperation with or without them)."
                ),
                format!(
                    "문서 가운데 {number}건은 거의 같은 글이다(문서로 본 균형: 이를 넣든 빼든 협력 {with}%)."
                ),
                format!(
                    "Trong số tài liệu có {number} bản gần trùng lặp (cán cân theo tài liệu: hợp tác {with}%, dù tính hay bỏ chúng)."
                ),
            ]),
            false => self.pick([
                format!(
                    "Among the documents {verb} {number} {what} (balance by documents: {with}% cooperation; without them {without}%)."
                ),
                format!(
                    "문서 가운데 {number}건은 거의 같은 글이다(문서로 본 균형: 협력 {with}%, 이를 빼면 {without}%)."
                ),
                format!(
                    "Trong số tài liệu có {number} bản gần trùng lặp (cán cân theo tài liệu: hợp tác {with}%; nếu bỏ chúng: {without}%)."
                ),
            ]),
        }
    }

    pub fn trend_lists(self, terms: [usize; 2]) -> String {
        let [cooperation, conflict] = terms.map(|count| self.thousands(count as u64));
        self.pick([
            format!(
                "Keyword lists: {cooperation} cooperation and {conflict} conflict terms in Korean, Vietnamese and English."
            ),
            format!(
                "핵심어 목록: 한국어·베트남어·영어의 협력 핵심어 {cooperation}개, 갈등 핵심어 {conflict}개."
            ),
            format!(
                "Danh sách: {cooperation} từ khóa hợp tác và {conflict} từ khóa xung đột bằng tiếng Hàn, tiếng Việt và tiếng Anh."
            ),
        ])
    }

    /// What the chart shows for those who do not see it: of each stance its first and its last share, of which the
    /// last may be missing.
    pub fn trend_summary(
        self,
        span: &str,
        shares: &[(Stance, f64, Option<f64>)],
        documents: u64,
    ) -> String {
        if shares.is_empty() {
            return self.pick([
                format!("Line chart, {span}: no documents in scope."),
                format!("꺾은선 차트, {span}: 분석 대상 문서 없음."),
                format!("Biểu đồ đường, {span}: không có tài liệu trong phạm vi."),
            ]);
        }
        let part = |(stance, first, last): &(Stance, f64, Option<f64>)| {
            let (name, first) = (self.stance_within(*stance), self.percent(*first, 0));
            match last.map(|last| self.percent(last, 0)) {
                Some(last) => self.pick([
                    format!("{name} {first} to {last} percent"),
                    format!("{name} {first}%에서 {last}%"),
                    format!("{name} từ {first}% đến {last}%"),
                ]),
                None => self.pick([
                    format!("{name} {first} percent"),
                    format!("{name} {first}%"),
                    format!("{name} {first}%"),
                ]),
            }
        };
        let parts = shares.iter().map(part).collect::<Vec<_>>().join(", ");
        let documents = self.thousands(documents);
        self.pick([
            format!("Line chart, {span}: {parts} of {documents} documents in scope."),
            format!("꺾은선 차트, {span}: 분석 대상 문서 {documents}건 가운데 {parts}."),
            format!("Biểu đồ đường, {span}: {parts} trong {documents} tài liệu thuộc phạm vi."),
        ])
    }

    pub fn nothing_in_scope(self) -> &'static str {
        self.pick([
            "No documents in scope",
            "분석 대상 문서 없음",
            "Không có tài liệu trong phạm vi",
        ])
    }

    /// Over the bars below the lines.
    pub fn trend_bars(self, by_month: bool) -> &'static str {
        match by_month {
            false => self.pick([
                "Documents in scope per year",
                "연도별 분석 대상 문서 수",
                "Số tài liệu trong phạm vi theo năm",
            ]),
            true => self.pick([
                "Documents in scope per month",
                "월별 분석 대상 문서 수",
                "Số tài liệu trong phạm vi theo tháng",
            ]),
        }
    }

    /// The same with the numbers of the first and the last bar.
    pub fn trend_bars_from_to(self, by_month: bool, fewest: u64, most: u64) -> String {
        let heading = self.trend_bars(by_month);
        let (fewest, most) = (self.thousands(fewest), self.thousands(most));
        self.pick([
            format!("{heading}: {fewest} to {most}"),
            format!("{heading}: {fewest}~{most}건"),
            format!("{heading}: từ {fewest} đến {most}"),
        ])
    }
}
