//! The `baton` command line.

// Records are many small things, made on one thread and dropped on another: the system's allocator takes half of a large import for itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    baton_cli::run()
}
