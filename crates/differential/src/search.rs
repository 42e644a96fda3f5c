//! Looks for differences with random programs for some time.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use differential::random::{Difference, Library, Source, compare, program, shrink, spoiled};
use differential::{Reference, Verdict, judge_alone};

pub(crate) struct Settings {
    seconds: u64,
    seed: u64,
    /// How many differences are enough.
    enough: usize,
    /// How often the reference is asked to make one program smaller.
    tries: usize,
    /// Only well-typed programs, or only spoiled ones.
    only: Option<String>,
}

impl Settings {
    pub(crate) fn read(args: &[String]) -> Result<Settings> {
        let mut settings = Settings { seconds: 600, seed: 1, enough: 20, tries: 60, only: None };
        for pair in args.chunks(2) {
            let [name, value] = pair else { bail!("`{}` needs a value", pair[0]) };
            let number = || value.parse::<u64>().with_context(|| format!("`{name} {value}` is no number"));
            match name.as_str() {
                "--seconds" => settings.seconds = number()?,
                "--seed" => settings.seed = number()?,
                "--enough" => settings.enough = usize::try_from(number()?)?,
                "--tries" => settings.tries = usize::try_from(number()?)?,
                "--only" => settings.only = Some(value.clone()),
                _ => bail!("there is no `{name}`: --seconds, --seed, --enough, --tries, --only well|spoiled"),
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

/// Compares programs until the time is over. Fails if there are differences.
pub(crate) fn search(settings: &Settings) -> Result<()> {
    let library = Library::read();
    let mut reference = Reference::start_alone(&[])?;
    let end = Instant::now() + Duration::from_secs(settings.seconds);
    let mut count = Count::default();
    let mut seed = settings.seed;
    let mut found: Vec<Difference> = Vec::new();
    while Instant::now() < end && found.len() < settings.enough {
        let source = source(&library, seed, settings);
        let theirs = reference.judge(&source.text(), true)?;
        let own = judge_alone(&source.text());
        count.add(&theirs);
        if let Some(difference) = compare(&theirs, &own)
            && !found.iter().any(|known| known.is_like(&difference) && *known != Difference::Printed)
        {
            let small = smaller(&source, &difference, &mut reference, settings.tries)?;
            report(seed, &small, &difference, &mut reference)?;
            found.push(difference);
        }
        seed += 1;
    }
    println!("seeds {} to {}: {count}, {} differences", settings.seed, seed - 1, found.len());
    if found.is_empty() { Ok(()) } else { bail!("{} differences", found.len()) }
}

fn source(library: &Library, seed: u64, settings: &Settings) -> Source {
    match settings.only.as_deref() {
        Some("well") => program(library, seed),
        Some(_) => spoiled(library, seed),
        None if seed % 2 == 0 => spoiled(library, seed),
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
}

impl Count {
    fn add(&mut self, verdict: &Verdict) {
        self.programs += 1;
        self.accepted += usize::from(verdict.accepted());
        self.trapped += usize::from(verdict.trapped);
        self.lines += verdict.printed.len();
        self.unanswered += usize::from(verdict.failed.is_some());
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Count { programs, accepted, trapped, lines, unanswered } = self;
        write!(
            f,
            "{programs} programs, {accepted} accepted, {trapped} trapped, {lines} lines printed, {unanswered} unanswered"
        )
    }
}
