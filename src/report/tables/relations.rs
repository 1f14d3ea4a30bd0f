//! The columns of the network and of the ranks.

use super::fields::{Field, columns, fields, label};
use super::{Column, Value};
use crate::trend::Findings;
use crate::trend::network::{Link, Network, Node};
use crate::trend::ranks::{RankPeriod, Ranked};

type LinkField = Field<fn(&Network, &Link) -> Value>;

static LINK: &[LinkField] = fields! {
    "a", "", "the id of one term: that in more documents" => |network, link| Value::from(&*network.nodes[link.ends[0]].id);
    "a_label_en", "", "its name in English; empty where it has no English pattern"
        => |network, link| label(&network.nodes[link.ends[0]].labels, 0);
    "a_label_ko", "", "its name in Korean" => |network, link| label(&network.nodes[link.ends[0]].labels, 1);
    "a_label_vi", "", "its name in Vietnamese" => |network, link| label(&network.nodes[link.ends[0]].labels, 2);
    "b", "", "the id of the other term" => |network, link| Value::from(&*network.nodes[link.ends[1]].id);
    "b_label_en", "", "its name in English; empty where it has no English pattern"
        => |network, link| label(&network.nodes[link.ends[1]].labels, 0);
    "b_label_ko", "", "its name in Korean" => |network, link| label(&network.nodes[link.ends[1]].labels, 1);
    "b_label_vi", "", "its name in Vietnamese" => |network, link| label(&network.nodes[link.ends[1]].labels, 2);
    "documents", "documents", "documents in scope with hits of both" => |_, link| link.documents.into();
    "sentences", "sentences", "sentences in scope with hits of both" => |_, link| link.sentences.into();
    "dice", "0 to 1", "2 × sentences ÷ (sentences with a + sentences with b): 1 where neither stands without the other"
        => |_, link| Value::Decimal(link.dice);
    "in_forest", "yes or no", "of the maximum spanning forest, which links each term to the rest most strongly; else one \
                               of the strongest other links"
        => |_, link| link.in_forest.into();
};

pub(super) fn link_columns() -> Vec<Column> {
    columns(LINK).collect()
}

pub(super) fn link_rows(findings: &Findings) -> Vec<Vec<Value>> {
    let network = &findings.network;
    let row = |link| LINK.iter().map(|field| (field.of)(network, link)).collect();
    network.links.iter().map(row).collect()
}

type NodeField = Field<fn(&Network, &Node) -> Value>;

static NODE: &[NodeField] = fields! {
    "id", "", "the term's id in the lexicon" => |_, node| Value::from(&*node.id);
    "label_en", "", "its name in English; empty where it has no English pattern" => |_, node| label(&node.labels, 0);
    "label_ko", "", "its name in Korean" => |_, node| label(&node.labels, 1);
    "label_vi", "", "its name in Vietnamese" => |_, node| label(&node.labels, 2);
    "stance", "", "cooperation or conflict" => |_, node| node.stance.code().into();
    "documents", "documents", "documents in scope with at least one hit" => |_, node| node.documents.into();
    "sentences", "sentences", "sentences in scope with at least one hit: the parts of the sum in dice"
        => |_, node| node.sentences.into();
    "strength", "sum", "sum of dice over the term's links in the network" => |_, node| Value::Decimal(node.strength);
    "community", "number", "number of the group, from 1; the largest first" => |_, node| (node.community as u64 + 1).into();
    "community_of", "", "the id of the strongest term of the group, which it is called after" => |network, node| {
        let first = network.communities.get(node.community).and_then(|members| members.first());
        first.map_or(Value::Empty, |first| Value::from(&*network.nodes[*first].id))
    };
};

pub(super) fn node_columns() -> Vec<Column> {
    columns(NODE).collect()
}

pub(super) fn node_rows(findings: &Findings) -> Vec<Vec<Value>> {
    let network = &findings.network;
    let row = |node| NODE.iter().map(|field| (field.of)(network, node)).collect();
    network.nodes.iter().map(row).collect()
}

type RankField = Field<fn(&RankPeriod, &Ranked) -> Value>;

static RANK: &[RankField] = fields! {
    "period", "", "its years, or what the study calls it" => |period, _| Value::from(&*period.name);
    "from", "year", "first year of the period" => |period, _| Value::Text(period.years.start().to_string());
    "to", "year", "last year of the period" => |period, _| Value::Text(period.years.end().to_string());
    "rank", "rank", "by documents, from 1; ties by hits, then by id" => |_, ranked| (ranked.rank as u64).into();
    "id", "", "the term's id in the lexicon" => |_, ranked| Value::from(&*ranked.id);
    "label_en", "", "its name in English; empty where it has no English pattern" => |_, ranked| label(&ranked.labels, 0);
    "label_ko", "", "its name in Korean" => |_, ranked| label(&ranked.labels, 1);
    "label_vi", "", "its name in Vietnamese" => |_, ranked| label(&ranked.labels, 2);
    "stance", "", "cooperation or conflict" => |_, ranked| ranked.stance.code().into();
    "documents", "documents", "documents in scope with at least one hit, in the period" => |_, ranked| ranked.documents.into();
    "documents_in_scope", "documents", "all documents in scope, in the period" => |period, _| period.documents_in_scope.into();
    "share", "0 to 1", "documents ÷ documents_in_scope" => |period, ranked| match period.documents_in_scope {
        0 => Value::Empty,
        all => Value::Decimal(ranked.documents as f64 / all as f64),
    };
    "hits", "hits", "places in scope where the term stands, in the period" => |_, ranked| ranked.hits.into();
};

pub(super) fn rank_columns() -> Vec<Column> {
    columns(RANK).collect()
}

pub(super) fn rank_rows(findings: &Findings) -> Vec<Vec<Value>> {
    let of_period = |period: &'_ RankPeriod| -> Vec<Vec<Value>> {
        let row = |ranked| RANK.iter().map(|field| (field.of)(period, ranked)).collect();
        period.ranked.iter().map(row).collect()
    };
    findings.ranks.iter().flat_map(of_period).collect()
}
