//! Where the terms of a network stand: by stress on shortest paths, turned flat, and moved until nothing overlaps.
//!
//! Seeded and with fixed numbers of rounds, so that the same network always lies the same way.

use crate::chart::canvas::Rect;

/// Rounds of stress, and of moving apart.
const STRESS_ROUNDS: usize = 300;
const APART_ROUNDS: usize = 400;
/// How many times the area of all boxes the picture begins with.
const LOOSENESS: f64 = 1.5;
/// How much of a place is its order among all.
const BY_ORDER: f64 = 0.65;
/// Places that are tried for a group's name on each side above a member, and how far apart they are.
const STEPS_ASIDE: i32 = 8;
const STEP_ASIDE: f64 = 12.0;
/// Pull of a group's name to its group, in the first round.
const PULL: f64 = 0.25;

/// What is laid out. Boxes are from the point of their item.
pub struct Task<'a> {
    /// Of each node with its label.
    pub boxes: &'a [Rect],
    /// Two nodes, and how far apart they wish to be.
    pub links: &'a [([usize; 2], f64)],
    /// Members, and the box of the name: empty where it has none.
    pub groups: &'a [(Vec<usize>, Rect)],
    pub width: f64,
    /// The long axis stands instead of lying: for phones.
    pub upright: bool,
}

pub struct Layout {
    /// Of the nodes, in pixels from the upper left corner.
    pub nodes: Vec<(f64, f64)>,
    /// Of the names of groups.
    pub names: Vec<(f64, f64)>,
    pub height: f64,
}

/// A number from 0 to 1 that looks random and is always the same.
pub(in crate::chart) fn noise(seed: usize) -> f64 {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

/// Shortest paths; parts without a path are a little farther apart than the farthest that have one.
fn distances(count: usize, links: &[([usize; 2], f64)]) -> Vec<Vec<f64>> {
    let mut far = vec![vec![f64::INFINITY; count]; count];
    for (at, row) in far.iter_mut().enumerate() {
        row[at] = 0.0;
    }
    for ([one, other], length) in links {
        far[*one][*other] = far[*one][*other].min(*length);
        far[*other][*one] = far[*one][*other];
    }
    for over in 0..count {
        for one in 0..count {
            for other in 0..count {
                far[one][other] = far[one][other].min(far[one][over] + far[over][other]);
            }
        }
    }
    let reached = far.iter().flatten().filter(|far| far.is_finite());
    let apart = 0.6 * reached.fold(0.0_f64, |most, far| most.max(*far)) + 1.5;
    far.iter_mut().flatten().filter(|far| far.is_infinite()).for_each(|far| *far = apart);
    far
}

/// Positions by stress majorisation, from a circle of groups.
fn stress(task: &Task) -> Vec<(f64, f64)> {
    let count = task.boxes.len();
    let far = distances(count, task.links);
    let mut points = vec![(0.0, 0.0); count];
    for (group, (members, _)) in task.groups.iter().enumerate() {
        let angle = std::f64::consts::TAU * group as f64 / task.groups.len() as f64 + 2.6;
        for member in members {
            let near = [0, 1].map(|axis| 0.6 * (noise(2 * member + axis) - 0.5));
            points[*member] = (2.5 * libm::cos(angle) + near[0], 2.0 * libm::sin(angle) + near[1]);
        }
    }
    for _ in 0..STRESS_ROUNDS {
        for one in 0..count {
            let (mut x, mut y, mut weights) = (0.0, 0.0, 0.0);
            for other in (0..count).filter(|other| *other != one) {
                let wanted = far[one][other].max(1e-3);
                let (right, down) =
                    (points[one].0 - points[other].0, points[one].1 - points[other].1);
                let length = (right * right + down * down).sqrt().max(1e-6);
                let weight = 1.0 / (wanted * wanted);
                x += weight * (points[other].0 + wanted * right / length);
                y += weight * (points[other].1 + wanted * down / length);
                weights += weight;
            }
            if weights > 0.0 {
                points[one] = (x / weights, y / weights);
            }
        }
    }
    points
}

/// Turned about its middle so that the long axis lies flat, or stands.
fn turned(points: &[(f64, f64)], upright: bool) -> Vec<(f64, f64)> {
    let count = points.len().max(1) as f64;
    let x = points.iter().map(|point| point.0).sum::<f64>() / count;
    let y = points.iter().map(|point| point.1).sum::<f64>() / count;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for point in points {
        let (right, down) = (point.0 - x, point.1 - y);
        (xx, xy, yy) = (xx + right * right, xy + right * down, yy + down * down);
    }
    let angle = 0.5 * libm::atan2(2.0 * xy, xx - yy);
    let (cos, sin) = (libm::cos(angle), libm::sin(angle));
    let turn = |point: &(f64, f64)| {
        let (right, down) = (point.0 - x, point.1 - y);
        let (long, short) = (right * cos + down * sin, down * cos - right * sin);
        if upright { (short, long) } else { (long, short) }
    };
    points.iter().map(turn).collect()
}

fn moved(rect: &Rect, (x, y): (f64, f64)) -> Rect {
    Rect { left: rect.left + x, top: rect.top + y, right: rect.right + x, bottom: rect.bottom + y }
}

/// Less than this is rounding.
const NOTHING: f64 = 1e-6;

/// How far two boxes lie over each other, both ways; none where they do not.
fn overlap(one: &Rect, other: &Rect) -> Option<(f64, f64)> {
    let right = one.right.min(other.right) - one.left.max(other.left);
    let down = one.bottom.min(other.bottom) - one.top.max(other.top);
    (right > NOTHING && down > NOTHING).then_some((right, down))
}

/// Stretched into the width, and about as high as the boxes need: half by place and half by order, so that one far
/// group does not press all others together.
fn fitted(points: &[(f64, f64)], task: &Task) -> Vec<(f64, f64)> {
    let area: f64 =
        task.boxes.iter().map(|rect| (rect.right - rect.left) * (rect.bottom - rect.top)).sum();
    let height = LOOSENESS * area / task.width;
    let axis = |of: fn(&(f64, f64)) -> f64, room: f64| {
        let low = points.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by(|a, b| of(&points[*a]).total_cmp(&of(&points[*b])).then_with(|| a.cmp(b)));
        let mut places = vec![room / 2.0; points.len()];
        for (rank, at) in order.into_iter().enumerate() {
            if high - low > 1e-9 {
                let by_order = rank as f64 / (points.len() - 1) as f64;
                let by_place = (of(&points[at]) - low) / (high - low);
                places[at] = room * (BY_ORDER * by_order + (1.0 - BY_ORDER) * by_place);
            }
        }
        places
    };
    let (x, y) = (axis(|point| point.0, task.width), axis(|point| point.1, height));
    x.into_iter().zip(y).collect()
}

/// Above the highest member, drawn to the middle of the group.
fn place_of_name(
    members: &[usize],
    name: &Rect,
    points: &[(f64, f64)],
    boxes: &[Rect],
) -> (f64, f64) {
    let top = |member: &usize| points[*member].1 + boxes[*member].top;
    let Some(highest) = members.iter().copied().min_by(|a, b| top(a).total_cmp(&top(b))) else {
        return (0.0, 0.0);
    };
    let middle = members.iter().map(|at| points[*at].0).sum::<f64>() / members.len() as f64;
    (0.65 * points[highest].0 + 0.35 * middle, top(&highest) - name.bottom - 2.0)
}

pub fn layout(task: &Task) -> Layout {
    let count = task.boxes.len();
    let mut points = fitted(&turned(&stress(task), task.upright), task);
    let mut boxes = task.boxes.to_vec();
    for (members, name) in task.groups {
        points.push(place_of_name(members, name, &points, task.boxes));
        boxes.push(*name);
    }
    let clamp = |at: usize, point: &mut (f64, f64)| {
        let rect: &Rect = &boxes[at];
        point.0 = point.0.min(task.width - rect.right).max(-rect.left);
    };
    for round in 0..APART_ROUNDS {
        // Weaker from round to round: a steady pull would drive what lies above a group ever higher.
        let pull = PULL * (1.0 - 1.25 * round as f64 / APART_ROUNDS as f64).max(0.0);
        for (group, (members, name)) in task.groups.iter().enumerate() {
            let wanted = place_of_name(members, name, &points, task.boxes);
            let point = &mut points[count + group];
            point.0 += pull * (wanted.0 - point.0);
            point.1 += pull * (wanted.1 - point.1);
        }
        for one in 0..boxes.len() {
            for other in 0..one {
                let (a, b) = (moved(&boxes[one], points[one]), moved(&boxes[other], points[other]));
                let Some((right, down)) = overlap(&a, &b) else { continue };
                let side = |more: bool| if more { 0.25 } else { -0.25 };
                if right * 0.75 < down {
                    let step = right * side(points[one].0 > points[other].0);
                    points[one].0 += step;
                    points[other].0 -= step;
                } else {
                    let step = down * side(points[one].1 > points[other].1);
                    points[one].1 += step;
                    points[other].1 -= step;
                }
            }
        }
        points.iter_mut().enumerate().for_each(|(at, point)| clamp(at, point));
    }
    settle(&mut points, &boxes);
    bring_home(&mut points, &boxes, task);
    let edge = |of: fn(Rect) -> f64, pick: fn(f64, f64) -> f64| {
        let edges = boxes.iter().zip(&points).map(|(rect, point)| of(moved(rect, *point)));
        edges.reduce(pick).unwrap_or(0.0)
    };
    let (top, bottom) = (edge(|rect| rect.top, f64::min), edge(|rect| rect.bottom, f64::max));
    points.iter_mut().for_each(|point| point.1 -= top);
    let names = points.split_off(count);
    Layout { nodes: points, names, height: bottom - top }
}

/// What still overlaps goes down, from the top on: afterwards nothing does.
fn settle(points: &mut [(f64, f64)], boxes: &[Rect]) {
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by(|a, b| {
        let top = |at: &usize| points[*at].1 + boxes[*at].top;
        top(a).total_cmp(&top(b)).then_with(|| a.cmp(b))
    });
    for (at, item) in order.iter().enumerate() {
        loop {
            let here = moved(&boxes[*item], points[*item]);
            let below = order[..at].iter().find_map(|placed| {
                let placed = moved(&boxes[*placed], points[*placed]);
                overlap(&here, &placed).map(|_| placed.bottom)
            });
            let Some(below) = below else { break };
            points[*item].1 += below - here.top + 0.1;
        }
    }
}

/// Names that were pushed away from their groups go where there is room above a member, if that is nearer.
fn bring_home(points: &mut [(f64, f64)], boxes: &[Rect], task: &Task) {
    let count = task.boxes.len();
    for (group, (members, name)) in task.groups.iter().enumerate() {
        let at = count + group;
        if name.right - name.left < NOTHING {
            continue;
        }
        let wanted = place_of_name(members, name, points, task.boxes);
        let distance = |point: &(f64, f64)| {
            let (right, down) = (point.0 - wanted.0, point.1 - wanted.1);
            right * right + down * down
        };
        let is_free = |point: &(f64, f64)| {
            let here = moved(name, *point);
            let inside = here.left >= 0.0 && here.right <= task.width;
            inside
                && (0..boxes.len())
                    .filter(|other| *other != at)
                    .all(|other| overlap(&here, &moved(&boxes[other], points[other])).is_none())
        };
        let beside = |member: &usize| {
            let (x, y) = (points[*member].0, points[*member].1 + boxes[*member].top);
            (-STEPS_ASIDE..=STEPS_ASIDE)
                .map(move |step| (x + STEP_ASIDE * f64::from(step), y - name.bottom - 2.0))
        };
        let free = members.iter().flat_map(beside).filter(is_free);
        let nearest = free.min_by(|one, other| distance(one).total_cmp(&distance(other)));
        if let Some(place) = nearest.filter(|place| distance(place) < distance(&points[at])) {
            points[at] = place;
        }
    }
}

/// The convex hull, counter-clockwise: Andrew's monotone chain.
pub fn hull(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.total_cmp(&b.1)));
    if points.len() < 3 {
        return points;
    }
    let half = |points: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut chain: Vec<(f64, f64)> = vec![];
        for point in points {
            while let [.., before, last] = chain[..] {
                let turn = (last.0 - before.0) * (point.1 - before.1)
                    - (last.1 - before.1) * (point.0 - before.0);
                if turn > 0.0 {
                    break;
                }
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut hull = half(&mut points.iter().copied());
    hull.extend(half(&mut points.iter().rev().copied()));
    hull
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hull_is_the_outer_corners() {
        let square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)];
        let inside = [(1.0, 1.0), (1.0, 0.0), (0.5, 1.5)];
        assert_eq!(hull([&square[..], &inside].concat()), square);
        assert_eq!(hull(vec![(1.0, 1.0)]), [(1.0, 1.0)]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn nothing_overlaps_and_all_is_inside(
            count in 0_usize..40,
            drawn in proptest::collection::vec((0_usize..40, 0_usize..40, 0.5..2.0_f64), 0..60),
            upright: bool,
        ) {
            let boxes: Vec<Rect> = (0..count)
                .map(|at| {
                    let half = 20.0 + 30.0 * noise(at);
                    Rect { left: -half, top: -12.0, right: half, bottom: 34.0 }
                })
                .collect();
            let links: Vec<_> = drawn
                .into_iter()
                .filter(|(one, other, _)| one < other && *other < count)
                .map(|(one, other, length)| ([one, other], length))
                .collect();
            let name = Rect { left: -40.0, top: -14.0, right: 40.0, bottom: 5.0 };
            let groups: Vec<_> = (0..count.min(4))
                .map(|group| ((group..count).step_by(4).collect(), name))
                .collect();
            let width = if upright { 378.0 } else { 900.0 };
            let task = Task { boxes: &boxes, links: &links, groups: &groups, width, upright };
            let [found, again] = [layout(&task), layout(&task)];
            assert_eq!((&found.nodes, &found.names), (&again.nodes, &again.names));
            let nodes = boxes.iter().zip(&found.nodes);
            let names = groups.iter().map(|(_, rect)| rect).zip(&found.names);
            let placed: Vec<Rect> = nodes.chain(names).map(|(rect, at)| moved(rect, *at)).collect();
            for (at, one) in placed.iter().enumerate() {
                assert!(one.left >= -1e-6 && one.right <= width + 1e-6, "{one:?}");
                assert!(one.top >= -1e-6 && one.bottom <= found.height + 1e-6, "{one:?}");
                assert!(placed[at + 1..].iter().all(|other| overlap(one, other).is_none()));
            }
        }
    }
}
