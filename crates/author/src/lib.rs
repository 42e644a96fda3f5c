//! The way of a wish: words to a blueprint, a blueprint to files, files to the platform's gate.
//!
//! It decides what to try; whether that is released the platform decides. Start at [`new_app`] and [`change_app`].

use std::collections::BTreeMap;

use author_composer::{Blueprint, Understanding};
use platform::candidate::{Candidate, Files};
use platform::job::{Ended, Job, Question, Stage, What};
use platform::record::App;
use platform::release::Proposal;
use platform::{ErrorKind, Platform, PlatformError};

/// What was said, and what was answered to the questions about it.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub text: String,
    pub answers: BTreeMap<String, String>,
}

/// The file that a blueprint is kept in.
const BLUEPRINT: &str = "blueprint.toml";
/// More than this is never a wish.
const WISH_BYTES_MAX: usize = 100_000;

/// Makes an app of a wish.
pub async fn new_app(
    platform: &Platform,
    wish: &Wish,
    name: Option<&str>,
    job: &Job,
) -> Result<Ended, PlatformError> {
    check_size(wish)?;
    let understanding = read(None, &wish.text, job).await?;
    let app = free_name(platform, name, &understanding)?;
    job.about(&app);
    release(platform, wish, app, understanding, None, job).await
}

/// Changes an app that the composer made.
pub async fn change_app(
    platform: &Platform,
    app: &str,
    wish: &Wish,
    job: &Job,
) -> Result<Ended, PlatformError> {
    check_size(wish)?;
    let app = platform.app(app)?;
    let old = live_blueprint(platform, &app)?;
    let understanding = read(Some(&old), &wish.text, job).await?;
    release(platform, wish, app.name, understanding, Some(&old), job).await
}

/// Says what a wish would come to; nothing is made.
pub fn understand(
    platform: &Platform,
    app: Option<&str>,
    wish: &str,
) -> Result<platform::job::Understanding, PlatformError> {
    let old = app.map(|app| live_blueprint(platform, &platform.app(app)?)).transpose()?;
    check_size(&Wish { text: wish.to_owned(), ..Wish::default() })?;
    let found = compose(old.as_ref(), wish);
    match &found.problem {
        Some(problem) => Err(not_understood(problem, &found)),
        None => Ok(told(&found)),
    }
}

async fn read(old: Option<&Blueprint>, wish: &str, job: &Job) -> Result<Understanding, PlatformError> {
    let work = async {
        let found = compose(old, wish);
        let text = match found.not_understood.len() {
            0 => "everything was understood".into(),
            n => format!("{n} part{} not understood", if n == 1 { " was" } else { "s were" }),
        };
        Ok((found, text))
    };
    let found = job.stage(Stage::Understand, "reading the wish", work).await?;
    job.emit(What::Understood(told(&found)));
    match &found.problem {
        Some(problem) => Err(not_understood(problem, &found)),
        None => Ok(found),
    }
}

fn compose(old: Option<&Blueprint>, wish: &str) -> Understanding {
    match old {
        Some(old) => author_composer::change(old, wish),
        None => author_composer::understand(wish),
    }
}

async fn release(
    platform: &Platform,
    wish: &Wish,
    app: String,
    understanding: Understanding,
    old: Option<&Blueprint>,
    job: &Job,
) -> Result<Ended, PlatformError> {
    let Some(mut blueprint) = understanding.blueprint else {
        return Err(PlatformError::usage("nothing came of the wish"));
    };
    for (id, option) in &wish.answers {
        blueprint = author_composer::answer(&blueprint, id, option).map_err(PlatformError::usage)?;
    }
    let work = async {
        let files: Files = blueprint::files(&blueprint, old)
            .into_iter()
            .map(|file| (file.path, file.text.into_bytes()))
            .collect();
        let text = format!("{} files", files.len());
        Ok((files, text))
    };
    let files = job.stage(Stage::Write, "writing the app", work).await?;
    let note = wish.text.chars().take(120).collect();
    let proposal = Proposal { app, files, note, wish: Some(wish.text.clone()), check_only: false };
    platform.propose(proposal, job).await
}

/// The blueprint of the live release, for apps that have one.
fn live_blueprint(platform: &Platform, app: &App) -> Result<Blueprint, PlatformError> {
    let written_by_hand = || {
        PlatformError::new(ErrorKind::Conflict, format!("`{}` was not made from a blueprint", app.name))
            .hint(format!("change its files and release them: `selfwright release DIR --app {}`", app.name))
    };
    let live = platform.records().release(&app.name, app.live).ok_or_else(written_by_hand)?;
    let candidate = Candidate::load(&platform.folder().join("releases"), &live.id)?;
    let text = candidate.files.get(BLUEPRINT).ok_or_else(written_by_hand)?;
    let text = String::from_utf8_lossy(text);
    blueprint::read(&text).map_err(|error| PlatformError::fault(error.to_string()))
}

/// Takes the name given, or one from the wish that no app has yet.
fn free_name(
    platform: &Platform,
    name: Option<&str>,
    understanding: &Understanding,
) -> Result<String, PlatformError> {
    if let Some(name) = name {
        Platform::check_name(name)?;
        if platform.records().app(name).is_some() {
            let message = format!("there is already an app `{name}`");
            return Err(PlatformError::new(ErrorKind::Conflict, message)
                .hint(format!("`selfwright change {name} \"WISH\"` changes it")));
        }
        return Ok(name.to_owned());
    }
    let words = understanding.blueprint.as_ref().map_or("app", |blueprint| blueprint.name.as_str());
    let letters: String =
        words.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let letters = letters.trim_start_matches(|c: char| c.is_ascii_digit());
    let base: String = letters.chars().take(30).collect();
    let base = if base.is_empty() { "app".to_owned() } else { base };
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|it| platform.records().app(it).is_none());
    Ok(free.expect("there are endlessly many names"))
}

fn check_size(wish: &Wish) -> Result<(), PlatformError> {
    if wish.text.len() > WISH_BYTES_MAX {
        let message = format!("the wish has {} bytes, at most {WISH_BYTES_MAX} are taken", wish.text.len());
        return Err(PlatformError::new(ErrorKind::TooLarge, message).hint("say it in a few sentences"));
    }
    if wish.text.trim().is_empty() {
        return Err(PlatformError::usage("the wish is empty").hint(
            "say what the app should do, such as \"A guest book: visitors leave their name and a message\"",
        ));
    }
    Ok(())
}

fn not_understood(problem: &str, found: &Understanding) -> PlatformError {
    let error = PlatformError::usage(problem);
    if found.not_understood.is_empty() {
        return error;
    }
    error.hint(format!(
        "not understood: {}",
        found.not_understood.join("; ").chars().take(300).collect::<String>()
    ))
}

fn told(found: &Understanding) -> platform::job::Understanding {
    let question = |it: &author_composer::Question| Question {
        id: it.id.clone(),
        text: it.text.clone(),
        options: it.options.clone(),
        default: it.default.clone(),
    };
    platform::job::Understanding {
        name: found.blueprint.as_ref().map_or_else(String::new, |blueprint| blueprint.name.clone()),
        understood: found.understood.clone(),
        questions: found.questions.iter().map(question).collect(),
        not_understood: found.not_understood.clone(),
    }
}
