//! Files of agent frameworks: what comes of the samples and of files of other shapes, and that nothing in them makes a reader stumble.

mod again;
mod mutated;
mod picture;
mod samples;
mod shapes;
