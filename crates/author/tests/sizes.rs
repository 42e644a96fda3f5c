//! Small apps have small modules: `tests/sizes.tsv` says how small.

use source::{DiskWorld, MemoryWorld, World};

#[test]
fn modules_of_small_apps_are_small() {
    let path = testkit::root().join("tests/sizes.tsv");
    let text = std::fs::read_to_string(&path).expect("the list is there");
    let mut too_large = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (app, bytes_max) = line.split_once('\t').expect("an app and a number");
        let bytes_max: usize = bytes_max.parse().expect("a number of bytes");
        let bytes = module_of(app).len();
        if bytes > bytes_max {
            too_large.push(format!("{app}: {bytes} bytes, {bytes_max} is the most"));
        }
    }
    assert!(too_large.is_empty(), "{}", too_large.join("\n"));
}

/// Compiles a file of this repository, or what the composer makes of a wish.
fn module_of(app: &str) -> Vec<u8> {
    if app.ends_with(".mo") {
        return module(&DiskWorld, &testkit::root().join(app).display().to_string());
    }
    let blueprint = author_composer::understand(app).blueprint.expect("the wish is understood");
    let files = blueprint::files(&blueprint, None).into_iter().map(|file| (file.path, file.text));
    module(&MemoryWorld::new(files), "backend/main.mo")
}

fn module(world: &(dyn World + Sync), path: &str) -> Vec<u8> {
    mo_compile::with_stack(|| {
        let (_, built) = mo_compile::build(world, path, &mo_compile::Options::default());
        built.expect("the app compiles").wasm
    })
}
