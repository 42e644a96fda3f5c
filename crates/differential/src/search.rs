//! Looks for differences with random programs for some time.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use differential::random::{Difference, Library, Source, TITLE, compare, program, shrink, spoiled};
use differential::{Finding, Reference, Verdict, judge_alone};

pub(crate) struct Settings {
    seconds: u64,
    seed: u64,
    /// How many differences are enough.
    enough: usize,
    /// How often the reference is asked to make one program smaller.
    tries: usize,
    /// Only well-typed programs, or only spoiled ones.
    only: Option<String>,
    /// Whether differences that are known are printed too, so that the table of them can be judged.
    known: bool,
}

impl Settings {
    pub(crate) fn read(args: &[String]) -> Result<Settings> {
        let mut settings =
            Settings { seconds: 600, seed: 1, enough: 20, tries: 60, only: None, known: false };
        for pair in args.chunks(2) {
            let [name, value] = pair else { bail!("`{}` needs a value", pair[0]) };
            let number = || value.parse::<u64>().with_context(|| format!("`{name} {value}` is no number"));
            match name.as_str() {
                "--seconds" => settings.seconds = number()?,
                "--seed" => settings.seed = number()?,
                "--enough" => settings.enough = usize::try_from(number()?)?,
                "--tries" => settings.tries = usize::try_from(number()?)?,
                "--only" => settings.only = Some(value.clone()),
                "--known" => settings.known = value == "show",
                _ => bail!(
                    "there is no `{name}`: --seconds, --seed, --enough, --tries, --only well|spoiled, --known show"
                ),
            }
        }
        Ok(settings)
    }
}

/// Prints the program of a seed.
pub(crate) fn write(settings: &Settings) -> Result<()> {
    print!("{}", source(&Library::read(), settings.seed, settings).text());
    Ok(())
}

/// How many programs the reference runs at once: it looks at the library again for each run.
const TOGETHER: u64 = 8;

/// Compares programs until the time is over. Fails if there are differences.
pub(crate) fn search(settings: &Settings) -> Result<()> {
    let mut search = Search {
        settings,
        library: Library::read(),
        reference: Reference::start_alone()?,
        count: Count::default(),
        found: Vec::new(),
    };
    let end = Instant::now() + Duration::from_secs(settings.seconds);
    let mut seed = settings.seed;
    while Instant::now() < end && search.found.len() < settings.enough {
        let sources: Vec<(u64, Source)> =
            (seed..seed + TOGETHER).map(|seed| (seed, source(&search.library, seed, settings))).collect();
        search.look_at(sources)?;
        seed += TOGETHER;
    }
    let (count, found) = (&search.count, search.found.len());
    println!("seeds {} to {}: {count}, {found} differences", settings.seed, seed - 1);
    if count.unanswered * 10 > count.programs {
        bail!("the reference answered too few programs for this to say much");
    }
    if found == 0 { Ok(()) } else { bail!("{found} differences") }
}

struct Search<'a> {
    settings: &'a Settings,
    library: Library,
    reference: Reference,
    count: Count,
    found: Vec<Difference>,
}

impl Search<'_> {
    fn look_at(&mut self, sources: Vec<(u64, Source)>) -> Result<()> {
        let mut accepted = Vec::new();
        for (seed, source) in sources {
            let (theirs, own) = (self.reference.judge(&source.text(), false)?, judge_alone(&source.text()));
            self.count.add(&theirs);
            if theirs.accepted() && own.accepted() {
                accepted.push((seed, source, own));
            } else if let Some(difference) = compare(&theirs, &own) {
                self.note(seed, &source, difference)?;
            }
        }
        self.run(&accepted)
    }

    /// Runs programs together. One that traps ends the run: those behind it are run again.
    fn run(&mut self, mut programs: &[(u64, Source, Verdict)]) -> Result<()> {
        while !programs.is_empty() {
            let sources: Vec<&Source> = programs.iter().map(|(_, source, _)| source).collect();
            let text = Source::together(&sources).text();
            let all = self.reference.judge(&text, true)?;
            if !all.accepted() {
                // They cannot be put together, for whatever reason.
                return programs.iter().try_for_each(|program| self.run_alone(program));
            }
            let shown = parts(&all.printed);
            let (done, traps) = (shown.len().clamp(1, programs.len()), all.trapped);
            for (at, program) in programs[..done].iter().enumerate() {
                let (seed, source, own) = program;
                let theirs = Verdict {
                    printed: shown.get(at).cloned().unwrap_or_default(),
                    trapped: traps && at + 1 == done,
                    ..Verdict::default()
                };
                self.count.ran(&theirs);
                let (own, theirs) = (without_warnings(own), without_warnings(&theirs));
                if compare(&theirs, &own).is_some() {
                    self.run_alone(&(*seed, source.clone(), own))?;
                }
            }
            programs = &programs[done..];
        }
        Ok(())
    }

    fn run_alone(&mut self, (seed, source, own): &(u64, Source, Verdict)) -> Result<()> {
        let theirs = self.reference.judge(&source.text(), true)?;
        match compare(&theirs, own) {
            Some(difference) => self.note(*seed, source, difference),
            None => Ok(()),
        }
    }

    /// Whether the reference rejects the program as it was before it was spoiled as well, which is well-typed.
    fn has_fewer_types(&mut self, seed: u64, difference: &Difference) -> Result<bool> {
        if !difference.may_be_fewer_types() {
            return Ok(false);
        }
        let unspoiled = program(&self.library, seed).text();
        let (own, theirs) = (judge_alone(&unspoiled), self.reference.judge(&unspoiled, false)?);
        let is_error = |finding: &&Finding| finding.severity == "error";
        let first = theirs.findings.iter().find(is_error);
        // Ours may find something else in another line: a name that two modules have, for example.
        Ok(first.is_some_and(|first| !own.findings.iter().filter(is_error).any(|own| own.line == first.line)))
    }

    fn note(&mut self, seed: u64, source: &Source, difference: Difference) -> Result<()> {
        if difference.is_known(&source.text()) || self.has_fewer_types(seed, &difference)? {
            self.count.known += 1;
            if self.settings.known {
                println!("-- seed {seed}: {difference}: {}", difference.line_of(&source.text()));
            }
            return Ok(());
        }
        if self.found.iter().any(|known| known.is_like(&difference) && *known != Difference::Printed) {
            return Ok(());
        }
        let small = smaller(source, &difference, &mut self.reference, self.settings.tries)?;
        report(seed, &small, &difference, &mut self.reference)?;
        self.found.push(difference);
        Ok(())
    }
}

fn without_warnings(verdict: &Verdict) -> Verdict {
    Verdict { findings: Vec::new(), ..verdict.clone() }
}

/// What each of several programs printed.
fn parts(printed: &[String]) -> Vec<Vec<String>> {
    let mut parts: Vec<Vec<String>> = Vec::new();
    for line in printed {
        match parts.last_mut() {
            _ if line.starts_with(TITLE) => parts.push(Vec::new()),
            Some(part) => part.push(line.clone()),
            None => {}
        }
    }
    parts
}

fn source(library: &Library, seed: u64, settings: &Settings) -> Source {
    match settings.only.as_deref() {
        Some("well") => program(library, seed),
        Some(_) => spoiled(library, seed),
        None if seed.is_multiple_of(2) => spoiled(library, seed),
        None => program(library, seed),
    }
}

fn smaller(
    source: &Source,
    difference: &Difference,
    reference: &mut Reference,
    tries: usize,
) -> Result<Source> {
    let mut broken = None;
    let small = shrink(source.clone(), tries, &mut |candidate| {
        let text = candidate.text();
        let own = judge_alone(&text);
        match reference.judge(&text, own.accepted()) {
            Ok(theirs) => compare(&theirs, &own).is_some_and(|it| it.is_like(difference)),
            Err(error) => {
                broken = Some(error);
                false
            }
        }
    });
    broken.map_or(Ok(small), Err)
}

fn report(seed: u64, source: &Source, difference: &Difference, reference: &mut Reference) -> Result<()> {
    let text = source.text();
    let (theirs, own) = (reference.judge(&text, true)?, judge_alone(&text));
    println!("== seed {seed}: {difference}\n{text}-- reference: {theirs}-- ours: {own}");
    Ok(())
}

/// How programs fared with the reference.
#[derive(Default)]
struct Count {
    programs: usize,
    accepted: usize,
    trapped: usize,
    lines: usize,
    unanswered: usize,
    /// Differences that are no mistake of ours.
    known: usize,
}

impl Count {
    fn add(&mut self, verdict: &Verdict) {
        self.programs += 1;
        self.accepted += usize::from(verdict.accepted());
        self.unanswered += usize::from(verdict.failed.is_some());
    }

    fn ran(&mut self, verdict: &Verdict) {
        self.trapped += usize::from(verdict.trapped);
        self.lines += verdict.printed.len();
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Count { programs, accepted, trapped, lines, unanswered, known } = self;
        write!(
            f,
            "{programs} programs, {accepted} accepted, {trapped} trapped, {lines} lines printed, {unanswered} unanswered, {known} known differences"
        )
    }
}
