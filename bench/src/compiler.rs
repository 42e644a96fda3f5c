//! Our compiler and the reference compiler on the same app, side by side: as a process for each command, and in one that goes on running.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// How often ours is measured, and the reference, which takes long.
const RUNS: usize = 11;
const RUNS_REFERENCE: usize = 1;

/// How often a process that goes on running checks and builds before it is measured.
const WARM_UPS: usize = 5;

/// An app of a thousand lines, and a small one.
const LARGE: &str = "tests/apps/center/backend";
const SMALL: &str = "tests/apps/guestbook/backend";

/// Prints the table.
pub(crate) fn print(alone: bool) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let ours = beside_this_program("selfwright")?;
    let (large, small) = (root.join(LARGE).join("main.mo"), root.join(SMALL).join("main.mo"));
    println!("{LARGE}: {} lines, {} with what it imports\n", lines(&large)?, lines_below(&root.join(LARGE))?);
    let out = std::env::temp_dir().join(format!("selfwright-bench-{}.wasm", std::process::id()));
    let mut rows = Vec::new();
    let mut sizes = Vec::new();
    for (name, verb) in [("check, a process", "check"), ("build, a process", "build")] {
        let own = middle(RUNS, || command(&ours, &our_words(verb, &large, &out)))?;
        let own_size = size(&out);
        let reference = match alone {
            true => None,
            false => Some(middle(RUNS_REFERENCE, || {
                command(Path::new("node"), &reference_words(&root, verb, &large, &out))
            })?),
        };
        rows.push(Row::of_times(name, own, reference));
        if verb == "build" {
            sizes.push(Row::of_sizes("module of the app, KB", own_size, reference.map(|_| size(&out))));
        }
    }
    let (check, build) = served(&ours, &root.join(LARGE))?;
    let again = if alone { None } else { Some(reference_again(&root, &large)?) };
    for (name, own, reference) in [
        ("check of a changed file, in a process that goes on running", check, again.map(|it| it.0)),
        ("build of a changed file, in a process that goes on running", build, again.map(|it| it.1)),
    ] {
        rows.push(Row::of_times(name, own, reference));
    }
    command(&ours, &our_words("build", &small, &out))?;
    let own_size = size(&out);
    if !alone {
        command(Path::new("node"), &reference_words(&root, "build", &small, &out))?;
    }
    sizes.push(Row::of_sizes("module of a guest book, KB", own_size, (!alone).then(|| size(&out))));
    std::fs::remove_file(out)?;
    println!("| what | ours | reference | ratio |\n|---|---|---|---|");
    rows.iter().chain(&sizes).for_each(Row::print);
    Ok(())
}

/// A line of the table.
struct Row {
    name: String,
    ours: f64,
    reference: Option<f64>,
}

impl Row {
    fn of_times(name: &str, ours: Duration, reference: Option<Duration>) -> Row {
        let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
        Row { name: format!("{name}, ms"), ours: ms(ours), reference: reference.map(ms) }
    }

    fn of_sizes(name: &str, ours: u64, reference: Option<u64>) -> Row {
        let kb = |bytes: u64| bytes as f64 / 1_000.0;
        Row { name: name.to_owned(), ours: kb(ours), reference: reference.map(kb) }
    }

    fn print(&self) {
        let Row { name, ours, reference } = self;
        match reference {
            Some(reference) => {
                println!("| {name} | {ours:.1} | {reference:.1} | {:.1} |", reference / ours)
            }
            None => println!("| {name} | {ours:.1} | - | - |"),
        }
    }
}

/// Returns the size of a file, none if it is not there.
fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |found| found.len())
}

fn our_words(verb: &str, file: &Path, out: &Path) -> Vec<String> {
    let mut words = vec!["motoko".to_owned(), verb.to_owned(), file.display().to_string()];
    if verb == "build" {
        words.extend(["-o".to_owned(), out.display().to_string()]);
    }
    words
}

fn reference_words(root: &Path, verb: &str, file: &Path, out: &Path) -> Vec<String> {
    let script = root.join("bench/reference.mjs");
    let words = [&script, Path::new(verb), file, out].map(|word| word.display().to_string());
    std::iter::once("--stack-size=3000".to_owned()).chain(words).collect()
}

/// Runs a program to its end.
fn command(program: &Path, words: &[String]) -> Result<Duration> {
    let start = Instant::now();
    let output = Command::new(program).args(words).output().with_context(|| program.display().to_string())?;
    let took = start.elapsed();
    if !output.status.success() {
        bail!("{} {}: {}", program.display(), words.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(took)
}

/// Returns the middle one of several times.
fn middle(runs: usize, mut run: impl FnMut() -> Result<Duration>) -> Result<Duration> {
    let mut times = (0..runs).map(|_| run()).collect::<Result<Vec<Duration>>>()?;
    times.sort();
    Ok(times[times.len() / 2])
}

/// Checks and builds an app again and again, each time with a change, in one process of ours.
fn served(ours: &Path, app: &Path) -> Result<(Duration, Duration)> {
    let copy = std::env::temp_dir().join(format!("selfwright-bench-{}", std::process::id()));
    copy_sources(app, &copy)?;
    let (main, out) = (copy.join("main.mo"), copy.join("out.wasm"));
    let text = std::fs::read_to_string(&main)?;
    let mut server = Server::start(ours)?;
    let mut changes = 0;
    let mut changed = |words: &[&str]| {
        changes += 1;
        std::fs::write(&main, format!("{text}\n// change {changes}\n"))?;
        server.ask(words)
    };
    let (main_word, out_word) = (main.display().to_string(), out.display().to_string());
    let check = ["check", &main_word];
    let build = ["build", &main_word, "-o", &out_word];
    // The first ones make what the others find; the library is looked at meanwhile.
    for _ in 0..WARM_UPS {
        changed(&check)?;
        changed(&build)?;
    }
    let times = (middle(RUNS, || changed(&check))?, middle(RUNS, || changed(&build))?);
    std::fs::remove_dir_all(copy)?;
    Ok(times)
}

/// `selfwright motoko serve`.
struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start(program: &Path) -> Result<Server> {
        let mut process = Command::new(program)
            .args(["motoko", "serve"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take().context("it has an input")?;
        let output = BufReader::new(process.stdout.take().context("it has an output")?);
        Ok(Server { process, input, output })
    }

    fn ask(&mut self, words: &[&str]) -> Result<Duration> {
        let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
        let start = Instant::now();
        writeln!(self.input, "{{\"argv\":[{}]}}", quoted.join(","))?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let took = start.elapsed();
        if !line.contains("\"code\":0") {
            bail!("serve {}: {line}", words.join(" "));
        }
        Ok(took)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn reference_again(root: &Path, file: &Path) -> Result<(Duration, Duration)> {
    let words = reference_words(root, "again", file, Path::new(""));
    let output = Command::new("node").args(words).output().context("`node` starts")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let figure = |name: &str| -> Result<Duration> {
        let behind =
            text.split_once(&format!("\"{name}\":")).context("the reference says how long it took")?.1;
        let digits = behind.split([',', '}']).next().unwrap_or_default();
        Ok(Duration::from_secs_f64(digits.parse::<f64>()? / 1_000.0))
    };
    Ok((figure("again")?, figure("build")?))
}

/// A program of the same profile.
fn beside_this_program(name: &str) -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(name);
    if !path.exists() {
        bail!("{} is not there; build it first: cargo build --profile fast -p cli", path.display());
    }
    Ok(path)
}

fn copy_sources(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_sources(&path, &target)?;
        } else {
            std::fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

fn lines(file: &Path) -> Result<usize> {
    Ok(std::fs::read_to_string(file)?.lines().count())
}

fn lines_below(folder: &Path) -> Result<usize> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        sum += if path.is_dir() { lines_below(&path)? } else { lines(&path)? };
    }
    Ok(sum)
}
