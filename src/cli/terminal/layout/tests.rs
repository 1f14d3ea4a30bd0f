use super::*;

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

fn years(from: f64, step: f64) -> Vec<Option<f64>> {
    (0..30).map(|year| Some(from + step * f64::from(year))).collect()
}

fn keyword(label: &str, gloss: &str, stance: Stance) -> TopKeyword {
    let (label, gloss) = (label.to_owned(), gloss.to_owned());
    TopKeyword { label, gloss, documents: 1284, mentions: 12_345, stance: Some(stance) }
}

fn full() -> Summary {
    Summary {
        documents: 6923,
        in_scope: 5120,
        years: 30,
        languages: 3,
        bytes: 119_000_000,
        counting_seconds: 2.9,
        skipped: vec![("no-year".to_owned(), 2), ("not-utf8".to_owned(), 1)],
        first_year: 1992,
        last_year: 2021,
        shares: [years(0.33, 0.0107), years(0.22, 0.0014)],
        keywords: vec![
            keyword("국제결혼", "international marriage", Stance::Conflict),
            keyword("đào tạo nghề", "vocational training", Stance::Cooperation),
        ],
        written: "output/sample/report.html".into(),
        report_bytes: 342_000,
        charts: 12,
        tables: 9,
        seconds: 4.2,
    }
}

#[test]
fn a_summary_says_what_was_read_found_and_written() {
    let expected = "\
Read 6,923 documents (5,120 in scope), 30 years, 3 languages in 2.9 s (2,387/s, 41 MB/s)
Skipped 3 inputs (2 no-year, 1 not-utf8; see output/sample/problems.csv)

Share of documents  1992                      2021   first    last
  cooperation       ▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇█████     33%     64%
  conflict          ▃▃▃▃▃▃▃▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄     22%     26%

  Keyword       Meaning                 Documents  Mentions  Stance
  국제결혼      international marriage      1,284    12,345  conflict
  đào tạo nghề  vocational training         1,284    12,345  cooperation

Wrote output/sample/report.html (342 kB, 12 charts, 9 tables) in 4.2 s
";
    let drawn = plain(&summary(&full(), 100));
    let lines = |text: &str| text.lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(lines(&drawn), lines(expected), "{drawn}");
}

#[test]
fn narrow_terminals_cut_names_not_numbers() {
    let mut narrow = full();
    narrow.keywords[0].label = "아주 아주 아주 아주 아주 아주 긴 이름".to_owned();
    narrow.keywords[0].gloss = "a very long meaning that nobody reads to its end".to_owned();
    let text = plain(&keywords(&narrow.keywords, 60));
    assert!(text.lines().all(|line| width(line) <= 60), "{text}");
    assert!(text.contains('…') && text.contains("12,345"), "{text}");
    let text = plain(&shares(&narrow, 40));
    assert!(text.lines().all(|line| width(line) <= 50), "{text}");
}

#[test]
fn an_empty_run_is_summed_up_too() {
    let text =
        plain(&summary(&Summary { written: "o/report.html".into(), ..Summary::default() }, 80));
    let expected = "Read 0 documents (0 in scope), 0 years, 0 languages in 0.0 s\n\n\
        Wrote o/report.html (0 B, 0 charts, 0 tables) in 0.0 s\n";
    assert_eq!(text, expected);
}

#[test]
fn years_without_documents_are_gaps_and_one_year_is_enough() {
    assert_eq!(sparkline(&[Some(0.0), None, Some(0.5)], 0.5), "▁ █");
    assert_eq!(sparkline(&[Some(0.0), Some(0.0)], 0.0), "▁▁");
    let mut one = full();
    (one.first_year, one.last_year) = (2017, 2017);
    one.shares = [vec![Some(0.5)], vec![None]];
    let expected = "\
Share of documents  2017   first    last
  cooperation       █        50%     50%
  conflict                     –       –
";
    assert_eq!(plain(&shares(&one, 80)), expected);
}

#[test]
fn an_error_shows_where_and_what_to_do() {
    let place = Place {
        file: "study.toml".to_owned(),
        line: 6,
        column: 8,
        excerpt: "베트남 = [\"korae\"]\u{1b}".to_owned(),
    };
    let shown = Error::new("no actor is called `korae`")
        .at(place)
        .cause("it is not in the keyword lists")
        .tip("did you mean `korea`?");
    let expected = "\
error: no actor is called `korae`
  at study.toml:6:8
      베트남 = [\"korae\"]
                ^
  caused by: it is not in the keyword lists

  tip: did you mean `korea`?
";
    assert_eq!(plain(&error(&shown, 80)), expected);
    assert_eq!(plain(&error(&Error::new("x"), 80)), "error: x\n");
}

#[test]
fn a_long_line_is_shown_around_the_mistake() {
    let place = Place {
        file: "a.toml".to_owned(),
        line: 1,
        column: 301,
        excerpt: format!("{}wrong{}", "가나 ".repeat(100), "다라 ".repeat(100)),
    };
    let text = plain(&place_lines(&place, 60));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.iter().all(|line| width(line) <= 60), "{text}");
    let caret = width(lines[2]) - 1;
    let before = lines[1].find("wrong").expect("the mistake");
    assert_eq!(width(&lines[1][..before]), caret, "{text}");
}

#[test]
fn keywords_stand_below_each_other() {
    let line = |date: &str, left: &str, keyword: &str, right: &str| KwicLine {
        date: date.to_owned(),
        source: "연합뉴스".to_owned(),
        left: left.to_owned(),
        keyword: keyword.to_owned(),
        right: right.to_owned(),
        ..KwicLine::default()
    };
    let lines = [
        line("1992-12-22", "양국은 경제", "협력", "을 강화하기로 했다."),
        line(
            "2017",
            "Korea and Vietnam deepen their economic ",
            "cooperation",
            " in many fields\nof",
        ),
    ];
    let text = plain(&kwic(&lines, Some(16), 80));
    let expected = "\
1992-12-22 연합뉴스      양국은 경제협력을 강화하기로…
2017       연합뉴스 …their economic cooperation in many fields…
";
    assert_eq!(text, expected);
    assert!(plain(&kwic(&lines, None, 60)).lines().all(|line| width(line) <= 60));
    assert_eq!(kwic(&[], None, 60), "");
}
