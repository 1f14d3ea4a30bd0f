//! What a page says of itself: its date, in the page's own time zone, its address, its site.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::document::Date;
use crate::read::date::parse;

/// Names of `<meta>`, most trusted first; also as `property` and `itemprop`.
const NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "article:created",
    "date",
    "og:regdate",
    "rnews:datepublished",
];
/// How deep objects of JSON-LD are searched.
const DEEPEST: usize = 8;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    pub date: Option<Date>,
    pub url: String,
    pub source: String,
}

/// Reads what stands in `document`, a tree of the parser.
pub fn of(document: &dom_query::Document) -> Metadata {
    let mut metas: Vec<(String, String)> = vec![];
    for meta in document.select("meta[content]").iter() {
        let content = meta.attr_or("content", "").trim().to_owned();
        for name in ["property", "name", "itemprop"] {
            if let Some(name) = meta.attr(name) {
                metas.push((name.trim().to_lowercase(), content.clone()));
            }
        }
    }
    let meta = |name: &str| {
        let found = metas.iter().find(|(known, content)| known == name && !content.is_empty());
        found.map(|(_, content)| content.clone())
    };
    let canonical = || {
        let link = document.select("link[rel=canonical]");
        link.attr("href").map(|href| href.trim().to_owned())
    };
    let url = meta("og:url").or_else(canonical).filter(|url| url.starts_with("http"));
    let named = |name: &&str| meta(name).as_deref().and_then(date);
    let linked = linked_data(document);
    Metadata {
        // Some pages give the time of their last change as `article:published_time`.
        date: published(&linked, true)
            .or_else(|| NAMES[..2].iter().find_map(named))
            .or_else(|| published(&linked, false))
            .or_else(|| NAMES[2..].iter().find_map(named))
            .or_else(|| time(document)),
        url: url.unwrap_or_default(),
        source: meta("og:site_name").unwrap_or_default(),
    }
}

/// All JSON-LD of the page.
fn linked_data(document: &dom_query::Document) -> Vec<Value> {
    let scripts = document.select("script[type=\"application/ld+json\"]");
    let parsed = scripts.iter().filter_map(|script| {
        let text = script.text();
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        serde_json::from_str(text).ok()
    });
    parsed.collect()
}

/// The first date of publication in JSON-LD: of an article, or of anything.
fn published(linked: &[Value], articles_alone: bool) -> Option<Date> {
    ["datePublished", "dateCreated", "uploadDate"]
        .iter()
        .find_map(|key| linked.iter().find_map(|value| within(value, key, articles_alone, DEEPEST)))
}

fn within(value: &Value, key: &str, articles_alone: bool, deepest: usize) -> Option<Date> {
    match value {
        Value::Object(object) => {
            let found = object.get(key).and_then(Value::as_str).and_then(date);
            if found.is_some() && (!articles_alone || object.get("@type").is_some_and(is_article)) {
                return found;
            }
            let mut inner = object.values();
            match deepest {
                0 => None,
                _ => inner.find_map(|value| within(value, key, articles_alone, deepest - 1)),
            }
        }
        Value::Array(list) if deepest > 0 => {
            list.iter().find_map(|value| within(value, key, articles_alone, deepest - 1))
        }
        _ => None,
    }
}

/// `NewsArticle`, `BlogPosting`, `Report`, or a list with one of these.
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            ["Article", "Posting", "Report"].iter().any(|end| kind.ends_with(end))
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// The first `<time>` that is marked as that of publication, else of the article; one elsewhere may be that of another
/// article in a list, unless it is the only one.
fn time(document: &dom_query::Document) -> Option<Date> {
    let marked = ["time[pubdate]", "time[itemprop=datePublished]", "article time", "main time"];
    for place in marked {
        let found = document.select(place);
        if let Some(date) = found.iter().find_map(|time| date(time.attr("datetime")?.as_ref())) {
            return Some(date);
        }
    }
    let all = document.select("time[datetime]");
    let mut dates = all.iter().filter_map(|time| date(time.attr("datetime")?.as_ref()));
    let first = dates.next()?;
    dates.all(|date| date == first).then_some(first)
}

/// A date as pages write it: ISO 8601 with its offset left as it is, or `Mon, 04 Mar 2021 10:00:00 +0900`, `March 4, 2021`.
fn date(text: &str) -> Option<Date> {
    static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})\b").expect("a valid pattern")
    });
    static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})\b").expect("a valid pattern")
    });
    let text = text.trim();
    if let Some(date) = parse(text) {
        return Some(date);
    }
    let (day, month, year) = match (DAY_FIRST.captures(text), MONTH_FIRST.captures(text)) {
        (Some(found), _) => (found[1].to_owned(), found[2].to_lowercase(), found[3].to_owned()),
        (None, Some(found)) => (found[2].to_owned(), found[1].to_lowercase(), found[3].to_owned()),
        (None, None) => return None,
    };
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let month = (0..12).find(|n| MONTHS[n * 3..n * 3 + 3] == month)? + 1;
    parse(&format!("{year}-{month:02}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(head: &str) -> Option<String> {
        let page = format!("<html><head>{head}</head><body><p>x</p></body></html>");
        of(&dom_query::Document::from(page)).date.map(|date| date.to_string())
    }

    #[test]
    fn the_page_s_own_day() {
        for (head, expected) in [
            // In UTC this is the year before.
            (
                r#"<meta property="article:published_time" content="2021-01-01T03:00:00+09:00">"#,
                "2021-01-01",
            ),
            (
                r#"<meta name="DC.date" content="2015-06-25"><time datetime="2020-01-01"></time>"#,
                "2015-06-25",
            ),
            (r#"<meta name="date" content="Mon, 04 Mar 2019 10:00:00 +0900">"#, "2019-03-04"),
            (r#"<meta itemprop="datePublished" content="March 4, 2019">"#, "2019-03-04"),
            (
                r#"<script type="application/ld+json">{"@graph":[{"a":1},{"datePublished":"2018-12-31T23:30:00-05:00"}]}</script>"#,
                "2018-12-31",
            ),
            (
                r#"<script type="application/ld+json">{broken</script><meta name="pubdate" content="20170102">"#,
                "2017-01-02",
            ),
            (r#"<time datetime="2014-02-03">3 Feb</time>"#, "2014-02-03"),
            (
                r#"<time datetime="2014-02-03"></time><time datetime="2016-05-05" pubdate></time>"#,
                "2016-05-05",
            ),
        ] {
            assert_eq!(dated(head).as_deref(), Some(expected), "{head}");
        }
        // What the article itself says goes before what the page says.
        let page = r#"<meta property="article:published_time" content="2024-12-07T12:43:39Z">
            <script type="application/ld+json">{"@type":["NewsArticle"],"datePublished":"2024-12-06T22:00:40Z"}</script>"#;
        assert_eq!(dated(page).as_deref(), Some("2024-12-06"));
        let page = page.replace("NewsArticle", "VideoObject");
        assert_eq!(dated(&page).as_deref(), Some("2024-12-07"));
        // A list of other articles' times is no date of the page.
        assert_eq!(
            dated(r#"<time datetime="2014-02-03"></time><time datetime="2013-01-01"></time>"#),
            None
        );
        assert_eq!(dated(r#"<meta name="date" content="today">"#), None);
    }

    #[test]
    fn address_and_site() {
        let found = of(&dom_query::Document::from(
            r#"<meta property="og:site_name" content="The Daily"><link rel="canonical" href="https://example.org/a">"#,
        ));
        assert_eq!(
            (found.url.as_str(), found.source.as_str()),
            ("https://example.org/a", "The Daily")
        );
        let found =
            of(&dom_query::Document::from(r#"<meta property="og:url" content="/relative">"#));
        assert_eq!(found.url, "");
    }
}
