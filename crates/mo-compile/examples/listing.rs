//! Prints what became of a program's functions: `cargo run -p mo-compile --example listing FILE NAME`.

fn main() {
    let mut args = std::env::args().skip(1);
    let (path, filter) = (args.next().unwrap_or_default(), args.next().unwrap_or_default());
    mo_compile::with_stack(|| {
        match mo_compile::listing(&source::DiskWorld, &path, &mo_compile::Options::default(), &filter) {
            Ok(text) => print!("{text}"),
            Err(errors) => errors.iter().for_each(|error| eprintln!("{}", error.message)),
        }
    });
}
