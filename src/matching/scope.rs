//! Which text a study counts: all required actors occur in the document, the sentence, or near the sentence
//! (`docs/counting.md`, "Scope").

use super::ActorSeen;
use crate::document::Language;
use crate::lexicon::Lexicon;
use crate::study::ScopeUnit;

/// A study's scope. Without required actors everything is in scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    unit: ScopeUnit,
    /// For each required actor, the language in whose texts it is present unsaid.
    homes: Vec<Option<Language>>,
}

/// Which sentences of a document are in scope.
#[derive(Debug, Default)]
pub struct InScope {
    whole: bool,
    /// By sentence of the document; empty if `whole` says it all.
    sentences: Vec<bool>,
}

impl Scope {
    /// `actors` are positions in `lexicon.actors`, as the matcher was given them.
    pub fn new(unit: ScopeUnit, lexicon: &Lexicon, actors: &[usize], home: bool) -> Self {
        let homes = actors.iter().map(|at| lexicon.actors[*at].home.filter(|_| home)).collect();
        Self { unit, homes }
    }

    /// Looks at one document: the actors seen, by sentence of the document, and each sentence's language.
    pub fn of(&self, seen: &[ActorSeen], languages: &[Language], in_scope: &mut InScope) {
        in_scope.sentences.clear();
        if self.homes.is_empty() {
            in_scope.whole = true;
            return;
        }
        let at_home = |actor: usize, language: Language| self.homes[actor] == Some(language);
        let reach = match self.unit {
            ScopeUnit::Document => {
                in_scope.whole = (0..self.homes.len()).all(|actor| {
                    seen.iter().any(|seen| usize::from(seen.actor) == actor)
                        || languages.iter().any(|language| at_home(actor, *language))
                });
                return;
            }
            ScopeUnit::Sentence => 0,
            ScopeUnit::Window(sentences) => sentences as usize,
        };
        in_scope.whole = false;
        in_scope.sentences.resize(languages.len(), true);
        for actor in 0..self.homes.len() {
            let mut near = vec![false; languages.len()];
            let seen = seen.iter().filter(|seen| usize::from(seen.actor) == actor);
            let said = seen.map(|seen| seen.sentence as usize);
            let unsaid = (0..languages.len()).filter(|at| at_home(actor, languages[*at]));
            for at in said.chain(unsaid) {
                let last = (at + reach).min(languages.len().saturating_sub(1));
                near[at.saturating_sub(reach)..=last].fill(true);
            }
            in_scope.sentences.iter_mut().zip(near).for_each(|(all, near)| *all &= near);
        }
    }
}

impl InScope {
    /// Whether the document has any text in scope.
    pub fn any(&self) -> bool {
        self.whole || self.sentences.contains(&true)
    }

    /// Whether the document's sentence of that number is.
    pub fn sentence(&self, number: usize) -> bool {
        self.whole || self.sentences.get(number).copied().unwrap_or(false)
    }
}
