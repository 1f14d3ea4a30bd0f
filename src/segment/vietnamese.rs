//! Vietnamese syllables: keys that do not depend on where the tone mark stands, and the longest match over a word
//! list (`docs/counting.md`, "Vietnamese").

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use super::Segments;
use super::filter::Filter;

/// Grave, acute, tilde, hook above, dot below: taken off and put at the end as 1 to 5.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// The key of a syllable: without tone marks, which stand at the end as digits. `hoà` and `hòa` are both `hoa1`.
pub fn key(syllable: &str) -> String {
    let mut tones = String::new();
    let letters: String = syllable
        .nfd()
        .filter(|character| match TONES.iter().position(|tone| tone == character) {
            Some(tone) => {
                tones.push(char::from(b'1' + tone as u8));
                false
            }
            None => true,
        })
        .nfc()
        .collect();
    letters + &tones
}

/// A number for a key, the same for equal keys and nearly always another for others; and far cheaper than the key.
pub fn key_hash(syllable: &str) -> u64 {
    let bytes = syllable.as_bytes();
    let table = &*LETTERS;
    let mut hash = 0;
    let mut tone = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let entry = if byte < 0x80 {
            at += 1;
            hash = step(hash, u32::from(byte));
            continue;
        } else if (0xC3..=0xC8).contains(&byte) && at + 1 < bytes.len() {
            at += 2;
            table[usize::from(byte & 0x1F) << 6 | usize::from(bytes[at - 1] & 0x3F)]
        } else if byte == 0xE1 && at + 2 < bytes.len() && matches!(bytes[at + 1], 0xB8..=0xBB) {
            at += 3;
            table[LATIN + (usize::from(bytes[at - 2] & 3) << 6 | usize::from(bytes[at - 1] & 0x3F))]
        } else {
            return slow_hash(syllable);
        };
        // A second tone on one syllable is no Vietnamese; the key's own order decides.
        if entry.letter == 0 || entry.tone > 0 && tone > 0 {
            return slow_hash(syllable);
        }
        hash = step(hash, u32::from(entry.letter));
        tone |= entry.tone;
    }
    if tone > 0 { step(hash, u32::from(b'0' + tone)) } else { hash }
}

/// Whether `syllable` has the key `expected`, without making its key.
pub fn has_key(syllable: &str, expected: &str) -> bool {
    let mut rest = expected.chars();
    let mut tone = 0;
    for character in syllable.chars() {
        let entry = match character as usize {
            code if code < LATIN => LETTERS[code],
            code @ 0x1E00..=0x1EFF => LETTERS[code - 0x1E00 + LATIN],
            _ => return key(syllable) == expected,
        };
        if entry.letter == 0 || entry.tone > 0 && tone > 0 {
            return key(syllable) == expected;
        }
        if rest.next().map(|letter| letter as u32) != Some(u32::from(entry.letter)) {
            return false;
        }
        tone |= entry.tone;
    }
    let end = (tone > 0).then(|| char::from(b'0' + tone));
    rest.eq(end)
}

fn step(hash: u64, letter: u32) -> u64 {
    (hash.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cold]
fn slow_hash(syllable: &str) -> u64 {
    slow_step(&key(syllable))
}

/// A letter without its tone; `letter` 0 is for the slow way.
#[derive(Clone, Copy, Default)]
struct Letter {
    letter: u16,
    tone: u8,
}

/// U+0000–U+024F, then U+1E00–U+1EFF.
const LATIN: usize = 0x250;
static LETTERS: LazyLock<[Letter; LATIN + 0x100]> = LazyLock::new(|| {
    std::array::from_fn(|at| {
        let code = if at < LATIN { at } else { at - LATIN + 0x1E00 };
        let Some(character) = char::from_u32(code as u32) else { return Letter::default() };
        let key = key(character.encode_utf8(&mut [0; 4]));
        let mut parts = key.chars();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(letter), None, None) => Letter { letter: letter as u16, tone: 0 },
            (Some(letter), Some(tone @ '1'..='5'), None) => {
                Letter { letter: letter as u16, tone: tone as u8 - b'0' }
            }
            _ => Letter::default(),
        }
    })
});

/// All syllables in normal form that have the key `key`, the key itself first, but for those with marks that are no
/// part of a letter.
pub fn spellings(key: &str) -> Vec<String> {
    let mut all = vec![key.to_owned()];
    let characters: Vec<char> = key.chars().collect();
    let tones = characters.iter().rev().take_while(|c| matches!(c, '1'..='5')).count();
    for moved in 1..=tones {
        let (letters, digits) = characters.split_at(characters.len() - moved);
        let tones: Vec<char> =
            digits.iter().map(|digit| TONES[*digit as usize - '1' as usize]).collect();
        place_tones(letters, &tones, String::new(), &mut |text| {
            if self::key(&text) == key && !all.contains(&text) {
                all.push(text);
            }
        });
    }
    all
}

/// Gives `found` the letters with all the tones on some of them, in order, where that makes letters.
fn place_tones(letters: &[char], tones: &[char], start: String, found: &mut impl FnMut(String)) {
    let Some((letter, rest)) = letters.split_first() else {
        if tones.is_empty() {
            found(start);
        }
        return;
    };
    for count in 0..=tones.len() {
        let marks = &tones[..count];
        let whole = match letter.is_ascii() {
            true => marks.iter().try_fold(*letter, |whole, mark| compose(whole, *mark)),
            // Marks change places: ộ is ọ with a circumflex, and no ô with a dot.
            false => {
                let mut composed = [letter].into_iter().chain(marks).copied().nfc();
                composed.next().filter(|_| composed.next().is_none())
            }
        };
        let Some(whole) = whole else { break };
        place_tones(rest, &tones[count..], format!("{start}{whole}"), found);
    }
}

/// Words of several syllables. The list and its licence stand beside this file.
struct Words {
    /// By the hashes of their syllables' keys; `None` is the beginning of a word and no word itself.
    words: FxHashMap<u64, Option<Box<str>>>,
    /// Chained hashes of every two syllables that are side by side in a word.
    pairs: Filter,
}

impl Words {
    /// Whether two syllables, by the hashes of their keys, may stand side by side in a word of the list.
    fn may_join(&self, first: u64, second: u64) -> bool {
        self.pairs.may_hold(chain(first, second))
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: FxHashMap<u64, Option<Box<str>>> = FxHashMap::default();
    let mut pairs = vec![];
    for line in include_str!("vietnamese-words.txt").lines().filter(|line| line.contains(' ')) {
        let word = line.to_lowercase();
        let (mut hash, mut last) = (0, None);
        for syllable in word.split_whitespace().map(key_hash) {
            hash = chain(hash, syllable);
            words.entry(hash).or_default();
            pairs.extend(last.replace(syllable).map(|last| chain(last, syllable)));
        }
        words.insert(hash, Some(word.into()));
    }
    Words { words, pairs: Filter::new(&pairs) }
});

/// The hash of a word from that of its start and its next syllable.
fn chain(hash: u64, syllable: u64) -> u64 {
    (hash.rotate_left(7) ^ syllable).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The hash of a key.
fn slow_step(key: &str) -> u64 {
    key.chars().fold(0, |hash, letter| step(hash, letter as u32))
}

/// Whether the longest match over the word list makes the syllable `at` a word of its own. The match begins where a
/// stretch of syllables of the sentence with only spaces between them does, and goes from left to right; each word is
/// as long as the list allows.
///
/// Two syllables that are side by side in no word of the list are parted in any case, so that it is enough to begin at
/// the last such place.
pub fn is_own_word(segments: &Segments, sentence: usize, at: usize) -> bool {
    let sentence = segments.words_of_sentence(sentence);
    let (words, normal) = (segments.words(), segments.normal.as_bytes());
    let hash = |n: usize| key_hash(segments.word(n));
    let is_joined = |n: usize| {
        let gap = &normal[words[n].end as usize..words[n + 1].start as usize];
        gap.iter().all(|byte| *byte == b' ')
    };
    let (mut start, mut first) = (at, hash(at));
    while start > sentence.start && is_joined(start - 1) {
        let before = hash(start - 1);
        if !WORDS.may_join(before, first) {
            break;
        }
        (start, first) = (start - 1, before);
    }
    loop {
        let end = word_end(start, sentence.end, segments, hash, is_joined);
        if end > at {
            return start == at && end == at + 1;
        }
        start = end;
    }
}

/// Where the longest word of the list that begins at the syllable `start` ends: behind `start` if there is none.
fn word_end(
    start: usize,
    limit: usize,
    segments: &Segments,
    hash: impl Fn(usize) -> u64,
    is_joined: impl Fn(usize) -> bool,
) -> usize {
    let (mut end, mut last) = (start + 1, hash(start));
    let mut chained = chain(0, last);
    for next in start + 1..limit {
        if !is_joined(next - 1) {
            break;
        }
        let syllable = hash(next);
        // A bit in a small table, before a large one is asked.
        if !WORDS.may_join(last, syllable) {
            break;
        }
        (chained, last) = (chain(chained, syllable), syllable);
        let Some(known) = WORDS.words.get(&chained) else { break };
        // Equal hashes are nearly always equal words; the letters decide.
        let syllables = (start..=next).map(|n| segments.word(n));
        if known.as_ref().is_some_and(|word| same_word(word, syllables)) {
            end = next + 1;
        }
    }
    end
}

fn same_word<'s>(word: &str, mut syllables: impl Iterator<Item = &'s str>) -> bool {
    let same = word.split_whitespace().all(|own| {
        syllables.next().is_some_and(|syllable| own == syllable || has_key(syllable, &key(own)))
    });
    same && syllables.next().is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::document::Language;
    use proptest::prelude::*;

    #[test]
    fn keys() {
        assert_eq!(key("hoà"), "hoa1");
        assert_eq!(key("hòa"), "hoa1");
        assert_eq!(key("hoa\u{300}"), "hoa1");
        assert_eq!(key("đường"), "đương1");
        assert_eq!(key("khuyến"), "khuyên2");
    }

    /// The longest match over a whole stretch, from the definition.
    fn longest_match<'s>(syllables: &[&'s str]) -> Vec<Vec<&'s str>> {
        static KEYS: LazyLock<BTreeSet<Vec<String>>> = LazyLock::new(|| {
            let lines = include_str!("vietnamese-words.txt").lines();
            let keys = |line: &str| line.to_lowercase().split_whitespace().map(key).collect();
            lines.filter(|line| line.contains(' ')).map(keys).collect()
        });
        let mut rest = syllables;
        let mut words = vec![];
        while !rest.is_empty() {
            let known = |length: &usize| {
                KEYS.contains(&rest[..*length].iter().map(|own| key(own)).collect::<Vec<_>>())
            };
            let (word, behind) = rest.split_at((2..=rest.len()).rev().find(known).unwrap_or(1));
            words.push(word.to_vec());
            rest = behind;
        }
        words
    }

    fn own_words(text: &str) -> Vec<bool> {
        let mut segments = Segments::default();
        segments.fill(text, &[(text.len(), Language::Vietnamese)], false);
        let sentences = 0..segments.sentence_ends.len();
        let own = |sentence: usize| {
            let words = segments.words_of_sentence(sentence);
            words.map(|at| is_own_word(&segments, sentence, at)).collect::<Vec<bool>>()
        };
        sentences.flat_map(own).collect()
    }

    #[test]
    fn own_words_of_a_sentence() {
        fn words(text: &str) -> Vec<Vec<&str>> {
            longest_match(&text.split(' ').collect::<Vec<_>>())
        }
        assert_eq!(words("học nghề"), [["học"], ["nghề"]]);
        let expected: [&[&str]; 3] = [&["khoa", "học"], &["và"], &["hoà", "bình"]];
        assert_eq!(words("khoa học và hoà bình"), expected);
        assert_eq!(own_words("khoa học và hòa bình"), [false, false, true, false, false]);
        assert_eq!(own_words("học nghề, khoa. học"), [true; 4]);
    }

    /// Syllables that make many words of the list with each other.
    const SYLLABLES: [&str; 16] = [
        "khoa", "học", "sinh", "viên", "hoà", "hòa", "bình", "công", "nhân", "dân", "chủ", "nghĩa",
        "xã", "hội", "đại", "và",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn own_words_are_those_of_the_longest_match(
            stretches in prop::collection::vec(prop::collection::vec(prop::sample::select(&SYLLABLES[..]), 1..12), 1..4),
        ) {
            let text: Vec<String> = stretches.iter().map(|stretch| stretch.join(" ")).collect();
            let cut = stretches.iter().flat_map(|stretch| longest_match(stretch));
            let expected: Vec<bool> =
                cut.flat_map(|word| vec![word.len() == 1; word.len()]).collect();
            prop_assert_eq!(own_words(&text.join(", ")), expected);
        }

        #[test]
        fn equal_keys_have_equal_hashes(
            a in "[aăâeêioôơuưyhnđ]{0,2}[àáãảạòỏöïńǹ\u{300}\u{301}ḿ]{0,2}[a-zơ가ß1]{0,2}",
            b in "[aeioh]{0,2}[àáòỏ]{0,2}[a-c]{0,2}",
        ) {
            for text in [&a, &b] {
                assert_eq!(key_hash(text), slow_hash(text), "{text}");
                assert!(has_key(text, &key(text)), "{text}");
            }
            assert_eq!(has_key(&a, &key(&b)), key(&a) == key(&b), "{a} {b}");
            assert_eq!(key(&a) == key(&b), key_hash(&a) == key_hash(&b), "{a} {b}");
        }
    }
}
