//! Impact, simulation, audit and pattern advice.
