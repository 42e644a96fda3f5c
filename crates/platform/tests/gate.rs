//! Updates that go through the gate: `tests/sabotage` holds what a writer gets wrong, `tests/updates` what is all right.
//!
//! Each case is a folder: `old.mo` is live (with `old.html` for a page), `case.txt` says who has called what, `new.mo` is proposed. Then it says how the gate has to
//! end (`rejected`: it does not compile) and what it has to say. After a refusal, and while the owner is asked, the live app is as it was.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use platform::Platform;
use platform::candidate::Files;
use platform::job::Ended;
use platform::release::Proposal;
use upgrade::{Outcome, Verdict};

/// What a case file says.
#[derive(Default)]
struct Case {
    /// Who calls which method with which arguments.
    calls: Vec<[String; 3]>,
    outcome: String,
    /// What has to be said, word for word.
    says: Vec<String>,
}

impl Case {
    fn read(folder: &Path) -> Case {
        let mut case = Case::default();
        let text = std::fs::read_to_string(folder.join("case.txt")).unwrap();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            match first {
                "verdict" => case.outcome = rest.into(),
                "says" => case.says.push(rest.into()),
                caller => {
                    let (method, args) = rest.split_at(rest.find('(').expect("a call has arguments"));
                    case.calls.push([caller, method, args].map(str::to_owned));
                }
            }
        }
        case
    }
}

fn proposal(folder: &Path, source: &str) -> Proposal {
    let text = std::fs::read(folder.join(source)).unwrap();
    let mut files = Files::from([("backend/main.mo".to_owned(), text)]);
    if let Ok(page) = std::fs::read(folder.join(source.replace(".mo", ".html"))) {
        files.insert("frontend/index.html".into(), page);
    }
    Proposal { app: "app".into(), files, ..Proposal::default() }
}

/// All that the verdict says to the owner or the writer.
fn said(verdict: &Verdict) -> Vec<String> {
    let items = verdict.items.iter().map(|item| format!("{}: {}", item.title, item.detail));
    let reasons = verdict.reasons.iter().map(|reason| reason.message.clone());
    items.chain(reasons).collect()
}

/// Carries a case out, and says what is not as it should be.
async fn try_out(folder: &Path) -> Result<(), String> {
    let case = Case::read(folder);
    let data = tempfile::tempdir().unwrap();
    let platform = Platform::open(data.path()).unwrap();
    let (job, _events) = platform.job("app");
    let started = platform.propose(proposal(folder, "old.mo"), &job).await;
    let started = started.map_err(|error| format!("old.mo: {error:?}"))?;
    if !matches!(started, Ended::Released { .. }) {
        return Err(format!("old.mo: {started:?}"));
    }
    for [caller, method, args] in &case.calls {
        let reply = platform.call("app", method, args, caller).await;
        reply.map_err(|error| format!("{caller} {method}: {}", error.message))?;
    }
    let app = platform.app("app").unwrap();
    let hash = |platform: &Platform| platform.node().canister(app.canister).unwrap().image.memory.digest();
    let before = hash(&platform);
    let ended = match platform.propose(proposal(folder, "new.mo"), &job).await {
        Ok(ended) => ended,
        // It did not come as far as a verdict.
        Err(error) => {
            let found: String = error.diagnostics.iter().map(|it| it.text.as_str()).collect();
            let said = format!("{}\n{found}", error.message);
            let as_wanted =
                case.outcome == "rejected" && case.says.iter().all(|wanted| said.contains(wanted));
            return if as_wanted && hash(&platform) == before {
                Ok(())
            } else {
                Err(format!("new.mo: {said}"))
            };
        }
    };
    let newest =
        platform.records().releases("app").into_iter().max_by_key(|release| release.sequence).unwrap();
    let (verdict, mut wrong) = (newest.verdict, Vec::new());
    let outcome = match verdict.outcome {
        Outcome::Safe => "safe",
        Outcome::Asks => "asks",
        Outcome::Refused => "refused",
    };
    let said = said(&verdict);
    if outcome != case.outcome {
        wrong.push(format!("it is {outcome}, not {}", case.outcome));
    }
    for wanted in case.says.iter().filter(|wanted| !said.iter().any(|said| said.contains(*wanted))) {
        wrong.push(format!("it does not say: {wanted}"));
    }
    let is_live = matches!(ended, Ended::Released { .. });
    if is_live != (outcome == "safe") || !is_live && hash(&platform) != before {
        wrong.push(format!("the live app is not as it was: {ended:?}"));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!("{}\n  said: {}", wrong.join("\n  "), said.join("\n        ")))
}

fn run(folder: &str) {
    let folder = testkit::root().join(folder);
    let mut cases: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(!cases.is_empty());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            runtime.block_on(try_out(case)).err().map(|error| format!("{name}: {error}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn what_a_writer_gets_wrong_is_caught() {
    run("tests/sabotage");
}

#[test]
fn ordinary_updates_pass() {
    run("tests/updates");
}
