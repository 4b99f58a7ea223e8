//! The `baton` command line.

/// Registries are many small texts, and a third of an import went into making and freeing them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    baton_cli::run()
}
