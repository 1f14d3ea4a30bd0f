//! Terms in the same sentence: the strongest links between terms with a stance, and the groups they form.
//!
//! Strength is the coefficient of Dice over sentences. Drawn is a maximum spanning forest, so that every term hangs on
//! its strongest link, and the strongest of the other links.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::communities::communities;
use crate::count::{PairCounts, Tally};
use crate::lexicon::{Labels, Lexicon, Stance, TermId};

/// Terms that the network holds at most: those in the most documents.
pub const MOST_NODES: usize = 45;

/// Two terms are linked from so many sentences in common on: fewer may be chance.
pub const FEWEST_SENTENCES: u64 = 3;

/// Links are at most so many fifths of the nodes: 1.6 a node.
const MOST_LINKS_IN_FIFTHS: usize = 8;

/// A term of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub id: String,
    pub labels: Labels,
    pub stance: Stance,
    /// In scope with at least one hit.
    pub documents: u64,
    pub sentences: u64,
    /// Position in [`Network::communities`].
    pub community: usize,
    /// Sum of the Dice coefficients of its links in the network.
    pub strength: f64,
}

/// Two terms in the same sentences, in scope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Positions in [`Network::nodes`]; the first is less.
    pub ends: [usize; 2],
    /// Documents with both terms.
    pub documents: u64,
    /// Sentences with both terms.
    pub sentences: u64,
    /// 0 to 1, see [`dice`].
    pub dice: f64,
    /// Of the maximum spanning forest.
    pub in_forest: bool,
}

/// The terms that stand in the same sentences. Empty where no two do often enough.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// Most documents first, then by id.
    pub nodes: Vec<Node>,
    /// Strongest first, then by the ends.
    pub links: Vec<Link>,
    /// Members of each by position, strongest first: a group is called after its first members. Largest group first.
    pub communities: Vec<Vec<usize>>,
}

/// 2 × sentences with both ÷ (sentences with one + sentences with the other): 0 never together, 1 always.
pub fn dice(both: u64, one: u64, other: u64) -> f64 {
    match one + other {
        0 => 0.0,
        sum => (2 * both) as f64 / sum as f64,
    }
}

/// The network of the terms with a stance, over all languages.
pub fn network(tally: &Tally, lexicon: &Lexicon) -> Network {
    let stance_of = |term: TermId| lexicon.terms.get(usize::from(term)).and_then(|t| t.stance);
    let mut together: BTreeMap<[TermId; 2], PairCounts> = BTreeMap::new();
    for ((_, one, other), counts) in &tally.pairs {
        if stance_of(*one).is_some() && stance_of(*other).is_some() {
            *together.entry([*one, *other]).or_default() += *counts;
        }
    }
    together.retain(|_, counts| counts.sentences >= FEWEST_SENTENCES);
    let mut alone: BTreeMap<TermId, [u64; 2]> = BTreeMap::new();
    for ((_, term), counts) in &tally.terms {
        let [documents, sentences] = alone.entry(*term).or_default();
        *documents += counts.documents;
        *sentences += counts.sentences;
    }
    let nodes = chosen(&together, &alone, lexicon);
    let place: BTreeMap<TermId, usize> =
        nodes.iter().enumerate().map(|(at, (term, _))| (*term, at)).collect();
    let nodes: Vec<Node> = nodes.into_iter().map(|(_, node)| node).collect();
    let mut links: Vec<Link> = vec![];
    for ([one, other], counts) in &together {
        let (Some(one), Some(other)) = (place.get(one), place.get(other)) else { continue };
        let dice = dice(counts.sentences, nodes[*one].sentences, nodes[*other].sentences);
        let PairCounts { documents, sentences } = *counts;
        let ends = [*one.min(other), *one.max(other)];
        links.push(Link { ends, documents, sentences, dice, in_forest: false });
    }
    let links = strongest(links, nodes.len());
    Network::of(nodes, links)
}

impl Network {
    /// Puts terms and their links together: strengths and groups follow from these.
    pub fn of(mut nodes: Vec<Node>, links: Vec<Link>) -> Self {
        for node in &mut nodes {
            node.strength = 0.0;
        }
        for link in &links {
            link.ends.iter().for_each(|end| nodes[*end].strength += link.dice);
        }
        let weighted: Vec<([usize; 2], f64)> =
            links.iter().map(|link| (link.ends, link.dice)).collect();
        let mut communities = communities(nodes.len(), &weighted);
        for community in &mut communities {
            // Stable: equal ones stay in the order of the nodes.
            community.sort_by(|a, b| nodes[*b].strength.total_cmp(&nodes[*a].strength));
        }
        for (at, community) in communities.iter().enumerate() {
            community.iter().for_each(|member| nodes[*member].community = at);
        }
        Self { nodes, links, communities }
    }
}

/// The terms in the most documents that are linked to another of them.
fn chosen(
    together: &BTreeMap<[TermId; 2], PairCounts>,
    alone: &BTreeMap<TermId, [u64; 2]>,
    lexicon: &Lexicon,
) -> Vec<(TermId, Node)> {
    let mut linked: Vec<TermId> = together.keys().flatten().copied().collect();
    linked.sort_unstable();
    linked.dedup();
    let mut nodes: Vec<(TermId, Node)> = vec![];
    for term in linked {
        let entry = &lexicon.terms[usize::from(term)];
        let Some(stance) = entry.stance else { continue };
        let [documents, sentences] = alone.get(&term).copied().unwrap_or_default();
        let (id, labels) = (entry.id.clone(), entry.labels.clone());
        let node = Node { id, labels, stance, documents, sentences, community: 0, strength: 0.0 };
        nodes.push((term, node));
    }
    nodes.sort_by(|(_, a), (_, b)| b.documents.cmp(&a.documents).then_with(|| a.id.cmp(&b.id)));
    nodes.truncate(MOST_NODES);
    // Who was linked only to terms that are left out stands alone now.
    let kept: Vec<TermId> = nodes.iter().map(|(term, _)| *term).collect();
    let has_link = |term: TermId| {
        together.keys().any(|[one, other]| {
            (*one == term && kept.contains(other)) || (*other == term && kept.contains(one))
        })
    };
    nodes.retain(|(term, _)| has_link(*term));
    nodes
}

/// Strongest first; equal ones by sentences, then by their ends.
fn stronger(a: &Link, b: &Link) -> Ordering {
    b.dice
        .total_cmp(&a.dice)
        .then_with(|| b.sentences.cmp(&a.sentences))
        .then_with(|| a.ends.cmp(&b.ends))
}

/// A maximum spanning forest (Kruskal), and the strongest other links up to 1.6 a node in all.
fn strongest(mut links: Vec<Link>, nodes: usize) -> Vec<Link> {
    links.sort_by(stronger);
    let mut tree: Vec<usize> = (0..nodes).collect();
    let mut in_forest = 0;
    for link in &mut links {
        let [one, other] = link.ends.map(|end| tree[end]);
        if one != other {
            link.in_forest = true;
            in_forest += 1;
            tree.iter_mut().filter(|root| **root == other).for_each(|root| *root = one);
        }
    }
    let mut others = (nodes * MOST_LINKS_IN_FIFTHS / 5).saturating_sub(in_forest);
    links.retain(|link| {
        let kept = link.in_forest || others > 0;
        others -= usize::from(kept && !link.in_forest);
        kept
    });
    links
}

#[cfg(test)]
mod tests;
