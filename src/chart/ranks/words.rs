//! The words of the rank chart, in the language of the reader.

use crate::document::Language;

/// What the leading keywords of the first and the last period say.
pub enum Finding<'a> {
    /// The keyword that leads in all of so many periods.
    Always(&'a str, usize),
    /// The keyword and the period, first and last.
    Changed([(&'a str, &'a str); 2]),
    None(&'a str),
}

pub fn title(lang: Language, finding: &Finding) -> String {
    match (lang, finding) {
        (Language::Korean, Finding::Always(term, periods)) => {
            format!("‘{term}’, {periods}개 기간 모두 1위")
        }
        (Language::Vietnamese, Finding::Always(term, periods)) => {
            format!("“{term}” đứng đầu trong cả {periods} giai đoạn")
        }
        (_, Finding::Always(term, periods)) => {
            format!("“{term}” is first in all {periods} periods")
        }
        (Language::Korean, Finding::Changed([(one, first), (other, last)])) => {
            format!("1위: {first} ‘{one}’, {last} ‘{other}’")
        }
        (Language::Vietnamese, Finding::Changed([(one, first), (other, last)])) => {
            format!("Đứng đầu: “{one}” ({first}), “{other}” ({last})")
        }
        (_, Finding::Changed([(one, first), (other, last)])) => {
            format!("“{one}” was first in {first}, “{other}” in {last}")
        }
        (Language::Korean, Finding::None(span)) => format!("기간별 핵심어 순위, {span}"),
        (Language::Vietnamese, Finding::None(span)) => {
            format!("Thứ hạng từ khóa theo giai đoạn, {span}")
        }
        (_, Finding::None(span)) => format!("Ranks of keywords by period, {span}"),
    }
}

pub fn subtitle(lang: Language) -> &'static str {
    match lang {
        Language::Korean => "기간별로 가장 많은 문서에 나온 핵심어 10개의 순위(문서 수 기준)",
        Language::Vietnamese => {
            "Thứ hạng của mười từ khóa có trong nhiều tài liệu nhất mỗi giai đoạn (theo số tài liệu)"
        }
        _ => {
            "Rank of the ten keywords in the most documents in each period, by number of documents in scope"
        }
    }
}

pub fn note(lang: Language, short: Option<&str>) -> String {
    let (note, short) = match lang {
        Language::Korean => (
            "파랑: 협력 핵심어. 주황: 갈등 핵심어. 색칠: 첫 기간과 마지막 기간 사이에 순위가 가장 크게 바뀐 핵심어(최대 5개). 10위 밖에서는 선이 끊김.",
            short.map(|name| format!(" {name}은(는) 다른 기간보다 짧음.")),
        ),
        Language::Vietnamese => (
            "Xanh: từ khóa hợp tác. Cam: từ khóa xung đột. Tô màu: tối đa năm từ khóa đổi hạng nhiều nhất giữa giai đoạn đầu và \
             cuối. Đường đứt khi từ khóa ra khỏi mười hạng đầu.",
            short.map(|name| format!(" {name} ngắn hơn các giai đoạn khác.")),
        ),
        _ => (
            "Blue: cooperation keyword. Orange: conflict keyword. In colour: up to five whose rank changed most between \
             the first and the last period. A line breaks where the keyword leaves the first ten.",
            short.map(|name| format!(" {name} is shorter than the other periods.")),
        ),
    };
    format!("{note}{}", short.unwrap_or_default())
}

pub fn summary(lang: Language, periods: usize, leaders: &str) -> String {
    match lang {
        Language::Korean => format!("순위 그래프, {periods}개 기간. 1위: {leaders}."),
        Language::Vietnamese => {
            format!("Biểu đồ thứ hạng, {periods} giai đoạn. Đứng đầu: {leaders}.")
        }
        _ => format!("Rank chart over {periods} periods. First: {leaders}."),
    }
}
