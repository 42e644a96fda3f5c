//! Where the checker gives up, and where it need not. What it costs is looked at in `crates/fuzzing`.

use source::MemoryWorld;

/// The codes of what is said about a program.
#[track_caller]
fn says(program: &str, expected: &[&str]) {
    let world = MemoryWorld::new([("Main.mo", program)]);
    let checked = mo_check::check(&world, "Main.mo", &mo_check::Options::default());
    let codes: Vec<&str> = checked.diagnostics.iter().filter_map(|found| found.code).collect();
    assert_eq!(codes, expected, "{:?}", checked.diagnostics.first());
}

/// Writes `again` so many times, with its number for `AT`.
fn many(count: usize, again: &str) -> String {
    (0..count).map(|at| again.replace("AT", &at.to_string())).collect()
}

#[test]
fn alternatives_of_everything_demand_nothing() {
    let (types, patterns) = (many(30, "{ #a; #b }, "), many(30, "(#a or #b), "));
    says(&format!("func f(x : ({types})) {{ switch x {{ case ({patterns}) {{}} }} }}; ignore f;"), &[]);
}

#[test]
fn a_row_that_takes_everything_ends_the_search() {
    let columns = |at: usize, value: &str| -> String {
        (0..60).map(|other| if other == at { format!("{value}, ") } else { "_, ".to_owned() }).collect()
    };
    let cases: String = (0..60)
        .flat_map(|at| ["true", "false"].map(|value| format!("case ({}) {{}}; ", columns(at, value))))
        .collect();
    // Two of them are enough.
    let unreachable = ["M0146"; 118];
    let types = many(60, "Bool, ");
    says(&format!("func f(x : ({types})) {{ switch x {{ {cases} }} }}; ignore f;"), &unreachable);
}

#[test]
fn thousands_of_cases_are_looked_at() {
    let switch = |cases: &str| format!("func f(x : (Nat, Nat)) {{ switch x {{ {cases} }} }}; ignore f;");
    let cases = many(2_000, "case (AT, AT) {}; ");
    says(&switch(&cases), &["M0145"]);
    says(&switch(&format!("{cases}case (7, 7) {{}}; case _ {{}}")), &["M0146"]);
}

#[test]
fn a_puzzle_is_left_alone() {
    const COLUMNS: usize = 60;
    let mut random = 1u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).expect("31 bits") % below
    };
    let mut cases = String::new();
    for _ in 0..5 * COLUMNS {
        let mut row = vec!["_"; COLUMNS];
        (0..3).for_each(|_| row[next(COLUMNS)] = ["true", "false"][next(2)]);
        cases.push_str(&format!("case ({}) {{}}; ", row.join(", ")));
    }
    let types = many(COLUMNS, "Bool, ");
    says(&format!("func f(x : ({types})) {{ switch x {{ {cases} }} }}; ignore f;"), &["S0005"]);
}

#[test]
fn variants_of_thousands_of_elements_are_joined() {
    says(&format!("ignore [{}];", many(5_000, "#aAT, ")), &[]);
    let joined = |case: &str| {
        format!("let x = [#a 1, #b, #a (-1)]; func f() : [{{ #a : {case}; #b }}] {{ x }}; ignore f;")
    };
    says(&joined("Int"), &[]);
    says(&joined("Nat"), &["M0096"]);
}

#[test]
fn types_that_differ_from_element_to_element_are_given_up() {
    says(&format!("ignore [{}];", many(4_000, "func (_ : { aAT : Nat }) {}, ")), &["S0004"]);
}

#[test]
fn hundreds_of_mistakes_are_told_and_not_thousands() {
    says(&many(1_000, "ignore (AT : Text); "), &["M0050"; 500]);
    // However many warnings there are, the error is told.
    let warnings = many(1_000, "let xAT = 1; ");
    says(&format!("func f() {{ {warnings} ignore (1 : Text) }}; ignore f;"), &["M0050"]);
}
