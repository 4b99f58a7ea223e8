//! The handoff protocol, explored exhaustively.
