use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::count::{Cell, TermCounts};
use crate::document::{Kind, Language};

/// `count` terms of changing stance, and one without, in the order of their ids as a lexicon has them.
fn lexicon(count: usize) -> Lexicon {
    let mut text = String::new();
    for at in 0..count {
        let stance = if at % 3 == 0 { "conflict" } else { "cooperation" };
        text +=
            &format!("[[term]]\nid = \"t{at:02}\"\nstance = \"{stance}\"\nen = [\"word{at}\"]\n");
    }
    text += "[[term]]\nid = \"without\"\nen = [\"nothing\"]\n";
    Lexicon::parse(&[("test.toml".to_owned(), text)]).unwrap()
}

/// A tally in which each term is in so many sentences, and these pairs are together.
fn tally(sentences: &[u64], pairs: &[(TermId, TermId, u64)]) -> Tally {
    let mut tally = Tally::default();
    let cell = Cell {
        year: 2000,
        month: 1,
        language: Language::English,
        source: "s".into(),
        kind: Kind::News,
    };
    for (term, sentences) in (0..).zip(sentences) {
        let counts =
            TermCounts { sentences: *sentences, documents: *sentences, ..Default::default() };
        tally.terms.insert((cell.clone(), term), counts);
    }
    for (one, other, sentences) in pairs {
        let counts = PairCounts { documents: *sentences, sentences: *sentences };
        *tally.pairs.entry((Language::English, *one, *other)).or_default() += counts;
    }
    tally
}

#[test]
fn dice_is_what_the_formula_says() {
    // Two bigram sets of four with one in common: "night" and "nacht", the textbook example.
    assert_eq!(dice(1, 4, 4), 0.25);
    assert_eq!([dice(0, 3, 9), dice(5, 5, 5), dice(0, 0, 0)], [0.0, 1.0, 0.0]);
}

#[test]
fn languages_add_and_terms_without_a_stance_stay_out() {
    let mut tally = tally(&[10, 6, 20], &[(0, 1, 2), (0, 2, 9)]);
    let counts = PairCounts { documents: 1, sentences: 2 };
    tally.pairs.insert((Language::Korean, 0, 1), counts);
    let network = network(&tally, &lexicon(2));
    let ids: Vec<&str> = network.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["t00", "t01"]);
    let [link] = network.links[..] else { panic!("one link: {:?}", network.links) };
    assert_eq!((link.ends, link.documents, link.sentences), ([0, 1], 3, 4));
    assert_eq!((link.dice, link.in_forest), (0.5, true));
    assert_eq!(network.communities, [[0, 1]]);
}

#[test]
fn too_few_sentences_are_no_link() {
    let network = network(&tally(&[10, 6], &[(0, 1, FEWEST_SENTENCES - 1)]), &lexicon(2));
    assert_eq!(network, Network::default());
}

/// Weight of the best forest, by trying every set of links.
fn best_forest(nodes: usize, links: &[([usize; 2], f64)]) -> f64 {
    let mut best: f64 = 0.0;
    for chosen in 0..1_u32 << links.len() {
        let mut tree: Vec<usize> = (0..nodes).collect();
        let mut sum = 0.0;
        let taken = links.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
        let is_forest = taken.map(|(_, link)| link).all(|([one, other], weight)| {
            let (one, other) = (tree[*one], tree[*other]);
            tree.iter_mut().filter(|root| **root == other).for_each(|root| *root = one);
            sum += weight;
            one != other
        });
        best = if is_forest { best.max(sum) } else { best };
    }
    best
}

proptest! {
    #[test]
    fn the_forest_is_the_heaviest_and_links_are_few(
        drawn in proptest::collection::btree_map((0_usize..6, 0_usize..6), 1_u64..40, 0..12)
    ) {
        let mut links: Vec<Link> = vec![];
        for ((one, other), weight) in drawn.into_iter().filter(|((one, other), _)| one < other) {
            let dice = weight as f64 / 64.0;
            links.push(Link { ends: [one, other], documents: 1, sentences: 3, dice, in_forest: false });
        }
        let weighted: Vec<_> = links.iter().map(|link| (link.ends, link.dice)).collect();
        let kept = strongest(links, 6);
        let forest: f64 = kept.iter().filter(|l| l.in_forest).map(|l| l.dice).sum();
        prop_assert_eq!(forest, best_forest(6, &weighted));
        prop_assert!(kept.len() <= 9);
        prop_assert!(kept.is_sorted_by(|a, b| a.dice >= b.dice));
    }

    #[test]
    fn the_order_of_the_tally_is_nothing_to_the_network(
        drawn in proptest::collection::btree_map((0_u16..70, 0_u16..70), 1_u64..40, 0..400)
    ) {
        let pairs: Vec<(TermId, TermId, u64)> = drawn
            .into_iter()
            .filter(|((one, other), _)| one < other)
            .map(|((one, other), sentences)| (one, other, sentences))
            .collect();
        let sentences: Vec<u64> = (0..70).map(|at| 40 + at % 7).collect();
        let lexicon = lexicon(70);
        let found = network(&tally(&sentences, &pairs), &lexicon);
        prop_assert_eq!(&found, &network(&tally(&sentences, &pairs), &lexicon));
        prop_assert!(found.nodes.len() <= MOST_NODES);
        prop_assert!(found.links.len() <= found.nodes.len() * 8 / 5);
        let linked: BTreeSet<usize> = found.links.iter().flat_map(|link| link.ends).collect();
        prop_assert_eq!(linked.len(), found.nodes.len(), "every node has a link");
        for link in &found.links {
            // The plain way, from the pair that stands in the tally.
            let ids = link.ends.map(|end| found.nodes[end].id.clone());
            let name = |term: TermId| format!("t{term:02}");
            let pair = pairs.iter().find(|(a, b, _)| {
                ids.contains(&name(*a)) && ids.contains(&name(*b))
            });
            let (a, b, both) = pair.copied().unwrap();
            let sum = sentences[usize::from(a)] + sentences[usize::from(b)];
            prop_assert_eq!(link.dice, both as f64 / (sum as f64 / 2.0));
        }
    }
}
