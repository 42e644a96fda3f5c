//! What had better be asked: who may see, add and remove, where the wish did not say.

use blueprint::{Action, Blueprint, Entity, Who};

/// Something to ask the owner, with what holds until they answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Such as `remove:1,4`: the action and the ids of the lists.
    pub id: String,
    pub text: String,
    /// What can be answered, in words.
    pub options: Vec<String>,
    /// The option that holds until then.
    pub default: String,
}

const QUESTIONS_MAX: usize = 3;

/// Returns the questions about what was assumed: first who may see, since that cannot be taken back.
///
/// Lists for which the same was assumed are asked about together.
pub(crate) fn questions(app: &Blueprint, said: &dyn Fn(usize, Action) -> bool) -> Vec<Question> {
    let mut found = Vec::new();
    for action in [Action::List, Action::Add, Action::Remove] {
        let mut groups: Vec<(Who, Vec<&Entity>)> = Vec::new();
        for (index, entity) in app.entities.iter().enumerate() {
            let who = entity.rules.of(action);
            if said(index, action) {
                continue;
            }
            match groups.iter_mut().find(|(known, _)| *known == who) {
                Some((_, entities)) => entities.push(entity),
                None => groups.push((who, vec![entity])),
            }
        }
        found.extend(groups.into_iter().map(|(who, entities)| question(action, who, &entities)));
    }
    found.truncate(QUESTIONS_MAX);
    found
}

/// Applies an answer; the error says what can be answered.
pub fn answer(app: &Blueprint, id: &str, option: &str) -> Result<Blueprint, String> {
    let unknown = || format!("There is no question {id:?}; take the id of one that was asked.");
    let (word, lists) = id.split_once(':').ok_or_else(unknown)?;
    let action = Action::ALL.into_iter().find(|action| action_word(*action) == word).ok_or_else(unknown)?;
    let choices = choices(action);
    let who = choices.iter().find(|who| words(**who, action).eq_ignore_ascii_case(option.trim()));
    let known = || choices.iter().map(|who| words(*who, action)).collect::<Vec<_>>().join("; ");
    let who = who
        .ok_or_else(|| format!("{option:?} is no answer to this question; one of these is: {}.", known()))?;
    let mut app = app.clone();
    for list in lists.split(',') {
        let list = list.parse().ok().filter(|id| app.entity(*id).is_some()).ok_or_else(unknown)?;
        app.entity_mut(list).rules.set(action, *who);
    }
    Ok(app)
}

fn question(action: Action, who: Who, entities: &[&Entity]) -> Question {
    let many = blueprint::listed(&entities.iter().map(|entity| entity.plural.clone()).collect::<Vec<_>>());
    let text = match action {
        Action::List => format!("Who may see the {many}?"),
        Action::Add => format!("Who may add {many}?"),
        Action::Change => format!("Who may change {many}?"),
        Action::Remove => format!("Who may remove {many}?"),
    };
    let ids: Vec<String> = entities.iter().map(|entity| entity.id.to_string()).collect();
    Question {
        id: format!("{}:{}", action_word(action), ids.join(",")),
        text,
        options: choices(action).iter().map(|who| words(*who, action).to_owned()).collect(),
        default: words(who, action).to_owned(),
    }
}

fn choices(action: Action) -> &'static [Who] {
    match action {
        Action::List => &[Who::Everyone, Who::SignedIn, Who::Author, Who::AuthorOrOwner, Who::Owner],
        Action::Add => &[Who::Everyone, Who::SignedIn, Who::Owner],
        Action::Change | Action::Remove => {
            &[Who::Everyone, Who::Author, Who::AuthorOrOwner, Who::Owner, Who::Nobody]
        }
    }
}

fn words(who: Who, action: Action) -> &'static str {
    match (who, action) {
        (Who::Everyone, _) => "everyone",
        (Who::SignedIn, _) => "whoever is signed in",
        (Who::Author, Action::List) => "each person only their own",
        (Who::AuthorOrOwner, Action::List) => "each person only their own, and I see all",
        (Who::Author, _) => "only the person who added it",
        (Who::AuthorOrOwner, _) => "the person who added it, and I",
        (Who::Owner, _) => "only I",
        (Who::Nobody, _) => "nobody",
    }
}

fn action_word(action: Action) -> &'static str {
    match action {
        Action::List => "see",
        Action::Add => "add",
        Action::Change => "change",
        Action::Remove => "remove",
    }
}
