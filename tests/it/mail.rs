//! Addresses of people are in every field of every format, and in no file of the output.

use std::fs::File;

use keytrend::count::tally_file::TallyTable;
use keytrend::report::evidence::EvidenceReader;

use crate::env::Project;

/// What all addresses of this corpus have; nothing else has it.
const SECRET: &str = "zq";

fn text(name: &str) -> String {
    format!(
        "Write to {name}.zq@mail.example.com: Korea and Vietnam signed an agreement (agreement.zq@example.org). \
         기자{name}zq@example.co.kr은 분쟁을 전했다."
    )
}

#[test]
fn no_address_is_written_anywhere() {
    let project = Project::new();
    let line = |year: &str, n: usize| {
        format!(
            "{{\"id\":\"news-{n}-azq@example.com\",\"date\":\"{year}\",\"source\":\"bzq@example.com\",\"title\":\"An \
             agreement, czq@example.com\",\"text\":\"{}\"}}\n",
            text(&format!("n{n}"))
        )
    };
    let lines = line("2015", 1)
        + &line("2016", 2)
        // A copy, one without a year, and one that is broken.
        + &line("2016", 2).replace("news-2", "news-3")
        + &line("soon, dzq@example.com", 4)
        + "{\"ezq@example.com\"\n";
    project.write("in/fzq@example.com/list of gzq@example.com.jsonl", lines);
    let header =
        "뉴스 식별자,일자,언론사,기고자,제목,인물,위치,기관,키워드,본문,URL,분석제외 여부\n";
    let row = |n: usize, mark: &str| {
        format!(
            "hzq@example.com-{n},20170101,izq@example.com,홍길동 jzq@example.com,협력 kzq@example.com,lzq@example.com,\
             mzq@example.com,nzq@example.com,\"협력,베트남,분쟁,ozq@example.com,agreement.zq@example.com\",협력을 한다고 \
             pzq@example.com에 썼다,https://example.com/{n},{mark}\n"
        )
    };
    project
        .write("in/news.csv", format!("{header}{}{}", row(1, ""), row(2, "중복 qzq@example.com")));
    project.write("in/2018 rzq@example.com.txt", text("plain"));
    project.write("in/bad szq@example.com.xyz", "");
    project.write("in/tzq@example.com,uzq@example.com.csv", "wzq@example.com,b\n1,2\n");

    let outcome = project.keytrend(["run", "in", "--no-scope", "-o", "out"]).run();
    outcome.code(1);
    assert!(!outcome.stdout.contains(SECRET), "{}", outcome.stdout);
    assert_eq!(project.rows("out/tables/documents.csv").len(), 5);
    assert_eq!(project.rows("out/tables/duplicates.csv").len(), 1);
    // Unknown extension, no text column, no year, broken record, and the marked row.
    assert_eq!(project.rows("out/problems.csv").len(), 5);

    let mut files = 0;
    for name in project.list().into_iter().filter(|name| name.starts_with("out/")) {
        if name.ends_with(".parquet") || name.ends_with(".png") {
            continue;
        }
        files += 1;
        let content = match name.ends_with(".xlsx") {
            true => unpacked(&project.path(&name)),
            // Letters for the page are no text of the corpus.
            false => project
                .read(&name)
                .split("base64,")
                .enumerate()
                .map(
                    |(n, part)| if n > 0 { part.split_once(')').map_or("", |p| p.1) } else { part },
                )
                .collect(),
        };
        let at = content.find(SECRET);
        assert!(
            at.is_none(),
            "{name}: …{}",
            &content[content.floor_char_boundary(at.unwrap_or(0).saturating_sub(80))..][..160]
        );
    }
    assert!(files > 15, "{files}");

    let open = |name: &str| File::open(project.path(name)).expect("a file");
    let evidence =
        EvidenceReader::new("e", open("out/evidence/evidence.parquet")).expect("evidence");
    let (mut rows, mut masked) = (0, 0);
    for row in evidence {
        let row = row.expect("a row");
        rows += 1;
        assert!(!format!("{row:?}").contains(SECRET), "{row:?}");
        let hit = &row.sentence_text[row.match_start as usize..row.match_end as usize];
        assert!(!hit.is_empty());
        // A keyword within an address is a hit like any other; what is shown of it is the mask.
        masked += usize::from(hit == "[e-mail]");
    }
    assert_eq!((rows, masked), (8, 3));
    let tally = TallyTable::read("t", open("out/tally.parquet")).expect("a tally");
    let sources: Vec<String> = tally.rows().map(|(key, _)| key.source.to_string()).collect();
    assert!(sources.iter().any(|source| source == "[e-mail]"));
    assert!(sources.iter().all(|source| !source.contains(SECRET)));
    project.keytrend(["verify", "out"]).run().code(0);
    let shown = project.keytrend(["kwic", "agreement", "out", "--limit", "0"]).run();
    shown.code(0);
    assert!(
        !shown.stdout.contains(SECRET) && shown.stdout.contains("[e-mail]"),
        "{}",
        shown.stdout
    );
}

/// The texts of all members of a workbook.
fn unpacked(path: &std::path::Path) -> String {
    let mut book = zip::ZipArchive::new(File::open(path).expect("a file")).expect("a workbook");
    let mut text = String::new();
    for at in 0..book.len() {
        let mut member = book.by_index(at).expect("a member");
        std::io::Read::read_to_string(&mut member, &mut text).expect("XML in UTF-8");
    }
    assert!(text.contains("<worksheet"), "no sheet in {}", path.display());
    text
}
