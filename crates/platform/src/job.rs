//! What happens while something is being made: events, for whoever watches.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use tokio::sync::{broadcast, mpsc};
use upgrade::{Item, Reason, Verdict};

use crate::PlatformError;
use crate::error::Rendered;

/// A step on the way of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Understand,
    Write,
    Compile,
    Check,
    Rehearse,
    Release,
}

impl Stage {
    pub fn word(self) -> &'static str {
        match self {
            Stage::Understand => "understand",
            Stage::Write => "write",
            Stage::Compile => "compile",
            Stage::Check => "check",
            Stage::Rehearse => "rehearse",
            Stage::Release => "release",
        }
    }
}

/// What the composer made of a wish.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understanding {
    pub name: String,
    pub understood: Vec<String>,
    pub questions: Vec<Question>,
    pub not_understood: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub id: String,
    pub text: String,
    pub options: Vec<String>,
    pub default: String,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum What {
    Started(Stage, String),
    Finished { stage: Stage, ok: bool, took_ms: u64, text: String },
    Understood(Understanding),
    Diagnostics(Vec<Rendered>),
    Verdict { release: String, verdict: Verdict },
    Ended(Ended),
    Failed(PlatformError),
}

/// How a job ended.
#[derive(Clone, Debug)]
pub enum Ended {
    Released { release: String, number: u64 },
    Unchanged { release: String, number: u64 },
    Checked { release: String },
    Waiting { release: String, items: Vec<Item> },
    Refused { release: Option<String>, message: String, reasons: Vec<Reason> },
}

#[derive(Clone, Debug)]
pub struct Event {
    pub job: String,
    pub app: String,
    /// Since the job began.
    pub ms: u64,
    pub what: What,
}

/// One job, as those who carry it out see it.
#[derive(Clone)]
pub struct Job {
    id: String,
    /// Empty until the name is known.
    app: Arc<OnceLock<String>>,
    started: Instant,
    watcher: mpsc::UnboundedSender<Event>,
    everyone: broadcast::Sender<Event>,
}

impl Job {
    pub fn new(app: &str, watcher: mpsc::UnboundedSender<Event>, everyone: broadcast::Sender<Event>) -> Job {
        let mut id = [0; 6];
        getrandom::fill(&mut id).expect("the system's randomness does not fail");
        let job =
            Job { id: hex::encode(id), app: Arc::default(), started: Instant::now(), watcher, everyone };
        if !app.is_empty() {
            job.about(app);
        }
        job
    }

    /// Names the app once it is known; it does not change any more.
    pub fn about(&self, app: &str) {
        let _ = self.app.set(app.to_owned());
    }

    /// Tells those who watch. Nobody has to.
    pub fn emit(&self, what: What) {
        let ms = self.started.elapsed().as_millis() as u64;
        let app = self.app.get().cloned().unwrap_or_default();
        let event = Event { job: self.id.clone(), app, ms, what };
        let _ = self.watcher.send(event.clone());
        let _ = self.everyone.send(event);
    }

    /// Carries out a stage and tells how long it took.
    pub async fn stage<T>(
        &self,
        stage: Stage,
        text: &str,
        work: impl Future<Output = Result<(T, String), PlatformError>>,
    ) -> Result<T, PlatformError> {
        self.emit(What::Started(stage, text.to_owned()));
        let started = Instant::now();
        let outcome = work.await;
        let took_ms = started.elapsed().as_millis() as u64;
        let (ok, text) = match &outcome {
            Ok((_, text)) => (true, text.clone()),
            Err(error) => (false, error.message.clone()),
        };
        self.emit(What::Finished { stage, ok, took_ms, text });
        outcome.map(|(value, _)| value)
    }
}
