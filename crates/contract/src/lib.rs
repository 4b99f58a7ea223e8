//! Contracts: the envelope, payload validation and schema questions.
