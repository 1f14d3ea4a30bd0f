//! What `-v` and `-vv` say beside: the files that were read, and the rules they are counted by.

use super::plan::Plan;
use super::stages::scope_unit;
use super::terminal::{bytes, number};
use super::{Session, terminal::Terminal};
use crate::lexicon::Stance;
use crate::pipeline::count::Counted;
use crate::study::span;

/// Every rule that decides a number, a line each.
pub(super) fn rules(plan: &Plan, session: &Session) {
    let say = |what: String| session.terminal.detail(2, "Rule", &what);
    say(format!("years {}", span(*plan.years.start(), *plan.years.end())));
    let home =
        if plan.home { "; each may go without saying in texts of its own language" } else { "" };
    say(match &plan.actors[..] {
        [] => "all text is in scope".to_owned(),
        actors => format!("in scope: {} in {}{home}", actors.join(" and "), scope_unit(plan)),
    });
    let terms = |stance| plan.lexicon.terms.iter().filter(|term| term.stance == stance).count();
    let patterns = plan.lexicon.terms.iter().flat_map(|term| &term.patterns).map(Vec::len).sum();
    say(format!(
        "{} terms of cooperation, {} of conflict, {} without a stance; {} patterns (hash {})",
        number(terms(Some(Stance::Cooperation))),
        number(terms(Some(Stance::Conflict))),
        number(terms(None)),
        number(patterns),
        &plan.lexicon.hash()[..12]
    ));
    say(match plan.plain {
        true => "plain strings: no particles, no inflections, every match by itself".to_owned(),
        false => "Korean particles and English inflections belong to the word".to_owned(),
    });
    say(match plan.overlap_all || plan.plain {
        true => "every keyword counts that matches at a place".to_owned(),
        false => "the longest keyword counts that matches at a place".to_owned(),
    });
    say(match plan.keep_duplicates {
        true => "texts that are the same all count".to_owned(),
        false => "the first counts of texts that are the same".to_owned(),
    });
    say(match plan.near_duplicates {
        Some(threshold) => format!("near copies from {threshold} on count, and are listed"),
        None => "near copies are not looked for".to_owned(),
    });
    say(match plan.language {
        Some(language) => {
            format!("texts whose source names no language are in `{}`", language.code())
        }
        None => "language as the source names it, else found for each paragraph".to_owned(),
    });
    say(match plan.encoding {
        Some(encoding) => format!("texts without a byte order mark are in {}", encoding.name()),
        None => "encoding as the file says, else found for each file".to_owned(),
    });
    say(match plan.date_order {
        Some(order) => format!("dates as 04/05/2019 are read as {}", order.code()),
        None => "dates as 04/05/2019 are left out, and listed".to_owned(),
    });
}

/// Every file that was read; with `-vv` also where the dates of its documents came from.
pub(super) fn inputs(counted: &Counted, session: &Session) {
    let terminal: &Terminal = &session.terminal;
    for input in &counted.inputs {
        let reader = match input.read_by.get() {
            Some(program) => format!(" by {program}"),
            None => String::new(),
        };
        let told = counted.problems.iter().filter(|problem| problem.path == input.relative).count();
        let problems = match told {
            0 => String::new(),
            1 => ", 1 line in problems.csv".to_owned(),
            more => format!(", {} lines in problems.csv", number(more)),
        };
        let (path, format) = (&input.relative, input.reader.name());
        let what = format!("{path} ({format}{reader}, {}{problems})", bytes(input.size));
        terminal.detail(1, "Read", &what);
    }
    for (from, documents) in &counted.dates_from {
        let what = format!("{} documents by {}", number(*documents as usize), from.code());
        terminal.detail(2, "Dated", &what);
    }
}
