//! Patterns taken apart: each becomes all the word sequences that match it (`docs/counting.md`, "Terms").

use regex::Regex;

use super::filter::{key_of, low_bytes};
use crate::document::Language;
use crate::error::{Error, Result};
use crate::lexicon::{self, Scope, TermId};
use crate::segment::english::{self, Inflect};
use crate::segment::normal::{Normal, Rules};
use crate::segment::{vietnamese, words};

/// What a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Term(TermId),
    Actor(u8),
}

/// What all forms of one pattern share.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) ambiguous: bool,
    pub(super) scope: Scope,
    pub(super) case: bool,
    /// Korean: the normal form of the texts inside which the pattern does not count, once for each
    /// place in them where it may begin.
    pub(super) except: Vec<Except>,
    /// English and Vietnamese: how many words the longest of those texts has.
    pub(super) except_words: usize,
    pub(super) regex: Option<Regex>,
}

/// A text inside which a Korean pattern does not count.
#[derive(Debug)]
pub(super) struct Except {
    pub(super) text: Box<str>,
    /// The first bytes, and which bytes those are: nearly all places differ there.
    pub(super) start: u64,
    pub(super) mask: u64,
    /// How many bytes of it stand before the match.
    pub(super) before: usize,
}

/// A pattern taken apart.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) pattern: Pattern,
    pub(super) forms: Vec<Form>,
    /// English and Vietnamese: the forms of the texts inside which the pattern does not count.
    pub(super) excepts: Vec<Form>,
}

/// One word of a form.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WordForm {
    /// The normal form of a word; in Vietnamese its key.
    Exact(Box<str>),
    /// With `*` and `?`.
    Glob(Box<str>),
}

/// One sequence of words that matches a pattern.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) pattern: u32,
    pub(super) words: Vec<WordForm>,
    /// The pattern's own text between its words, which matches beside spaces and hyphens.
    pub(super) gaps: Vec<Box<str>>,
    /// The words in their case, where the pattern says `case`.
    pub(super) cased: Vec<Box<str>>,
    /// As the pattern is written, not an inflection of it.
    pub(super) literal: bool,
}

/// Letters that stand for `*` and `?` while a pattern is cut into words; no text of the three languages holds them.
const STAR: char = '\u{A66E}';
const MARK: char = '\u{A66D}';

/// Takes one pattern of the lexicon apart; its forms get `number`.
pub(super) fn compile(
    pattern: &lexicon::Pattern,
    language: Language,
    number: u32,
) -> Result<Compiled> {
    let mut compiled = Pattern {
        ambiguous: pattern.ambiguous,
        scope: pattern.scope,
        case: pattern.case,
        except: vec![],
        except_words: 0,
        regex: None,
    };
    let bare = pattern.text.strip_prefix('/').and_then(|text| text.strip_suffix('/'));
    let forms = match bare {
        Some(_) => vec![],
        None => self::forms(&pattern.text, pattern.verb, pattern.case, language, number),
    };
    let mut excepts = vec![];
    for text in &pattern.except {
        match language {
            Language::Korean => compiled.except.extend(korean_excepts(text, &forms)),
            _ => excepts.extend(self::forms(text, false, false, language, number)),
        }
    }
    compiled.except_words = excepts.iter().map(|form| form.words.len()).max().unwrap_or(0);
    if let Some(expression) = bare {
        // Matches end where a word does: `regexes` cuts the text there.
        let regex = Regex::new(&format!("(?:{expression})$")).map_err(|error| {
            Error::new(format!("the pattern `{}` is no regular expression", pattern.text))
                .at(pattern.place.clone())
                .cause(error.to_string().lines().last().unwrap_or_default())
                .tip("the syntax is that of the regex crate; docs/lexicon.md has examples")
        })?;
        compiled.regex = Some(regex);
        return Ok(Compiled { pattern: compiled, forms, excepts });
    }
    if forms.is_empty() {
        return Err(Error::new(format!("the pattern `{}` holds no word", pattern.text))
            .at(pattern.place.clone()));
    }
    let bare = normal(&pattern.text.replace('+', ""), Rules::Full);
    if language == Language::Korean && bare.chars().count() == 1 {
        compiled.scope = Scope::Word;
    }
    Ok(Compiled { pattern: compiled, forms, excepts })
}

/// The text inside which a Korean pattern does not count, once for each place in it where one of the pattern's forms
/// may begin; without forms it may begin anywhere.
fn korean_excepts(text: &str, forms: &[Form]) -> Vec<Except> {
    let text = normal(&text.replace('+', ""), Rules::Full);
    let may_begin = |first: char| {
        forms.is_empty()
            || forms.iter().any(|form| match &form.words[0] {
                WordForm::Exact(word) => word.starts_with(first),
                WordForm::Glob(_) => true,
            })
    };
    let places = text.char_indices().filter(|(_, first)| may_begin(*first));
    let except = |(before, _)| Except {
        start: key_of(text.as_bytes(), 8),
        mask: low_bytes(u64::MAX, text.len()),
        text: text.as_str().into(),
        before,
    };
    places.map(except).collect()
}

/// All forms of a pattern's text.
fn forms(text: &str, verb: bool, case: bool, language: Language, pattern: u32) -> Vec<Form> {
    let text = match language {
        Language::Korean => text.to_owned(),
        // `+` joins in Korean only; elsewhere it is what it is.
        _ => text.replace('+', " "),
    };
    let chunks: Vec<Vec<String>> = {
        let chunks: Vec<&str> = text.split_whitespace().collect();
        let count = chunks.len();
        chunks
            .iter()
            .enumerate()
            .map(|(n, chunk)| match language {
                Language::English => english_chunk(chunk, n == 0 && verb, n + 1 == count, case),
                // Written together is how the pattern is meant to be written.
                Language::Korean => {
                    joined(&normal(chunk, Rules::Cased), '+', " ").into_iter().rev().collect()
                }
                _ => vec![normal(chunk, Rules::Cased)],
            })
            .collect()
    };
    let mut all: Vec<(String, bool)> = vec![(String::new(), true)];
    for (n, chunk) in chunks.iter().enumerate() {
        let space = if n > 0 { " " } else { "" };
        all = all
            .iter()
            .flat_map(|(start, literal)| {
                chunk.iter().enumerate().map(move |(form, text)| {
                    (format!("{start}{space}{text}"), *literal && form == 0)
                })
            })
            .collect();
    }
    let mut forms: Vec<Form> = vec![];
    for (text, literal) in all {
        if let Some(form) = form(&text, literal, case, language, pattern)
            && !forms.iter().any(|known| {
                known.words == form.words && known.cased == form.cased && known.gaps == form.gaps
            })
        {
            forms.push(form);
        }
    }
    forms
}

/// The forms of one blank-separated piece of an English pattern, the piece itself first.
fn english_chunk(chunk: &str, verb: bool, last: bool, case: bool) -> Vec<String> {
    let (text, exact) = match chunk.strip_prefix('=') {
        Some(text) => (text, true),
        None => (chunk, false),
    };
    let cased = normal(text, Rules::Cased);
    let lower = normal(text, Rules::Full);
    // With anything else in it (`u.s.`, `workers'`), it is taken as written.
    let is_word = lower.chars().all(|c| c.is_alphanumeric() || c == '-');
    let forms = match (exact || !is_word, case) {
        (true, _) => vec![if case { cased } else { lower }],
        (false, true) => {
            let mut forms = vec![cased.clone(), format!("{cased}'s")];
            if last && cased.chars().all(|c| !c.is_lowercase()) {
                forms.push(format!("{cased}s"));
            }
            forms
        }
        (false, false) => english::forms(&lower, Inflect { plural: last, verb }),
    };
    forms.iter().flat_map(|form| joined(form, '-', "-")).collect()
}

/// The text with each `joint` between two of its parts kept as `apart`, or taken out.
fn joined(text: &str, joint: char, apart: &str) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    for part in text.split(joint) {
        all = match all.is_empty() {
            true => vec![part.to_owned()],
            false => all
                .iter()
                .flat_map(|start| [format!("{start}{apart}{part}"), format!("{start}{part}")])
                .collect(),
        };
    }
    all
}

/// Cuts a text that matches a pattern into words.
fn form(text: &str, literal: bool, case: bool, language: Language, pattern: u32) -> Option<Form> {
    let mut cased = text.replace('*', &STAR.to_string()).replace('?', &MARK.to_string());
    let mut lower = normal(&cased, Rules::Full);
    if !case {
        cased.clone_from(&lower);
    }
    // Lower case may change lengths, so that words of the two are taken each from its own text.
    let cut = |text: &str| -> Vec<std::ops::Range<usize>> {
        words::reference(text).iter().map(|word| word.start as usize..word.end as usize).collect()
    };
    let ranges = cut(&lower);
    let gaps = ranges.windows(2).map(|pair| lower[pair[0].end..pair[1].start].into()).collect();
    let words: Vec<WordForm> =
        ranges.iter().map(|range| word_form(&lower[range.clone()], language)).collect();
    let literal = literal && !words.iter().any(|word| matches!(word, WordForm::Glob(_)));
    let cased = match case {
        true => cut(&cased).into_iter().map(|range| cased[range].into()).collect(),
        false => vec![],
    };
    lower.clear();
    (!words.is_empty()).then_some(Form { pattern, words, gaps, cased, literal })
}

fn word_form(word: &str, language: Language) -> WordForm {
    if word.contains([STAR, MARK]) {
        let glob = word.replace(STAR, "*").replace(MARK, "?");
        return WordForm::Glob(glob.into());
    }
    match language {
        Language::Vietnamese => WordForm::Exact(vietnamese::key(word).into()),
        _ => WordForm::Exact(word.into()),
    }
}

pub(super) fn normal(text: &str, rules: Rules) -> String {
    let mut normal = Normal::default();
    normal.fill(text, rules);
    normal.as_str().to_owned()
}

/// The longest prefix of `text`, in bytes, that `glob` matches: `*` any run of characters, `?` one.
pub(super) fn glob_prefix(glob: &str, text: &str) -> Option<usize> {
    let mut characters = glob.chars();
    match characters.next() {
        None => Some(0),
        Some('*') => {
            let rest = characters.as_str();
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            let ends: Vec<usize> = ends.collect();
            ends.into_iter()
                .filter_map(|at| glob_prefix(rest, &text[at..]).map(|end| at + end))
                .max()
        }
        Some(expected) => {
            let first = text.chars().next()?;
            let rest = &text[first.len_utf8()..];
            (expected == '?' || expected == first)
                .then(|| glob_prefix(characters.as_str(), rest))
                .flatten()
                .map(|end| first.len_utf8() + end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pattern: &str, verb: bool, language: Language) -> Vec<String> {
        let mut texts: Vec<String> = forms(pattern, verb, false, language, 0)
            .iter()
            .map(|form| {
                let words = form.words.iter().map(|word| match word {
                    WordForm::Exact(word) | WordForm::Glob(word) => word.to_string(),
                });
                words.collect::<Vec<_>>().join("|")
            })
            .collect();
        texts.sort();
        texts
    }

    #[test]
    fn forms_of_patterns() {
        use Language::{English, Korean, Vietnamese};
        assert_eq!(
            texts("co-operation", false, English),
            [
                "cooperation",
                "cooperation's",
                "cooperations",
                "co|operation",
                "co|operation's",
                "co|operations"
            ]
        );
        assert_eq!(texts("=US", false, English), ["us"]);
        assert_eq!(texts("u.s.", false, English), ["u|s"]);
        assert_eq!(texts("g7", false, English), ["g7", "g7s", "g7|s"]);
        assert_eq!(texts("cooperat*", false, English), ["cooperat*"]);
        assert_eq!(texts("가정+폭력", false, Korean), ["가정|폭력", "가정폭력"]);
        assert_eq!(texts("hoà bình", false, Vietnamese), ["hoa1|binh1"]);
        assert!(texts("sign agreement", true, English).contains(&"signed|agreements".to_owned()));
    }

    #[test]
    fn globs() {
        assert_eq!(glob_prefix("co*", "cooperation"), Some(11));
        assert_eq!(glob_prefix("c?t", "cut"), Some(3));
        assert_eq!(glob_prefix("c?t", "cot's"), Some(3));
        assert_eq!(glob_prefix("*력", "협력력x"), Some(9));
        assert_eq!(glob_prefix("a*z", "abc"), None);
    }
}
