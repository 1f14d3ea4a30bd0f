//! How deep the elements of a page are nested, before a tree is built of them: the time of what works on the tree grows with
//! the square of its depth.

/// Deeper than this is no page that people wrote.
const DEEPEST: usize = 2000;
/// More elements than this take more memory and time than a page is worth.
const MOST: usize = 400_000;
/// How far up an element is looked for that a new one ends.
const REACH: usize = 64;
/// And an element that an end tag ends.
const END_REACH: usize = 512;

/// Elements without an end.
const VOID: &[&[u8]] = &[
    b"area",
    b"base",
    b"br",
    b"col",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"link",
    b"meta",
    b"param",
    b"source",
    b"track",
    b"wbr",
    b"basefont",
    b"bgsound",
    b"frame",
    b"keygen",
];
/// What stands in these is no markup.
const RAW: &[&[u8]] =
    &[b"script", b"style", b"textarea", b"title", b"xmp", b"noframes", b"noembed"];

/// # Errors
/// What is too much, for people.
pub fn check(html: &str) -> Result<(), String> {
    let bytes = html.as_bytes();
    let mut open: Vec<Vec<u8>> = vec![];
    let (mut at, mut elements, mut ends) = (0, 0usize, 0usize);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or(rest.len());
            continue;
        }
        let (closing, rest) = match rest.strip_prefix(b"/") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let name = name(rest);
        if name.is_empty() {
            continue;
        }
        let end = tag_end(rest);
        at += end + usize::from(closing);
        if closing {
            ends += 1;
            // An end without a start is none.
            let mut near = open.iter().rev().take(END_REACH);
            if let Some(above) = near.position(|known| *known == name) {
                open.truncate(open.len() - above - 1);
            }
        } else {
            elements += 1;
        }
        if elements.max(ends) > MOST {
            return Err(format!("more than {MOST} elements"));
        }
        if closing || VOID.contains(&name.as_slice()) {
            continue;
        }
        if RAW.contains(&name.as_slice()) {
            at += raw_end(&bytes[at..], &name);
            continue;
        }
        end_before(&name, &mut open);
        // Only drawings and formulas have elements that end themselves.
        let drawn =
            open.iter().rev().take(REACH).any(|known| *known == b"svg" || *known == b"math");
        if !(drawn && bytes[..at].ends_with(b"/>")) {
            open.push(name);
        }
        if open.len() > DEEPEST {
            return Err(format!("elements are nested more than {DEEPEST} deep"));
        }
    }
    Ok(())
}

fn name(rest: &[u8]) -> Vec<u8> {
    if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
        return vec![];
    }
    let end = rest.iter().position(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
    // Longer names are no elements of HTML; what is cut off tells none of them apart.
    rest[..end.unwrap_or(rest.len()).min(32)].to_ascii_lowercase()
}

/// Behind the `>` of a tag, which may stand in quoted attributes, too.
fn tag_end(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &rest[at..]) {
        at += found;
        let quote = rest[at];
        at += 1;
        if quote == b'>' {
            return at;
        }
        // Quotes open behind `=` alone.
        let before = rest[..at - 1].trim_ascii_end();
        if before.ends_with(b"=") {
            match memchr::memchr(quote, &rest[at..]) {
                Some(end) => at += end + 1,
                None => return rest.len(),
            }
        }
    }
    rest.len()
}

/// How many bytes until the end tag of an element whose content is no markup.
fn raw_end(rest: &[u8], name: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&rest[at..], b"</") {
        at += found;
        let tag = &rest[at + 2..];
        if tag.len() >= name.len() && tag[..name.len()].eq_ignore_ascii_case(name) {
            return at;
        }
        at += 2;
    }
    rest.len()
}

/// Ends the elements that a new one ends without an end tag: a paragraph the one before, an entry the one before.
fn end_before(name: &[u8], open: &mut Vec<Vec<u8>>) {
    let (ended, borders): (&[&[u8]], &[&[u8]]) = match name {
        b"li" => (&[b"li"], &[b"ul", b"ol", b"menu"]),
        b"dt" | b"dd" => (&[b"dt", b"dd"], &[b"dl"]),
        b"td" | b"th" => (&[b"td", b"th"], &[b"table", b"tr"]),
        b"tr" => (&[b"tr"], &[b"table", b"tbody", b"thead", b"tfoot"]),
        b"tbody" | b"thead" | b"tfoot" => (&[b"tbody", b"thead", b"tfoot"], &[b"table"]),
        b"option" | b"optgroup" => (&[b"option"], &[b"select"]),
        b"a" | b"button" => (&[name], &[b"table", b"td", b"th"]),
        b"p" | b"div" | b"ul" | b"ol" | b"dl" | b"table" | b"h1" | b"h2" | b"h3" | b"h4"
        | b"h5" | b"h6" | b"section" | b"article" | b"blockquote" | b"pre" | b"form"
        | b"header" | b"footer" | b"nav" | b"aside" | b"main" | b"figure" | b"address"
        | b"center" => {
            (&[b"p"], &[b"table", b"td", b"th", b"button", b"object", b"svg", b"template", b"div"])
        }
        _ => return,
    };
    let lowest = open.len().saturating_sub(REACH);
    for at in (lowest..open.len()).rev() {
        let known = open[at].as_slice();
        if ended.contains(&known) {
            return open.truncate(at);
        }
        if borders.contains(&known) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_pages_are_refused() {
        let deep = |tag: &str, times: usize| check(&tag.repeat(times));
        assert!(deep("<div>", 2000).is_ok());
        for tag in
            ["<div>", "<b>", "<span/>", "<table><tr><td>", "<ul><li>", "<x-y>", "<div a='>'>"]
        {
            assert!(deep(tag, 2001).is_err(), "{tag}");
        }
        assert!(deep("<br>", MOST + 1).is_err());
    }

    #[test]
    fn long_pages_are_not_deep() {
        for part in [
            "<p>one",
            "<li>one",
            "<tr><td>a<td>b",
            "<br>",
            "<div>x</div>",
            "<img src=a>",
            "<!-- <div> -->",
            "<script>if (a<b) '<div>'</script>",
            "<p>a<o:p/>",
            "<td title=\"<div>\">",
            "<option>1",
            "a < b <3",
            "<svg><path/></svg>",
            "</div>",
            "<DIV></div>",
        ] {
            assert_eq!(check(&part.repeat(5000)), Ok(()), "{part}");
        }
    }

    #[test]
    fn ends_anywhere() {
        for page in
            ["<", "</", "<a", "<a b='", "<!--", "<script>", "<script></scrip", "<é>", "</é", "<p/"]
        {
            assert_eq!(check(page), Ok(()), "{page}");
        }
    }
}
