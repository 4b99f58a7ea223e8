//! Domain questions about a topology as a graph: reach, dominators, cycles.
