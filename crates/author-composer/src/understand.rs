//! A first wish: from words to a blueprint.

use blueprint::{Action, Order, Who};

use crate::create::create;
use crate::draft::Draft;
use crate::questions::questions;
use crate::statements::{Statement, statements};
use crate::words::Words;
use crate::{Understanding, too_much_or_nothing};

const EXAMPLE: &str = "\"A guest book: visitors leave their name and a message, newest first.\"";

/// Reads a first wish.
pub fn understand(wish: &str) -> Understanding {
    if let Some(refused) = too_much_or_nothing(wish, EXAMPLE) {
        return refused;
    }
    let mut words = Words::new(wish);
    if let Some(what) = beyond(&words) {
        return nothing(
            wish,
            format!(
                "This asks for {}. This writer makes lists that people fill and read, and no {what}; a language model or an outside writer can make one. {}",
                blueprint::with_article(what),
                next_step()
            ),
        );
    }
    let mut draft = Draft::default();
    create(&mut words, &mut draft);
    if draft.lists.is_empty() {
        return nothing(
            wish,
            format!(
                "Nothing in this wish names things to keep, and this writer makes lists of things. {}",
                next_step()
            ),
        );
    }
    let names: Vec<(String, String)> =
        draft.lists.iter().map(|list| (list.name.clone(), blueprint::plural(&list.name))).collect();
    for statement in statements(&mut words, &names) {
        apply(&mut draft, statement);
    }
    words.take("for my|our phone");
    let app = draft.blueprint();
    let problems = blueprint::check(&app);
    if let Some(problem) = problems.first() {
        return nothing(wish, format!("This cannot be made into an app yet: {problem}."));
    }
    let said = |list: usize, action: Action| draft.lists[list].said.iter().any(|(known, _)| *known == action);
    Understanding {
        understood: sentences(&app, &said, draft.guessed),
        questions: questions(&app, &said),
        not_understood: words.left_over(),
        blueprint: Some(app),
        problem: None,
    }
}

/// Returns what was read, marking what was not said but assumed.
fn sentences(app: &blueprint::Blueprint, said: &dyn Fn(usize, Action) -> bool, guessed: bool) -> Vec<String> {
    let mut sentences = vec![format!("The app is called {}.", app.name)];
    if guessed {
        let plurals: Vec<String> = app.entities.iter().map(|entity| entity.plural.clone()).collect();
        let what = blueprint::listed(&plurals);
        sentences.push(format!(
            "The wish does not say what to keep; it speaks of {what}, so it is those (assumed)."
        ));
    }
    for (index, entity) in app.entities.iter().enumerate() {
        let fields: Vec<String> = entity.fields.iter().map(blueprint::field_words).collect();
        let order = blueprint::order_words(entity);
        sentences.push(format!("It keeps {}, {order}, each with {}.", entity.plural, fields.join(", ")));
        for (wanted, mark) in [(true, ""), (false, " (assumed)")] {
            let actions: Vec<Action> =
                Action::ALL.into_iter().filter(|action| said(index, *action) == wanted).collect();
            sentences.extend(
                blueprint::access(entity, &actions).into_iter().map(|sentence| format!("{sentence}{mark}.")),
            );
        }
        if entity.search {
            sentences.push(format!("The page can search the {}.", entity.plural));
        }
        if let Some(field) = entity.narrow.and_then(|id| entity.field(id)) {
            sentences.push(format!("The page can narrow the {} by {}.", entity.plural, field.name));
        }
        if entity.export {
            sentences.push(format!("The page offers the {} as a CSV file.", entity.plural));
        }
    }
    sentences
}

fn apply(draft: &mut Draft, statement: Statement) {
    for list in &mut draft.lists {
        match &statement {
            Statement::Rule { list: Some(named), .. } if *named != list.name => {}
            Statement::Rule { action, who, .. } => {
                list.said.retain(|(known, _)| known != action);
                list.said.push((*action, *who));
            }
            Statement::Also { list: Some(named), .. } if *named != list.name => {}
            Statement::Also { action, .. } => {
                if list.rules().of(*action) == Who::Author {
                    list.said.push((*action, Who::AuthorOrOwner));
                }
            }
            Statement::Order(order) => list.order = Some(*order),
            Statement::SortBy(name, largest) => {
                let fields = list.all_fields();
                let found = fields.iter().find(|field| field.name == *name).or_else(|| {
                    // "By date" and "by name" mean whichever field is one.
                    fields.iter().find(|field| field.name.rsplit(' ').next() == Some(name.as_str()))
                });
                match found {
                    Some(field) => list.sort_by = Some((field.name.clone(), *largest)),
                    None if name == "date" => list.order = Some(Order::NewestFirst),
                    None => {}
                }
            }
            Statement::Search(search) => list.search = *search,
            Statement::Export => list.export = true,
        }
    }
}

/// Returns what a wish asks for, when that is no list of things.
fn beyond(words: &Words) -> Option<&'static str> {
    const BEYOND: [(&str, &str); 12] = [
        ("calculator", "calculator"),
        ("multiple choice|multiple-choice test|quiz|questions", "quiz"),
        ("quiz", "quiz"),
        ("game", "game"),
        ("stopwatch|timer|countdown", "clock"),
        ("drawing|paint|canvas", "drawing board"),
        ("spreadsheet", "spreadsheet"),
        ("video call|calls|chat", "video call"),
        ("tic-tac-toe|chess|snake", "game"),
        ("currency|unit converter", "converter"),
        ("poll|survey|voting", "poll"),
        ("shop with payment|payments", "shop that takes payments"),
    ];
    let opens = |pattern: &str| (0..words.len().min(6)).any(|index| words.stands(index, pattern).is_some());
    BEYOND.iter().find(|(pattern, _)| opens(pattern)).map(|(_, what)| *what)
}

fn nothing(wish: &str, problem: String) -> Understanding {
    let quoted: String = wish.trim().chars().take(200).collect();
    Understanding { not_understood: vec![quoted], problem: Some(problem), ..Understanding::default() }
}

fn next_step() -> String {
    format!("Say what is kept and what each has, such as: {EXAMPLE}")
}
