//! The network of terms, from its links and its terms.

use std::collections::BTreeMap;

use super::line::Table;
use crate::error::Result;
use crate::lexicon::Stance;
use crate::trend::network::{Link, Network, Node, dice};

/// Strengths and groups follow from the counts, and are computed anew.
pub(super) fn network(nodes: &Table, links: &Table) -> Result<Network> {
    let mut terms = vec![];
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for line in nodes.lines() {
        let stances = Stance::ALL.map(|stance| (stance.code(), stance));
        let Some(stance) = line.one_of("stance", &stances)? else {
            return Err(nodes.wrong("a term of the network needs a stance".to_owned()));
        };
        let id = line.text("id")?.to_owned();
        if places.insert(id.clone(), terms.len()).is_some() {
            return Err(nodes.wrong(format!("`{id}` is there twice")));
        }
        terms.push(Node {
            id,
            labels: line.labels()?,
            stance,
            documents: line.count("documents")?,
            sentences: line.count("sentences")?,
            community: 0,
            strength: 0.0,
        });
    }
    let mut found = vec![];
    for line in links.lines() {
        let mut ends = [0; 2];
        for (end, column) in ends.iter_mut().zip(["a", "b"]) {
            let id = line.text(column)?;
            *end = *places
                .get(id)
                .ok_or_else(|| links.wrong(format!("`{id}` is not in network-nodes.csv")))?;
        }
        let sentences = line.count("sentences")?;
        for end in ends {
            line.check_part("sentences", sentences, "sentences of a term", terms[end].sentences)?;
        }
        ends.sort_unstable();
        found.push(Link {
            ends,
            documents: line.count("documents")?,
            sentences,
            dice: dice(sentences, terms[ends[0]].sentences, terms[ends[1]].sentences),
            in_forest: line.one_of("in_forest", &[("yes", true), ("no", false)])? == Some(true),
        });
    }
    Ok(Network::of(terms, found))
}
