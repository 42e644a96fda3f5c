//! Writes an app: `cargo run -p author-composer --example write -- DIR "WISH" ["CHANGE" ...]`; each version gets a folder.

use std::path::Path;

fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(wish)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: write DIR WISH [CHANGE ...]");
        return std::process::ExitCode::from(64);
    };
    let mut understanding = author_composer::understand(&wish);
    let mut old = None;
    for version in 1.. {
        print(&understanding);
        let Some(app) = understanding.blueprint else { return std::process::ExitCode::FAILURE };
        for file in blueprint::files(&app, old.as_ref()) {
            let path = Path::new(&folder).join(version.to_string()).join(&file.path);
            std::fs::create_dir_all(path.parent().expect("has a folder")).expect("the folder can be made");
            std::fs::write(path, file.text).expect("the file can be written");
        }
        let Some(wish) = arguments.next() else { break };
        println!("\n{wish}");
        understanding = author_composer::change(&app, &wish);
        old = Some(app);
    }
    std::process::ExitCode::SUCCESS
}

fn print(understanding: &author_composer::Understanding) {
    for sentence in &understanding.understood {
        println!("  {sentence}");
    }
    for question in &understanding.questions {
        println!("? {} [{}] ({})", question.text, question.default, question.options.join("; "));
    }
    for phrase in &understanding.not_understood {
        println!("! not understood: {phrase:?}");
    }
    if let Some(problem) = &understanding.problem {
        println!("! {problem}");
    }
}
