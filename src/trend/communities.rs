//! Groups in a network by greedy modularity: Clauset, Newman and Moore (2004), Physical Review E 70, 066111.

/// Less is no gain: the sums of a gain that is nothing may differ from zero by their rounding.
const NO_GAIN: f64 = 1e-12;

/// Groups of the nodes `0..nodes`, by weighted links. Beginning with each node alone, the two groups are joined that
/// add most to the modularity, until no two add any; of equal gains the groups that were first. The largest group
/// comes first, then the one with the least member; members are in order.
pub fn communities(nodes: usize, links: &[([usize; 2], f64)]) -> Vec<Vec<usize>> {
    let total: f64 = links.iter().map(|(_, weight)| weight).sum();
    let mut groups: Vec<Vec<usize>> = (0..nodes).map(|node| vec![node]).collect();
    if total > 0.0 {
        // Parts of all weight: between groups, and of the ends that a group has.
        let mut between = vec![vec![0.0; nodes]; nodes];
        let mut ends = vec![0.0; nodes];
        for ([one, other], weight) in links {
            between[*one][*other] += weight / total;
            between[*other][*one] += weight / total;
            ends[*one] += weight / (2.0 * total);
            ends[*other] += weight / (2.0 * total);
        }
        while let Some((one, other)) = best_pair(&groups, &between, &ends) {
            let moved = std::mem::take(&mut groups[other]);
            groups[one].extend(moved);
            ends[one] += ends[other];
            let both = between[one].iter().zip(&between[other]);
            let joined: Vec<f64> = both.map(|(one, other)| one + other).collect();
            between.iter_mut().zip(&joined).for_each(|(row, part)| row[one] = *part);
            between[one] = joined;
        }
    }
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    groups
}

/// The two groups whose union adds most to the modularity, if any does.
fn best_pair(groups: &[Vec<usize>], between: &[Vec<f64>], ends: &[f64]) -> Option<(usize, usize)> {
    let mut best: Option<(f64, (usize, usize))> = None;
    for one in (0..groups.len()).filter(|one| !groups[*one].is_empty()) {
        for other in (one + 1..groups.len()).filter(|other| !groups[*other].is_empty()) {
            let gain = between[one][other] - 2.0 * ends[one] * ends[other];
            if gain > best.map_or(NO_GAIN, |(most, _)| most + NO_GAIN) {
                best = Some((gain, (one, other)));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newman and Girvan's modularity in the plainest way: over all pairs of nodes.
    fn modularity(nodes: usize, links: &[([usize; 2], f64)], groups: &[Vec<usize>]) -> f64 {
        let mut weights = vec![vec![0.0; nodes]; nodes];
        for ([one, other], weight) in links {
            weights[*one][*other] += weight;
            weights[*other][*one] += weight;
        }
        let degree: Vec<f64> = weights.iter().map(|row| row.iter().sum()).collect();
        let twice: f64 = degree.iter().sum();
        let mut sum = 0.0;
        for group in groups {
            for one in group {
                for other in group {
                    sum += weights[*one][*other] - degree[*one] * degree[*other] / twice;
                }
            }
        }
        sum / twice
    }

    #[test]
    fn two_triangles_on_a_bridge_are_two_groups() {
        let pairs = [[0, 1], [1, 2], [0, 2], [2, 3], [3, 4], [4, 5], [3, 5]];
        let links: Vec<_> = pairs.map(|pair| (pair, 1.0)).to_vec();
        let groups = communities(6, &links);
        assert_eq!(groups, [vec![0, 1, 2], vec![3, 4, 5]]);
        // By hand: 2 × (3/7 − (7/14)²) = 5/14.
        assert!((modularity(6, &links, &groups) - 5.0 / 14.0).abs() < 1e-12);
    }

    #[test]
    fn parts_without_a_link_never_join() {
        let links = [([0, 1], 1.0), ([2, 3], 0.1)];
        assert_eq!(communities(4, &links), [vec![0, 1], vec![2, 3]]);
        assert_eq!(communities(2, &[]), [vec![0], vec![1]]);
        assert!(communities(0, &[]).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_node_is_in_one_group_and_no_union_is_better(
            drawn in proptest::collection::btree_map((0_usize..9, 0_usize..9), 1_u32..9, 0..20)
        ) {
            let links: Vec<_> = drawn
                .into_iter()
                .filter(|((one, other), _)| one < other)
                .map(|((one, other), weight)| ([one, other], f64::from(weight)))
                .collect();
            let groups = communities(9, &links);
            let mut members: Vec<usize> = groups.iter().flatten().copied().collect();
            members.sort_unstable();
            assert_eq!(members, (0..9).collect::<Vec<_>>());
            assert_eq!(&groups, &communities(9, &links));
            if links.is_empty() {
                return Ok(());
            }
            let reached = modularity(9, &links, &groups);
            for one in 0..groups.len() {
                for other in one + 1..groups.len() {
                    let mut joined = groups.clone();
                    let moved = joined.remove(other);
                    joined[one].extend(moved);
                    assert!(modularity(9, &links, &joined) <= reached + 1e-9);
                }
            }
        }
    }
}
