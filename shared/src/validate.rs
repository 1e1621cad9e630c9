//! The rules that a project and a runtime document keep (design section 2), as one function each. What
//! is found carries the place of the element, so that a reader can name line and column.

mod definitions;
mod rule;
mod users;

pub use rule::Rule;

use rustc_hash::FxHashMap;

use crate::edit::TextField;
use crate::model::{At, Definitions, Kind, Project, Runtime, User};
use crate::xml::Severity;
use crate::{Id, Str};

/// A rule that a document breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The element.
    pub at: At,
    /// The thing it is about, or the owner of what it is about; `None`: the project as a whole.
    pub about: Option<(Kind, Id)>,
    /// The rule.
    pub rule: Rule,
    /// The attribute, if it is about one.
    pub attribute: Option<&'static str>,
    /// Which text of the thing, and in which language, if it is about one.
    pub text: Option<(TextField, Str)>,
    /// Whether the document is refused.
    pub severity: Severity,
    /// What is wrong and what to do, in sentences.
    pub message: String,
}

/// Everything wrong in a project. A valid one gives warnings at most.
#[must_use]
pub fn project(project: &Project) -> Vec<Problem> {
    parts(&project.definitions, project.users.iter())
}

/// The same of a project whose parts lie apart, as those of an open one do.
#[must_use]
pub fn parts<'p>(definitions: &'p Definitions, users: impl Iterator<Item = &'p User> + Clone) -> Vec<Problem> {
    let mut check = Check::default();
    check.definitions(definitions);
    check.users(definitions, users.clone());
    check.session(definitions, users);
    check.problems
}

/// Everything wrong in a runtime document. A valid one gives warnings at most.
#[must_use]
pub fn runtime(runtime: &Runtime) -> Vec<Problem> {
    let mut check = Check::default();
    check.definitions(&runtime.definitions);
    // A user whom the guidelines name may be gone from the machine: nobody is there by itself then.
    // The machine's users got their ids without knowing those of the next project's groups and rights:
    // that the two might meet must not make a runtime document invalid.
    check.ids.clear();
    check.users(&runtime.definitions, runtime.users.iter().map(|user| &user.user));
    check.deleted(runtime);
    check.problems
}

/// So many problems of either severity are kept.
const MOST: usize = 4000;

/// The problems found so far, and what they are found by.
#[derive(Default)]
struct Check {
    problems: Vec<Problem>,
    errors: usize,
    warnings: usize,
    ids: FxHashMap<Id, Kind>,
    /// The thing that is being looked at.
    about: Option<(Kind, Id)>,
}

impl Check {
    /// Begins to say that a rule is broken.
    fn rule(&mut self, rule: Rule) -> Broken<'_> {
        Broken { check: self, rule, text: None }
    }

    /// A document can be nothing but faults, and each has its sentence: of either severity some thousands
    /// are kept, more than are ever told.
    fn note(&mut self, problem: Problem) {
        let kept = if problem.severity == Severity::Error { &mut self.errors } else { &mut self.warnings };
        if *kept < MOST {
            *kept += 1;
            self.problems.push(problem);
        }
    }

    /// Begins to look at a thing. An id stands for one thing alone.
    fn thing(&mut self, kind: Kind, id: Id, at: At) {
        self.about = Some((kind, id));
        if let Some(other) = self.ids.insert(id, kind) {
            self.rule(Rule::IdTwice).error(
                at,
                Some("Id"),
                format!(
                    "The Id {id} is used twice: for this {} and for {} {}. Give one of them a new Id.",
                    kind.word(),
                    other.article(),
                    other.word()
                ),
            );
        }
    }
}

/// A rule that may turn out to be broken.
struct Broken<'c> {
    check: &'c mut Check,
    rule: Rule,
    text: Option<(TextField, &'c str)>,
}

impl<'c> Broken<'c> {
    /// It is about that text of the thing.
    fn text(mut self, field: TextField, lang: &'c str) -> Self {
        self.text = Some((field, lang));
        self
    }

    fn error(self, at: At, attribute: Option<&'static str>, message: String) {
        self.note(Severity::Error, at, attribute, message);
    }

    fn warning(self, at: At, attribute: Option<&'static str>, message: String) {
        self.note(Severity::Warning, at, attribute, message);
    }

    fn note(self, severity: Severity, at: At, attribute: Option<&'static str>, message: String) {
        let Self { check, rule, text } = self;
        let (about, text) = (check.about, text.map(|(field, lang)| (field, lang.into())));
        check.note(Problem { at, about, rule, attribute, text, severity, message });
    }

    /// A text has at most `limit` characters.
    fn limit(self, text: &str, limit: usize, at: At, attribute: Option<&'static str>, what: &str) {
        // Characters are at most as many as bytes.
        if text.len() <= limit {
            return;
        }
        let length = crate::name::length(text);
        if length > limit {
            self.error(
                at,
                attribute,
                format!("{what} has {length} characters; at most {limit} are allowed. Shorten it."),
            );
        }
    }
}

/// Names of one kind of thing, which must differ from each other without regard to case.
#[derive(Default)]
struct Names(FxHashMap<Str, Str>);

impl Names {
    /// Notes a name; answers the earlier one that counts as the same, if there is one.
    fn clash(&mut self, name: &Str) -> Option<Str> {
        self.0.insert(crate::name::fold(name), name.clone())
    }
}

#[cfg(test)]
mod tests;
