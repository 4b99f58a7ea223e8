//! The program under test: the command line, as `baton` is, on the system's allocator, so that faults of memory reach it.

fn main() -> std::process::ExitCode {
    baton_cli::run()
}
