//! The command `plumbline`. Everything it does is in the library.

fn main() -> std::process::ExitCode {
    plumbline::cli::main()
}
