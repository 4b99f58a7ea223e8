//! Every operation of Baton once, independent of the host.
