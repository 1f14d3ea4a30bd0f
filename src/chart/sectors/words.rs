//! The words of the sector chart, in the language of the reader.

use crate::document::Language;

/// `leaders` are the sectors with the most mentions of cooperation and of conflict; they may be one.
pub fn title(lang: Language, leaders: Option<[&str; 2]>, span: &str) -> String {
    match (lang, leaders) {
        (Language::Korean, Some([one, other])) if one == other => {
            format!("협력과 갈등 모두 {one} 부문의 언급이 가장 많음")
        }
        (Language::Vietnamese, Some([one, other])) if one == other => {
            format!("Lĩnh vực {one}: nhiều lượt nhắc nhất cả về hợp tác và xung đột")
        }
        (_, Some([one, other])) if one == other => {
            format!("{one} keywords have the most mentions of both cooperation and conflict")
        }
        (Language::Korean, Some([one, other])) => {
            format!("협력 언급은 {one}, 갈등 언급은 {other} 부문이 가장 많음")
        }
        (Language::Vietnamese, Some([one, other])) => {
            format!("Nhiều lượt nhắc nhất: {one} (hợp tác), {other} (xung đột)")
        }
        (_, Some([one, other])) => {
            format!("Most mentions: {one} for cooperation, {other} for conflict")
        }
        (Language::Korean, None) => format!("부문별 협력·갈등 핵심어, {span}"),
        (Language::Vietnamese, None) => {
            format!("Từ khóa hợp tác và xung đột theo lĩnh vực, {span}")
        }
        (_, None) => format!("Cooperation and conflict words by sector, {span}"),
    }
}

pub fn subtitle(lang: Language) -> &'static str {
    match lang {
        Language::Korean => {
            "부문별 협력·갈등 핵심어가 나온 문서의 비율(범위 내 문서 중 %), 모든 칸 같은 눈금"
        }
        Language::Vietnamese => {
            "Tỷ lệ tài liệu trong phạm vi có từ khóa hợp tác / xung đột của từng lĩnh vực, %, cùng một thang đo"
        }
        _ => {
            "Share of documents in scope with a cooperation / conflict keyword of each sector, %, same scale in every panel"
        }
    }
}

pub fn note(lang: Language) -> &'static str {
    match lang {
        Language::Korean => "한 문서가 여러 부문에 들어갈 수 있음.",
        Language::Vietnamese => "Một tài liệu có thể thuộc nhiều lĩnh vực.",
        _ => "A document can count in more than one sector.",
    }
}

pub fn summary(lang: Language, span: &str, parts: &[(String, [String; 2])]) -> String {
    let part = |(name, [one, other]): &(String, [String; 2])| match lang {
        Language::Korean => format!("{name}: 협력 {one}, 갈등 {other}"),
        Language::Vietnamese => format!("{name}: hợp tác {one}, xung đột {other}"),
        _ => format!("{name} cooperation {one}, conflict {other}"),
    };
    let parts: Vec<String> = parts.iter().map(part).collect();
    let parts = parts.join("; ");
    match lang {
        Language::Korean => format!("부문별 선 그래프, {span}. 언급 수: {parts}."),
        Language::Vietnamese => format!("Biểu đồ đường theo lĩnh vực, {span}. Lượt nhắc: {parts}."),
        _ => {
            format!("Small line charts by sector, {span}, on the same scale, by mentions: {parts}.")
        }
    }
}
