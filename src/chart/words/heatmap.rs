//! What the heat map says.

use super::Words;
use crate::lexicon::Stance;

impl Words {
    pub fn heatmap_plain_title(self, span: &str, by_month: bool) -> String {
        match by_month {
            false => self.pick([
                format!("Mentions of each keyword by year, {span}"),
                format!("연도별 핵심어 출현 횟수, {span}"),
                format!("Lượt xuất hiện của từng từ khóa theo năm, {span}"),
            ]),
            true => self.pick([
                format!("Mentions of each keyword by month, {span}"),
                format!("월별 핵심어 출현 횟수, {span}"),
                format!("Lượt xuất hiện của từng từ khóa theo tháng, {span}"),
            ]),
        }
    }

    pub fn heatmap_finding(self, cooperation: &str, conflict: &str) -> String {
        self.pick([
            format!(
                "“{cooperation}” and “{conflict}” are the most mentioned cooperation and conflict words"
            ),
            format!(
                "가장 자주 나온 협력 핵심어는 ‘{cooperation}’, 갈등 핵심어는 ‘{conflict}’"
            ),
            format!(
                "“{cooperation}” và “{conflict}” là từ khóa hợp tác và xung đột xuất hiện nhiều nhất"
            ),
        ])
    }

    pub fn heatmap_subtitle(self, span: &str, by_month: bool) -> String {
        match by_month {
            false => self.pick([
                format!("Mentions of each keyword per 1,000 documents in scope, by year, {span}"),
                format!("분석 대상 문서 1,000건당 핵심어 출현 횟수, 연도별, {span}"),
                format!(
                    "Lượt xuất hiện của từng từ khóa trên 1.000 tài liệu trong phạm vi, theo năm, {span}"
                ),
            ]),
            true => self.pick([
                format!("Mentions of each keyword per 1,000 documents in scope, by month, {span}"),
                format!("분석 대상 문서 1,000건당 핵심어 출현 횟수, 월별, {span}"),
                format!(
                    "Lượt xuất hiện của từng từ khóa trên 1.000 tài liệu trong phạm vi, theo tháng, {span}"
                ),
            ]),
        }
    }

    pub fn heatmap_note(self, most: usize) -> String {
        self.pick([
            format!(
                "Up to {most} keywords of each list, most mentions first. At the right: all mentions."
            ),
            format!("목록마다 출현 횟수가 많은 핵심어를 {most}개까지 보입니다. 오른쪽은 전체 출현 횟수."),
            format!(
                "Mỗi danh sách tối đa {most} từ khóa, xếp theo lượt xuất hiện. Bên phải: tổng số lượt."
            ),
        ])
    }

    /// `first` are the stances with their most mentioned keyword and its mentions.
    pub fn heatmap_summary(
        self,
        keywords: usize,
        span: &str,
        by_month: bool,
        first: &[(Stance, &str, u64)],
    ) -> String {
        let part = |(stance, name, mentions): &(Stance, &str, u64)| {
            let (within, mentions) = (self.stance_within(*stance), self.mentions(*mentions));
            self.pick([
                format!("{within}, most of all {name} with {mentions}"),
                format!("{within} 핵심어 가운데 으뜸은 {name}, {mentions}"),
                format!("{within} nhiều nhất là {name} với {mentions}"),
            ])
        };
        let parts = match first {
            [] => self
                .pick(["none is mentioned", "한 번도 나오지 않음", "không từ khóa nào xuất hiện"])
                .to_owned(),
            _ => first.iter().map(part).collect::<Vec<_>>().join("; "),
        };
        let by = match by_month {
            false => self.pick(["year", "연도", "năm"]),
            true => self.pick(["month", "달", "tháng"]),
        };
        self.pick([
            format!("Heat map of {keywords} keywords by {by}, {span}: {parts}."),
            format!("핵심어 {keywords}개의 {by}별 열지도, {span}: {parts}."),
            format!("Bản đồ nhiệt của {keywords} từ khóa theo {by}, {span}: {parts}."),
        ])
    }

    /// The tooltip of a cell: mentions, and their rate per 1,000 documents; without documents there is no rate.
    pub fn heatmap_cell(
        self,
        name: &str,
        period: &str,
        mentions: u64,
        rate: Option<f64>,
    ) -> String {
        let Some(rate) = rate else {
            return format!("{name}, {period}: {}", self.heatmap_no_documents());
        };
        if mentions == 0 {
            return format!("{name}, {period}: {}", self.heatmap_no_mention());
        }
        let (mentions, rate) = (self.mentions(mentions), self.fixed(rate, 1));
        self.pick([
            format!("{name}, {period}: {mentions}, {rate} per 1,000 documents"),
            format!("{name}, {period}: {mentions}, 문서 1,000건당 {rate}회"),
            format!("{name}, {period}: {mentions}, {rate} trên 1.000 tài liệu"),
        ])
    }

    pub fn heatmap_no_documents(self) -> &'static str {
        self.pick(["no documents", "문서 없음", "không có tài liệu"])
    }

    pub fn heatmap_no_mention(self) -> &'static str {
        self.pick(["no mention", "출현 없음", "không xuất hiện"])
    }

    /// Beside the key of colours.
    pub fn heatmap_key(self) -> &'static str {
        self.pick(["Mentions per 1,000", "1,000건당 출현 횟수", "Lượt trên 1.000 tài liệu"])
    }
}
