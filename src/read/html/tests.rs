use super::*;
use crate::read::trial::{read, read_fixture};
use crate::study::PdfReader;

fn page(html: &str) -> Page {
    parse_page(html.as_bytes(), None).unwrap()
}

#[test]
fn the_article_without_its_surroundings() {
    let read = read_fixture("html/good.html");
    let document = read.document();
    assert_eq!(document.title, "Ministers meet in Hanoi");
    assert!(document.text.starts_with("Korea and Vietnam agreed"), "{}", document.text);
    assert!(document.text.contains("ended in the spring of that year."));
    for menu in ["War", "Conflict", "our partners", "Ministers meet in Hanoi"] {
        assert!(!document.text.contains(menu), "{menu}: {}", document.text);
    }
    // Half past eighteen of the day before in UTC, and of the year before.
    assert_eq!((read.date().as_str(), document.date_from), ("2015-01-01", DateFrom::Metadata));
    assert_eq!((&*document.source, &*document.url), ("The Example", "https://example.org/a"));
    assert_eq!(read.read_by.as_deref(), Some("main text"));
}

#[test]
fn korean_of_before_unicode() {
    let read = read_fixture("html/good-cp949.html");
    assert!(read.text().starts_with("한국과 베트남은"), "{}", read.text());
    assert_eq!((read.reasons(), read.date().as_str()), (vec![], "2015-03-04"));
    // The same, the server alone saying what it is.
    let bytes =
        encoding_rs::EUC_KR.encode("<title>협력</title><p>갈등과 협력에 대하여").0.into_owned();
    let page = parse_page(&bytes, Some("cp949")).unwrap();
    assert_eq!((page.title.as_str(), page.text.as_str()), ("협력", "갈등과 협력에 대하여"));
}

#[test]
fn a_page_without_an_article() {
    let rows: String = (0..40)
        .map(|n| format!("<li><a href=/{n}>Agreement number {n} on trade</a></li>"))
        .collect();
    let list =
        page(&format!("<title>All agreements</title><nav>Home</nav><h1>All</h1><ul>{rows}</ul>"));
    assert_eq!(list.text.matches("Agreement number").count(), 40, "{list:?}");
    assert!(!list.text.contains("Home"));
}

#[test]
fn words_of_neighbours_stay_apart() {
    let text = page(
        "<dl><dt>war</dt><dd>peace</dd></dl><table><tr><td>one</td><td>two</td></tr></table>a<br>b",
    )
    .text;
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words, ["war", "peace", "one", "two", "a", "b"]);
    assert!(page("<p>R&amp;D &#54620;&#44397;</p>").text.contains("R&D 한국"));
}

#[test]
fn pages_that_are_refused() {
    let refused = |bytes: &[u8]| parse_page(bytes, None).unwrap_err().reason;
    assert_eq!(refused(b""), "empty");
    assert_eq!(refused(b"<script>document.write('war')</script>"), "empty");
    assert_eq!(read_fixture("html/bad.html").reasons(), ["too-large"]);
    let long = vec![b'x'; LONGEST + 1];
    let started = std::time::Instant::now();
    assert_eq!(refused(&long), "too-large");
    assert!(started.elapsed().as_millis() < 500);
    let broken = read(
        "x/2015.html",
        b"<meta charset=utf-8><p>war and \xFF peace</p>".to_vec(),
        PdfReader::Auto,
    );
    assert_eq!(broken.reasons(), ["replaced-characters"]);
    assert_eq!(broken.documents.len(), 1);
}

#[test]
fn deep_pages_below_the_limit_are_read() {
    for tag in ["<div>", "<b>", "<ul><li>", "<table><tr><td>"] {
        let depth = 1990 / tag.matches('<').count();
        let html = format!("{}<p>{}", tag.repeat(depth), "war and peace ".repeat(40));
        assert!(page(&html).text.contains("war and peace"), "{tag}");
    }
}
