//! The network of terms in the same sentence: near each other are those that stand together, on grey the groups.

pub(super) mod layout;
pub(super) mod words;

use self::layout::{Layout, Task, hull, layout};
use super::canvas::{Canvas, Frame, Rect};
use super::style::{Color, Lettering, TITLE};
use super::text;
use super::trend::key;
use super::words::Words;
use super::{Caption, Chart, Size, Theme};
use crate::trend::Findings;
use crate::trend::network::{FEWEST_SENTENCES, Link, Node};

const GLOSS: Lettering = Lettering::plain(11.0, Color::Muted).centre().halo();
const GROUP_NAME: Lettering = Lettering::bold(12.5, Color::Muted).centre().halo();
/// Width of the ground of a group beyond its outer nodes, twice.
const GROUND: f64 = 52.0;
/// Groups of so many have a name: in smaller ones it would only say a member's again.
const FEWEST_NAMED: usize = 3;
/// A title names a term only with so many links, and more than any other has.
const ENOUGH_LINKS: usize = 4;
const LONGEST_IN_TITLE: f64 = 360.0;

pub struct Network;

impl Chart for Network {
    fn name(&self) -> &'static str {
        "network"
    }

    fn caption(&self, findings: &Findings) -> Caption {
        let (network, lang) = (&findings.network, findings.lang);
        let strongest = network.links.first().map_or(String::new(), |link| {
            link.ends.map(|end| name(&network.nodes[end], findings).0).join(" – ")
        });
        let sizes = [network.nodes.len(), network.links.len(), network.communities.len()];
        Caption {
            title: words::title(lang, hub(findings).as_deref()),
            subtitle: words::subtitle(lang, network.links.len()),
            notes: vec![words::note(lang, FEWEST_SENTENCES)],
            summary: words::summary(lang, sizes, &strongest),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        let network = &findings.network;
        if network.nodes.is_empty() {
            return None;
        }
        let caption = self.caption(findings);
        let frame = Frame::new(&caption, &findings.source_note, size);
        let narrow = size == Size::BareNarrow;
        let most = network.nodes.iter().map(|node| node.documents).max().unwrap_or(1).max(1);
        let signs: Vec<Sign> =
            network.nodes.iter().map(|node| Sign::new(node, findings, most, narrow)).collect();
        let boxes: Vec<Rect> = signs.iter().map(Sign::room).collect();
        let groups = groups(findings, narrow);
        let rooms: Vec<(Vec<usize>, Rect)> =
            groups.iter().map(|(members, _, room)| (members.clone(), *room)).collect();
        let strongest = network.links.first().map_or(1.0, |link| link.dice.max(1e-9));
        let wish = |link: &Link| {
            let [one, other] = link.ends.map(|end| network.nodes[end].community);
            let length = if one == other { 1.25 - 0.35 * link.dice / strongest } else { 1.9 };
            (link.ends, length)
        };
        let links: Vec<([usize; 2], f64)> = network.links.iter().map(wish).collect();
        let edge = frame.margin.max(8.0);
        let width = frame.width - 2.0 * edge;
        let task = Task { boxes: &boxes, links: &links, groups: &rooms, width, upright: narrow };
        let Layout { nodes, names, height } = layout(&task);
        let (left, top) = (edge, frame.top + 32.0);
        let place = |(x, y): (f64, f64)| (x + left, y + top);
        let at: Vec<(f64, f64)> = nodes.into_iter().map(place).collect();
        let canvas = Canvas::new(&frame, &caption, theme, top + height + 8.0);
        key(
            Words::of(findings),
            &canvas,
            (frame.margin, frame.top + 14.0),
            if narrow { 12.0 } else { 13.0 },
        );
        for (members, _, _) in groups.iter().filter(|group| group.0.len() >= FEWEST_NAMED) {
            canvas.ground(&hull(members.iter().map(|member| at[*member]).collect()), GROUND);
        }
        for link in network.links.iter().rev() {
            let [one, other] = link.ends.map(|end| network.nodes[end].stance);
            let color = if one == other { Color::of(one) } else { Color::Axis };
            let part = link.dice / strongest;
            canvas.veil(&link.ends.map(|end| at[end]), color, 0.8 + 3.0 * part, 0.55);
        }
        for ((sign, node), at) in signs.iter().zip(&network.nodes).zip(&at) {
            let count = Words::of(findings).documents(node.documents);
            let (name, others) = name(node, findings);
            let names = if others.is_empty() { name } else { format!("{name} · {others}") };
            let attributes = [("data-term", node.id.clone())];
            canvas.group(&attributes, &format!("{names}: {count}"), || {
                canvas.dot(*at, sign.radius + 1.5, Color::Background);
                canvas.dot(*at, sign.radius, Color::of(node.stance));
            });
        }
        for (sign, at) in signs.iter().zip(&at) {
            sign.write(&canvas, *at);
        }
        for ((_, name, _), at) in groups.iter().zip(names) {
            canvas.text(name, place(at), GROUP_NAME);
        }
        Some(canvas.svg())
    }
}

fn name(node: &Node, findings: &Findings) -> (String, String) {
    let (name, others) = Words::of(findings).names_or_id(&node.labels, &node.id);
    (name.to_owned(), others)
}

/// The term with the most links, where it is one alone with enough.
fn hub(findings: &Findings) -> Option<String> {
    let network = &findings.network;
    let links = |node: usize| network.links.iter().filter(|link| link.ends.contains(&node)).count();
    let counts: Vec<usize> = (0..network.nodes.len()).map(links).collect();
    let most = counts.iter().copied().max().filter(|most| *most >= ENOUGH_LINKS)?;
    let mut first = (0..counts.len()).filter(|node| counts[*node] == most);
    let (hub, None) = (first.next()?, first.next()) else { return None };
    text::whole(&name(&network.nodes[hub], findings).0, &TITLE, LONGEST_IN_TITLE)
}

/// Members, name, and the room of the name: empty where the group has none.
fn groups(findings: &Findings, narrow: bool) -> Vec<(Vec<usize>, String, Rect)> {
    let nodes = &findings.network.nodes;
    let group = |members: &Vec<usize>| {
        let nothing = Rect { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 };
        if members.len() < FEWEST_NAMED {
            return (members.clone(), String::new(), nothing);
        }
        let first: Vec<String> =
            members.iter().take(2).map(|member| name(&nodes[*member], findings).0).collect();
        let room = if narrow { 150.0 } else { 300.0 };
        let name = text::fit(&first.join(", "), GROUP_NAME.px, GROUP_NAME.weight, room);
        let half = text::width(&name, GROUP_NAME.px, GROUP_NAME.weight) * 0.54 + 6.0;
        (members.clone(), name, Rect { left: -half, top: -15.0, right: half, bottom: 6.0 })
    };
    findings.network.communities.iter().map(group).collect()
}

/// A node with its words below it.
struct Sign {
    radius: f64,
    px: f64,
    name: String,
    gloss: String,
}

impl Sign {
    /// The area of the circle is the number of documents, `most` of which are the largest.
    fn new(node: &Node, findings: &Findings, most: u64, narrow: bool) -> Self {
        let part = (node.documents as f64 / most as f64).sqrt();
        let (largest, px) = if narrow { (13.0, 12.0) } else { (22.0, 13.0) };
        // Names are cut late, for they say what the node is.
        let [room, room_of_gloss] = if narrow { [104.0, 92.0] } else { [186.0, 150.0] };
        let (radius, px) = ((largest * part).max(3.5), if part > 0.6 { px + 1.5 } else { px });
        let (name, others) = name(node, findings);
        let lettering = Lettering::bold(px, Color::Ink);
        let name = text::fit(&name, px, lettering.weight, room);
        let gloss = text::fit(&others, GLOSS.px, GLOSS.weight, room_of_gloss);
        Self { radius, px, name, gloss }
    }

    fn room(&self) -> Rect {
        let name = text::width(&self.name, self.px, Lettering::bold(1.0, Color::Ink).weight);
        let gloss = text::width(&self.gloss, GLOSS.px, GLOSS.weight);
        let half = (name.max(gloss) * 0.54).max(self.radius).max(GROUND / 2.0) + 3.0;
        let words = self.px + if self.gloss.is_empty() { 5.0 } else { 18.0 };
        // The ground of a group reaches beyond small nodes.
        let (above, below) = (self.radius.max(10.0) + 4.0, (self.radius + words).max(GROUND / 2.0));
        Rect { left: -half, top: -above, right: half, bottom: below + 3.0 }
    }

    fn write(&self, canvas: &Canvas, (x, y): (f64, f64)) {
        let base = y + self.radius + self.px;
        canvas.text(&self.name, (x, base), Lettering::bold(self.px, Color::Ink).centre().halo());
        canvas.text(&self.gloss, (x, base + 13.0), GLOSS);
    }
}
