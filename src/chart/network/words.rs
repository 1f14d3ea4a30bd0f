//! The words of the network, in the language of the reader.

use crate::document::Language;

pub fn title(lang: Language, subject: Option<&str>) -> String {
    match (lang, subject) {
        (Language::Korean, Some(term)) => format!("‘{term}’ 가장 많은 핵심어와 연결"),
        (Language::Vietnamese, Some(term)) => {
            format!("“{term}” có nhiều liên kết nhất với các từ khóa khác")
        }
        (_, Some(term)) => format!("“{term}” has the most links to other keywords"),
        (Language::Korean, None) => "같은 문장에 나오는 핵심어".to_owned(),
        (Language::Vietnamese, None) => "Các từ khóa xuất hiện trong cùng một câu".to_owned(),
        (_, None) => "Keywords in the same sentence".to_owned(),
    }
}

pub fn subtitle(lang: Language, links: usize) -> String {
    match lang {
        Language::Korean => format!(
            "같은 문장에 함께 나오는 핵심어. 원: 문서 수. 선: 연관도(Dice 계수, 0–1), 강한 연결 {links}개"
        ),
        Language::Vietnamese => format!(
            "Từ khóa xuất hiện trong cùng một câu. Hình tròn: số tài liệu. Đường nối: mức độ liên kết (hệ số Dice, 0–1), \
             {links} liên kết mạnh"
        ),
        _ => format!(
            "Keywords that occur in the same sentence. Circle: number of documents. Line: strength of association (Dice, \
             0 to 1), {links} links"
        ),
    }
}

pub fn note(lang: Language, fewest: u64) -> String {
    match lang {
        Language::Korean => format!(
            "파랑: 협력 핵심어. 주황: 갈등 핵심어. 회색 바탕: 가장 강한 핵심어의 이름을 딴 묶음. 함께 나온 문장이 {fewest}개 이상인 쌍만 표시."
        ),
        Language::Vietnamese => format!(
            "Xanh: từ khóa hợp tác. Cam: từ khóa xung đột. Nền xám: nhóm, gọi theo từ khóa mạnh nhất. Chỉ nối các cặp có từ \
             {fewest} câu chung trở lên."
        ),
        _ => format!(
            "Blue: cooperation keyword. Orange: conflict keyword. Grey ground: a group, called after its strongest \
             keywords. Only pairs with at least {fewest} sentences in common are linked."
        ),
    }
}

pub fn summary(lang: Language, [nodes, links, groups]: [usize; 3], strongest: &str) -> String {
    match lang {
        Language::Korean => format!(
            "네트워크: 핵심어 {nodes}개, 연결 {links}개, 묶음 {groups}개. 가장 강한 연결: {strongest}."
        ),
        Language::Vietnamese => format!(
            "Mạng lưới gồm {nodes} từ khóa, {links} liên kết, {groups} nhóm. Liên kết mạnh nhất: {strongest}."
        ),
        _ => format!(
            "Network of {nodes} keywords with {links} links, in {groups} groups. Strongest link: {strongest}."
        ),
    }
}
