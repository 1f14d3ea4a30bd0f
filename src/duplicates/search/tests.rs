//! The fast way against the plain one: all pairs, compared as sets of three words each.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::document::Language;
use crate::duplicates::FEWEST_SHINGLES;
use crate::duplicates::shingles::Shingles;
use crate::duplicates::sketches::SketchWriter;
use crate::segment::Segments;

/// Texts as lists of words, written down and found as a run does; writers take turns.
fn found(texts: &[Vec<String>], threshold: f64, writers: usize) -> Vec<Vec<u32>> {
    let folder = tempfile::tempdir().unwrap();
    let mut writers: Vec<SketchWriter> =
        (0..writers).map(|_| SketchWriter::new(folder.path()).unwrap()).collect();
    let (mut segments, mut shingles) = (Segments::default(), Shingles::default());
    for (number, text) in texts.iter().enumerate() {
        let text = text.join(" ");
        segments.fill(&text, &[(text.len(), Language::English)], false);
        shingles.clear();
        shingles.add(&segments);
        let count = writers.len();
        let writer = &mut writers[number % count];
        writer.begin((number as u32, 0));
        writer.push(number as u64, shingles.set()).unwrap();
    }
    let mut sketches = Sketches::new(writers).unwrap();
    let clusters = clusters(&mut sketches, threshold, &|_| false, &|| Ok(())).unwrap();
    // Numbers of sketches pass over short texts.
    let mut text_of = |number: &u32| sketches.row(*number).unwrap().1 as u32;
    clusters
        .iter()
        .map(|cluster| cluster.iter().map(&mut text_of).collect::<Vec<u32>>())
        .collect::<Vec<_>>()
}

fn plain_set(text: &[String]) -> BTreeSet<&[String]> {
    text.windows(3).collect()
}

fn plain_jaccard(a: &[String], b: &[String]) -> f64 {
    let (a, b) = (plain_set(a), plain_set(b));
    if a.len().min(b.len()) < FEWEST_SHINGLES {
        return 0.0;
    }
    a.intersection(&b).count() as f64 / a.union(&b).count() as f64
}

/// All pairs of at least `threshold`.
fn plain_pairs(texts: &[Vec<String>], threshold: f64) -> Vec<(u32, u32)> {
    let mut pairs = vec![];
    for (a, one) in texts.iter().enumerate() {
        for (b, other) in texts.iter().enumerate().skip(a + 1) {
            if plain_jaccard(one, other) >= threshold {
                pairs.push((a as u32, b as u32));
            }
        }
    }
    pairs
}

fn plain_clusters(pairs: &[(u32, u32)], texts: usize) -> Vec<Vec<u32>> {
    let mut label: Vec<u32> = (0..texts as u32).collect();
    for (a, b) in pairs {
        let (from, to) = (label[*a as usize], label[*b as usize]);
        label.iter_mut().filter(|label| **label == from).for_each(|label| *label = to);
    }
    let mut groups: Vec<Vec<u32>> = vec![vec![]; texts];
    for (text, label) in (0..).zip(&label) {
        groups[*label as usize].push(text);
    }
    let mut groups: Vec<Vec<u32>> = groups.into_iter().filter(|group| group.len() > 1).collect();
    groups.sort();
    groups
}

/// A text of its own words, and copies of it with one word in `every` changed.
fn family(seed: u64, words: usize, copies: &[usize]) -> Vec<Vec<String>> {
    let original: Vec<String> = (0..words).map(|n| format!("w{seed}x{n}")).collect();
    let altered = |(copy, every): (usize, &usize)| {
        let change = |(n, word): (usize, &String)| match (n + copy).is_multiple_of(*every) {
            true => format!("{word}y{copy}"),
            false => word.clone(),
        };
        original.iter().enumerate().map(change).collect()
    };
    let altered: Vec<Vec<String>> = copies.iter().enumerate().map(altered).collect();
    std::iter::once(original.clone()).chain(altered).collect()
}

#[test]
fn copies_with_a_changed_lead_are_found() {
    let words = |prefix: &str, count: usize| -> Vec<String> {
        (0..count).map(|n| format!("{prefix}{n}")).collect()
    };
    let story = words("story", 200);
    let lead = [words("lead", 12), story.clone()].concat();
    let half = [words("other", 150), story[..100].to_vec()].concat();
    let texts =
        vec![words("foreign", 200), story, half, lead, words("short", 10), words("short", 10)];
    assert_eq!(found(&texts, 0.8, 2), [[1, 3]]);
    assert_eq!(found(&texts, 1.0, 2), Vec::<Vec<u32>>::new());
    let [near, far] = [(1, 3), (1, 2)].map(|(a, b)| plain_jaccard(&texts[a], &texts[b]));
    assert!(near > 0.9 && far < 0.6, "{near} {far}");
}

#[test]
fn who_takes_no_part_is_not_joined() {
    let texts = family(1, 100, &[60, 70]);
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SketchWriter::new(folder.path()).unwrap();
    writer.begin((0, 0));
    for (row, _) in (0..).zip(&texts) {
        writer.push(row, &(0..50).collect::<Vec<u32>>()).unwrap();
    }
    let mut sketches = Sketches::new(vec![writer]).unwrap();
    let without_second = |at: RowAt| at.1 == 1;
    let joined = clusters(&mut sketches, 0.8, &without_second, &|| Ok(())).unwrap();
    assert_eq!(joined, [[0, 2]]);
    let stopped = || Err(crate::error::Error::interrupted());
    assert!(clusters(&mut sketches, 0.8, &|_| false, &stopped).is_err());
}

#[test]
fn at_least_ninety_nine_of_a_hundred_pairs_are_found() {
    for threshold in [0.6, 0.8] {
        let (mut pairs, mut missed) = (0, 0);
        for seed in 0..120 {
            let words = 24 + 5 * seed as usize;
            let texts = family(seed, words, &[12, 17, 25, 26, 27, 28, 30, 34, 40, 60, 90]);
            let clusters = found(&texts, threshold, 1);
            for (a, b) in plain_pairs(&texts, threshold) {
                pairs += 1;
                let together = |cluster: &Vec<u32>| cluster.contains(&a) && cluster.contains(&b);
                missed += u32::from(!clusters.iter().any(together));
            }
        }
        assert!(pairs > 1_000, "{pairs}");
        assert!(missed * 100 <= pairs, "{missed} of {pairs} at {threshold}");
    }
}

#[test]
fn many_of_one_form_cost_no_square() {
    // Half of each text is the same, so that most agree in a band with most.
    let form: Vec<String> = (0..60).map(|n| format!("form{n}")).collect();
    let own = |text: usize| (0..20).map(move |n| format!("t{text}n{n}"));
    let texts: Vec<Vec<String>> =
        (0..3_000).map(|text| form.iter().cloned().chain(own(text)).collect()).collect();
    assert!(plain_jaccard(&texts[0], &texts[1]) < 0.8);
    assert!(found(&texts, 0.8, 2).is_empty());
}

/// Texts over few words, some of them altered copies of others.
fn corpora() -> impl Strategy<Value = Vec<Vec<String>>> {
    let original = prop::collection::vec(0..40_u8, 5..90);
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..40_u8), 0..8);
    let text = prop_oneof![
        original.prop_map(|words| (None, words, vec![])),
        (any::<prop::sample::Index>(), edits).prop_map(|(of, edits)| (Some(of), vec![], edits)),
    ];
    prop::collection::vec(text, 1..20).prop_map(|plans| {
        let mut texts: Vec<Vec<u8>> = vec![];
        for (of, words, edits) in plans {
            let mut text = match of {
                Some(of) if !texts.is_empty() => of.get(&texts).clone(),
                _ => words,
            };
            for (at, word) in edits {
                let at = at.index(text.len().max(1));
                text.resize(text.len().max(1), word);
                match word % 3 {
                    0 => text[at] = word,
                    1 => text.insert(at, word),
                    _ => drop(text.remove(at)),
                }
            }
            texts.push(text);
        }
        let spelt = |text: Vec<u8>| text.iter().map(|word| format!("w{word}")).collect();
        texts.into_iter().map(spelt).collect()
    })
}

proptest! {
    #[test]
    fn the_fast_way_finds_what_the_plain_one_does(
        texts in corpora(),
        threshold in prop_oneof![Just(0.6), Just(0.75), Just(0.8), Just(0.95), Just(1.0)],
    ) {
        let fast = found(&texts, threshold, 1);
        prop_assert_eq!(&fast, &found(&texts, threshold, 3), "on any number of threads");
        let pairs = plain_pairs(&texts, threshold);
        let plain = plain_clusters(&pairs, texts.len());
        // Never a pair too many: each cluster lies within one of the plain ones.
        for cluster in &fast {
            let within = plain.iter().any(|plain| cluster.iter().all(|text| plain.contains(text)));
            prop_assert!(within, "{:?} is none of {:?}", cluster, plain);
        }
        // Equal texts agree in every band.
        for (a, b) in pairs.iter().filter(|(a, b)| texts[*a as usize] == texts[*b as usize]) {
            prop_assert!(fast.iter().any(|cluster| cluster.contains(a) && cluster.contains(b)));
        }
    }
}
