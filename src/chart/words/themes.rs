//! What the charts of themes say.

use super::Words;
use crate::lexicon::Stance;

impl Words {
    pub fn themes_plain_title(self, span: &str) -> String {
        self.pick([
            format!("Cooperation and conflict words by theme, {span}"),
            format!("주제별 협력·갈등 핵심어, {span}"),
            format!("Từ khóa hợp tác và xung đột theo chủ đề, {span}"),
        ])
    }

    /// One theme leads both lists.
    pub fn themes_one_leads(self, theme: &str) -> String {
        self.pick([
            format!("{theme} has the most mentions of both cooperation and conflict words"),
            format!("협력·갈등 핵심어가 모두 가장 많이 나온 주제는 {theme}"),
            format!("{theme}: chủ đề có nhiều lượt từ khóa hợp tác và xung đột nhất"),
        ])
    }

    pub fn themes_two_lead(self, cooperation: &str, conflict: &str) -> String {
        self.pick([
            format!("{cooperation} leads cooperation mentions, {conflict} conflict mentions"),
            format!("협력 핵심어가 가장 많은 주제는 {cooperation}, 갈등 핵심어는 {conflict}"),
            format!("{cooperation} dẫn đầu về từ khóa hợp tác, {conflict} về từ khóa xung đột"),
        ])
    }

    pub fn themes_subtitle(self) -> &'static str {
        self.pick([
            "Share of documents in scope with a cooperation / conflict keyword of each theme, %, \
             same scale in every panel",
            "분석 대상 문서 가운데 각 주제의 협력·갈등 핵심어가 나오는 문서의 비율(%), 모든 칸의 눈금이 같음",
            "Tỷ lệ tài liệu trong phạm vi có từ khóa hợp tác / xung đột của từng chủ đề, %, cùng một thang đo",
        ])
    }

    pub fn themes_note(self) -> &'static str {
        self.pick([
            "Panels in order of mentions. A document can count in more than one theme.",
            "칸은 출현 횟수가 많은 차례로 놓였습니다. 한 문서가 여러 주제에 들 수 있습니다.",
            "Xếp theo số lượt xuất hiện. Một tài liệu có thể thuộc nhiều chủ đề.",
        ])
    }

    /// `themes` are names with their mentions of cooperation and of conflict.
    pub fn themes_summary(self, span: &str, themes: &[(&str, [u64; 2])]) -> String {
        let count = themes.len();
        let part = |(name, hits): &(&str, [u64; 2])| {
            let [cooperation, conflict] = hits.map(|hits| self.thousands(hits));
            self.pick([
                format!("{name} cooperation {cooperation}, conflict {conflict}"),
                format!("{name} 협력 {cooperation}회, 갈등 {conflict}회"),
                format!("{name} hợp tác {cooperation}, xung đột {conflict}"),
            ])
        };
        let parts = themes.iter().map(part).collect::<Vec<_>>().join("; ");
        self.pick([
            format!(
                "{count} small line charts, {span}, all on the same scale, by mentions: {parts}."
            ),
            format!("작은 꺾은선 차트 {count}개, {span}, 같은 눈금, 출현 횟수 순: {parts}."),
            format!(
                "{count} biểu đồ đường nhỏ, {span}, cùng một thang đo, theo số lượt xuất hiện: {parts}."
            ),
        ])
    }

    /// The last share of a stance, for a tooltip.
    pub fn themes_last_share(self, stance: Stance, percent: &str, period: &str) -> String {
        let name = self.stance_within(stance);
        self.pick([
            format!("{name} {percent}% in {period}"),
            format!("{period} {name} {percent}%"),
            format!("{name} {percent}% ({period})"),
        ])
    }
}
