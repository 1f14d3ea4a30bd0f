//! What the chart of compared series says.

use super::Words;
use crate::study::SeriesGroup;
use crate::trend::chosen::Chosen;

impl Words {
    /// The name of a series, and its names in the other languages.
    pub fn series_name(self, chosen: &Chosen) -> (String, String) {
        match (chosen.group, chosen.stance) {
            (SeriesGroup::All, Some(stance)) => {
                let (name, others) = self.stance(stance);
                (name.to_owned(), others)
            }
            (SeriesGroup::All, None) => {
                let labels = ["Cooperation or conflict", "협력 또는 갈등", "Hợp tác hoặc xung đột"];
                let (name, others) = self.names(&labels);
                (name.to_owned(), others)
            }
            (SeriesGroup::Keyword, _) | (_, None) => {
                let (name, others) = self.names_or_id(&chosen.labels, &chosen.value);
                (name.to_owned(), others)
            }
            (_, Some(stance)) => {
                let (name, others) = self.names_or_id(&chosen.labels, &chosen.value);
                (format!("{name} ({})", self.stance_within(stance)), others)
            }
        }
    }

    pub fn series_plain_title(self, count: usize, span: &str) -> String {
        match count {
            1 => self.pick([
                format!("One series of keywords, {span}"),
                format!("핵심어 계열 하나, {span}"),
                format!("Một chuỗi từ khóa, {span}"),
            ]),
            _ => self.pick([
                format!("{count} series of keywords side by side, {span}"),
                format!("핵심어 계열 {count}개 비교, {span}"),
                format!("So sánh {count} chuỗi từ khóa, {span}"),
            ]),
        }
    }

    /// A series has the highest share in `led` of all `known` periods.
    pub fn series_leads(self, name: &str, led: usize, known: usize, by_month: bool) -> String {
        let periods = match by_month {
            false => self.pick(["years", "개 연도", "năm"]),
            true => self.pick(["months", "개월", "tháng"]),
        };
        match led == known {
            true => self.pick([
                format!("“{name}” has the highest share in all {known} {periods}"),
                format!("‘{name}’ 비율이 {known}{periods} 모두에서 가장 높음"),
                format!("“{name}” có tỷ lệ cao nhất trong cả {known} {periods}"),
            ]),
            false => self.pick([
                format!("“{name}” has the highest share in {led} of {known} {periods}"),
                format!("‘{name}’ 비율이 {known}{periods} 가운데 {led}{periods}에서 가장 높음"),
                format!("“{name}” có tỷ lệ cao nhất trong {led} trên {known} {periods}"),
            ]),
        }
    }

    pub fn series_subtitle(self) -> &'static str {
        self.pick([
            "Share of documents in scope with at least one keyword of the series, %",
            "분석 대상 문서 가운데 해당 계열의 핵심어가 한 번 이상 나오는 문서의 비율(%)",
            "Tỷ lệ tài liệu trong phạm vi có ít nhất một từ khóa của chuỗi, %",
        ])
    }

    /// In place of bands, where there would be too many.
    pub fn series_no_bands(self) -> &'static str {
        self.pick([
            "95% Wilson intervals are in series.csv.",
            "95% 윌슨 구간은 series.csv에 있음.",
            "Khoảng Wilson 95% có trong series.csv.",
        ])
    }

    /// Where no period has many documents.
    pub fn series_few(self, fewer_than: u64, by_month: bool) -> String {
        match by_month {
            false => self.pick([
                format!("Every year has fewer than {fewer_than} documents."),
                format!("모든 해에 문서가 {fewer_than}건 미만임."),
                format!("Năm nào cũng có dưới {fewer_than} tài liệu."),
            ]),
            true => self.pick([
                format!("Every month has fewer than {fewer_than} documents."),
                format!("모든 달에 문서가 {fewer_than}건 미만임."),
                format!("Tháng nào cũng có dưới {fewer_than} tài liệu."),
            ]),
        }
    }

    /// `own` where shares are of the documents of a language, source or kind.
    pub fn series_note(self, own: bool) -> String {
        let note = self.pick([
            "Colours only tell the lines apart.",
            "색은 선을 구별할 뿐임.",
            "Màu chỉ để phân biệt các đường.",
        ]);
        let documents = self.pick([
            " Shares of a language, source or kind are of its own documents.",
            " 언어·출처·종류의 비율은 그에 속한 문서에 대한 것임.",
            " Tỷ lệ của ngôn ngữ, nguồn hay loại tính trên tài liệu của chính nó.",
        ]);
        format!("{note}{}", if own { documents } else { "" })
    }

    /// `series` are names with the first and the last share.
    pub fn series_summary(
        self,
        span: &str,
        series: &[(String, Option<f64>, Option<f64>)],
    ) -> String {
        let part = |(name, first, last): &(String, Option<f64>, Option<f64>)| {
            let percent = |share: &f64| self.percent(*share, 1);
            match (first.as_ref().map(percent), last.as_ref().map(percent)) {
                (Some(first), Some(last)) => self.pick([
                    format!("{name} {first} to {last} percent"),
                    format!("{name} {first}%에서 {last}%"),
                    format!("{name} từ {first} đến {last} phần trăm"),
                ]),
                (Some(only), None) => self.pick([
                    format!("{name} {only} percent"),
                    format!("{name} {only}%"),
                    format!("{name} {only} phần trăm"),
                ]),
                _ => self.pick([
                    format!("{name} without documents"),
                    format!("{name} 문서 없음"),
                    format!("{name} không có tài liệu"),
                ]),
            }
        };
        let parts = series.iter().map(part).collect::<Vec<_>>().join(", ");
        self.pick([
            format!("Line chart, {span}: {parts}."),
            format!("꺾은선 차트, {span}: {parts}."),
            format!("Biểu đồ đường, {span}: {parts}."),
        ])
    }
}
