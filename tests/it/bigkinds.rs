//! An export of BIGKinds, dropped in without options: nouns are counted, title and beginning are quoted.

use std::fs::File;

use keytrend::report::evidence::EvidenceReader;
use serde_json::Value;

use crate::env::Project;

const HEADER: &str = "\u{FEFF}뉴스 식별자,일자,언론사,기고자,제목,통합 분류1,인물,위치,기관,키워드,특성추출(가중치순 상위 50개),본문,URL,분석제외 여부\n";

fn row(id: &str, title: &str, nouns: &str, beginning: &str, mark: &str) -> String {
    format!(
        "{id},{},신문,기자,{title},정치>외교,홍길동,베트남,정부,\"{nouns}\",협력,\"{beginning}\",https://example.com/{id},\"{mark}\"\n",
        &id[9..17]
    )
}

fn project() -> Project {
    let project = Project::new();
    let rows = [
        // The title's 협력 is the list's first; of the three in all, two are in what is shown.
        row(
            "01100101.20150301120000001",
            "베트남과 협력 확대",
            "베트남,협력,확대,정부,협력,약속,분쟁,협력",
            "정부는 3월 1일 하노이에서 협력을 약속했다. 회의는..",
            "",
        ),
        // Apart in the list, as the archive takes compounds apart.
        row(
            "01100101.20160301120000001",
            // 분쟁 is not in the list, 회의 is.
            "분쟁 뒤의 회의",
            "베트남,회의,무역,협정,체결",
            "하노이에서 회의가 열렸다.",
            "",
        ),
        row("01100101.20160302120000001", "회의", "협력,협력", "협력", "중복"),
        row("01100101.20160303120000001", "회의", "협력,협력", "협력", "중복, 예외"),
        row("01100101.20160304120000001", "회의", "협력,협력", "협력", "중복"),
    ];
    let terms = "[[term]]\nid = \"cooperation\"\nstance = \"cooperation\"\nko = [\"협력\"]\nthemes = []\n\n\
                 [[term]]\nid = \"trade-agreement\"\nstance = \"cooperation\"\nko = [\"무역+협정\"]\n\n\
                 [[term]]\nid = \"dispute\"\nstance = \"conflict\"\nko = [\"분쟁\"]\n";
    project.write("in/NewsResult.csv", format!("{HEADER}{}", rows.concat()));
    project.write("terms.toml", terms.replace("themes = []\n", ""));
    project
}

#[test]
fn nouns_are_counted_once_and_shown_where_they_can_be() {
    let project = project();
    let words =
        ["run", "in", "--no-scope", "--lexicon", "terms.toml", "-o", "out", "--format", "svg"];
    // What the source marks is left out on purpose: one line a file and mark, and no failure.
    let outcome = project.keytrend(words).run();
    outcome
        .code(0)
        .stdout_has("Left out 1 row marked 중복, 예외; 2 rows marked 중복")
        .stdout_has("Listed the nouns of 2 articles")
        .stdout_has("% of all hits have a sentence");
    let problems = project.rows("out/problems.csv");
    let told: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| (problem["reason"].as_str(), problem["detail"].as_str()))
        .collect();
    assert_eq!(told, [("excluded", "1 row marked 중복, 예외"), ("excluded", "2 rows marked 중복")]);

    let documents = project.rows("out/tables/documents.csv");
    let of = |n: usize| {
        ["document", "date", "cooperation_hits", "conflict_hits", "hits_with_sentence", "words"]
            .map(|column| documents[n][column].as_str())
    };
    assert_eq!(of(0), ["01100101.20150301120000001", "2015-03-01", "3", "1", "2", "8"]);
    assert_eq!(of(1), ["01100101.20160301120000001", "2016-03-01", "1", "1", "1", "5"]);

    let file = File::open(project.path("out/evidence/evidence.parquet")).expect("evidence");
    let shown: Vec<(String, String, String, String)> = EvidenceReader::new("e", file)
        .expect("evidence")
        .map(|row| {
            let row = row.expect("a row");
            let hit = &row.sentence_text[row.match_start as usize..row.match_end as usize];
            (
                row.term.to_string(),
                row.evidence.to_string(),
                row.sentence_text.to_string(),
                hit.to_owned(),
            )
        })
        .collect();
    let expected = [
        ("cooperation", "sentence", "베트남과 협력 확대", "협력"),
        ("cooperation", "sentence", "정부는 3월 1일 하노이에서 협력을 약속했다.", "협력"),
        ("dispute", "article", "분쟁", "분쟁"),
        ("cooperation", "article", "협력", "협력"),
        ("dispute", "sentence", "분쟁 뒤의 회의", "분쟁"),
        ("trade-agreement", "article", "무역 협정", "무역 협정"),
    ];
    let expected = expected.map(|(a, b, c, d)| [a, b, c, d].map(str::to_owned));
    let shown: Vec<[String; 4]> = shown.into_iter().map(|(a, b, c, d)| [a, b, c, d]).collect();
    assert_eq!(shown, expected);

    let run: Value = serde_json::from_str(&project.read("out/run.json")).expect("JSON");
    // 베트남 협력 확대 정부 협력 약속 협력 of eight, 회의 of five.
    let evidence = serde_json::json!({
        "hits": 6, "hits_with_sentence": 3, "listed_documents": 2, "listed_nouns": 13, "listed_nouns_shown": 8,
    });
    assert_eq!(run["evidence"], evidence);
    let variants = project.rows("out/tables/variants.csv");
    let sum = |column: &str| {
        variants.iter().map(|row| row[column].parse::<u64>().expect("a number")).sum::<u64>()
    };
    assert_eq!((sum("hits"), sum("hits_with_sentence")), (6, 3));
    project.keytrend(["verify", "out"]).run().code(0).stdout_has("6 hits recounted");
    project
        .keytrend(["kwic", "cooperation", "out"])
        .run()
        .code(0)
        .stdout_has("협력을 약속했다")
        .stdout_has("3 hits");
}

#[test]
fn a_study_may_count_the_beginnings() {
    let project = project();
    project.write(
        "study.toml",
        "[study]\nid = \"a\"\ntitle = \"A\"\nyears = [2010, 2019]\n\n[input]\npaths = [\"in\"]\n\n[input.columns]\ntext = \
         \"본문\"\n\n[lexicon]\nfiles = [\"terms.toml\"]\n",
    );
    project.keytrend(["run", "study.toml", "-o", "out", "--format", "svg"]).run().code(0);
    let documents = project.rows("out/tables/documents.csv");
    assert_eq!(documents[0]["cooperation_hits"], "2");
    let run: Value = serde_json::from_str(&project.read("out/run.json")).expect("JSON");
    assert_eq!(run["evidence"]["listed_documents"], 0);
}
