//! Made-up findings for tests: no number here was measured.

use super::network::layout::noise;
use crate::count::{Cell, PairCounts, Tally, TermCounts};
use crate::document::{Kind, Language};
use crate::lexicon::{Labels, Lexicon, Sector, Stance};
use crate::trend::network::Network;
use crate::trend::ranks::ranks;
use crate::trend::{
    Estimate, Event, Facet, Findings, Keyword, KeywordPeriod, Period, Row, Series, StanceRow,
};

/// Wilson interval, 95 %.
fn wilson(hits: u64, of: u64) -> Option<Estimate> {
    let (z, n) = (1.959_964, of as f64);
    let value = hits as f64 / n;
    let centre = (value + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (value * (1.0 - value) / n + z * z / (4.0 * n * n)).sqrt();
    (of > 0).then_some(Estimate {
        value,
        low: (centre - half).max(0.0),
        high: (centre + half).min(1.0),
    })
}

fn stance_row(documents: u64, in_scope: u64) -> StanceRow {
    StanceRow {
        hits: documents * 2,
        documents,
        share: wilson(documents, in_scope),
        ..StanceRow::default()
    }
}

pub(super) fn row(period: Period, in_scope: u64, documents: [u64; 2]) -> Row {
    Row {
        period,
        documents: in_scope + 3,
        documents_in_scope: in_scope,
        documents_with_both: (documents[0] + documents[1]).saturating_sub(in_scope),
        sentences: in_scope * 12,
        words: None,
        words_in_scope: None,
        stances: documents.map(|documents| stance_row(documents, in_scope)),
        balance_hits: None,
        balance_documents: None,
        without_near_copies: None,
    }
}

pub(super) fn period(first_year: i32, at: usize, by_month: bool) -> Period {
    match by_month {
        true => Period { year: first_year + (at / 12) as i32, month: Some((at % 12) as u8 + 1) },
        false => Period { year: first_year + at as i32, month: None },
    }
}

/// Rows with more documents from period to period; cooperation rises, conflict has a hill.
pub(super) fn rows(first_year: i32, count: usize, by_month: bool) -> Vec<Row> {
    (0..count)
        .map(|at| {
            let part = at as f64 / count.max(2) as f64;
            let in_scope = (9.0 + 650.0 * part * part * (0.9 + 0.2 * noise(at))) as u64;
            let cooperation = 0.27 + 0.38 * part + 0.06 * (noise(at + 100) - 0.5);
            let conflict = 0.30 - 0.08 * part
                + 0.10 * libm::sin(part * 9.0) * part
                + 0.05 * (noise(at + 200) - 0.5);
            let documents =
                [cooperation, conflict].map(|share| (share * in_scope as f64).round() as u64);
            row(period(first_year, at, by_month), in_scope, documents)
        })
        .collect()
}

fn labels([english, korean, vietnamese]: [&str; 3]) -> Labels {
    [english, korean, vietnamese].map(str::to_owned)
}

const THEMES: [(&str, [&str; 3], [f64; 2]); 8] = [
    ("trade", ["Trade & investment", "무역·투자", "thương mại, đầu tư"], [0.30, 0.06]),
    ("development", ["Development aid", "개발협력", "hợp tác phát triển"], [0.16, 0.01]),
    ("security", ["Security", "안보", "an ninh"], [0.05, 0.07]),
    ("labour", ["Labour", "노동", "lao động"], [0.08, 0.10]),
    ("migration", ["Migration & family", "이주·가족", "di cư, gia đình"], [0.06, 0.12]),
    ("education", ["Education", "교육", "giáo dục"], [0.12, 0.01]),
    ("health", ["Health", "보건", "y tế"], [0.08, 0.02]),
    ("environment", ["Environment", "환경", "môi trường"], [0.05, 0.02]),
];

const TERMS: [(&str, Stance, [&str; 3]); 34] = [
    ("cooperation", Stance::Cooperation, ["cooperation", "협력", "hợp tác"]),
    ("investment", Stance::Cooperation, ["investment", "투자", "đầu tư"]),
    ("agreement", Stance::Cooperation, ["agreement", "협정", "hiệp định"]),
    ("mou", Stance::Cooperation, ["memorandum of understanding", "업무협약", "biên bản ghi nhớ"]),
    ("koica", Stance::Cooperation, ["KOICA", "코이카", "KOICA"]),
    (
        "partnership",
        Stance::Cooperation,
        ["strategic partnership", "전략적 동반자", "đối tác chiến lược"],
    ),
    ("exchange", Stance::Cooperation, ["exchange", "교류", "giao lưu"]),
    ("support", Stance::Cooperation, ["support", "지원", "hỗ trợ"]),
    ("training", Stance::Cooperation, ["vocational training", "직업훈련", "đào tạo nghề"]),
    (
        "language",
        Stance::Cooperation,
        ["Korean language education", "한국어 교육", "dạy tiếng Hàn"],
    ),
    ("scholarship", Stance::Cooperation, ["scholarship", "장학금", "học bổng"]),
    ("summit", Stance::Cooperation, ["summit", "정상회담", "hội nghị thượng đỉnh"]),
    ("nsp", Stance::Cooperation, ["New Southern Policy", "신남방정책", "Chính sách hướng Nam mới"]),
    ("sister-city", Stance::Cooperation, ["sister-city ties", "자매결연", "kết nghĩa"]),
    ("volunteers", Stance::Cooperation, ["medical volunteers", "의료 봉사", "tình nguyện y tế"]),
    (
        "fta",
        Stance::Cooperation,
        ["free trade agreement", "자유무역협정", "hiệp định thương mại tự do"],
    ),
    ("friendship", Stance::Cooperation, ["friendship", "우호", "hữu nghị"]),
    ("dispute", Stance::Conflict, ["dispute", "분쟁", "tranh chấp"]),
    ("strike", Stance::Conflict, ["strike", "파업", "đình công"]),
    ("unpaid-wages", Stance::Conflict, ["unpaid wages", "임금 체불", "nợ lương"]),
    ("domestic-violence", Stance::Conflict, ["domestic violence", "가정폭력", "bạo lực gia đình"]),
    (
        "anti-dumping",
        Stance::Conflict,
        ["anti-dumping duty", "반덤핑 관세", "thuế chống bán phá giá"],
    ),
    ("protest", Stance::Conflict, ["protest", "시위", "biểu tình"]),
    ("war-crimes", Stance::Conflict, ["civilian massacre", "민간인 학살", "thảm sát dân thường"]),
    ("discrimination", Stance::Conflict, ["discrimination", "차별", "phân biệt đối xử"]),
    ("overstay", Stance::Conflict, ["illegal stay", "불법체류", "cư trú bất hợp pháp"]),
    ("fraud", Stance::Conflict, ["marriage fraud", "사기 결혼", "lừa đảo kết hôn"]),
    ("quarantine", Stance::Conflict, ["quarantine dispute", "격리 조치", "biện pháp cách ly"]),
    ("sanction", Stance::Conflict, ["sanction", "제재", "trừng phạt"]),
    ("war", Stance::Conflict, ["war", "전쟁", "chiến tranh"]),
    ("accident", Stance::Conflict, ["industrial accident", "산업재해", "tai nạn lao động"]),
    ("pollution", Stance::Conflict, ["pollution", "오염", "ô nhiễm"]),
    ("friction", Stance::Conflict, ["trade friction", "통상 마찰", "va chạm thương mại"]),
    ("runaway", Stance::Conflict, ["runaway", "가출", "bỏ trốn"]),
];

fn theme(at: usize, base: &[Row]) -> Series {
    let (id, names, [cooperation, conflict]) = THEMES[at % THEMES.len()];
    let rows = base
        .iter()
        .enumerate()
        .map(|(position, base)| {
            let part = position as f64 / base.documents_in_scope.max(30) as f64 * 8.0;
            let documents = [(cooperation, 0), (conflict, 50)].map(|(share, seed)| {
                let wave =
                    0.55 + 0.5 * part.min(1.0) + 0.3 * (noise(position * 9 + at + seed) - 0.5);
                (share * wave * base.documents_in_scope as f64).round() as u64
            });
            row(
                base.period,
                base.documents_in_scope,
                documents.map(|n| n.min(base.documents_in_scope)),
            )
        })
        .collect();
    Series { facet: Facet::Theme, value: id.to_owned(), labels: labels(names), rows, tests: vec![] }
}

fn keyword(at: usize, base: &[Row]) -> Keyword {
    let (id, stance, names) = TERMS[at % TERMS.len()];
    let rank = (at % 17) as f64;
    let start = if id == "nsp" { base.len() * 5 / 6 } else { at % 5 * base.len() / 12 };
    let periods: Vec<KeywordPeriod> = base
        .iter()
        .enumerate()
        .map(|(position, row)| {
            let strength = if position < start { 0.0 } else { 0.12 * libm::pow(0.76, rank) };
            let wave = 0.4 + 0.6 * libm::sin(position as f64 / 7.0 + rank).abs();
            let documents = (strength * wave * row.documents_in_scope as f64).round() as u64;
            let hits = (documents as f64 * (1.2 + 2.0 * noise(at))).round() as u64;
            KeywordPeriod {
                hits,
                documents,
                documents_in_scope: row.documents_in_scope,
                hits_without_near_copies: Some(hits),
                documents_without_near_copies: Some(documents),
            }
        })
        .collect();
    Keyword {
        id: id.to_owned(),
        labels: labels(names),
        stance: Some(stance),
        sector: Some(Sector::Economic),
        themes: vec![],
        ambiguous: matches!(id, "support" | "war" | "exchange"),
        hits: periods.iter().map(|period| period.hits).sum(),
        hits_negated: 0,
        hits_compound: 0,
        hits_outside: 0,
        documents: periods.iter().map(|period| period.documents).sum(),
        sentences: 0,
        hits_without_near_copies: None,
        documents_without_near_copies: None,
        periods,
    }
}

const SECTORS: [&str; 4] = ["economic", "social", "cultural", "political"];

/// Made like the themes.
fn sector(at: usize, base: &[Row]) -> Series {
    let names = [
        ["Economic", "경제", "Kinh tế"],
        ["Social", "사회", "Xã hội"],
        ["Cultural", "문화", "Văn hóa"],
        ["Political", "정치", "Chính trị"],
    ][at];
    let value = SECTORS[at].to_owned();
    Series { facet: Facet::Sector, value, labels: labels(names), ..theme(at, base) }
}

/// The terms with documents, each in sentences with its neighbours and some others, counted as a tally has them.
fn network(keywords: &[Keyword]) -> Network {
    let (mut text, mut tally) = (String::new(), Tally::default());
    let cell = Cell {
        year: 2000,
        month: 1,
        language: Language::English,
        source: "made up".into(),
        kind: Kind::News,
    };
    // In the order of ids, as a lexicon has its terms.
    let mut used: Vec<&Keyword> = keywords.iter().filter(|keyword| keyword.documents > 0).collect();
    used.sort_by_key(|keyword| &keyword.id);
    let used: Vec<(&Keyword, u16)> = used.into_iter().zip(0_u16..).collect();
    for (keyword, at) in &used {
        let stance = keyword.stance.map_or("", Stance::code);
        text += &format!(
            "[[term]]\nid = \"{}\"\nstance = \"{stance}\"\nen = [\"word{at}\"]\n",
            keyword.id
        );
        let counts = TermCounts {
            documents: keyword.documents,
            sentences: 2 * keyword.documents,
            ..TermCounts::default()
        };
        tally.terms.insert((cell.clone(), *at), counts);
    }
    for (one, a) in &used {
        for (other, b) in used.iter().filter(|(_, b)| b > a) {
            let mixed = noise(usize::from(a * 97 + b * 31));
            let near = one.stance == other.stance && a % 3 == b % 3;
            let part = if near { 0.5 * mixed } else { (mixed - 0.85).max(0.0) };
            let sentences = (part * one.documents.min(other.documents) as f64) as u64;
            let counts = PairCounts { documents: sentences.div_ceil(2), sentences };
            tally.pairs.insert((Language::English, *a, *b), counts);
        }
    }
    let lexicon = Lexicon::parse(&[("made-up.toml".to_owned(), text)]).expect("a lexicon");
    let mut network = crate::trend::network::network(&tally, &lexicon);
    for node in &mut network.nodes {
        let (keyword, _) = used.iter().find(|(keyword, _)| keyword.id == node.id).expect("used");
        node.labels = keyword.labels.clone();
    }
    network
}

/// Findings over the given rows, with themes, keywords and the five events.
pub(super) fn over(rows: Vec<Row>) -> Findings {
    let mut keywords: Vec<Keyword> = (0..TERMS.len()).map(|at| keyword(at, &rows)).collect();
    keywords.sort_by(|a, b| b.hits.cmp(&a.hits).then_with(|| a.id.cmp(&b.id)));
    let all = rows.iter().map(|row| row.period.year);
    let years = all.clone().min().unwrap_or(1992)..=all.max().unwrap_or(1992);
    let event = |year, names| Event { year, labels: labels(names) };
    let mut findings = Findings {
        title: "Korea and Vietnam".to_owned(),
        lang: Language::English,
        subject: "Korea–Vietnam relations".to_owned(),
        years: years.clone(),
        documents_without_month: 0,
        near_copies: Some(0),
        by_month: rows.iter().any(|row| row.period.month.is_some()),
        events: vec![
            event(1992, ["Diplomatic relations", "수교", "thiết lập quan hệ ngoại giao"]),
            event(2007, ["Vietnam joins the WTO", "베트남 WTO 가입", "Việt Nam gia nhập WTO"]),
            event(
                2014,
                [
                    "Korea becomes the largest investor",
                    "한국 최대 투자국",
                    "Hàn Quốc là nhà đầu tư lớn nhất",
                ],
            ),
            event(2017, ["New Southern Policy", "신남방정책", "Chính sách hướng Nam mới"]),
            event(2020, ["COVID-19", "코로나19", "COVID-19"]),
        ],
        source_note: "Source: example corpus with made-up numbers · keytrend".to_owned(),
        network: network(&keywords),
        periods: vec![],
        ranks: ranks(&keywords, &rows, &years, &[]),
        sectors: (0..SECTORS.len()).map(|at| sector(at, &rows)).collect(),
        themes: (0..THEMES.len()).map(|at| theme(at, &rows)).collect(),
        overall: Series {
            facet: Facet::All,
            value: String::new(),
            labels: Labels::default(),
            rows,
            tests: vec![],
        },
        languages: vec![],
        sources: vec![],
        kinds: vec![],
        keywords,
        cube: crate::trend::cube::Cube::default(),
        terms: [64, 58],
        chosen: vec![],
    };
    let names = [
        "trade",
        "security",
        "labour:conflict",
        "education",
        "health",
        "social",
        "koica",
        "conflict",
    ];
    let missing = findings.choose(&names.map(|name| name.parse().expect(name)));
    assert!(missing.is_empty(), "{missing:?}");
    findings
}

/// Thirty years, as a reader would meet them.
pub(super) fn realistic() -> Findings {
    over(rows(1992, 30, false))
}
