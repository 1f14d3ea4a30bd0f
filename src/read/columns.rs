//! What the columns of tables and the keys of objects are called: one table of names for all formats. A news
//! export with other names is a row here, or `[input.columns]` in the study.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

pub use crate::study::Field;

/// Known names in lower case.
static NAMES: &[(Field, &[&str])] = &[
    (
        Field::Id,
        &["id", "doc_id", "identifier", "news_id", "식별자", "뉴스 식별자", "뉴스id", "mã"],
    ),
    (
        Field::Date,
        &[
            "date",
            "published",
            "published_at",
            "pub_date",
            "pubdate",
            "일자",
            "날짜",
            "작성일",
            "등록일",
            "발행일",
            "발간일",
            "게시일",
            "보도일",
            "보도일자",
            "작성일자",
            "등록일자",
            "발행일자",
            "입력일",
            "publication_date",
            "publish_date",
            "datetime",
            "ngày",
            "ngày đăng",
            "ngày xuất bản",
            "thời gian",
        ],
    ),
    (Field::Year, &["year", "연도", "년도", "năm"]),
    (Field::Month, &["month", "월", "tháng"]),
    (
        Field::Source,
        &[
            "source",
            "outlet",
            "publisher",
            "media",
            "press",
            "newspaper",
            "언론사",
            "출처",
            "발행처",
            "발간처",
            "발행기관",
            "매체",
            "매체명",
            "신문사",
            "기관명",
            "nguồn",
            "nguồn tin",
            "báo",
            "tòa soạn",
        ],
    ),
    (Field::Kind, &["kind", "종류", "loại"]),
    (Field::Language, &["lang", "language", "언어", "ngôn ngữ"]),
    (Field::Title, &["title", "headline", "제목", "자료명", "기사제목", "tiêu đề", "tựa đề"]),
    (
        Field::Text,
        &[
            "text",
            "body",
            "content",
            "article",
            "full_text",
            "transcript",
            "본문",
            "내용",
            "기사내용",
            "기사본문",
            "nội dung",
            "văn bản",
        ],
    ),
    (Field::Url, &["url", "link", "주소", "링크", "원문주소", "đường dẫn", "liên kết"]),
    (Field::Persons, &["persons", "people", "인물", "nhân vật"]),
    (Field::Places, &["places", "위치", "địa điểm"]),
    (Field::Institutions, &["institutions", "organisations", "organizations", "기관", "cơ quan"]),
    (Field::Keywords, &["keywords", "keyword", "키워드", "từ khóa"]),
    (Field::Excluded, &["excluded", "분석제외 여부"]),
    (Field::Summary, &["summary", "abstract", "요약", "초록", "tóm tắt"]),
];

/// Names to fields: the table above, and what the study adds.
#[derive(Clone, Debug)]
pub struct Columns {
    fields: FxHashMap<String, Field>,
    /// Fields that the study names columns of.
    own: Vec<Field>,
}

impl Default for Columns {
    fn default() -> Self {
        Self::new([])
    }
}

impl Columns {
    /// `own` are the study's names, which come before the known ones.
    pub fn new(own: impl IntoIterator<Item = (String, Field)>) -> Self {
        let own: Vec<(String, Field)> = own.into_iter().collect();
        let mut fields = FxHashMap::default();
        for (field, names) in NAMES {
            // A field that the study names is not looked for under other names.
            if !own.iter().any(|(_, named)| named == field) {
                fields.extend(names.iter().map(|name| ((*name).to_owned(), *field)));
                fields.extend(names.iter().map(|name| (without_spaces(name), *field)));
            }
        }
        for (name, field) in &own {
            let name = name.trim().to_lowercase();
            fields.insert(without_spaces(&name), *field);
            fields.insert(name, *field);
        }
        Self { fields, own: own.into_iter().map(|(_, field)| field).collect() }
    }

    /// Whether the study itself says which column this field is.
    pub fn is_own(&self, field: Field) -> bool {
        self.own.contains(&field)
    }

    pub fn field(&self, name: &str) -> Option<Field> {
        let plain = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'0'..=b'9');
        match self.fields.get(name) {
            Some(field) => Some(*field),
            // Most names of other things are in lower case already.
            None if name.as_bytes().iter().all(plain) => None,
            None => {
                let name = name.trim().trim_start_matches('\u{FEFF}').to_lowercase();
                let known = self.fields.get(name.as_str());
                known.or_else(|| self.fields.get(&without_spaces(&name))).copied()
            }
        }
    }
}

/// `분석제외여부` for `분석제외 여부`: spellings of one header differ between years.
fn without_spaces(name: &str) -> String {
    name.split_whitespace().collect()
}

/// The fields of keys that come in the same order in record after record, as they do in nearly all files.
#[derive(Debug, Default)]
pub struct KnownKeys<'k> {
    keys: Vec<(&'k str, Option<Field>)>,
    /// How many keys of the present record were asked for.
    asked: usize,
}

impl<'k> KnownKeys<'k> {
    /// Keys of a record are not remembered beyond so many.
    const MOST: usize = 64;

    /// Begins with the next record.
    pub fn begin(&mut self) {
        self.asked = 0;
    }

    /// The field of the record's next key.
    pub fn field(&mut self, columns: &Columns, key: Cow<'k, str>) -> Option<Field> {
        let at = self.asked;
        self.asked += 1;
        if let Some((known, field)) = self.keys.get(at)
            && *known == key
        {
            return *field;
        }
        let field = columns.field(&key);
        if let Cow::Borrowed(key) = key
            && at < Self::MOST
        {
            self.keys.truncate(at);
            self.keys.push((key, field));
        }
        field
    }
}

/// The table above as `docs/formats.md` shows it.
#[cfg(test)]
pub(super) fn markdown() -> String {
    let mut table = "| field | names |\n| --- | --- |\n".to_owned();
    for (field, names) in NAMES {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        table += &format!("| {} | {} |\n", field.code(), names.join(" "));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_once_and_in_lower_case() {
        let all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| *names).copied().collect();
        let unique: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), unique.len());
        let squeezed: std::collections::BTreeSet<String> =
            all.iter().map(|name| without_spaces(name)).collect();
        assert_eq!(all.len(), squeezed.len());
        assert!(all.iter().all(|name| name.to_lowercase() == *name));
        assert_eq!(Columns::default().field(" Title "), Some(Field::Title));
        for name in ["뉴스 식별자", "뉴스식별자", "\u{FEFF}뉴스  식별자"] {
            assert_eq!(Columns::default().field(name), Some(Field::Id), "{name}");
        }
        let own = Columns::new([("Headline 2".to_owned(), Field::Title)]);
        assert_eq!(own.field("headline 2"), Some(Field::Title));
        assert_eq!(own.field("Headline2"), Some(Field::Title));
        assert_eq!(own.field("title"), None);
        assert!(own.is_own(Field::Title) && !own.is_own(Field::Text));
    }
}
