//! Altered copies of generated documents, as wire services and portals make them: what is near and what is not is
//! known by construction.

#![allow(dead_code, reason = "each that uses it uses a part")]

use std::collections::BTreeSet;

use keytrend::builtin;
use keytrend::document::Language;
use keytrend::error::Result;
use keytrend::lexicon::Lexicon;

use crate::corpus::{Generator, Wish};

/// A document as its line of JSON has it.
#[derive(Clone, Debug)]
pub struct Text {
    pub id: String,
    pub date: String,
    pub language: Language,
    pub title: String,
    pub text: String,
}

/// Documents and copies of them. A copy has the id of its original with a letter behind it, and the same date, so that
/// the original is the one that counts.
#[derive(Clone, Debug)]
pub struct Altered {
    pub texts: Vec<Text>,
    /// Copy and original, with the similarity that the plain definition gives them.
    pub pairs: Vec<(String, String, f64)>,
}

impl Altered {
    /// About so many bytes of originals, each with one copy.
    ///
    /// # Errors
    /// Those of the generator.
    pub fn new(bytes: u64, seed: u64) -> Result<Self> {
        let lexicon = Lexicon::parse(&builtin::lexicon_files())?;
        let languages = Language::COUNTED.to_vec();
        let wish = Wish { bytes, languages, years: 1992..=2001, seed, rate: 5.0 };
        let mut generator = Generator::new(&lexicon, wish)?;
        let mut lines = String::new();
        while generator.write_next(&mut lines) {}
        let mut altered = Self { texts: vec![], pairs: vec![] };
        for (number, line) in lines.lines().enumerate() {
            let original = Text::of(line);
            let copy = original.altered(number);
            let similarity = plain_jaccard(&original, &copy);
            altered.pairs.push((copy.id.clone(), original.id.clone(), similarity));
            altered.texts.extend([original, copy]);
        }
        Ok(altered)
    }

    pub fn lines(&self) -> String {
        self.texts.iter().map(Text::line).collect()
    }
}

impl Text {
    fn of(line: &str) -> Self {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let field = |name: &str| row[name].as_str().expect("a string").to_owned();
        Self {
            id: field("id"),
            date: field("date"),
            language: Language::from_code(&field("lang")).expect("a language"),
            title: field("title"),
            text: field("text"),
        }
    }

    fn line(&self) -> String {
        let Self { id, date, language, title, text } = self;
        let row = serde_json::json!({
            "id": id, "date": date, "source": "S", "lang": language.code(), "title": title, "text": text,
        });
        format!("{row}\n")
    }

    /// Four ways in turn: another lead; every 40th word changed; sentences in another order and every 60th word
    /// changed; every 9th word changed, which is another text.
    fn altered(&self, number: usize) -> Self {
        let words: Vec<&str> = self.text.split(' ').collect();
        let every = |words: &[&str], every: usize| -> String {
            let change = |(n, word): (usize, &&str)| match (n + number).is_multiple_of(every) {
                true => format!("{word}q{number}"),
                false => (*word).to_owned(),
            };
            words.iter().enumerate().map(change).collect::<Vec<String>>().join(" ")
        };
        let text = match number % 4 {
            0 => format!("Lead{number} agency{number} reports{number} {}", words[12..].join(" ")),
            1 => every(&words, 40),
            2 => {
                let cut = words.len() / 3;
                every(&[&words[cut..], &words[..cut]].concat(), 60)
            }
            _ => every(&words, 9),
        };
        Self { id: format!("{}c", self.id), text, ..self.clone() }
    }
}

/// The definition, as plainly as it can be written.
pub fn plain_jaccard(a: &Text, b: &Text) -> f64 {
    let shingles = |text: &Text| -> BTreeSet<Vec<String>> {
        let mut shingles = BTreeSet::new();
        for part in [&text.title, &text.text] {
            let lower = part.to_lowercase();
            let words = lower.split(|c: char| !c.is_alphanumeric());
            let words: Vec<String> =
                words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
            shingles.extend(words.windows(3).map(<[String]>::to_vec));
        }
        shingles
    };
    let (a, b) = (shingles(a), shingles(b));
    a.intersection(&b).count() as f64 / a.union(&b).count() as f64
}
