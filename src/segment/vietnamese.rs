//! Vietnamese syllables: keys that do not depend on where the tone mark stands, and the longest match over a word
//! list (`docs/counting.md`, "Vietnamese").

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

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
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut known = Words { words: FxHashMap::default() };
    for line in include_str!("vietnamese-words.txt").lines().filter(|line| line.contains(' ')) {
        let word = line.to_lowercase();
        let mut hash = 0;
        for syllable in word.split_whitespace() {
            hash = chain(hash, key_hash(syllable));
            known.words.entry(hash).or_default();
        }
        known.words.insert(hash, Some(word.into()));
    }
    known
});

/// The hash of a word from that of its start and its next syllable.
fn chain(hash: u64, syllable: u64) -> u64 {
    (hash.rotate_left(7) ^ syllable).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The hash of a key.
fn slow_step(key: &str) -> u64 {
    key.chars().fold(0, |hash, letter| step(hash, letter as u32))
}

/// Cuts a stretch of syllables in normal form into words, from the left, each as long as the word list allows; gives
/// ranges of `syllables`.
pub fn longest_match(syllables: &[&str]) -> Vec<Range<usize>> {
    let known = &*WORDS;
    let hashes: Vec<u64> = syllables.iter().map(|syllable| key_hash(syllable)).collect();
    let mut cut = vec![];
    let mut start = 0;
    while start < syllables.len() {
        let mut end = start + 1;
        let mut hash = chain(0, hashes[start]);
        for (next, syllable) in hashes.iter().enumerate().skip(start + 1) {
            hash = chain(hash, *syllable);
            let Some(known) = known.words.get(&hash) else { break };
            // Equal hashes are nearly always equal words; the letters decide.
            if known.as_ref().is_some_and(|word| same_word(word, &syllables[start..=next])) {
                end = next + 1;
            }
        }
        cut.push(start..end);
        start = end;
    }
    cut
}

fn same_word(word: &str, syllables: &[&str]) -> bool {
    let mut rest = syllables.iter();
    let same = word.split_whitespace().all(|own| {
        rest.next().is_some_and(|syllable| own == *syllable || key(own) == key(syllable))
    });
    same && rest.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys() {
        assert_eq!(key("hoà"), "hoa1");
        assert_eq!(key("hòa"), "hoa1");
        assert_eq!(key("hoa\u{300}"), "hoa1");
        assert_eq!(key("đường"), "đương1");
        assert_eq!(key("khuyến"), "khuyên2");
        let words = |text: &str| {
            let syllables: Vec<&str> = text.split(' ').collect();
            longest_match(&syllables)
                .into_iter()
                .map(|range| syllables[range].join(" "))
                .collect::<Vec<_>>()
        };
        assert_eq!(words("học nghề"), ["học", "nghề"]);
        assert_eq!(words("khoa học và hoà bình"), ["khoa học", "và", "hoà bình"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
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
