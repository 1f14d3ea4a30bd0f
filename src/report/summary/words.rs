//! The words of the Markdown report in the three languages.

use crate::document::Language;

/// Words and sentences; what stands in braces is filled in.
pub(super) struct Words {
    pub untitled: &'static str,
    pub nothing: &'static str,
    pub read: &'static str,
    pub none_in_scope: &'static str,
    pub found: &'static str,
    pub by_year: &'static str,
    pub by_month: &'static str,
    pub year: &'static str,
    pub month: &'static str,
    pub shares: &'static str,
    pub documents: &'static str,
    pub in_scope: &'static str,
    pub cooperation: &'static str,
    pub conflict: &'static str,
    pub themes: &'static str,
    pub theme: &'static str,
    /// By `Stance`.
    pub keywords: [&'static str; 2],
    pub keyword: &'static str,
    pub share: &'static str,
    pub mentions: &'static str,
    pub method: &'static str,
    pub limits: [&'static str; 5],
    pub lexicon: &'static str,
    pub options: &'static str,
}

impl Words {
    pub(super) fn of(language: Language) -> Self {
        match language {
            Language::Korean => KOREAN,
            Language::Vietnamese => VIETNAMESE,
            Language::English | Language::Und => ENGLISH,
        }
    }
}

const ENGLISH: Words = Words {
    untitled: "Cooperation and conflict keywords",
    nothing: "No document was found, so there is nothing to count.",
    read: "Documents read: {documents}. Terms looked for: {cooperation_terms} of cooperation, {conflict_terms} of conflict.",
    none_in_scope: "None of the documents is in the study's scope, so that no hit counts.",
    found: "Documents in scope: {in_scope}. Places in them where a term stands: {cooperation_hits} of cooperation, \
            {conflict_hits} of conflict.",
    by_year: "The numbers by year",
    by_month: "The numbers by month",
    year: "Year",
    month: "Month",
    shares: "Shares are of the documents in scope that have at least one such term, with 95 % intervals (Wilson).",
    documents: "Documents",
    in_scope: "In scope",
    cooperation: "Cooperation",
    conflict: "Conflict",
    themes: "Themes",
    theme: "Theme",
    keywords: ["Cooperation keywords", "Conflict keywords"],
    keyword: "Keyword",
    share: "Share",
    mentions: "Mentions",
    method: "Method and limits",
    limits: [
        "Words were counted, not opinions: a text with words of conflict need not be hostile.",
        "Numbers compare within a language only: the lists of the languages are not equally long.",
        "Intervals say how much chance there is in so few texts, not how well the texts stand for anything else.",
        "A year without documents in scope has no share.",
        "Each number can be read in its sentences: `keytrend kwic KEYWORD`.",
    ],
    lexicon: "Keyword lists",
    options: "Options",
};

const KOREAN: Words = Words {
    untitled: "협력과 갈등 핵심어",
    nothing: "문서가 없어 집계할 것이 없습니다.",
    read: "keytrend가 문서 {documents}건을 읽고 협력 핵심어 {cooperation_terms}개와 갈등 핵심어 {conflict_terms}개를 찾았습니다.",
    none_in_scope: "연구 범위에 드는 문서가 없어 아무것도 집계되지 않았습니다.",
    found: "그중 {in_scope}건이 연구 범위에 들며, 그 안에 협력 핵심어가 {cooperation_hits}회, 갈등 핵심어가 {conflict_hits}회 \
            나옵니다.",
    by_year: "연도별 수치",
    by_month: "월별 수치",
    year: "연도",
    month: "월",
    shares: "비율은 연구 범위 문서 가운데 해당 핵심어가 한 번 이상 나온 문서의 비율이며, 괄호는 95 % 구간(Wilson)입니다.",
    documents: "문서",
    in_scope: "범위 내",
    cooperation: "협력",
    conflict: "갈등",
    themes: "주제",
    theme: "주제",
    keywords: ["협력 핵심어", "갈등 핵심어"],
    keyword: "핵심어",
    share: "비율",
    mentions: "언급",
    method: "방법과 한계",
    limits: [
        "의견이 아니라 낱말을 셌습니다. 갈등 낱말이 있다고 적대적인 글은 아닙니다.",
        "수치는 같은 언어 안에서만 비교할 수 있습니다. 언어마다 목록의 길이가 다릅니다.",
        "구간은 글의 수가 적어 생기는 우연의 크기이며, 이 글들이 무엇을 대표하는지는 말해 주지 않습니다.",
        "연구 범위에 드는 문서가 없는 해에는 비율이 없습니다.",
        "모든 수치는 문장으로 확인할 수 있습니다: `keytrend kwic 핵심어`.",
    ],
    lexicon: "핵심어 목록",
    options: "설정",
};

const VIETNAMESE: Words = Words {
    untitled: "Từ khóa hợp tác và xung đột",
    nothing: "Không tìm thấy văn bản nào nên không có gì để đếm.",
    read: "keytrend đã đọc {documents} văn bản và tìm {cooperation_terms} từ khóa hợp tác, {conflict_terms} từ khóa \
           xung đột.",
    none_in_scope: "Không văn bản nào thuộc phạm vi nghiên cứu nên không có lần xuất hiện nào được tính.",
    found: "{in_scope} văn bản thuộc phạm vi nghiên cứu; trong đó từ khóa hợp tác xuất hiện {cooperation_hits} lần, từ \
            khóa xung đột {conflict_hits} lần.",
    by_year: "Số liệu theo năm",
    by_month: "Số liệu theo tháng",
    year: "Năm",
    month: "Tháng",
    shares: "Tỷ lệ là phần văn bản trong phạm vi có ít nhất một từ khóa như vậy, kèm khoảng tin cậy 95 % (Wilson).",
    documents: "Văn bản",
    in_scope: "Trong phạm vi",
    cooperation: "Hợp tác",
    conflict: "Xung đột",
    themes: "Chủ đề",
    theme: "Chủ đề",
    keywords: ["Từ khóa hợp tác", "Từ khóa xung đột"],
    keyword: "Từ khóa",
    share: "Tỷ lệ",
    mentions: "Số lần",
    method: "Phương pháp và giới hạn",
    limits: [
        "Ở đây đếm từ, không đếm ý kiến: một văn bản có từ xung đột chưa hẳn là thù địch.",
        "Chỉ so sánh số liệu trong cùng một ngôn ngữ: danh sách của các ngôn ngữ dài ngắn khác nhau.",
        "Khoảng tin cậy cho biết mức ngẫu nhiên khi số văn bản ít, không cho biết các văn bản này đại diện cho điều gì khác.",
        "Năm không có văn bản nào trong phạm vi thì không có tỷ lệ.",
        "Có thể đọc lại từng con số trong câu của nó: `keytrend kwic TỪ-KHÓA`.",
    ],
    lexicon: "Danh sách từ khóa",
    options: "Tùy chọn",
};
