//! What a registry store promises: traits, change log, hash chain, conformance suite.
