//! The program under test: the command line, as `baton` is.

fn main() -> std::process::ExitCode {
    baton_cli::run()
}
