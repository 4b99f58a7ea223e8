//! Shared fixtures and end-to-end tests.
