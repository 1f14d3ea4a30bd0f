//! What the charts of keywords say.

use super::Words;
use crate::lexicon::Stance;

impl Words {
    pub fn keywords_plain_title(self, stance: Stance, span: &str) -> String {
        let within = self.stance_within(stance);
        self.pick([
            format!("{} keywords, {span}", self.stance(stance).0),
            format!("{within} 핵심어, {span}"),
            format!("Từ khóa {within}, {span}"),
        ])
    }

    pub fn keywords_subtitle(self, stance: Stance, subject: &str, span: &str) -> String {
        let (name, within) = (self.stance(stance).0, self.stance_within(stance));
        match subject {
            "" => self.pick([
                format!("{name} keywords in documents, {span}, by number of documents"),
                format!("분석 대상 문서의 {within} 핵심어, {span}, 문서 수 순"),
                format!("Từ khóa {within} trong tài liệu, {span}, theo số tài liệu"),
            ]),
            _ => self.pick([
                format!(
                    "{name} keywords in documents on {subject}, {span}, by number of documents"
                ),
                format!("{subject} 관련 문서의 {within} 핵심어, {span}, 문서 수 순"),
                format!("Từ khóa {within} trong tài liệu về {subject}, {span}, theo số tài liệu"),
            ]),
        }
    }

    pub fn keywords_note(self) -> &'static str {
        self.pick([
            "Documents in scope with at least one mention, and their share of all documents in scope; \
             mentions count every use. #: rank by mentions in this list.",
            "문서 수: 핵심어가 한 번 이상 나오는 분석 대상 문서의 수와 전체 분석 대상 문서에 대한 비율. \
             출현 횟수는 쓰인 횟수를 모두 센 값. #: 이 목록에서 출현 횟수의 순위.",
            "Tài liệu trong phạm vi có từ khóa ít nhất một lần, và tỷ lệ trên mọi tài liệu trong phạm vi; \
             lượt xuất hiện tính mọi lần dùng. #: thứ hạng theo lượt xuất hiện trong danh sách này.",
        ])
    }

    /// One keyword is in most documents, another is mentioned most often.
    pub fn keywords_two_lead(self, most_documents: &str, most_mentions: &str) -> String {
        self.pick([
            format!(
                "“{most_documents}” is in the most documents; “{most_mentions}” is mentioned most often"
            ),
            format!(
                "가장 많은 문서에 나온 핵심어는 ‘{most_documents}’, 가장 자주 나온 핵심어는 ‘{most_mentions}’"
            ),
            format!(
                "“{most_documents}” có trong nhiều tài liệu nhất; “{most_mentions}” xuất hiện nhiều lần nhất"
            ),
        ])
    }

    pub fn keywords_one_leads(self, keyword: &str, stance: Stance) -> String {
        let within = self.stance_within(stance);
        self.pick([
            format!("“{keyword}” is in more documents than any other {within} word"),
            format!("가장 많은 문서에 나온 {within} 핵심어는 ‘{keyword}’"),
            format!("“{keyword}” là từ khóa {within} có trong nhiều tài liệu nhất"),
        ])
    }

    /// `first` are the names of the first of `count` keywords with their documents and mentions.
    pub fn keywords_summary(
        self,
        stance: Stance,
        count: usize,
        first: &[(&str, [u64; 2])],
    ) -> String {
        let within = self.stance_within(stance);
        if first.is_empty() {
            return self.pick([
                format!("Bar chart of {within} keywords: none is mentioned."),
                format!("{within} 핵심어의 막대 차트: 한 번도 나오지 않음."),
                format!("Biểu đồ cột từ khóa {within}: không từ khóa nào xuất hiện."),
            ]);
        }
        let part = |(name, [documents, mentions]): &(&str, [u64; 2])| {
            let (documents, mentions) = (self.documents(*documents), self.mentions(*mentions));
            format!("{name} {documents}, {mentions}")
        };
        let parts = first.iter().map(part).collect::<Vec<_>>().join("; ");
        self.pick([
            format!("Bar chart of the {count} {within} keywords in most documents: {parts}."),
            format!("가장 많은 문서에 나온 {within} 핵심어 {count}개의 막대 차트: {parts}."),
            format!("Biểu đồ cột {count} từ khóa {within} có trong nhiều tài liệu nhất: {parts}."),
        ])
    }

    /// Headings of both panels, each with what stands beside it in muted letters.
    pub fn keywords_headings(self) -> [(&'static str, &'static str); 2] {
        let mentions = self.mentions_heading();
        self.pick([
            [("Documents", "in scope (share)"), (mentions, "(rank)")],
            [("문서 수", "분석 대상(비율)"), (mentions, "(순위)")],
            [("Tài liệu", "trong phạm vi (tỷ lệ)"), (mentions, "(thứ hạng)")],
        ])
    }

    pub fn keywords_tooltip(
        self,
        name: &str,
        documents: u64,
        share: &str,
        mentions: u64,
    ) -> String {
        let (documents, mentions) = (self.documents(documents), self.mentions(mentions));
        let share = match self.place {
            1 => format!("({share})"),
            _ => format!(" ({share})"),
        };
        format!("{name}: {documents}{share}, {mentions}")
    }
}
