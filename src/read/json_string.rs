//! Strings of JSON, found where they lie; only those with escapes are copied.

use std::borrow::Cow;

/// The string that begins at `start`, behind its quote: what it stands for, and where the text goes on behind the closing
/// quote. `None` if it does not end, or holds an escape that is none or a control character, which must be escaped.
pub(super) fn string(text: &str, start: usize) -> Option<(Cow<'_, str>, usize)> {
    let bytes = text.as_bytes();
    let end = start + special(bytes.get(start..)?)?;
    match bytes[end] {
        b'"' => Some((Cow::Borrowed(&text[start..end]), end + 1)),
        b'\\' => unescaped(text, start, end).map(|(string, after)| (Cow::Owned(string), after)),
        _ => None,
    }
}

/// The same of a string whose first escape stands at `at`.
fn unescaped(text: &str, start: usize, mut at: usize) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    // No escape is shorter than what it stands for.
    let mut out = Vec::with_capacity(text.len() - start + ROOM);
    out.extend_from_slice(&bytes[start..at]);
    loop {
        match bytes[at] {
            b'"' => {
                // SAFETY: whole characters of a `str` were copied, and characters that escapes stand for.
                return Some((unsafe { String::from_utf8_unchecked(out) }, at + 1));
            }
            b'\\' => at += push_escaped(&text[at + 1..], &mut out)? + 1,
            _ => return None,
        }
        at += copy_to_special(bytes.get(at..)?, &mut out)?;
    }
}

/// Appends the character of the escape that `text` begins with behind its backslash; returns how many bytes it takes.
fn push_escaped(text: &str, out: &mut Vec<u8>) -> Option<usize> {
    out.push(match text.as_bytes().first()? {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'"' => b'"',
        b'\\' => b'\\',
        b'/' => b'/',
        b'b' => 0x8,
        b'f' => 0xC,
        b'u' => {
            let (character, length) = unicode_escape(text)?;
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            return Some(length);
        }
        _ => return None,
    });
    Some(1)
}

/// `uXXXX`, or a pair of surrogates, at the start of `text`: the character, and the bytes it takes.
fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| -> Option<u32> {
        let digits = text.as_bytes().get(at..at + 4)?;
        digits
            .iter()
            .try_fold(0, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?))
    };
    let first = unit(1)?;
    match first {
        0xD800..=0xDBFF => {
            let second = (text.as_bytes().get(5..7)? == b"\\u").then(|| unit(7)).flatten()?;
            let second = second.checked_sub(0xDC00).filter(|second| *second < 0x400)?;
            char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second).map(|c| (c, 11))
        }
        _ => char::from_u32(first).map(|c| (c, 5)),
    }
}

/// How many bytes [`copy_to_special`] may write behind those that it copies.
const ROOM: usize = 32;

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

/// Where the first quote, backslash or control character stands.
fn special(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: AVX2 is there, and nothing is copied.
        match unsafe { special_wide::<false>(bytes, std::ptr::null_mut()) } {
            Ok(found) => return Some(found),
            Err(searched) => from = searched,
        }
    }
    let found = bytes[from..].iter().position(|byte| is_special(*byte));
    found.map(|n| from + n)
}

/// Appends what stands before the first of them, and says how long it is. There must be room for all of `bytes`, and
/// [`ROOM`] bytes more.
fn copy_to_special(bytes: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    debug_assert!(out.capacity() - out.len() >= bytes.len() + ROOM);
    let mut from = 0;
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: AVX2 is there, and there is the room; the length takes what was copied.
        unsafe {
            let copied = special_wide::<true>(bytes, out.as_mut_ptr().add(out.len()));
            from = copied.unwrap_or_else(|searched| searched);
            out.set_len(out.len() + from);
            if copied.is_ok() {
                return Some(from);
            }
        }
    }
    let end = from + bytes[from..].iter().position(|byte| is_special(*byte))?;
    out.extend_from_slice(&bytes[from..end]);
    Some(end)
}

/// Where the first of them stands, in blocks; where there is none, how far was searched. With `COPY`, the blocks are
/// written to `out`.
///
/// # Safety
/// With `COPY`, there must be room for `bytes` and [`ROOM`] more.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn special_wide<const COPY: bool>(bytes: &[u8], out: *mut u8) -> Result<usize, usize> {
    use std::arch::x86_64::*;
    let all = |byte: u8| _mm256_set1_epi8(byte as i8);
    let mut at = 0;
    while at + 32 <= bytes.len() {
        // SAFETY: 32 bytes from `at` on are readable.
        let block = unsafe { _mm256_loadu_si256(bytes.as_ptr().add(at).cast()) };
        if COPY {
            // SAFETY: the caller's promise.
            unsafe { _mm256_storeu_si256(out.add(at).cast(), block) };
        }
        let ends = _mm256_or_si256(
            _mm256_cmpeq_epi8(block, all(b'"')),
            _mm256_cmpeq_epi8(block, all(b'\\')),
        );
        let control = _mm256_cmpeq_epi8(_mm256_min_epu8(block, all(0x1F)), block);
        let found = _mm256_movemask_epi8(_mm256_or_si256(ends, control)) as u32;
        if found != 0 {
            return Ok(at + found.trailing_zeros() as usize);
        }
        at += 32;
    }
    Err(at)
}
