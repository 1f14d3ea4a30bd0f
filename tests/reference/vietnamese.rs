//! Vietnamese syllable keys and the word list.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// A syllable with its tone taken off and written as a digit at the end.
pub fn key(syllable: &str) -> String {
    if syllable.is_ascii() {
        return syllable.to_owned();
    }
    let (mut rest, mut tones) = (String::new(), String::new());
    for c in syllable.nfd() {
        match TONES.iter().position(|tone| *tone == c) {
            Some(tone) => tones.push(char::from(b'1' + tone as u8)),
            None => rest.push(c),
        }
    }
    rest.nfc().collect::<String>() + &tones
}

struct Words {
    /// Keys joined by spaces.
    words: BTreeSet<String>,
    longest: usize,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/segment/vietnamese-words.txt");
    let text = std::fs::read_to_string(path).expect("the Vietnamese word list");
    let keyed = |line: &str| -> Vec<String> {
        let line = line.nfc().collect::<String>().to_lowercase().replace('_', " ");
        line.split_whitespace().map(key).collect()
    };
    let words: Vec<Vec<String>> = text.lines().map(keyed).filter(|word| !word.is_empty()).collect();
    Words {
        longest: words.iter().map(Vec::len).max().unwrap_or(1),
        words: words.into_iter().map(|word| word.join(" ")).collect(),
    }
});

/// For each syllable of a sentence, whether the longest match makes it a word of its own. `joined[i]` says that only
/// spaces stand between syllables i and i + 1.
pub fn own_words(keys: &[String], joined: &[bool]) -> Vec<bool> {
    let mut own = vec![false; keys.len()];
    let mut at = 0;
    while at < keys.len() {
        let mut stretch = 1;
        while at + stretch < keys.len() && joined[at + stretch - 1] {
            stretch += 1;
        }
        let longest = (1..=stretch.min(WORDS.longest))
            .rev()
            .find(|length| WORDS.words.contains(&keys[at..at + length].join(" ")))
            .unwrap_or(1);
        own[at] = longest == 1;
        at += longest;
    }
    own
}
