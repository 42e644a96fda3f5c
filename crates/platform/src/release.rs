//! The gate: a candidate is checked, rehearsed, judged, and becomes live in one block, or waits, or is refused.

use replica_api::{
    CanisterAction, CanisterChange, InstallMode, KeyValueWrite, PlatformBatch, Principal, Replica as _,
};
use upgrade::{Fact, Outcome, Verdict, judge};

use crate::candidate::{Candidate, Files, is_plain_path};
use crate::job::{Ended, Job, Stage, What};
use crate::platform::now_ms;
use crate::record::{
    App, Record, Rehearsal, Release, Status, write_app, write_page, write_record, write_release,
};
use crate::rehearsal::{check_types, rehearse_start, rehearse_upgrade, upgrade_mode};
use crate::{ErrorKind, Platform, PlatformError, secrets};

/// What is to be released, and why.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    pub app: String,
    pub files: Files,
    pub note: String,
    pub wish: Option<String>,
    /// Says everything, releases nothing.
    pub check_only: bool,
}

/// A candidate on its way: what is known so far.
struct Draft {
    app: App,
    is_new: bool,
    candidate: Candidate,
    release: Release,
}

impl Platform {
    /// Takes files through the gate.
    pub async fn propose(&self, proposal: Proposal, job: &Job) -> Result<Ended, PlatformError> {
        Platform::check_name(&proposal.app)?;
        if let Some(path) = proposal.files.keys().find(|path| !is_plain_path(path)) {
            return Err(PlatformError::usage(format!("`{path}` is no path inside an app's folder")));
        }
        let candidate = self.compile(proposal.files.clone(), job).await?;
        let _one_at_a_time = self.releasing.lock().await;
        let existing = self.records.app(&proposal.app);
        if let Some(app) = &existing
            && let Some(live) = self.records.release(&app.name, app.live)
            && live.id == candidate.id
        {
            let number = live.number.unwrap_or_default();
            return Ok(Ended::Unchanged { release: live.id, number });
        }
        if let (Some(app), false) = (&existing, proposal.check_only) {
            not_frozen(app)?;
        }
        let is_new = existing.is_none();
        let app = existing.unwrap_or_else(|| self.new_app(&proposal.app));
        let release = Release {
            id: candidate.id.clone(),
            sequence: app.candidates + 1,
            number: None,
            status: Status::Waiting,
            created_ms: now_ms(),
            note: proposal.note,
            wish: proposal.wish,
            snapshot: None,
            restore: None,
            verdict: judge(&[]),
            rehearsal: Rehearsal::default(),
            consented: Vec::new(),
        };
        let mut draft = Draft { app, is_new, candidate, release };
        self.judge_draft(&mut draft, job).await?;
        if proposal.check_only {
            return Ok(match draft.release.verdict.outcome {
                Outcome::Safe => Ended::Checked { release: draft.release.id },
                Outcome::Asks => {
                    Ended::Waiting { release: draft.release.id, items: draft.release.verdict.items }
                }
                Outcome::Refused => refused(&draft.release),
            });
        }
        self.settle(draft, job).await
    }

    /// Records the owner's yes to items of a waiting candidate; when nothing is left to ask, it goes live.
    pub async fn consent(
        &self,
        app: &str,
        release: &str,
        items: &[String],
        job: &Job,
    ) -> Result<Ended, PlatformError> {
        let _one_at_a_time = self.releasing.lock().await;
        let app = self.app(app)?;
        not_frozen(&app)?;
        let mut release = self.release_of(&app, release)?;
        if release.status != Status::Waiting {
            let message =
                format!("the release {} is {}, not waiting", short(&release.id), release.status.word());
            return Err(PlatformError::new(ErrorKind::Conflict, message));
        }
        let asked: Vec<String> = release.verdict.items.iter().map(|item| item.id.clone()).collect();
        let items = if items.is_empty() { &asked } else { items };
        if let Some(unknown) = items.iter().find(|item| !asked.contains(item)) {
            let message = format!("the verdict has no item `{unknown}`");
            return Err(PlatformError::usage(message).hint(format!("it asks about {}", asked.join(", "))));
        }
        for item in items {
            if !release.consented.contains(item) {
                release.consented.push(item.clone());
            }
        }
        let candidate = Candidate::load(&self.releases_folder(), &release.id)?;
        let mut draft = Draft { app, is_new: false, candidate, release };
        let said = format!("consent to {}", items.join(", "));
        self.record(&mut draft, "consented", said, true).await?;
        if draft.release.restore.is_none() {
            self.judge_draft(&mut draft, job).await?;
        }
        self.settle(draft, job).await
    }

    /// Drops a waiting candidate.
    pub async fn dismiss(&self, app: &str, release: &str) -> Result<(), PlatformError> {
        let _one_at_a_time = self.releasing.lock().await;
        let app = self.app(app)?;
        let mut release = self.release_of(&app, release)?;
        if release.status != Status::Waiting {
            let message = format!("the release {} is {}", short(&release.id), release.status.word());
            return Err(PlatformError::new(ErrorKind::Conflict, message));
        }
        release.status = Status::Dismissed;
        let candidate = Candidate::load(&self.releases_folder(), &release.id)?;
        let mut draft = Draft { app, is_new: false, candidate, release };
        self.record(&mut draft, "dismissed", "dismissed".into(), false).await
    }

    /// Brings an earlier release back: its code on today's data, or with the data of then.
    pub async fn roll_back(
        &self,
        app: &str,
        release: &str,
        with_snapshot: bool,
        job: &Job,
    ) -> Result<Ended, PlatformError> {
        let _one_at_a_time = self.releasing.lock().await;
        let app = self.app(app)?;
        not_frozen(&app)?;
        let target = self.release_of(&app, release)?;
        let Some(number) = target.number else {
            return Err(PlatformError::usage(format!("the release {} was never live", short(&target.id))));
        };
        if target.status == Status::Live {
            return Ok(Ended::Unchanged { release: target.id, number });
        }
        let candidate = Candidate::load(&self.releases_folder(), &target.id)?;
        let release = Release {
            sequence: app.candidates + 1,
            number: None,
            status: Status::Waiting,
            created_ms: now_ms(),
            note: format!("back to release {number}"),
            wish: target.wish.clone(),
            snapshot: None,
            restore: None,
            consented: Vec::new(),
            ..target.clone()
        };
        let mut draft = Draft { app, is_new: false, candidate, release };
        if !with_snapshot {
            self.judge_draft(&mut draft, job).await?;
        }
        if with_snapshot || draft.release.verdict.outcome == Outcome::Refused {
            self.offer_snapshot(&mut draft, number, job)?;
        }
        self.settle(draft, job).await
    }

    /// Lets nothing about an app be changed until it is thawed (`reason`: none). The owner says so, and it is on record: whoever writes
    /// has no way round it, whatever a wish or the app's data says.
    pub async fn freeze(&self, app: &str, reason: Option<String>) -> Result<(), PlatformError> {
        let _one_at_a_time = self.releasing.lock().await;
        let mut app = self.app(app)?;
        if app.frozen.is_some() == reason.is_some() {
            let state = if reason.is_some() { "already frozen" } else { "not frozen" };
            return Err(PlatformError::new(ErrorKind::Conflict, format!("`{}` is {state}", app.name)));
        }
        let (kind, text) = match &reason {
            Some(reason) => ("frozen", reason.clone()),
            None => ("thawed", "changes are taken again".into()),
        };
        app.frozen = reason;
        let writes = self.link(&mut app, "", self.owner(), kind, text, true).into();
        let batch = PlatformBatch { id: [0; 32], caller: Some(self.owner()), changes: Vec::new(), writes };
        self.node.platform(batch).await?.map_err(PlatformError::from)?;
        Ok(())
    }

    /// The code does not fit today's data: says what going back to the data of then would cost.
    fn offer_snapshot(&self, draft: &mut Draft, number: u64, job: &Job) -> Result<(), PlatformError> {
        let releases = self.records.releases(&draft.app.name);
        let next = releases.iter().find(|release| release.number == Some(number + 1));
        let live = self.node.canister(draft.app.canister);
        let kept = next.and_then(|next| next.snapshot).and_then(|snapshot| {
            live.as_ref().and_then(|live| Some((snapshot, live.snapshots.get(&snapshot)?.clone())))
        });
        let Some((snapshot, kept)) = kept else {
            if draft.release.verdict.outcome == Outcome::Refused {
                return Ok(());
            }
            let message = format!("no snapshot of release {number} is kept any more");
            return Err(PlatformError::not_found(message));
        };
        let taken = time_text(kept.time / 1_000_000);
        let mut facts = vec![Fact::Restores { snapshot, taken }];
        if let Some(live) = live
            && let (Ok(today), Ok(then)) =
                (audit_memory(&live.image.memory), audit_memory(&kept.image.memory))
        {
            for (path, rows) in &today.collections {
                let before = then.collections.get(path).copied().unwrap_or_default();
                if *rows > before {
                    facts.push(Fact::RowsSince { path: path.clone(), rows: rows - before });
                }
            }
        }
        draft.release.restore = Some(snapshot);
        draft.release.verdict = judge(&facts);
        draft.release.rehearsal = Rehearsal::default();
        job.emit(What::Verdict { release: draft.release.id.clone(), verdict: draft.release.verdict.clone() });
        Ok(())
    }

    async fn compile(&self, files: Files, job: &Job) -> Result<Candidate, PlatformError> {
        let work = async {
            let built = tokio::task::spawn_blocking(move || Candidate::build(files)).await;
            let (candidate, warnings) = built.map_err(PlatformError::fault_in_step)??;
            let text = format!("{} KB of code", candidate.wasm.len() / 1024);
            Ok(((candidate, warnings), text))
        };
        let outcome = job.stage(Stage::Compile, "compiling", work).await;
        match outcome {
            Ok((candidate, warnings)) => {
                if !warnings.is_empty() {
                    job.emit(What::Diagnostics(warnings));
                }
                Ok(candidate)
            }
            Err(error) => {
                if !error.diagnostics.is_empty() {
                    job.emit(What::Diagnostics(error.diagnostics.clone()));
                }
                Err(error)
            }
        }
    }

    /// The files of the live release, if they are kept.
    fn live_files(&self, app: &App) -> Files {
        let live = self.records.release(&app.name, app.live);
        let kept = live.and_then(|live| Candidate::load(&self.releases_folder(), &live.id).ok());
        kept.map(|kept| kept.files).unwrap_or_default()
    }

    /// Finds the facts and judges them.
    async fn judge_draft(&self, draft: &mut Draft, job: &Job) -> Result<(), PlatformError> {
        let mut facts = secrets::scan(&draft.candidate.files, &self.live_files(&draft.app));
        if !draft.is_new {
            let live = self.node.canister(draft.app.canister).and_then(|it| it.module.clone());
            let candidate = draft.candidate.clone();
            let work = async {
                let found = tokio::task::spawn_blocking(move || {
                    live.map_or_else(Vec::new, |live| check_types(&live.bytes, &candidate))
                });
                let found = found.await.map_err(PlatformError::fault_in_step)?;
                let text = judge(&found).summary;
                Ok((found, text))
            };
            facts.extend(job.stage(Stage::Check, "comparing types and interface", work).await?);
        }
        // Where types do not fit, running the code would read the data wrongly.
        let fits = judge(&facts).outcome != Outcome::Refused;
        if fits {
            let (platform, candidate) = (self.clone(), draft.candidate.clone());
            let (canister, is_new) = (draft.app.canister, draft.is_new);
            let work = async {
                let done = on_large_stack(move || {
                    if is_new {
                        rehearse_start(&platform.node, platform.owner(), &candidate)
                    } else {
                        rehearse_upgrade(&platform.node, canister, platform.owner(), &candidate)
                    }
                });
                let (found, rehearsal) = done.await?;
                let text = judge(&found).summary;
                Ok(((found, rehearsal), text))
            };
            let text = if is_new { "trying the start" } else { "rehearsing on a copy of today's data" };
            let (found, rehearsal) = job.stage(Stage::Rehearse, text, work).await?;
            facts.extend(found);
            draft.release.rehearsal = rehearsal;
        }
        draft.release.verdict = judge(&facts);
        job.emit(What::Verdict { release: draft.release.id.clone(), verdict: draft.release.verdict.clone() });
        Ok(())
    }

    /// Does what the verdict allows.
    async fn settle(&self, mut draft: Draft, job: &Job) -> Result<Ended, PlatformError> {
        let open = open_items(&draft.release);
        let verdict = draft.release.verdict.clone();
        if verdict.outcome == Outcome::Refused {
            if !draft.is_new {
                draft.release.status = Status::Refused;
                self.keep(&draft.candidate)?;
                self.record(&mut draft, "refused", verdict.summary.clone(), false).await?;
            }
            return Ok(refused(&draft.release));
        }
        self.keep(&draft.candidate)?;
        if !open.is_empty() {
            let is_first = draft.app.candidates < draft.release.sequence;
            if is_first {
                self.record(&mut draft, "waiting", verdict.summary.clone(), false).await?;
            }
            return Ok(Ended::Waiting { release: draft.release.id, items: open });
        }
        let text = if draft.is_new { "starting the app" } else { "switching to the new release" };
        let work = async {
            let number = self.commit(&mut draft).await?;
            Ok((number, format!("release {number} is live")))
        };
        let number = job.stage(Stage::Release, text, work).await?;
        Ok(Ended::Released { release: draft.release.id, number })
    }

    pub(crate) fn keep(&self, candidate: &Candidate) -> Result<(), PlatformError> {
        candidate.keep(&self.releases_folder()).map_err(|error| {
            PlatformError::fault(format!("the release could not be written to disk: {error}"))
        })
    }

    /// Makes code, page and records of a release visible in one block.
    async fn commit(&self, draft: &mut Draft) -> Result<u64, PlatformError> {
        let canister = draft.app.canister;
        let change = |action| CanisterChange { canister, action };
        let mut changes = Vec::new();
        if draft.is_new {
            changes.push(change(CanisterAction::Create { controllers: vec![self.owner()] }));
            changes.push(change(CanisterAction::Manage));
        } else {
            // Apps from before there was such a thing.
            if self.node.canister(canister).is_some_and(|it| !it.managed) {
                changes.push(change(CanisterAction::Manage));
            }
            let next = self.node.canister(canister).map(|it| it.facts.snapshots_next);
            draft.release.snapshot = next;
            changes.push(change(CanisterAction::TakeSnapshot));
        }
        changes.push(change(match draft.release.restore {
            Some(snapshot) => CanisterAction::LoadSnapshot { snapshot },
            None => CanisterAction::Install {
                mode: if draft.is_new { InstallMode::Install } else { upgrade_mode(&draft.candidate) },
                module: draft.candidate.wasm.clone().into(),
                arg: b"DIDL\0\0".to_vec(),
            },
        }));
        let before = draft.app.clone();
        let number = draft.app.numbers + 1;
        draft.app.numbers = number;
        draft.app.released_ms = now_ms();
        draft.release.number = Some(number);
        draft.release.status = Status::Live;
        let mut writes = self.page_writes(&draft.app, &draft.candidate);
        if let Some(mut past) = self.records.release(&before.name, before.live).filter(|_| !draft.is_new) {
            past.status = Status::Past;
            writes.push(write_release(&before.name, &past));
        }
        draft.app.live = draft.release.sequence;
        let kind = match (&draft.release.note, draft.is_new) {
            (_, true) => "created",
            (note, _) if note.starts_with("back to release") => "rolled-back",
            _ => "released",
        };
        let titles: Vec<&str> = draft.release.verdict.items.iter().map(|item| item.title.as_str()).collect();
        let text = match titles.as_slice() {
            [] => format!("release {number}: {}", draft.release.verdict.summary),
            titles => format!("release {number}, as the owner said: {}", titles.join("; ")),
        };
        self.write_batch(draft, changes, writes, kind, text, false).await?;
        Ok(number)
    }

    /// The new page, and the removal of files that only the old one had.
    fn page_writes(&self, app: &App, candidate: &Candidate) -> Vec<KeyValueWrite> {
        let mut writes: Vec<KeyValueWrite> = candidate
            .page()
            .filter(|(path, content)| self.records.page(app.canister, path).as_deref() != Some(*content))
            .map(|(path, content)| write_page(app.canister, &path, Some(content)))
            .collect();
        let gone = self.records.page_paths(app.canister);
        let gone = gone.iter().filter(|path| candidate.page().all(|(kept, _)| kept != **path));
        writes.extend(gone.map(|path| write_page(app.canister, path, None)));
        writes
    }

    async fn record(
        &self,
        draft: &mut Draft,
        kind: &str,
        text: String,
        signed: bool,
    ) -> Result<(), PlatformError> {
        self.write_batch(draft, Vec::new(), Vec::new(), kind, text, signed).await
    }

    /// Adds the candidate's state and a link of the chain, and hands everything to the replica.
    async fn write_batch(
        &self,
        draft: &mut Draft,
        changes: Vec<CanisterChange>,
        mut writes: Vec<KeyValueWrite>,
        kind: &str,
        text: String,
        signed: bool,
    ) -> Result<(), PlatformError> {
        let app = &mut draft.app;
        app.candidates = app.candidates.max(draft.release.sequence);
        writes.extend(self.link(app, &draft.release.id, self.owner(), kind, text, signed));
        writes.push(write_release(&app.name, &draft.release));
        let batch = PlatformBatch { id: [0; 32], caller: Some(self.owner()), changes, writes };
        let outcome = self.node.platform(batch).await?;
        outcome.map_err(|reject| {
            let message = format!("the release failed and changed nothing: {}", reject.message);
            PlatformError { message, ..PlatformError::from(reject) }
        })?;
        Ok(())
    }

    /// The next link of an app's chain, and the app that counts it.
    pub(crate) fn link(
        &self,
        app: &mut App,
        release: &str,
        by: Principal,
        kind: &str,
        text: String,
        signed: bool,
    ) -> [KeyValueWrite; 2] {
        let previous =
            self.records.history(&app.name).last().map_or_else(String::new, |last| last.hash.clone());
        let message = format!("{}\n{release}\n{text}\n{previous}", app.name);
        let mut record = Record {
            index: app.records,
            time_ms: now_ms(),
            kind: kind.to_owned(),
            release: release.to_owned(),
            by: by.to_text(),
            text,
            signature: signed.then(|| hex::encode(self.sign_as_owner(message.as_bytes()))),
            previous,
            hash: String::new(),
        };
        record.hash = record.digest();
        app.records += 1;
        [write_app(app), write_record(&app.name, &record)]
    }

    fn new_app(&self, name: &str) -> App {
        App {
            name: name.to_owned(),
            canister: self.node.free_canister_id(),
            created_ms: now_ms(),
            released_ms: 0,
            live: 0,
            candidates: 0,
            numbers: 0,
            records: 0,
            frozen: None,
        }
    }

    /// Returns who may act for the owner.
    pub fn is_owner(&self, principal: Principal) -> bool {
        principal == self.owner()
    }
}

/// Nobody changes an app that is frozen, the owner neither, until it is thawed.
fn not_frozen(app: &App) -> Result<(), PlatformError> {
    let Some(reason) = &app.frozen else { return Ok(()) };
    let message = format!("`{}` is frozen: {reason}", app.name);
    let thaw = format!("nothing about it changes until its owner says `selfwright thaw {}`", app.name);
    Err(PlatformError::new(ErrorKind::Conflict, message).hint(thaw))
}

fn open_items(release: &Release) -> Vec<upgrade::Item> {
    let items = release.verdict.items.iter();
    items.filter(|item| !release.consented.contains(&item.id)).cloned().collect()
}

fn refused(release: &Release) -> Ended {
    let Verdict { summary, reasons, .. } = release.verdict.clone();
    Ended::Refused { release: Some(release.id.clone()), message: summary, reasons }
}

fn audit_memory(memory: &replica_wasm::PageMap) -> Result<crate::audit::Audit, crate::heap::HeapError> {
    crate::audit::audit(&crate::heap::Heap::open(memory)?)
}

/// Audits follow nested values.
const STACK_BYTES: usize = 64 << 20;

async fn on_large_stack<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PlatformError> {
    let (done, result) = tokio::sync::oneshot::channel();
    std::thread::Builder::new()
        .name("rehearsal".into())
        .stack_size(STACK_BYTES)
        .spawn(move || drop(done.send(work())))
        .map_err(|error| PlatformError::fault(format!("no thread can be started: {error}")))?;
    result.await.map_err(PlatformError::fault_in_step)
}

/// Returns the digits by which people know a release.
pub fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// Returns a time as people write it, in UTC.
pub fn time_text(ms: u64) -> String {
    let (days, rest) = (ms / 86_400_000, ms % 86_400_000);
    // Days since 1970 to a date: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}
